//! The mail to a buyer's people about ordered units that will not be delivered, or will be after all.

use chrono::NaiveDate;
use entities::values::ShortageCause;

use super::mail_content::{MailContent, MailRow, mail_content};
use crate::platform::locale::{Localizer, localize};

/// An order line of which units are missing.
#[derive(Clone, Debug)]
pub struct MissingLine {
    /// The product's name in the reader's language.
    pub product: String,
    /// Code of the order.
    pub order: String,
    /// Units that will not be delivered; negative where missing units will be delivered after all.
    pub missing: i64,
    /// Units that were ordered.
    pub ordered: i64,
}

/// The shortages of one buyer in one cycle that have one cause.
#[derive(Clone, Debug)]
pub struct ShortageRecordedMail {
    /// The delivery date of the cycle.
    pub delivery: NaiveDate,
    /// The cause.
    pub cause: ShortageCause,
    /// The order lines.
    pub lines: Vec<MissingLine>,
    /// The page of the order, or of all orders where several are affected.
    pub page: String,
}

impl ShortageRecordedMail {
    /// What the mail says.
    pub fn content(&self, texts: Localizer) -> MailContent {
        let (page, delivery) = (&self.page, self.delivery);
        let relieved = match self.cause {
            ShortageCause::Relieved => Some(mail_content!(texts, "shortage-relieved", page, delivery = delivery)),
            ShortageCause::Corrected => Some(mail_content!(texts, "shortage-corrected", page, delivery = delivery)),
            _ => None,
        };
        if let Some(content) = relieved {
            return content.with_rows(self.lines.iter().map(|line| relieved_row(texts, line)));
        }
        let cause = self.cause.word();
        let content = mail_content!(texts, "shortage-recorded", page, delivery = delivery, cause = cause);
        content.with_rows(self.lines.iter().map(|line| missing_row(texts, line)))
    }
}

fn missing_row(texts: Localizer, line: &MissingLine) -> MailRow {
    let (units, ordered, order) = (line.missing, line.ordered, &line.order);
    MailRow {
        name: line.product.clone(),
        value: localize!(texts, "shortage-row", units = units, ordered = ordered, order = order),
    }
}

fn relieved_row(texts: Localizer, line: &MissingLine) -> MailRow {
    let (units, order) = (line.missing.saturating_abs(), &line.order);
    MailRow {
        name: line.product.clone(),
        value: localize!(texts, "shortage-relieved-row", units = units, order = order),
    }
}
