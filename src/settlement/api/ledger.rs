//! Staff read the ledger.

use chrono::NaiveDate;
use entities::values::{Amount, Currency, EntryId, EntryKind, Money};
use poem::web::Data;
use poem_openapi::{Object, OpenApi};

use super::tag::Tag;
use crate::{
    identity::{Caller, StaffViewer},
    platform::{
        app::App,
        http::{download::Download, page_request::PageRequest, paging::List, problem::Result},
    },
    settlement::{
        export_journal,
        store::ledger::{self, AccountBalance, EntryWithPostings},
    },
};

/// An account of the ledger with the sum of its postings.
#[derive(Clone, Debug, Object)]
pub struct LedgerBalance {
    /// Name of the account.
    pub account: String,
    /// Sum of its postings, positive for a debit.
    pub balance: Money,
}

/// A balanced entry of the ledger.
#[derive(Clone, Debug, Object)]
pub struct JournalEntry {
    /// Identifies the entry.
    pub id: EntryId,
    /// The day of the business fact.
    pub date: NaiveDate,
    /// The kind of business fact.
    pub kind: EntryKind,
    /// A description of it.
    pub description: String,
    /// Its postings; they add up to zero.
    pub postings: Vec<JournalPosting>,
}

impl JournalEntry {
    fn of(EntryWithPostings { entry, postings }: EntryWithPostings, currency: Currency) -> Self {
        let postings = postings
            .into_iter()
            .map(|posting| JournalPosting { account: posting.account, amount: posting.amount.of(currency) });
        Self {
            id: entry.id,
            date: entry.date,
            kind: entry.kind,
            description: entry.description,
            postings: postings.collect(),
        }
    }
}

/// One side of an entry.
#[derive(Clone, Debug, Object)]
pub struct JournalPosting {
    /// Name of the account.
    pub account: String,
    /// Positive for a debit.
    pub amount: Money,
}

/// Operations of staff on the ledger.
pub struct Ledger;

#[OpenApi(prefix_path = "/api/v1/staff/ledger", tag = "Tag::Settlement")]
impl Ledger {
    /// List every account of the ledger with its balance
    #[oai(path = "/balances", method = "get", operation_id = "list_ledger_balances")]
    async fn list_ledger_balances(&self, app: Data<&App>, caller: StaffViewer) -> Result<List<LedgerBalance>> {
        let tx = app.read(caller.actor()).await?;
        let currency = tx.currency();
        let response = |AccountBalance { code, balance }: AccountBalance| LedgerBalance {
            account: code,
            balance: Amount(balance).of(currency),
        };
        Ok(List::all(ledger::list_balances(&tx).await?.into_iter().map(response).collect()))
    }

    /// List the entries of the ledger, in the order of recording
    #[oai(path = "/entries", method = "get", operation_id = "list_journal_entries")]
    async fn list_journal_entries(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        page: PageRequest,
    ) -> Result<List<JournalEntry>> {
        let tx = app.read(caller.actor()).await?;
        let currency = tx.currency();
        let entries = ledger::list_entries(&tx, &page).await?;
        Ok(entries.map(|entry| JournalEntry::of(entry, currency)).into())
    }

    /// Export the whole ledger as an hledger journal
    #[oai(path = "/journal", method = "get", operation_id = "export_ledger_journal")]
    async fn export_ledger_journal(&self, app: Data<&App>, caller: StaffViewer) -> Result<Download> {
        let tx = app.read(caller.actor()).await?;
        let journal = export_journal(&tx).await?;
        Ok(Download::new("ledger.journal", "text/plain; charset=utf-8", journal.into_bytes()))
    }
}
