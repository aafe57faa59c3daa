//! A composed mail.

use crate::notifications::rules::MailContent;

/// A composed mail.
pub struct ComposedMail {
    /// What it says.
    pub content: MailContent,
    /// The file to attach.
    pub file: Option<StoredFile>,
}

/// A file of the file store.
pub struct StoredFile {
    /// Its name for the reader.
    pub name: String,
    /// Its key in the file store.
    pub key: String,
}

impl From<MailContent> for ComposedMail {
    fn from(content: MailContent) -> Self {
        Self { content, file: None }
    }
}
