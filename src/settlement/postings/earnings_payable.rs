//! What buyers have paid becomes payable to the makers.

use chrono::NaiveDate;
use entities::values::{AccountKind, EntryKind};

use super::PoolPart;
use crate::settlement::ledger::{AccountRef, Entry};

/// The entry of earnings that became payable; `key` is the fact that made them so.
pub fn earnings_payable(key: String, date: NaiveDate, description: String, parts: &[PoolPart]) -> Entry {
    let postings = parts.iter().flat_map(|p| {
        let account = |kind| AccountRef::of(kind, p.workshop_id.0, &p.code);
        [
            (account(AccountKind::ProducerPending), p.part.earned()),
            (account(AccountKind::ProducerPayable), -p.part.earned()),
        ]
    });
    Entry { kind: EntryKind::EarningsPayable, key, date, description, postings: postings.collect() }
}
