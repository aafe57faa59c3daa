//! Queries of the card processor's payouts.

use entities::{
    payments::{bank_line_match, card_payout, payment, refund},
    values::{Amount, CardPayoutId, PaymentMethod, RefundState},
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait, Query},
};

use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::UnitOfWork,
};

/// Stores a payout.
pub async fn insert_card_payout(tx: &UnitOfWork, row: card_payout::Model) -> Result<()> {
    card_payout::Entity::insert(card_payout::ActiveModel::from(row)).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// One payout.
///
/// # Errors
/// 404.
pub async fn get_card_payout(tx: &UnitOfWork, id: CardPayoutId) -> Result<card_payout::Model> {
    card_payout::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("card_payout"))
}

/// The sum that buyers have paid by card and the processor has not paid out, returned to a card or kept as its fee;
/// below zero where it returned what it had paid out. Reversed payments and
/// payouts whose bank line was undone do not count.
pub async fn sum_held_by_processor(tx: &UnitOfWork) -> Result<Amount> {
    let sum = |column: Expr| column.sum().cast_as("bigint");
    let received: Option<Option<i64>> = payment::Entity::find()
        .select_only()
        .expr(sum(Expr::col(payment::Column::Amount)))
        .filter(payment::Column::Method.eq(PaymentMethod::Card))
        .filter(payment::Column::ReversedAt.is_null())
        .into_tuple()
        .one(tx.db())
        .await?;
    let with_fee = Expr::col(card_payout::Column::Amount).add(Expr::col(card_payout::Column::Fee));
    let live = Query::select()
        .column(bank_line_match::Column::CardPayoutId)
        .from(bank_line_match::Entity)
        .and_where(bank_line_match::Column::CardPayoutId.is_not_null())
        .and_where(bank_line_match::Column::UndoneAt.is_null())
        .to_owned();
    let paid_out: Option<Option<i64>> = card_payout::Entity::find()
        .select_only()
        .expr(sum(with_fee))
        .filter(card_payout::Column::Id.in_subquery(live))
        .into_tuple()
        .one(tx.db())
        .await?;
    let refunded: Option<Option<i64>> = refund::Entity::find()
        .select_only()
        .expr(sum(Expr::col(refund::Column::Amount)))
        .filter(refund::Column::Method.eq(PaymentMethod::Card))
        .filter(refund::Column::State.eq(RefundState::Paid))
        .into_tuple()
        .one(tx.db())
        .await?;
    let [received, paid_out, refunded] = [received, paid_out, refunded].map(|sum| sum.flatten().unwrap_or_default());
    Ok(Amount(received - paid_out - refunded))
}
