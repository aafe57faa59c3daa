//! Queries of refunds.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::{
    payments::refund,
    values::{Amount, BuyerId, PaymentId, PaymentMethod, RefundId, RefundState},
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait, LockType},
};

use crate::platform::{
    http::{
        page_request::{PageRequest, Rows},
        problem::{Problem, Result},
    },
    unit_of_work::UnitOfWork,
};

/// States in which the buyer no longer has the balance.
const LIVE: [RefundState; 2] = [RefundState::Requested, RefundState::Paid];

/// One refund.
///
/// # Errors
/// 404.
pub async fn get_refund(tx: &UnitOfWork, id: RefundId) -> Result<refund::Model> {
    refund::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("refund"))
}

/// The buyer and the payment of a refund, which never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefundedPayment {
    /// The buyer.
    pub buyer_id: BuyerId,
    /// The payment.
    pub payment_id: PaymentId,
}

/// The buyer and the payment of a refund.
///
/// # Errors
/// 404.
pub async fn load_refunded_payment(tx: &UnitOfWork, id: RefundId) -> Result<RefundedPayment> {
    let row = get_refund(tx, id).await?;
    Ok(RefundedPayment { buyer_id: row.buyer_id, payment_id: row.payment_id })
}

/// One refund, its row locked for update.
///
/// # Errors
/// 404.
pub async fn lock_refund(tx: &UnitOfWork, id: RefundId) -> Result<refund::Model> {
    let found = refund::Entity::find_by_id(id).lock(LockType::NoKeyUpdate);
    found.one(tx.db()).await?.ok_or_else(|| Problem::not_found("refund"))
}

/// Refunds, newest first; only those in `state`, if given.
pub async fn list_refunds(
    tx: &UnitOfWork,
    state: Option<RefundState>,
    page: &PageRequest,
) -> Result<Rows<refund::Model>> {
    let mut found = refund::Entity::find();
    if let Some(state) = state {
        found = found.filter(refund::Column::State.eq(state));
    }
    page.select(tx.db(), found.cursor_by(refund::Column::Id).desc(), |row| row.id).await
}

/// All refunds of a buyer.
pub async fn list_refunds_of_buyer(tx: &UnitOfWork, buyer: BuyerId) -> Result<Vec<refund::Model>> {
    Ok(refund::Entity::find().filter(refund::Column::BuyerId.eq(buyer)).all(tx.db()).await?)
}

/// What is or will be refunded of these payments.
pub async fn sum_refunded(tx: &UnitOfWork, payments: &[PaymentId]) -> Result<HashMap<PaymentId, Amount>> {
    let found = refund::Entity::find()
        .filter(refund::Column::PaymentId.is_in(payments.iter().copied()))
        .filter(refund::Column::State.is_in(LIVE));
    let mut sums: HashMap<PaymentId, Amount> = HashMap::new();
    for row in found.all(tx.db()).await? {
        *sums.entry(row.payment_id).or_default() += row.amount;
    }
    Ok(sums)
}

/// The refund to a card with this id, or with this id of the processor. The lock of its payment protects it.
pub async fn find_card_refund(
    tx: &UnitOfWork,
    payment: PaymentId,
    id: Option<RefundId>,
    processor_id: &str,
) -> Result<Option<refund::Model>> {
    let found = refund::Entity::find()
        .filter(refund::Column::PaymentId.eq(payment))
        .filter(refund::Column::Method.eq(PaymentMethod::Card));
    for row in found.all(tx.db()).await? {
        if Some(row.id) == id || row.processor_id.as_deref() == Some(processor_id) {
            return Ok(Some(row));
        }
    }
    Ok(None)
}

/// Stores what the processor said of a refund to a card, whose payment is locked.
pub async fn update_processed(
    tx: &UnitOfWork,
    id: RefundId,
    processor_id: Option<&str>,
    failure: Option<&str>,
) -> Result<()> {
    let mut update = refund::Entity::update_many()
        .col_expr(refund::Column::Failure, Expr::value(failure))
        .filter(refund::Column::Id.eq(id));
    if let Some(processor_id) = processor_id {
        update = update.col_expr(refund::Column::ProcessorId, Expr::value(Some(processor_id)));
    }
    update.exec(tx.db()).await?;
    Ok(())
}

/// Stores a new refund.
pub async fn insert_refund(tx: &UnitOfWork, row: refund::Model) -> Result<()> {
    refund::Entity::insert(refund::ActiveModel::from(row)).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Stores the state of a locked refund; `paid_on` only of a paid one.
pub async fn update_state(tx: &UnitOfWork, id: RefundId, state: RefundState, paid_on: Option<NaiveDate>) -> Result<()> {
    let cancelled_at = (state == RefundState::Cancelled).then_some(tx.now());
    refund::Entity::update_many()
        .col_expr(refund::Column::State, Expr::value(state))
        .col_expr(refund::Column::PaidOn, Expr::value(paid_on))
        .col_expr(refund::Column::CancelledAt, Expr::value(cancelled_at))
        .col_expr(refund::Column::Version, Expr::col(refund::Column::Version).add(1))
        .filter(refund::Column::Id.eq(id))
        .exec(tx.db())
        .await?;
    Ok(())
}
