//! Queries of the ledger.

use std::collections::HashMap;

use entities::{
    settlement::{account, journal_entry, payout, posting},
    values::{AccountId, AccountKind, Amount, EntryId, PayoutState, WorkshopId},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationDef, Statement, sea_query::Expr,
};

use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// An account with the sum of its postings.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Balance {
    /// Name of the account.
    pub code: String,
    /// Sum of its postings; positive = debit.
    pub balance: i64,
}

/// Every account with its balance, by name.
pub async fn balances(tx: &UnitOfWork) -> Result<Vec<Balance>> {
    let sql = "SELECT a.code, CAST(COALESCE(SUM(p.amount), 0) AS BIGINT) AS balance FROM account a \
               LEFT JOIN posting p ON p.account_id = a.id GROUP BY a.code ORDER BY a.code";
    let statement = Statement::from_string(tx.db().get_database_backend(), sql);
    Ok(Balance::find_by_statement(statement).all(tx.db()).await?)
}

/// Entries in the order of recording after `after`, with their postings.
pub async fn entries(
    tx: &UnitOfWork,
    after: Option<EntryId>,
    limit: u64,
) -> Result<Vec<(journal_entry::Model, Vec<(String, Amount)>)>> {
    let mut select = journal_entry::Entity::find().order_by_asc(journal_entry::Column::Id);
    if let Some(after) = after {
        select = select.filter(journal_entry::Column::Id.gt(after));
    }
    let entries = select.limit(limit).all(tx.db()).await?;
    let ids = entries.iter().map(|e| e.id);
    let postings = posting::Entity::find()
        .filter(posting::Column::EntryId.is_in(ids))
        .order_by_asc(posting::Column::Id)
        .all(tx.db())
        .await?;
    let accounts: HashMap<AccountId, String> =
        account::Entity::find().all(tx.db()).await?.into_iter().map(|a| (a.id, a.code)).collect();
    let mut by_entry: HashMap<EntryId, Vec<(String, Amount)>> = HashMap::new();
    for p in postings {
        let account = accounts.get(&p.account_id).cloned().unwrap_or_default();
        by_entry.entry(p.entry_id).or_default().push((account, p.amount));
    }
    Ok(entries
        .into_iter()
        .map(|e| {
            let rows = by_entry.remove(&e.id).unwrap_or_default();
            (e, rows)
        })
        .collect())
}

/// What the cooperative owes these workshops on their accounts of a kind.
pub async fn owed_to(tx: &UnitOfWork, workshops: &[WorkshopId], kind: AccountKind) -> Result<Amount> {
    let sums: Vec<Option<i64>> = posting::Entity::find()
        .select_only()
        .column_as(Expr::cust("CAST(COALESCE(SUM(posting.amount), 0) AS BIGINT)"), "sum")
        .join(JoinType::InnerJoin, account_of_posting())
        .filter(account::Column::Kind.eq(kind))
        .filter(account::Column::Party.is_in(workshops.iter().map(|u| u.0)))
        .into_tuple()
        .all(tx.db())
        .await?;
    Ok(-Amount(sums.into_iter().flatten().sum()))
}

/// What has been paid out to these workshops and seen in the bank statement.
pub async fn paid_out(tx: &UnitOfWork, workshops: &[WorkshopId]) -> Result<Amount> {
    let rows = payout::Entity::find()
        .filter(payout::Column::WorkshopId.is_in(workshops.iter().copied()))
        .filter(payout::Column::State.eq(PayoutState::Confirmed))
        .all(tx.db())
        .await?;
    Ok(rows.into_iter().map(|p| p.amount).sum())
}

fn account_of_posting() -> RelationDef {
    posting::Entity::belongs_to(account::Entity).from(posting::Column::AccountId).to(account::Column::Id).into()
}
