//! The mail to a workshop's people about quotas that became smaller.

use chrono::NaiveDate;

use super::{
    mail_content::{MailContent, mail_content},
    quotas_published::{MailedQuota, quota_rows},
};
use crate::platform::locale::Localizer;

/// Quotas that became smaller.
#[derive(Clone, Debug)]
pub struct QuotasReducedMail {
    /// Whether the workshop reduced its offer; otherwise an order was cancelled after the cut-off.
    pub by_offer: bool,
    /// The workshop's name.
    pub workshop: String,
    /// The delivery date of their cycle.
    pub delivery: NaiveDate,
    /// The quotas as they are now; zero lots where one was withdrawn entirely.
    pub quotas: Vec<MailedQuota>,
    /// The page of the workshop's quotas.
    pub page: String,
}

impl QuotasReducedMail {
    /// What the mail says.
    pub fn content(&self, texts: Localizer) -> MailContent {
        let (page, delivery, workshop) = (&self.page, self.delivery, &self.workshop);
        let content = if self.by_offer {
            mail_content!(texts, "quotas-reduced-by-offer", page, delivery = delivery, workshop = workshop)
        } else {
            mail_content!(texts, "quotas-reduced-by-cancellation", page, delivery = delivery, workshop = workshop)
        };
        content.with_rows(quota_rows(texts, &self.quotas))
    }
}
