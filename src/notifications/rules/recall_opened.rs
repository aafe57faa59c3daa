//! The mail to a buyer's people about goods that they have and that are recalled for safety, or no longer.

use super::mail_content::{MailContent, MailRow, mail_content};
use crate::platform::locale::{Localizer, localize};

/// Units of a recalled batch that the buyer has.
#[derive(Clone, Debug)]
pub struct RecalledBatch {
    /// The product's name in the reader's language.
    pub product: String,
    /// The code on the batch's labels.
    pub batch: String,
    /// Units.
    pub units: i64,
}

/// The recalled goods of one buyer.
#[derive(Clone, Debug)]
pub struct RecallOpenedMail {
    /// The product's name in the reader's language.
    pub product: String,
    /// Why it is recalled, in words.
    pub reason: String,
    /// Why it was lifted, where it was a false alarm.
    pub lifted: Option<String>,
    /// The batches.
    pub batches: Vec<RecalledBatch>,
    /// The page of the buyer's deliveries.
    pub page: String,
}

impl RecallOpenedMail {
    /// What the mail says.
    pub fn content(&self, texts: Localizer) -> MailContent {
        let row = |line: &RecalledBatch| MailRow {
            name: line.product.clone(),
            value: localize!(texts, "recall-row", units = line.units, batch = &line.batch),
        };
        let (product, reason) = (&self.product, &self.reason);
        let content = match &self.lifted {
            Some(lifted) => mail_content!(texts, "recall-lifted", &self.page, product = product, reason = lifted),
            None => mail_content!(texts, "recall-opened", &self.page, product = product, reason = reason),
        };
        content.with_rows(self.batches.iter().map(row))
    }
}
