//! A payout is sent to the bank, confirmed by the bank statement, not carried out, or sent back by the bank.

use chrono::NaiveDate;
use entities::values::{AccountKind, Amount, EntryKind, PayoutId};

use crate::{
    platform::locale::{Localizer, localize},
    settlement::rules::ledger::{AccountRef, LedgerEntry, LedgerParty, LedgerPosting},
};

/// A step of a payout that is posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayoutStep {
    /// It was sent to the bank in a bank file.
    Sent,
    /// The bank statement shows it.
    Confirmed,
    /// The bank did not carry it out.
    Failed,
    /// The bank sent it back after it had carried it out.
    Returned,
    /// The bank line that confirmed it was not it.
    ConfirmationUndone,
    /// The bank line that showed its return did not.
    ReturnUndone,
}

/// A payout to post.
#[derive(Clone, Debug)]
pub struct PayoutPosting {
    /// The payout.
    pub id: PayoutId,
    /// The workshop.
    pub workshop: LedgerParty,
    /// What is paid.
    pub amount: Amount,
    /// The day of the step.
    pub date: NaiveDate,
    /// How often a confirmation or a return was undone before: a step that is repeated after it is another fact.
    pub undone: i32,
}

/// The entry of a step of a payout.
pub fn payout_entry(step: PayoutStep, payout: &PayoutPosting) -> LedgerEntry {
    let payable = AccountRef::of(AccountKind::ProducerPayable, &payout.workshop);
    let clearing = AccountRef::own(AccountKind::PayoutClearing);
    let (texts, code) = (Localizer::SHARED, &payout.workshop.code);
    let (kind, description, debit, credit) = match step {
        PayoutStep::Sent => {
            (EntryKind::PayoutSent, localize!(texts, "entry-payout-sent", workshop = code), payable, clearing)
        }
        PayoutStep::Confirmed => {
            let bank = AccountRef::own(AccountKind::Bank);
            (EntryKind::PayoutConfirmed, localize!(texts, "entry-payout-confirmed", workshop = code), clearing, bank)
        }
        PayoutStep::Failed => {
            (EntryKind::PayoutFailed, localize!(texts, "entry-payout-failed", workshop = code), clearing, payable)
        }
        PayoutStep::Returned => {
            let bank = AccountRef::own(AccountKind::Bank);
            (EntryKind::PayoutReturned, localize!(texts, "entry-payout-returned", workshop = code), bank, payable)
        }
        PayoutStep::ConfirmationUndone => {
            let bank = AccountRef::own(AccountKind::Bank);
            let description = localize!(texts, "entry-payout-confirmation-undone", workshop = code);
            (EntryKind::PayoutConfirmationUndone, description, bank, clearing)
        }
        PayoutStep::ReturnUndone => {
            let bank = AccountRef::own(AccountKind::Bank);
            let description = localize!(texts, "entry-payout-return-undone", workshop = code);
            (EntryKind::PayoutReturnUndone, description, payable, bank)
        }
    };
    let key = match payout.undone {
        0 => format!("{}:{}", kind.word(), payout.id),
        undone => format!("{}:{}:{undone}", kind.word(), payout.id),
    };
    LedgerEntry {
        kind,
        key,
        date: payout.date,
        description,
        postings: vec![
            LedgerPosting { account: debit, amount: payout.amount },
            LedgerPosting { account: credit, amount: -payout.amount },
        ],
    }
}
