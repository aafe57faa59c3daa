//! Quotas, deliveries, documents and payments that messages speak of.

use entities::{
    allocation::quota,
    fulfilment::delivery,
    invoicing::invoice,
    members::bank_account,
    settlement::{payout, statement},
    values::{BuyerId, DeliveryId, InvoiceId, PayoutId, QuotaId, RunId, StatementId, WorkshopId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// These quotas.
pub async fn quotas(tx: &UnitOfWork, ids: &[QuotaId]) -> Result<Vec<quota::Model>> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(ROWS_PER_INSERT) {
        let some = quota::Entity::find().filter(quota::Column::Id.is_in(ids.iter().copied()));
        found.extend(some.order_by_asc(quota::Column::Id).all(tx.db()).await?);
    }
    Ok(found)
}

/// What a run gave to a workshop and published.
pub async fn quotas_of(tx: &UnitOfWork, run: RunId, workshop: WorkshopId) -> Result<Vec<quota::Model>> {
    let found = quota::Entity::find()
        .filter(quota::Column::RunId.eq(run))
        .filter(quota::Column::WorkshopId.eq(workshop))
        .filter(quota::Column::PublishedAt.is_not_null())
        .order_by_asc(quota::Column::Id);
    Ok(found.all(tx.db()).await?)
}

/// A delivery.
pub async fn delivery(tx: &UnitOfWork, id: DeliveryId) -> Result<delivery::Model> {
    delivery::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("delivery"))
}

/// Whose these documents are.
pub async fn buyers_of_invoices(tx: &UnitOfWork, ids: &[InvoiceId]) -> Result<Vec<(InvoiceId, BuyerId)>> {
    let mut found = Vec::new();
    for ids in ids.chunks(ROWS_PER_INSERT) {
        let some = invoice::Entity::find()
            .select_only()
            .column(invoice::Column::Id)
            .column(invoice::Column::BuyerId)
            .filter(invoice::Column::Id.is_in(ids.iter().copied()));
        found.extend(some.into_tuple::<(InvoiceId, BuyerId)>().all(tx.db()).await?);
    }
    Ok(found)
}

/// An account of a workshop.
pub async fn bank_account(tx: &UnitOfWork, id: Uuid) -> Result<bank_account::Model> {
    bank_account::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("bank_account"))
}

/// A statement.
pub async fn statement(tx: &UnitOfWork, id: StatementId) -> Result<statement::Model> {
    statement::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("statement"))
}

/// A payout.
pub async fn payout(tx: &UnitOfWork, id: PayoutId) -> Result<payout::Model> {
    payout::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("payout"))
}
