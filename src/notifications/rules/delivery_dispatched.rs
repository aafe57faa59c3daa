//! The mail to a buyer's people about a delivery that has left the cooperative.

use chrono::NaiveDate;

use super::mail_content::{MailContent, MailRow, mail_content};
use crate::platform::locale::{Localizer, localize};

/// A product of the delivery, all batches together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DispatchedProduct {
    /// Its name in the reader's language.
    pub product: String,
    /// Units.
    pub units: i64,
}

/// A delivery that has left the cooperative.
#[derive(Clone, Debug)]
pub struct DeliveryDispatchedMail {
    /// Code of the delivery.
    pub code: String,
    /// The delivery date of its cycle.
    pub delivery: NaiveDate,
    /// Name and address of the delivery point.
    pub destination: String,
    /// Its products.
    pub products: Vec<DispatchedProduct>,
    /// The page of the delivery.
    pub page: String,
}

impl DeliveryDispatchedMail {
    /// What the mail says.
    pub fn content(&self, texts: Localizer) -> MailContent {
        let row = |line: &DispatchedProduct| MailRow {
            name: line.product.clone(),
            value: localize!(texts, "units", units = line.units),
        };
        let content = mail_content!(
            texts,
            "delivery-dispatched",
            &self.page,
            code = &self.code,
            delivery = self.delivery,
            destination = &self.destination
        );
        content.with_rows(self.products.iter().map(row))
    }
}
