//! A payout leaves in a bank file, is seen in the bank statement, or comes back.

use chrono::NaiveDate;
use entities::values::{AccountKind, Amount, EntryKind, PayoutId, WorkshopId};

use super::own;
use crate::settlement::ledger::{AccountRef, Entry};

/// Which step of its way a payout took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayoutStep {
    /// It left in a bank file.
    Sent,
    /// The bank statement shows it.
    Confirmed,
    /// It came back.
    Failed,
}

/// A payout that took a step.
#[derive(Clone, Debug)]
pub struct PayoutMove {
    /// The payout.
    pub id: PayoutId,
    /// The workshop and its code.
    pub workshop: (WorkshopId, String),
    /// What is paid.
    pub amount: Amount,
    /// The day of the step.
    pub date: NaiveDate,
}

/// The entry of a payout's step.
pub fn payout_moved(step: PayoutStep, payout: &PayoutMove) -> Entry {
    let (workshop, code) = &payout.workshop;
    let payable = AccountRef::of(AccountKind::ProducerPayable, workshop.0, code);
    let clearing = AccountRef::own(AccountKind::PayoutClearing);
    let (kind, word, debit, credit) = match step {
        PayoutStep::Sent => (EntryKind::PayoutSent, "enviado", payable, clearing),
        PayoutStep::Confirmed => {
            (EntryKind::PayoutConfirmed, "confirmado", clearing, own(AccountKind::Bank, Amount::ZERO).0)
        }
        PayoutStep::Failed => (EntryKind::PayoutFailed, "devuelto", clearing, payable),
    };
    Entry {
        kind,
        key: format!("{}:{}", kind.word(), payout.id),
        date: payout.date,
        description: format!("Pago a {code} {word}"),
        postings: vec![(debit, payout.amount), (credit, -payout.amount)],
    }
}
