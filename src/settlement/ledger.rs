//! The double-entry ledger: entries whose postings sum to zero, each keyed by the business fact that caused it, so
//! that a repetition cannot post twice. Rows never change; a correction is another entry.

use chrono::NaiveDate;
use entities::{
    settlement::{account, journal_entry, posting},
    values::{AccountId, AccountKind, Amount, EntryId, EntryKind},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, TryInsertResult};
use uuid::Uuid;

use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// An account, by what it is for: found, or opened at its first posting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountRef {
    /// What it is for.
    pub kind: AccountKind,
    /// Whose it is: a buyer or a workshop, with its stable code.
    pub party: Option<(Uuid, String)>,
}

impl AccountRef {
    /// An account of the cooperative itself.
    pub fn own(kind: AccountKind) -> Self {
        Self { kind, party: None }
    }

    /// An account of a buyer or a workshop.
    pub fn of(kind: AccountKind, party: impl Into<Uuid>, code: &str) -> Self {
        Self { kind, party: Some((party.into(), code.to_owned())) }
    }

    /// Its name in the ledger: the five classes of accounting, then what it is for, then whose.
    pub fn code(&self) -> String {
        let name = match self.kind {
            AccountKind::Receivable => "assets:receivable",
            AccountKind::Bank => "assets:bank",
            AccountKind::SalesClearing => "liabilities:sales",
            AccountKind::Vat => "liabilities:sales_tax",
            AccountKind::ProducerPending => "liabilities:producers:pending",
            AccountKind::ProducerPayable => "liabilities:producers:payable",
            AccountKind::Commission => "income:commission",
            AccountKind::CommissionVat => "liabilities:commission_vat",
            AccountKind::Unallocated => "liabilities:unallocated",
            AccountKind::PayoutClearing => "liabilities:payouts",
            AccountKind::CardClearing => "assets:cards",
            AccountKind::CardFees => "expenses:card_fees",
            AccountKind::Rounding => "expenses:rounding",
        };
        match &self.party {
            None => name.to_owned(),
            Some((_, code)) => format!("{name}:{}", code.split_whitespace().collect::<Vec<_>>().join("_")),
        }
    }
}

/// An entry to post. A posting's amount is positive for a debit.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The kind of fact.
    pub kind: EntryKind,
    /// The fact itself.
    pub key: String,
    /// The day it belongs to.
    pub date: NaiveDate,
    /// What a person reads.
    pub description: String,
    /// Accounts and signed amounts; zero amounts are left out.
    pub postings: Vec<(AccountRef, Amount)>,
}

/// Posts an entry; `false` where its fact was posted before. An entry that does not sum to zero is a fault of the
/// program and posts nothing.
pub async fn post(tx: &UnitOfWork, entry: Entry) -> Result<bool> {
    let postings: Vec<_> = entry.postings.into_iter().filter(|(_, amount)| amount.0 != 0).collect();
    let sum: i128 = postings.iter().map(|(_, amount)| i128::from(amount.0)).sum();
    if sum != 0 {
        return Err(anyhow::anyhow!("the entry {} sums to {sum}, not to zero", entry.key).into());
    }
    if postings.is_empty() {
        return Ok(false);
    }
    let id = tx.new_id::<EntryId>();
    let row = journal_entry::ActiveModel {
        id: Set(id),
        date: Set(entry.date),
        kind: Set(entry.kind),
        key: Set(entry.key),
        description: Set(entry.description),
        created_at: Set(tx.now()),
    };
    let inserted = journal_entry::Entity::insert(row)
        .on_conflict_do_nothing_on([journal_entry::Column::Key])
        .exec_without_returning(tx.db())
        .await?;
    if !matches!(inserted, TryInsertResult::Inserted(1)) {
        return Ok(false);
    }
    let mut rows = Vec::with_capacity(postings.len());
    for (account, amount) in postings {
        rows.push(posting::ActiveModel {
            id: Set(tx.new_id()),
            entry_id: Set(id),
            account_id: Set(account_id(tx, &account).await?),
            amount: Set(amount),
        });
    }
    posting::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    Ok(true)
}

async fn account_id(tx: &UnitOfWork, of: &AccountRef) -> Result<AccountId> {
    let code = of.code();
    let known = || account::Entity::find().filter(account::Column::Code.eq(code.as_str())).one(tx.db());
    if let Some(account) = known().await? {
        return Ok(account.id);
    }
    let row = account::ActiveModel {
        id: Set(tx.new_id()),
        code: Set(code.clone()),
        kind: Set(of.kind),
        party: Set(of.party.as_ref().map(|(id, _)| *id)),
        currency: Set(tx.currency()),
    };
    account::Entity::insert(row)
        .on_conflict_do_nothing_on([account::Column::Code])
        .exec_without_returning(tx.db())
        .await?;
    let account = known().await?;
    Ok(account.ok_or_else(|| anyhow::anyhow!("the account {code} was not opened"))?.id)
}
