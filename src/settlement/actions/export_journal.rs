//! Exports the ledger as an hledger journal.

use entities::values::EntryId;

use crate::{
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
    settlement::{rules::hledger, store::ledger},
};

/// Entries that are read at once.
const CHUNK: u64 = 1_000;

/// The whole ledger in the order of recording, as a journal that `hledger check` accepts.
pub async fn export_journal(tx: &UnitOfWork) -> Result<String> {
    let currency = tx.currency();
    let balances = ledger::list_balances(tx).await?;
    let mut journal = hledger::directives(currency, balances.iter().map(|account| account.code.as_str()));
    let mut after: Option<EntryId> = None;
    loop {
        let entries = ledger::list_entries_after(tx, after, CHUNK).await?;
        let Some(last) = entries.last() else {
            return Ok(journal);
        };
        after = Some(last.entry.id);
        for ledger::EntryWithPostings { entry, postings } in &entries {
            let postings = postings.iter().map(|posting| (posting.account.as_str(), posting.amount));
            journal.push_str(&hledger::entry(entry.date, &entry.description, &entry.key, postings, currency));
        }
    }
}
