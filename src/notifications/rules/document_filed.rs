//! The mail to a buyer's people about an issued document whose PDF is ready.

use chrono::NaiveDate;
use entities::values::Money;

use super::mail_content::{MailContent, MailRow, mail_content};
use crate::platform::{
    format::{self, DateStyle},
    locale::{Localizer, localize},
};

/// What a credit note or a debit note corrects.
#[derive(Clone, Debug)]
pub struct Correction {
    /// Whether the buyer owes more by it.
    pub is_debit: bool,
    /// Series and number of the invoice.
    pub invoice: String,
    /// Why it is corrected.
    pub reason: String,
}

/// An issued document whose PDF is ready.
#[derive(Clone, Debug)]
pub struct DocumentFiledMail {
    /// Series and number, such as `F-12`.
    pub name: String,
    /// Total including taxes.
    pub total: Money,
    /// Date of issue.
    pub issued_on: NaiveDate,
    /// Last day on which it can be paid in time.
    pub due_on: Option<NaiveDate>,
    /// What it corrects; none for an invoice.
    pub correction: Option<Correction>,
    /// The account to which it is paid; none of a credit note.
    pub account: Option<PaymentAccount>,
    /// The page of the document.
    pub page: String,
}

/// The bank account to which an invoice is paid.
#[derive(Clone, Debug)]
pub struct PaymentAccount {
    /// Name of the bank and kind of account.
    pub bank: String,
    /// Number of the account.
    pub number: String,
    /// The holder and its RUT.
    pub holder: String,
}

impl DocumentFiledMail {
    /// What the mail says. The PDF is attached to it.
    pub fn content(&self, texts: Localizer) -> MailContent {
        let (page, name, total) = (&self.page, &self.name, self.total);
        let content = match &self.correction {
            None => mail_content!(texts, "invoice-filed", page, name = name, total = total),
            Some(Correction { invoice, is_debit: true, .. }) => {
                mail_content!(texts, "debit-note-filed", page, name = name, total = total, corrected = invoice)
            }
            Some(Correction { invoice, .. }) => {
                mail_content!(texts, "credit-note-filed", page, name = name, total = total, corrected = invoice)
            }
        };
        content.with_rows(self.rows(texts))
    }

    fn rows(&self, texts: Localizer) -> Vec<MailRow> {
        let date = |date| format::date(texts.language(), date, DateStyle::Long);
        let mut rows = vec![
            MailRow { name: localize!(texts, "document-row.date"), value: date(self.issued_on) },
            MailRow {
                name: localize!(texts, "document-row.total"),
                value: format::money(texts.language(), self.total),
            },
        ];
        if let Some(due_on) = self.due_on {
            rows.push(MailRow { name: localize!(texts, "document-row.due"), value: date(due_on) });
        }
        if let Some(account) = &self.account {
            let row = |name, value: &str| MailRow { name, value: value.to_owned() };
            rows.push(row(localize!(texts, "document-row.bank"), &account.bank));
            rows.push(row(localize!(texts, "document-row.account"), &account.number));
            rows.push(row(localize!(texts, "document-row.holder"), &account.holder));
            rows.push(row(localize!(texts, "document-row.reference"), &self.name));
        }
        if let Some(correction) = &self.correction {
            let name = localize!(texts, "document-row.reason");
            rows.push(MailRow { name, value: correction.reason.clone() });
        }
        rows
    }
}
