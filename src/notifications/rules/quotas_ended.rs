//! The mail to a workshop's people about quotas that it no longer has.

use chrono::NaiveDate;

use super::{
    mail_content::{MailContent, mail_content},
    quotas_published::{MailedQuota, quota_rows},
};
use crate::platform::locale::Localizer;

/// Quotas that ended without the workshop's answer.
#[derive(Clone, Debug)]
pub struct QuotasEndedMail {
    /// The workshop's name.
    pub workshop: String,
    /// The delivery date of their cycle.
    pub delivery: NaiveDate,
    /// The quotas.
    pub quotas: Vec<MailedQuota>,
    /// Whether the cooperative withdrew them; otherwise the deadline passed.
    pub withdrawn: bool,
    /// The page of the workshop's quotas.
    pub page: String,
}

impl QuotasEndedMail {
    /// What the mail says.
    pub fn content(&self, texts: Localizer) -> MailContent {
        let (page, delivery, workshop) = (&self.page, self.delivery, &self.workshop);
        let content = if self.withdrawn {
            mail_content!(texts, "quotas-withdrawn", page, delivery = delivery, workshop = workshop)
        } else {
            mail_content!(texts, "quotas-expired", page, delivery = delivery, workshop = workshop)
        };
        content.with_rows(quota_rows(texts, &self.quotas))
    }
}
