//! The mail to a buyer's people about a date of a standing order that was not ordered in full.

use chrono::NaiveDate;
use entities::values::OccurrenceReason;

use super::mail_content::{MailContent, MailRow, mail_content};
use crate::platform::locale::{Localizer, localize};

/// A line of the date's order that was reduced.
#[derive(Clone, Debug)]
pub struct ReducedLine {
    /// The product's name in the reader's language.
    pub product: String,
    /// Units ordered.
    pub ordered: i64,
    /// Units wanted.
    pub wanted: i64,
    /// Why it was reduced.
    pub reason: OccurrenceReason,
}

/// What became of the date.
#[derive(Clone, Debug)]
pub enum OccurrenceOutcome {
    /// It was ordered after all.
    Placed,
    /// It was ordered with these lines reduced.
    Reduced(Vec<ReducedLine>),
    /// It was not ordered.
    NotPlaced(OccurrenceReason),
}

/// A date of a standing order that was not ordered in full.
#[derive(Clone, Debug)]
pub struct OccurrenceDecidedMail {
    /// The standing order's name.
    pub standing_order: String,
    /// The date.
    pub date: NaiveDate,
    /// What became of it.
    pub outcome: OccurrenceOutcome,
    /// The page of the standing order.
    pub page: String,
}

/// Whether the buyer itself caused this, so that no mail is needed.
pub fn is_buyers_choice(reason: Option<OccurrenceReason>) -> bool {
    use OccurrenceReason::{Cancelled, LeftOut, NoGuests, Paused};
    matches!(reason, Some(Paused | LeftOut | NoGuests | Cancelled))
}

impl OccurrenceDecidedMail {
    /// What the mail says.
    pub fn content(&self, texts: Localizer) -> MailContent {
        let (page, name, date) = (&self.page, &self.standing_order, self.date);
        match &self.outcome {
            OccurrenceOutcome::Placed => mail_content!(texts, "occurrence-placed", page, name = name, date = date),
            OccurrenceOutcome::Reduced(lines) => {
                let content = mail_content!(texts, "occurrence-reduced", page, name = name, date = date);
                content.with_rows(lines.iter().map(|line| reduced_row(texts, line)))
            }
            OccurrenceOutcome::NotPlaced(reason) => {
                let reason = reason.word();
                mail_content!(texts, "occurrence-not-placed", page, name = name, date = date, reason = reason)
            }
        }
    }
}

fn reduced_row(texts: Localizer, line: &ReducedLine) -> MailRow {
    let reason = line.reason.word();
    MailRow {
        name: line.product.clone(),
        value: localize!(texts, "occurrence-row", units = line.ordered, wanted = line.wanted, reason = reason),
    }
}
