//! Earnings that buyers have paid become payable to the workshops.

use chrono::NaiveDate;
use entities::values::{AccountKind, EntryKind};

use crate::settlement::rules::{
    WorkshopEarnings,
    ledger::{LedgerEntry, LedgerParty, LedgerPosting},
};

/// The entry of earnings that became payable; `key` identifies the fact that made them so.
pub fn earnings_payable_entry(
    key: String,
    date: NaiveDate,
    description: String,
    payable: &[WorkshopEarnings],
) -> LedgerEntry {
    let postings = payable.iter().flat_map(|workshop| {
        let party = LedgerParty::new(workshop.workshop_id.0, workshop.workshop_code.as_str());
        let total = workshop.earnings.total();
        [
            LedgerPosting::of(AccountKind::ProducerPending, &party, total),
            LedgerPosting::of(AccountKind::ProducerPayable, &party, -total),
        ]
    });
    LedgerEntry { kind: EntryKind::EarningsPayable, key, date, description, postings: postings.collect() }
}
