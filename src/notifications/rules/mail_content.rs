//! What a mail says, before it is laid out: a subject, paragraphs, at most one table, and one action.

use crate::platform::locale::{Arg, Localizer};

/// What a mail says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailContent {
    /// The subject line.
    pub subject: String,
    /// The paragraph before the table.
    pub opening: String,
    /// The rows of the table; empty where there is none.
    pub rows: Vec<MailRow>,
    /// The paragraph after the table.
    pub closing: Option<String>,
    /// What the reader can do next.
    pub action: MailAction,
    /// A remark below the action.
    pub note: Option<String>,
}

/// A row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailRow {
    /// What the row is about.
    pub name: String,
    /// What is said of it.
    pub value: String,
}

/// The button of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailAction {
    /// The label of the button.
    pub label: String,
    /// The address that it opens.
    pub url: String,
}

impl MailContent {
    /// The content of the mail message `id`, with an action that opens `url`. It has no rows yet.
    ///
    /// Write [`mail_content!`], which is checked like `localize!`.
    pub fn new(texts: Localizer, id: &str, args: &[(&str, Arg<'_>)], url: &str) -> Self {
        let key = |attribute: &str| format!("{id}.{attribute}");
        Self {
            subject: texts.text(&key("subject"), args),
            opening: texts.text(&key("opening"), args),
            rows: Vec::new(),
            closing: texts.find(&key("closing"), args),
            action: MailAction { label: texts.text(&key("action"), args), url: url.to_owned() },
            note: None,
        }
    }

    /// The same mail with these rows.
    #[must_use]
    pub fn with_rows(self, rows: impl IntoIterator<Item = MailRow>) -> Self {
        Self { rows: rows.into_iter().collect(), ..self }
    }
}

/// The content of a mail from the attributes `subject`, `opening`, `closing` (optional) and `action` of a message.
///
/// ```ignore
/// mail_content!(texts, "payout-confirmed", &page, workshop = &workshop, amount = amount)
/// ```
macro_rules! mail_content {
    ($localizer:expr, $id:literal, $url:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::notifications::rules::MailContent::new(
            $localizer,
            $id,
            &[$((stringify!($name), $crate::platform::locale::Arg::from($value))),*],
            $url,
        )
    };
}

pub(super) use mail_content;
