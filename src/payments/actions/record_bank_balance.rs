//! Records a balance of the bank account: what it held before the first imported line, or what a statement ends with.

use chrono::NaiveDate;
use entities::{
    payments::bank_balance,
    values::{Amount, BankBalanceId, BankBalanceKind},
};
use serde_json::json;

use crate::{
    payments::{Event, errors::PaymentError, rules::StatementBalance, store::bank_balances},
    platform::{
        counter,
        http::{api_error::ApiError, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// A balance to record.
#[derive(Clone, Copy, Debug)]
pub struct NewBankBalance {
    /// Opening or closing.
    pub kind: BankBalanceKind,
    /// Its day.
    pub balance_on: NaiveDate,
    /// Negative for an overdrawn account.
    pub amount: Amount,
}

/// Records a balance. Of an opening balance the difference to the one before is posted.
///
/// # Errors
/// `BalanceInFuture`.
pub async fn record_bank_balance(tx: &mut UnitOfWork, new: NewBankBalance) -> Result<bank_balance::Model> {
    if new.balance_on > tx.today() {
        return Err(PaymentError::BalanceInFuture { today: tx.today() }.at("/balance_on"));
    }
    store_bank_balance(tx, new).await
}

/// Records the balance with which an imported statement ends, unless it is the one that holds.
pub(super) async fn record_closing_balance(tx: &mut UnitOfWork, closing: StatementBalance) -> Result<()> {
    let held = bank_balances::find_balance(tx, BankBalanceKind::Closing).await?;
    if held.is_some_and(|held| held.balance_on == closing.on && held.amount == closing.amount) {
        return Ok(());
    }
    let StatementBalance { on: balance_on, amount } = closing;
    store_bank_balance(tx, NewBankBalance { kind: BankBalanceKind::Closing, balance_on, amount }).await?;
    Ok(())
}

async fn store_bank_balance(tx: &mut UnitOfWork, new: NewBankBalance) -> Result<bank_balance::Model> {
    // Of two opening balances at once, the second waits and finds the first.
    counter::hold(tx, "payments:bank_balance").await?;
    let before = bank_balances::find_balance(tx, new.kind).await?.map(|row| row.amount).unwrap_or_default();
    let id: BankBalanceId = tx.new_id();
    let row = bank_balance::Model {
        id,
        kind: new.kind,
        balance_on: new.balance_on,
        amount: new.amount,
        currency: tx.currency(),
        recorded_by: tx.actor().person(),
        recorded_at: tx.now(),
    };
    bank_balances::insert_balance(tx, row.clone()).await?;
    tx.audit("bank_balance", id, "recorded", json!({ "kind": new.kind.word(), "amount": new.amount.0 }));
    if new.kind == BankBalanceKind::Opening {
        tx.emit(Event::OpeningBalanceRecorded { id, change: new.amount - before, balance_on: new.balance_on });
    }
    Ok(row)
}
