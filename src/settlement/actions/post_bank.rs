//! Posts what persons say of the bank account: the names of bank lines, and the opening balance.

use chrono::NaiveDate;
use entities::values::{Amount, BankBalanceId, BankLineMatchId, EntryKind};

use super::post_entry::post_entry;
use crate::{
    payments,
    platform::{
        http::problem::Result,
        locale::{Localizer, localize},
        unit_of_work::UnitOfWork,
    },
    settlement::rules::{
        ledger::LedgerEntry,
        postings::{bank_line_entry, opening_balance_entry},
    },
};

/// Posts a named bank line. Returns `false` where it was posted before.
pub async fn post_bank_line(tx: &mut UnitOfWork, id: BankLineMatchId) -> Result<bool> {
    match load_bank_line_entry(tx, id).await? {
        Some(entry) => post_entry(tx, entry).await,
        None => Ok(false),
    }
}

/// Posts in reverse a bank line whose name was undone. Returns `false` where that was posted before.
pub async fn post_bank_line_undone(tx: &mut UnitOfWork, id: BankLineMatchId) -> Result<bool> {
    let Some(posted) = load_bank_line_entry(tx, id).await? else { return Ok(false) };
    let description = localize!(Localizer::SHARED, "entry-bank-line-undone", name = posted.description.as_str());
    let key = format!("bank_line_undone:{id}");
    let posted = LedgerEntry { date: tx.today(), ..posted };
    post_entry(tx, posted.reversed(EntryKind::BankLineUndone, key, description)).await
}

async fn load_bank_line_entry(tx: &UnitOfWork, id: BankLineMatchId) -> Result<Option<LedgerEntry>> {
    let named = payments::get_match(tx, id).await?;
    let line = payments::get_bank_line(tx, named.bank_line_id).await?;
    Ok(bank_line_entry(&line, &named))
}

/// Posts the opening balance of the bank account, or its correction. Returns `false` where it was posted before.
pub async fn post_opening_balance(
    tx: &mut UnitOfWork,
    id: BankBalanceId,
    change: Amount,
    balance_on: NaiveDate,
) -> Result<bool> {
    post_entry(tx, opening_balance_entry(id, balance_on, change)).await
}
