//! The mail to a workshop's people about quotas that an allocation run gave it.

use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;
use entities::values::Money;

use super::mail_content::{MailContent, MailRow, mail_content};
use crate::platform::locale::{Localizer, localize};

/// A quota as a row of a mail.
#[derive(Clone, Debug)]
pub struct MailedQuota {
    /// The product's name in the reader's language.
    pub product: String,
    /// Lots to make.
    pub lots: i64,
    /// Units that the orders need.
    pub units: i64,
    /// Value for the workshop, before commission.
    pub value: Money,
}

/// How quotas can still be answered.
#[derive(Clone, Debug)]
pub struct ResponseRequest {
    /// The deadline.
    pub respond_by: DateTime<Tz>,
    /// The quota link, where the reader may answer for the workshop.
    pub link: Option<String>,
}

/// Published quotas of one workshop.
#[derive(Clone, Debug)]
pub struct QuotasPublishedMail {
    /// The workshop's name.
    pub workshop: String,
    /// The delivery date of their cycle.
    pub delivery: NaiveDate,
    /// Whether another workshop declined them before.
    pub reoffered: bool,
    /// The quotas.
    pub quotas: Vec<MailedQuota>,
    /// How to answer; none where no quota can be answered any more.
    pub request: Option<ResponseRequest>,
    /// The page of the workshop's quotas, which needs a session.
    pub page: String,
}

impl QuotasPublishedMail {
    /// What the mail says.
    pub fn content(&self, texts: Localizer) -> MailContent {
        let link = self.request.as_ref().and_then(|request| request.link.as_ref());
        let url = link.unwrap_or(&self.page);
        let content = if self.reoffered {
            mail_content!(texts, "quotas-reoffered", url, delivery = self.delivery, workshop = &self.workshop)
        } else {
            mail_content!(texts, "quotas-published", url, delivery = self.delivery, workshop = &self.workshop)
        };
        let closing = match &self.request {
            Some(request) => localize!(texts, "quotas-respond-by", at = request.respond_by),
            None => localize!(texts, "quotas-response-closed"),
        };
        MailContent {
            rows: quota_rows(texts, &self.quotas),
            closing: Some(closing),
            note: link.map(|_| localize!(texts, "quotas-link-note", workshop = &self.workshop)),
            ..content
        }
    }
}

/// The table of quotas, which several mails have.
pub fn quota_rows(texts: Localizer, quotas: &[MailedQuota]) -> Vec<MailRow> {
    let row = |quota: &MailedQuota| MailRow {
        name: quota.product.clone(),
        value: localize!(texts, "quota-row", units = quota.units, lots = quota.lots, value = quota.value),
    };
    quotas.iter().map(row).collect()
}
