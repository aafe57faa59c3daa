//! Payments and the parts of them that pay invoices.

use entities::{
    payments::{payment, payment_allocation},
    values::{Amount, BankLineId, BuyerId, PaymentId},
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};

use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::UnitOfWork,
};

/// One payment, or 404.
pub async fn payment(tx: &UnitOfWork, id: PaymentId) -> Result<payment::Model> {
    payment::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("payment"))
}

/// What these payments paid, oldest first.
pub async fn allocations(tx: &UnitOfWork, payments: &[PaymentId]) -> Result<Vec<payment_allocation::Model>> {
    let found = payment_allocation::Entity::find()
        .filter(payment_allocation::Column::PaymentId.is_in(payments.iter().copied()))
        .order_by_asc(payment_allocation::Column::Id);
    Ok(found.all(tx.db()).await?)
}

/// Stores a new payment.
pub async fn insert(tx: &UnitOfWork, row: payment::Model) -> Result<()> {
    payment::Entity::insert(payment::ActiveModel::from(row)).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Stores a part of a payment.
pub async fn insert_allocation(tx: &UnitOfWork, row: payment_allocation::Model) -> Result<()> {
    payment_allocation::Entity::insert(payment_allocation::ActiveModel::from(row))
        .exec_without_returning(tx.db())
        .await?;
    Ok(())
}

/// Takes `amount` of what is not allocated of a payment; `false` where there is less.
pub async fn take(tx: &UnitOfWork, id: PaymentId, amount: Amount) -> Result<bool> {
    let done = payment::Entity::update_many()
        .col_expr(payment::Column::Unallocated, Expr::col(payment::Column::Unallocated).sub(amount.0))
        .col_expr(payment::Column::Version, Expr::col(payment::Column::Version).add(1))
        .filter(payment::Column::Id.eq(id))
        .filter(payment::Column::Unallocated.gte(amount))
        .exec(tx.db())
        .await?;
    Ok(done.rows_affected == 1)
}

/// Ties a payment recorded by hand to its bank line; `false` where it has one.
pub async fn set_line(tx: &UnitOfWork, id: PaymentId, line: BankLineId) -> Result<bool> {
    let done = payment::Entity::update_many()
        .col_expr(payment::Column::BankLineId, Expr::value(Some(line)))
        .col_expr(payment::Column::Version, Expr::col(payment::Column::Version).add(1))
        .filter(payment::Column::Id.eq(id))
        .filter(payment::Column::BankLineId.is_null())
        .exec(tx.db())
        .await?;
    Ok(done.rows_affected == 1)
}

/// A page of payments, newest first; of one buyer, or with something left to allocate, where asked.
pub async fn page(
    tx: &UnitOfWork,
    buyer: Option<BuyerId>,
    unallocated: bool,
    after: Option<PaymentId>,
    fetch: u64,
) -> Result<Vec<payment::Model>> {
    let mut found = payment::Entity::find().order_by_desc(payment::Column::Id).limit(fetch);
    if let Some(buyer) = buyer {
        found = found.filter(payment::Column::BuyerId.eq(buyer));
    }
    if unallocated {
        found = found.filter(payment::Column::Unallocated.gt(0));
    }
    if let Some(after) = after {
        found = found.filter(payment::Column::Id.lt(after));
    }
    Ok(found.all(tx.db()).await?)
}
