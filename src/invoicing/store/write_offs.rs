//! Queries of write-offs and of what is recovered of them.

use chrono::{DateTime, Utc};
use entities::{
    invoicing::{debt_recovery, invoice, write_off},
    values::{Amount, BuyerId, InvoiceId, WriteOffId, WriteOffState},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::LockType};

use crate::platform::{
    http::{
        page_request::{PageRequest, Rows},
        problem::{Problem, Result},
    },
    rows::insert_if_new,
    unit_of_work::UnitOfWork,
};

/// The invoice of a write-off, which never changes; or 404.
pub async fn load_invoice_of_write_off(tx: &UnitOfWork, id: WriteOffId) -> Result<InvoiceId> {
    let found = write_off::Entity::find_by_id(id).one(tx.db()).await?;
    Ok(found.ok_or_else(|| Problem::not_found("write_off"))?.invoice_id)
}

/// One write-off, its row locked for update; or 404.
pub async fn lock_write_off(tx: &UnitOfWork, id: WriteOffId) -> Result<write_off::Model> {
    let found = write_off::Entity::find_by_id(id).lock(LockType::NoKeyUpdate);
    found.one(tx.db()).await?.ok_or_else(|| Problem::not_found("write_off"))
}

/// Write-offs, newest first; only those in `state`, if given.
pub async fn list_write_offs(
    tx: &UnitOfWork,
    state: Option<WriteOffState>,
    page: &PageRequest,
) -> Result<Rows<write_off::Model>> {
    let mut found = write_off::Entity::find();
    if let Some(state) = state {
        found = found.filter(write_off::Column::State.eq(state));
    }
    page.select(tx.db(), found.cursor_by(write_off::Column::Id).desc(), |row| row.id).await
}

/// A debt of a buyer that was written off, or recovered.
#[derive(Clone, Debug)]
pub struct LossMovement {
    /// The invoice.
    pub invoice: invoice::Model,
    /// When it was written off or recovered.
    pub at: DateTime<Utc>,
    /// Negative where it was written off, because the buyer owes less.
    pub amount: Amount,
}

/// What was written off of a buyer's invoices, and recovered.
pub async fn list_losses(tx: &UnitOfWork, buyer: BuyerId) -> Result<Vec<LossMovement>> {
    let written_off = write_off::Entity::find()
        .find_also_related(invoice::Entity)
        .filter(invoice::Column::BuyerId.eq(buyer))
        .filter(write_off::Column::State.eq(WriteOffState::Approved));
    let recovered =
        debt_recovery::Entity::find().find_also_related(invoice::Entity).filter(invoice::Column::BuyerId.eq(buyer));
    let mut losses = Vec::new();
    for (row, invoice) in written_off.all(tx.db()).await? {
        let invoice = invoice.ok_or_else(|| Problem::missing_reference("invoice", row.invoice_id))?;
        losses.push(LossMovement { invoice, at: row.approved_at.unwrap_or(row.requested_at), amount: -row.amount });
    }
    for (row, invoice) in recovered.all(tx.db()).await? {
        let invoice = invoice.ok_or_else(|| Problem::missing_reference("invoice", row.invoice_id))?;
        losses.push(LossMovement { invoice, at: row.created_at, amount: row.amount });
    }
    Ok(losses)
}

/// Stores a requested write-off. Returns `false` where another one of the invoice waits for a second person.
pub async fn insert_write_off(tx: &UnitOfWork, row: write_off::Model) -> Result<bool> {
    insert_if_new(tx, row).await
}

/// Stores a changed write-off, whose row is locked.
pub async fn update_write_off(tx: &UnitOfWork, row: write_off::Model) -> Result<()> {
    write_off::Entity::update(write_off::ActiveModel::from(row).reset_all()).exec(tx.db()).await?;
    Ok(())
}

/// Stores what a payment recovers of a debt that was written off.
pub async fn insert_recovery(tx: &UnitOfWork, row: debt_recovery::Model) -> Result<()> {
    debt_recovery::Entity::insert(debt_recovery::ActiveModel::from(row)).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Write-offs that wait for their approval, with their invoices, oldest first.
pub async fn list_requested_write_offs(tx: &UnitOfWork) -> Result<Vec<(write_off::Model, invoice::Model)>> {
    let found = write_off::Entity::find()
        .filter(write_off::Column::State.eq(WriteOffState::Requested))
        .find_also_related(invoice::Entity)
        .order_by_asc(write_off::Column::Id);
    let row = |(write_off, invoice): (write_off::Model, Option<invoice::Model>)| {
        let invoice = invoice.ok_or_else(|| Problem::missing_reference("invoice", write_off.invoice_id))?;
        Ok((write_off, invoice))
    };
    found.all(tx.db()).await?.into_iter().map(row).collect()
}
