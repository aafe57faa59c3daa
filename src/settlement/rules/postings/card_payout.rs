//! The card processor pays what buyers paid by card into the bank. Its fee is an expense of the cooperative, never of a
//! producer.

use chrono::NaiveDate;
use entities::values::{AccountKind, Amount, CardPayoutId, EntryKind};

use crate::{
    platform::locale::{Localizer, localize},
    settlement::rules::ledger::{LedgerEntry, LedgerPosting},
};

/// The entry of a card processor's payout: `amount` reached the bank, `fee` was kept.
pub fn card_payout_entry(id: CardPayoutId, booked_on: NaiveDate, amount: Amount, fee: Amount) -> LedgerEntry {
    LedgerEntry {
        kind: EntryKind::CardSettled,
        key: format!("card_settled:{id}"),
        date: booked_on,
        description: localize!(Localizer::SHARED, "entry-cards-settled"),
        postings: vec![
            LedgerPosting::own(AccountKind::Bank, amount),
            LedgerPosting::own(AccountKind::CardClearing, -(amount + fee)),
            LedgerPosting::own(AccountKind::CardFees, fee),
        ],
    }
}
