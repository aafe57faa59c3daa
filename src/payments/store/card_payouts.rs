//! Queries of the card processor's payouts.

use entities::{
    payments::{card_payout, payment},
    values::{Amount, PaymentMethod},
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait},
};

use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// Stores a payout.
pub async fn insert_card_payout(tx: &UnitOfWork, row: card_payout::Model) -> Result<()> {
    card_payout::Entity::insert(card_payout::ActiveModel::from(row)).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// The sum that buyers have paid by card and the processor has not paid out or kept as its fee.
pub async fn sum_held_by_processor(tx: &UnitOfWork) -> Result<Amount> {
    let sum = |column: Expr| column.sum().cast_as("bigint");
    let received: Option<Option<i64>> = payment::Entity::find()
        .select_only()
        .expr(sum(Expr::col(payment::Column::Amount)))
        .filter(payment::Column::Method.eq(PaymentMethod::Card))
        .into_tuple()
        .one(tx.db())
        .await?;
    let with_fee = Expr::col(card_payout::Column::Amount).add(Expr::col(card_payout::Column::Fee));
    let paid_out: Option<Option<i64>> =
        card_payout::Entity::find().select_only().expr(sum(with_fee)).into_tuple().one(tx.db()).await?;
    Ok(Amount(received.flatten().unwrap_or_default() - paid_out.flatten().unwrap_or_default()))
}
