//! Queries of the recorded balances of the bank account, and of what explains the difference to the ledger.

use std::ops;

use chrono::NaiveDate;
use entities::{
    payments::{bank_balance, bank_line, bank_line_match, payment},
    values::{Amount, BankBalanceKind, BankLineKind, BankLineState, PaymentMethod, PayoutId},
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, ExprTrait},
};

use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// Stores a balance. Balances never change: a later one replaces an earlier one.
pub async fn insert_balance(tx: &UnitOfWork, row: bank_balance::Model) -> Result<()> {
    bank_balance::Entity::insert(bank_balance::ActiveModel::from(row)).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// The balance of this kind that holds: the opening balance recorded last, the closing balance of the latest day.
pub async fn find_balance(tx: &UnitOfWork, kind: BankBalanceKind) -> Result<Option<bank_balance::Model>> {
    let mut found = bank_balance::Entity::find().filter(bank_balance::Column::Kind.eq(kind));
    if kind == BankBalanceKind::Closing {
        found = found.order_by_desc(bank_balance::Column::BalanceOn);
    }
    Ok(found.order_by_desc(bank_balance::Column::Id).one(tx.db()).await?)
}

/// A number of rows and the sum of their amounts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CountAndSum {
    /// Number of rows.
    pub count: i64,
    /// Sum of their amounts.
    pub sum: Amount,
}

impl ops::Sub for CountAndSum {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self { count: self.count - other.count, sum: self.sum - other.sum }
    }
}

/// The bank lines booked until a day, without possible and certain duplicates; all of them without a day.
pub async fn sum_lines_until(tx: &UnitOfWork, day: Option<NaiveDate>) -> Result<CountAndSum> {
    let counted = [BankLineState::Unmatched, BankLineState::Matched];
    let mut lines = bank_line::Entity::find().filter(bank_line::Column::State.is_in(counted));
    if let Some(day) = day {
        lines = lines.filter(bank_line::Column::BookedOn.lte(day));
    }
    count_and_sum(tx, lines, bank_line::Column::Amount).await
}

/// The bank lines in this state.
pub async fn sum_lines_in(tx: &UnitOfWork, state: BankLineState) -> Result<CountAndSum> {
    let lines = bank_line::Entity::find().filter(bank_line::Column::State.eq(state));
    count_and_sum(tx, lines, bank_line::Column::Amount).await
}

/// The transfers that were recorded by hand and that no bank line shows yet.
pub async fn sum_payments_without_line(tx: &UnitOfWork) -> Result<CountAndSum> {
    let payments = payment::Entity::find()
        .filter(payment::Column::Method.eq(PaymentMethod::Transfer))
        .filter(payment::Column::ReversedAt.is_null())
        .filter(payment::Column::BankLineId.is_null());
    count_and_sum(tx, payments, payment::Column::Amount).await
}

async fn count_and_sum<E: EntityTrait>(tx: &UnitOfWork, rows: Select<E>, amount: E::Column) -> Result<CountAndSum> {
    let row: Option<(i64, Option<i64>)> = rows
        .select_only()
        .expr(Expr::col(amount).count().cast_as("bigint"))
        .expr(Expr::col(amount).sum().cast_as("bigint"))
        .into_tuple()
        .one(tx.db())
        .await?;
    let (count, sum) = row.unwrap_or_default();
    Ok(CountAndSum { count, sum: Amount(sum.unwrap_or_default()) })
}

/// The payouts that a bank line shows.
pub async fn list_payouts_with_line(tx: &UnitOfWork) -> Result<Vec<PayoutId>> {
    let found = bank_line_match::Entity::find()
        .select_only()
        .column(bank_line_match::Column::PayoutId)
        .filter(bank_line_match::Column::Kind.eq(BankLineKind::Payout))
        .filter(bank_line_match::Column::PayoutId.is_not_null())
        .filter(bank_line_match::Column::UndoneAt.is_null())
        .into_tuple();
    Ok(found.all(tx.db()).await?)
}
