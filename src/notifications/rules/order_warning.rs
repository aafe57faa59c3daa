//! The mail to a buyer's people about a product of an order that is placed: it was cut, its makers cannot make all of it, or
//! the minimum batch that it needs came together or did not.

use chrono::NaiveDate;
use entities::values::OccurrenceReason;

use super::mail_content::{MailContent, MailRow, mail_content};
use crate::{
    orders::OrderWarning,
    platform::locale::{Localizer, localize},
};

/// A line that the warning is about.
#[derive(Clone, Debug)]
pub struct WarnedLine {
    /// Code of the order.
    pub order: String,
    /// Units of the line.
    pub units: i64,
    /// Units that were wanted, and why there are fewer.
    pub cut: Option<(i64, OccurrenceReason)>,
}

/// A warning about one product of one buyer's orders in a cycle.
#[derive(Clone, Debug)]
pub struct OrderWarningMail {
    /// The product's name in the reader's language.
    pub product: String,
    /// The delivery date of the cycle.
    pub delivery: NaiveDate,
    /// What it says.
    pub about: OrderWarning,
    /// The lines.
    pub lines: Vec<WarnedLine>,
    /// The page of the order, or of all orders where several are affected.
    pub page: String,
}

impl OrderWarningMail {
    /// What the mail says.
    pub fn content(&self, texts: Localizer) -> MailContent {
        let (page, product, delivery) = (&self.page, &self.product, self.delivery);
        let content = match self.about {
            OrderWarning::Cut => {
                mail_content!(texts, "order-line-cut", page, product = product, delivery = delivery)
            }
            OrderWarning::SupplyLost { missing } => {
                mail_content!(texts, "order-supply-lost", page, product = product, delivery = delivery, units = missing)
            }
            OrderWarning::BatchFilled => {
                mail_content!(texts, "order-batch-filled", page, product = product, delivery = delivery)
            }
            OrderWarning::BatchUnfilled { missing } => {
                mail_content!(
                    texts,
                    "order-batch-unfilled",
                    page,
                    product = product,
                    delivery = delivery,
                    units = missing
                )
            }
        };
        content.with_rows(self.lines.iter().map(|line| line_row(texts, line)))
    }
}

fn line_row(texts: Localizer, line: &WarnedLine) -> MailRow {
    let units = line.units;
    let value = match line.cut {
        Some((wanted, reason)) => {
            localize!(texts, "occurrence-row", units = units, wanted = wanted, reason = reason.word())
        }
        None => localize!(texts, "order-warning-row", units = units),
    };
    MailRow { name: localize!(texts, "order-warning-order", order = &line.order), value }
}
