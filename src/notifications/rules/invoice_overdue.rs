//! The mail to a buyer's people about an invoice that is overdue.

use chrono::NaiveDate;
use entities::values::Money;

use super::mail_content::{MailContent, mail_content};
use crate::platform::locale::Localizer;

/// An invoice that is overdue.
#[derive(Clone, Debug)]
pub struct InvoiceOverdueMail {
    /// Series and number.
    pub name: String,
    /// What is left to pay.
    pub open: Money,
    /// Its due date.
    pub due_on: NaiveDate,
    /// The page of the invoice.
    pub page: String,
}

impl InvoiceOverdueMail {
    /// What the mail says.
    pub fn content(&self, texts: Localizer) -> MailContent {
        mail_content!(texts, "invoice-overdue", &self.page, name = &self.name, due = self.due_on, open = self.open)
    }
}
