//! A composed mail.

use entities::values::{InvoiceId, StatementId};

use crate::notifications::rules::MailContent;

/// A composed mail.
pub struct ComposedMail {
    /// What it says.
    pub content: MailContent,
    /// The file to attach.
    pub file: Option<StoredFile>,
}

/// A PDF to attach.
pub struct StoredFile {
    /// Its name for the reader.
    pub name: String,
    /// What it shows.
    pub document: Document,
}

/// A document of which there is a PDF.
#[derive(Clone, Copy, Debug)]
pub enum Document {
    /// An invoice or credit note.
    Invoice(InvoiceId),
    /// A statement.
    Statement(StatementId),
}

impl From<MailContent> for ComposedMail {
    fn from(content: MailContent) -> Self {
        Self { content, file: None }
    }
}
