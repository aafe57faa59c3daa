//! Queries of payments and of their allocations to invoices.

use entities::{
    payments::{payment, payment_allocation},
    values::{Amount, BankLineId, BuyerId, PaymentId},
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, ExprTrait},
};

use crate::platform::{
    http::{
        page_request::{PageRequest, Rows},
        problem::{Problem, Result},
    },
    unit_of_work::UnitOfWork,
};

/// One payment.
///
/// # Errors
/// 404.
pub async fn get_payment(tx: &UnitOfWork, id: PaymentId) -> Result<payment::Model> {
    payment::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("payment"))
}

/// Which payments to list.
#[derive(Clone, Copy, Debug, Default)]
pub struct PaymentFilter {
    /// Only of this buyer.
    pub buyer: Option<BuyerId>,
    /// Only those with a part that is not allocated.
    pub unallocated: bool,
}

/// Payments, newest first.
pub async fn list_payments(tx: &UnitOfWork, filter: PaymentFilter, page: &PageRequest) -> Result<Rows<payment::Model>> {
    let mut found = payment::Entity::find();
    if let Some(buyer) = filter.buyer {
        found = found.filter(payment::Column::BuyerId.eq(buyer));
    }
    if filter.unallocated {
        found = found.filter(payment::Column::Unallocated.gt(0));
    }
    page.select(tx.db(), found.cursor_by(payment::Column::Id).desc(), |row| row.id).await
}

/// The allocations of a payment, oldest first.
pub async fn list_allocations(tx: &UnitOfWork, payment: PaymentId) -> Result<Vec<payment_allocation::Model>> {
    let found = payment_allocation::Entity::find()
        .filter(payment_allocation::Column::PaymentId.eq(payment))
        .order_by_asc(payment_allocation::Column::Id);
    Ok(found.all(tx.db()).await?)
}

/// Stores a new payment.
pub async fn insert_payment(tx: &UnitOfWork, row: payment::Model) -> Result<()> {
    payment::Entity::insert(payment::ActiveModel::from(row)).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Stores an allocation of a payment.
pub async fn insert_allocation(tx: &UnitOfWork, row: payment_allocation::Model) -> Result<()> {
    payment_allocation::Entity::insert(payment_allocation::ActiveModel::from(row))
        .exec_without_returning(tx.db())
        .await?;
    Ok(())
}

/// Subtracts `amount` from the unallocated part of a payment. Returns `false` where that part is smaller.
pub async fn update_unallocated(tx: &UnitOfWork, id: PaymentId, amount: Amount) -> Result<bool> {
    let update = payment::Entity::update_many()
        .col_expr(payment::Column::Unallocated, Expr::col(payment::Column::Unallocated).sub(amount.0))
        .col_expr(payment::Column::Version, Expr::col(payment::Column::Version).add(1))
        .filter(payment::Column::Id.eq(id))
        .filter(payment::Column::Unallocated.gte(amount))
        .exec(tx.db())
        .await?;
    Ok(update.rows_affected == 1)
}

/// Links a payment to its bank line. Returns `false` where it has one already.
pub async fn update_bank_line(tx: &UnitOfWork, id: PaymentId, line: BankLineId) -> Result<bool> {
    let update = payment::Entity::update_many()
        .col_expr(payment::Column::BankLineId, Expr::value(Some(line)))
        .col_expr(payment::Column::Version, Expr::col(payment::Column::Version).add(1))
        .filter(payment::Column::Id.eq(id))
        .filter(payment::Column::BankLineId.is_null())
        .exec(tx.db())
        .await?;
    Ok(update.rows_affected == 1)
}
