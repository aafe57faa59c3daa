//! The mail to a workshop's people about a statement whose PDF is ready.

use chrono::NaiveDate;
use entities::values::Money;

use super::mail_content::{MailContent, MailRow, mail_content};
use crate::platform::{
    format::{self, DateStyle},
    locale::{Localizer, localize},
};

/// A statement whose PDF is ready.
#[derive(Clone, Debug)]
pub struct StatementFiledMail {
    /// The workshop's name.
    pub workshop: String,
    /// The statement's number.
    pub number: i64,
    /// First day of its period.
    pub from: NaiveDate,
    /// Last day of its period.
    pub until: NaiveDate,
    /// What is paid; zero or negative where the balance is carried forward.
    pub total: Money,
    /// The page of the statement.
    pub page: String,
}

impl StatementFiledMail {
    /// What the mail says. The PDF is attached to it.
    pub fn content(&self, texts: Localizer) -> MailContent {
        let language = texts.language();
        let date = |date| format::date(language, date, DateStyle::Long);
        let content = mail_content!(
            texts,
            "statement-filed",
            &self.page,
            number = self.number.to_string(),
            workshop = &self.workshop,
            total = self.total
        );
        let closing = if self.total.amount > 0 {
            localize!(texts, "statement-paid-later")
        } else {
            localize!(texts, "statement-carried-forward")
        };
        let rows = vec![
            MailRow { name: localize!(texts, "statement-row.from"), value: date(self.from) },
            MailRow { name: localize!(texts, "statement-row.until"), value: date(self.until) },
            MailRow { name: localize!(texts, "statement-row.total"), value: format::money(language, self.total) },
        ];
        MailContent { rows, closing: Some(closing), ..content }
    }

    /// The name of the attached file.
    pub fn file_name(&self, texts: Localizer) -> String {
        localize!(texts, "statement-file-name", number = self.number.to_string())
    }
}
