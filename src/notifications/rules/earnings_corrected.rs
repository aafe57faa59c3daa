//! The mail to a workshop's people about earnings of a delivery that were corrected.

use chrono::NaiveDate;
use entities::values::Money;

use super::mail_content::{MailContent, mail_content};
use crate::platform::locale::Localizer;

/// Why earnings were corrected.
#[derive(Clone, Debug)]
pub enum CorrectedBecause {
    /// A goods receipt of the product was corrected.
    Receipt {
        /// Units that are accepted of the workshop now.
        accepted: i64,
        /// Why it was corrected.
        reason: String,
    },
    /// A buyer was credited for a quality fault of the workshop's batch.
    Fault {
        /// The code on its labels.
        batch: String,
        /// Net value.
        net: Money,
        /// The reason of the credit note.
        reason: String,
    },
    /// Such a fault was reversed.
    FaultReversed {
        /// The code on the labels of the batch.
        batch: String,
        /// Net value.
        net: Money,
        /// Why.
        reason: String,
    },
}

/// Earnings of a delivery that were corrected.
#[derive(Clone, Debug)]
pub struct EarningsCorrectedMail {
    /// The workshop.
    pub workshop: String,
    /// The product.
    pub product: String,
    /// The day of delivery.
    pub delivery: NaiveDate,
    /// Why.
    pub because: CorrectedBecause,
    /// The page with its earnings.
    pub page: String,
}

impl EarningsCorrectedMail {
    /// What the mail says.
    pub fn content(&self, texts: Localizer) -> MailContent {
        let Self { workshop, product, delivery, because, page } = self;
        match because {
            CorrectedBecause::Receipt { accepted, reason } => mail_content!(
                texts,
                "earnings-corrected-receipt",
                page,
                workshop = workshop,
                product = product,
                delivery = *delivery,
                accepted = *accepted,
                reason = reason
            ),
            CorrectedBecause::Fault { batch, net, reason } => mail_content!(
                texts,
                "earnings-corrected-fault",
                page,
                workshop = workshop,
                product = product,
                delivery = *delivery,
                batch = batch,
                net = *net,
                reason = reason
            ),
            CorrectedBecause::FaultReversed { batch, net, reason } => mail_content!(
                texts,
                "earnings-corrected-fault-reversed",
                page,
                workshop = workshop,
                product = product,
                delivery = *delivery,
                batch = batch,
                net = *net,
                reason = reason
            ),
        }
    }
}
