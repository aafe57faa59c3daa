//! Queries of the ledger.

use std::collections::{BTreeMap, HashMap};

use entities::{
    settlement::{account, journal_entry, posting},
    values::{AccountId, Amount, EntryId},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait, Statement, TryInsertResult, sea_query::Expr,
};

use crate::{
    platform::{
        http::{
            page_request::{PageRequest, Rows},
            problem::{Problem, Result},
        },
        unit_of_work::UnitOfWork,
    },
    settlement::rules::ledger::{AccountRef, LedgerEntry},
};

/// An account with the sum of its postings.
#[derive(Clone, Debug, FromQueryResult)]
pub struct AccountBalance {
    /// Name of the account.
    pub code: String,
    /// Sum of its postings, positive for a debit.
    pub balance: i64,
}

/// A stored entry with its postings.
#[derive(Clone, Debug)]
pub struct EntryWithPostings {
    /// The entry.
    pub entry: journal_entry::Model,
    /// Its postings, in the order of recording.
    pub postings: Vec<AccountPosting>,
}

/// A stored posting with the name of its account.
#[derive(Clone, Debug)]
pub struct AccountPosting {
    /// Name of the account.
    pub account: String,
    /// Positive for a debit.
    pub amount: Amount,
}

/// Every account with its balance, in the order of their names.
pub async fn list_balances(tx: &UnitOfWork) -> Result<Vec<AccountBalance>> {
    let sql = "SELECT a.code, CAST(COALESCE(SUM(p.amount), 0) AS BIGINT) AS balance FROM account a \
               LEFT JOIN posting p ON p.account_id = a.id GROUP BY a.code ORDER BY a.code";
    let statement = Statement::from_string(tx.db().get_database_backend(), sql);
    Ok(AccountBalance::find_by_statement(statement).all(tx.db()).await?)
}

/// The balance of the account with this name; zero where nothing was posted to it.
pub async fn get_balance(tx: &UnitOfWork, code: &str) -> Result<Amount> {
    let sum: Option<i64> = posting::Entity::find()
        .select_only()
        .column_as(Expr::cust("CAST(COALESCE(SUM(posting.amount), 0) AS BIGINT)"), "sum")
        .join(JoinType::InnerJoin, posting::Relation::Account.def())
        .filter(account::Column::Code.eq(code))
        .into_tuple()
        .one(tx.db())
        .await?;
    Ok(Amount(sum.unwrap_or_default()))
}

/// Entries with their postings, in the order of recording.
pub async fn list_entries(tx: &UnitOfWork, page: &PageRequest) -> Result<Rows<EntryWithPostings>> {
    let mut entries = journal_entry::Entity::find().cursor_by(journal_entry::Column::Id);
    let rows = page.select(tx.db(), entries.asc(), |entry| entry.id).await?;
    let mut postings = list_postings(tx, &rows.items).await?;
    Ok(rows.map(|entry| with_postings(entry, &mut postings)))
}

/// At most `limit` entries after the entry `after`, with their postings, in the order of recording.
pub async fn list_entries_after(tx: &UnitOfWork, after: Option<EntryId>, limit: u64) -> Result<Vec<EntryWithPostings>> {
    let mut select = journal_entry::Entity::find().order_by_asc(journal_entry::Column::Id);
    if let Some(after) = after {
        select = select.filter(journal_entry::Column::Id.gt(after));
    }
    let entries = select.limit(limit).all(tx.db()).await?;
    let mut postings = list_postings(tx, &entries).await?;
    Ok(entries.into_iter().map(|entry| with_postings(entry, &mut postings)).collect())
}

type PostingsByEntry = HashMap<EntryId, Vec<AccountPosting>>;

fn with_postings(entry: journal_entry::Model, postings: &mut PostingsByEntry) -> EntryWithPostings {
    let postings = postings.remove(&entry.id).unwrap_or_default();
    EntryWithPostings { entry, postings }
}

async fn list_postings(tx: &UnitOfWork, entries: &[journal_entry::Model]) -> Result<PostingsByEntry> {
    let rows = posting::Entity::find()
        .filter(posting::Column::EntryId.is_in(entries.iter().map(|entry| entry.id)))
        .find_also_related(account::Entity)
        .order_by_asc(posting::Column::Id)
        .all(tx.db())
        .await?;
    let mut by_entry = PostingsByEntry::new();
    for (posting, account) in rows {
        let account = account.ok_or_else(|| Problem::missing_reference("account", posting.account_id))?;
        let posting_of_account = AccountPosting { account: account.code, amount: posting.amount };
        by_entry.entry(posting.entry_id).or_default().push(posting_of_account);
    }
    Ok(by_entry)
}

/// Stores an entry with its postings, creating accounts that do not exist. Returns `false` where the same fact was
/// posted before.
pub async fn insert_entry(tx: &UnitOfWork, entry: LedgerEntry) -> Result<bool> {
    let id = tx.new_id::<EntryId>();
    let row = journal_entry::ActiveModel {
        id: Set(id),
        date: Set(entry.date),
        kind: Set(entry.kind),
        key: Set(entry.key),
        description: Set(entry.description),
        created_at: Set(tx.now()),
    };
    let insert = journal_entry::Entity::insert(row)
        .on_conflict_do_nothing_on([journal_entry::Column::Key])
        .exec_without_returning(tx.db())
        .await?;
    if !matches!(insert, TryInsertResult::Inserted(1)) {
        return Ok(false);
    }
    // Accounts are created in the order of their names, so that two first entries never wait for each other.
    let accounts: BTreeMap<String, &AccountRef> =
        entry.postings.iter().map(|posting| (posting.account.code(), &posting.account)).collect();
    let mut account_ids = HashMap::with_capacity(accounts.len());
    for (code, account) in accounts {
        let id = upsert_account(tx, &code, account).await?;
        account_ids.insert(code, id);
    }
    let mut rows = Vec::with_capacity(entry.postings.len());
    for posting in entry.postings {
        let code = posting.account.code();
        let account_id = account_ids.get(&code).ok_or_else(|| anyhow::anyhow!("the account {code} was not stored"))?;
        rows.push(posting::ActiveModel {
            id: Set(tx.new_id()),
            entry_id: Set(id),
            account_id: Set(*account_id),
            amount: Set(posting.amount),
        });
    }
    posting::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    Ok(true)
}

async fn upsert_account(tx: &UnitOfWork, code: &str, account: &AccountRef) -> Result<AccountId> {
    let find = || account::Entity::find().filter(account::Column::Code.eq(code)).one(tx.db());
    if let Some(known) = find().await? {
        return Ok(known.id);
    }
    let row = account::ActiveModel {
        id: Set(tx.new_id()),
        code: Set(code.to_owned()),
        kind: Set(account.kind),
        party: Set(account.party.as_ref().map(|party| party.id)),
        currency: Set(tx.currency()),
    };
    account::Entity::insert(row)
        .on_conflict_do_nothing_on([account::Column::Code])
        .exec_without_returning(tx.db())
        .await?;
    let inserted = find().await?;
    Ok(inserted.ok_or_else(|| anyhow::anyhow!("the account {code} was not inserted"))?.id)
}
