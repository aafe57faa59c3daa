//! Loads what is known of the bank's account.

use std::collections::HashSet;

use chrono::NaiveDate;
use entities::values::{AccountKind, BankBalanceKind, BankLineState, PayoutId};

use crate::{
    payments,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
    settlement::{
        rules::{BankFigures, count_and_sum, ledger::AccountRef},
        store::{ledger, payouts},
    },
};

/// What is known of the bank's account, with the day of the last statement.
#[derive(Clone, Copy, Debug)]
pub struct BankAccount {
    /// Its figures.
    pub figures: BankFigures,
    /// The day of the closing balance.
    pub closing_on: Option<NaiveDate>,
}

/// Loads what is known of the bank's account.
pub async fn load_bank_reconciliation(tx: &UnitOfWork) -> Result<BankAccount> {
    let opening = payments::find_balance(tx, BankBalanceKind::Opening).await?;
    let closing = payments::find_balance(tx, BankBalanceKind::Closing).await?;
    let closing_on = closing.as_ref().map(|closing| closing.balance_on);
    let with_line: HashSet<PayoutId> = payments::list_payouts_with_line(tx).await?.into_iter().collect();
    let without_line = payouts::list_confirmed_amounts_except(tx, &with_line).await?;
    let figures = BankFigures {
        ledger: ledger::get_balance(tx, &AccountRef::own(AccountKind::Bank).code()).await?,
        opening: opening.map(|opening| opening.amount),
        closing: closing.map(|closing| closing.amount),
        imported: payments::sum_lines_until(tx, closing_on).await?,
        all_lines: payments::sum_lines_until(tx, None).await?,
        unmatched: payments::sum_lines_in(tx, BankLineState::Unmatched).await?,
        possible_duplicates: payments::sum_lines_in(tx, BankLineState::PossibleDuplicate).await?,
        payments_without_line: payments::sum_payments_without_line(tx).await?,
        payouts_without_line: count_and_sum(&without_line),
    };
    Ok(BankAccount { figures, closing_on })
}
