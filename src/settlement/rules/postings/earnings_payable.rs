//! Earnings become payable to the workshops, as buyers pay them or when their pool closes; and what the cooperative has
//! carried is collected.

use chrono::NaiveDate;
use entities::values::{AccountKind, EntryKind};

use crate::settlement::rules::{
    PayableChange,
    ledger::{LedgerEntry, LedgerParty, LedgerPosting},
};

/// The entry of earnings that became payable; `key` identifies the fact that made them so. What becomes payable before the
/// buyers pay it is carried by the cooperative; what they pay of it later is carried no longer.
pub fn earnings_payable_entry(
    key: String,
    date: NaiveDate,
    description: String,
    changes: &[PayableChange],
) -> LedgerEntry {
    let carried = LedgerPosting::own(AccountKind::CarriedReceivable, changes.iter().map(|change| change.carried).sum());
    let postings = changes.iter().flat_map(|change| {
        let party = LedgerParty::new(change.workshop_id.0, change.workshop_code.as_str());
        let total = change.earnings.total();
        [
            LedgerPosting::of(AccountKind::ProducerPending, &party, total - change.carried),
            LedgerPosting::of(AccountKind::ProducerPayable, &party, -total),
        ]
    });
    let postings = postings.chain([carried]).collect();
    LedgerEntry { kind: EntryKind::EarningsPayable, key, date, description, postings }
}
