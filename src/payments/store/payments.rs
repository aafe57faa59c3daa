//! Queries of payments, of their allocations to invoices and of what was released from invoices.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entities::{
    payments::{payment, payment_allocation, payment_release},
    values::{Amount, BankLineId, BuyerId, InvoiceId, PaymentId, PaymentMethod},
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, LockType},
};

use crate::platform::{
    http::{
        page_request::{PageRequest, Rows},
        problem::{Problem, Result},
    },
    unit_of_work::UnitOfWork,
};

/// Payments that are suggested for one bank line at most.
const RETURNABLE: u64 = 20;

/// One payment.
///
/// # Errors
/// 404.
pub async fn get_payment(tx: &UnitOfWork, id: PaymentId) -> Result<payment::Model> {
    payment::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("payment"))
}

/// The buyer of a payment, which never changes.
///
/// # Errors
/// 404.
pub async fn load_buyer(tx: &UnitOfWork, id: PaymentId) -> Result<BuyerId> {
    Ok(get_payment(tx, id).await?.buyer_id)
}

/// One payment, its row locked for update.
///
/// # Errors
/// 404.
pub async fn lock_payment(tx: &UnitOfWork, id: PaymentId) -> Result<payment::Model> {
    let found = payment::Entity::find_by_id(id).lock(LockType::NoKeyUpdate);
    found.one(tx.db()).await?.ok_or_else(|| Problem::not_found("payment"))
}

/// Locks these payments for update, in the order of their ids.
pub async fn lock_payments(tx: &UnitOfWork, ids: impl IntoIterator<Item = PaymentId>) -> Result<()> {
    let found = payment::Entity::find()
        .filter(payment::Column::Id.is_in(ids))
        .order_by_asc(payment::Column::Id)
        .lock(LockType::NoKeyUpdate);
    found.all(tx.db()).await?;
    Ok(())
}

/// What one payment covers of an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CoveringPayment {
    /// The payment.
    pub payment_id: PaymentId,
    /// What is allocated to the invoice and not released; zero or more.
    pub amount: Amount,
}

/// The payments that were allocated to an invoice, oldest first. The lock of the invoice protects them.
pub async fn load_covering_payments(tx: &UnitOfWork, invoice: InvoiceId) -> Result<Vec<CoveringPayment>> {
    let mut amounts: BTreeMap<PaymentId, Amount> = BTreeMap::new();
    let allocated = payment_allocation::Entity::find().filter(payment_allocation::Column::InvoiceId.eq(invoice));
    for row in allocated.all(tx.db()).await? {
        *amounts.entry(row.payment_id).or_default() += row.amount;
    }
    let released = payment_release::Entity::find().filter(payment_release::Column::InvoiceId.eq(invoice));
    for row in released.all(tx.db()).await? {
        *amounts.entry(row.payment_id).or_default() -= row.amount;
    }
    Ok(amounts.into_iter().map(|(payment_id, amount)| CoveringPayment { payment_id, amount }).collect())
}

/// The bank line that shows a payment. Read again under the lock of the payment, because it may change.
///
/// # Errors
/// 404.
pub async fn load_bank_line(tx: &UnitOfWork, id: PaymentId) -> Result<Option<BankLineId>> {
    Ok(get_payment(tx, id).await?.bank_line_id)
}

/// What a payment covers of its invoices: what is allocated and not released. The lock of the buyer protects it.
pub async fn load_covered_invoices(tx: &UnitOfWork, payment: PaymentId) -> Result<BTreeMap<InvoiceId, Amount>> {
    let mut amounts: BTreeMap<InvoiceId, Amount> = BTreeMap::new();
    for row in list_allocations(tx, payment).await? {
        *amounts.entry(row.invoice_id).or_default() += row.amount;
    }
    for row in list_releases(tx, payment).await? {
        *amounts.entry(row.invoice_id).or_default() -= row.amount;
    }
    Ok(amounts)
}

/// Rows of one kind in the statement of a buyer's account at most.
const MAX_ACCOUNT_ROWS: u64 = 20_000;

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

/// All payments of a buyer, reversed ones too.
pub async fn list_all_payments(tx: &UnitOfWork, buyer: BuyerId) -> Result<Vec<payment::Model>> {
    let found = payment::Entity::find()
        .filter(payment::Column::BuyerId.eq(buyer))
        .order_by_asc(payment::Column::Id)
        .limit(MAX_ACCOUNT_ROWS);
    Ok(found.all(tx.db()).await?)
}

/// What of a buyer's payments is not allocated.
pub async fn sum_unallocated(tx: &UnitOfWork, buyer: BuyerId) -> Result<Amount> {
    let sum: Option<Option<i64>> = payment::Entity::find()
        .select_only()
        .expr(Expr::col(payment::Column::Unallocated).sum().cast_as("bigint"))
        .filter(payment::Column::BuyerId.eq(buyer))
        .into_tuple()
        .one(tx.db())
        .await?;
    Ok(Amount(sum.flatten().unwrap_or_default()))
}

/// The allocations of a payment, oldest first.
pub async fn list_allocations(tx: &UnitOfWork, payment: PaymentId) -> Result<Vec<payment_allocation::Model>> {
    let found = payment_allocation::Entity::find()
        .filter(payment_allocation::Column::PaymentId.eq(payment))
        .order_by_asc(payment_allocation::Column::Id);
    Ok(found.all(tx.db()).await?)
}

/// What was released from invoices of a payment, oldest first.
pub async fn list_releases(tx: &UnitOfWork, payment: PaymentId) -> Result<Vec<payment_release::Model>> {
    let found = payment_release::Entity::find()
        .filter(payment_release::Column::PaymentId.eq(payment))
        .order_by_asc(payment_release::Column::Id);
    Ok(found.all(tx.db()).await?)
}

/// Stores a release of a payment.
pub async fn insert_release(tx: &UnitOfWork, row: payment_release::Model) -> Result<()> {
    payment_release::Entity::insert(payment_release::ActiveModel::from(row)).exec_without_returning(tx.db()).await?;
    Ok(())
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

/// Adds `amount`, which may be negative, to the unallocated part of a locked payment.
pub async fn add_unallocated(tx: &UnitOfWork, id: PaymentId, amount: Amount) -> Result<()> {
    payment::Entity::update_many()
        .col_expr(payment::Column::Unallocated, Expr::col(payment::Column::Unallocated).add(amount.0))
        .col_expr(payment::Column::Version, Expr::col(payment::Column::Version).add(1))
        .filter(payment::Column::Id.eq(id))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Payments of this amount until `day` that a bank line shows and nobody has reversed, the latest first: those that the
/// bank may take back. Card payments are taken back by the card processor.
pub async fn list_returnable(tx: &UnitOfWork, amount: Amount, day: NaiveDate) -> Result<Vec<payment::Model>> {
    let found = payment::Entity::find()
        .filter(payment::Column::Amount.eq(amount))
        .filter(payment::Column::ReceivedOn.lte(day))
        .filter(payment::Column::BankLineId.is_not_null())
        .filter(payment::Column::ReversedAt.is_null())
        .filter(payment::Column::Method.ne(PaymentMethod::Card))
        .order_by_desc(payment::Column::ReceivedOn)
        .order_by_desc(payment::Column::Id)
        .limit(RETURNABLE);
    Ok(found.all(tx.db()).await?)
}

/// Stores the bank line that shows a locked payment, or none.
pub async fn update_bank_line(tx: &UnitOfWork, id: PaymentId, line: Option<BankLineId>) -> Result<()> {
    payment::Entity::update_many()
        .col_expr(payment::Column::BankLineId, Expr::value(line))
        .col_expr(payment::Column::Version, Expr::col(payment::Column::Version).add(1))
        .filter(payment::Column::Id.eq(id))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Records that a locked payment was reversed: nothing of it is unallocated any more.
pub async fn update_reversed(tx: &UnitOfWork, id: PaymentId, reason: &str) -> Result<()> {
    payment::Entity::update_many()
        .col_expr(payment::Column::ReversedAt, Expr::value(Some(tx.now())))
        .col_expr(payment::Column::ReversedBy, Expr::value(tx.actor().person()))
        .col_expr(payment::Column::ReversalReason, Expr::value(Some(reason)))
        .col_expr(payment::Column::Unallocated, Expr::value(Amount::ZERO))
        .col_expr(payment::Column::Version, Expr::col(payment::Column::Version).add(1))
        .filter(payment::Column::Id.eq(id))
        .exec(tx.db())
        .await?;
    Ok(())
}
