//! Posts an entry to the ledger. Entries and postings never change: a correction is another entry.

use entities::values::Amount;

use crate::{
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
    settlement::{rules::ledger::LedgerEntry, store::ledger},
};

/// Posts an entry without its zero postings. Returns `false` where the fact was posted before, or nothing is left to
/// post.
///
/// # Errors
/// 500 for an entry that is not balanced, which is a fault of the program.
pub async fn post_entry(tx: &UnitOfWork, mut entry: LedgerEntry) -> Result<bool> {
    entry.postings.retain(|posting| posting.amount != Amount::ZERO);
    let sum = entry.sum();
    if sum != 0 {
        return Err(anyhow::anyhow!("the entry {} sums to {sum}, not to zero", entry.key).into());
    }
    if entry.postings.is_empty() {
        return Ok(false);
    }
    ledger::insert_entry(tx, entry).await
}
