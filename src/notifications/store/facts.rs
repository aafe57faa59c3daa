//! Quotas, deliveries, documents and payments that messages speak of.

use entities::{
    allocation::quota,
    fulfilment::delivery,
    invoicing::invoice,
    members::bank_account,
    settlement::{payout, statement},
    values::{BuyerId, DeliveryId, InvoiceId, PayoutId, QuotaId, RunId, StatementId, UnitId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::platform::{
    http::problem::{Answer, Problem},
    work::{ROWS_PER_INSERT, Work},
};

/// These quotas.
pub async fn quotas(work: &Work, ids: &[QuotaId]) -> Answer<Vec<quota::Model>> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(ROWS_PER_INSERT) {
        let some = quota::Entity::find().filter(quota::Column::Id.is_in(ids.iter().copied()));
        found.extend(some.order_by_asc(quota::Column::Id).all(work.db()).await?);
    }
    Ok(found)
}

/// What a run gave to a unit and published.
pub async fn quotas_of(work: &Work, run: RunId, unit: UnitId) -> Answer<Vec<quota::Model>> {
    let found = quota::Entity::find()
        .filter(quota::Column::RunId.eq(run))
        .filter(quota::Column::UnitId.eq(unit))
        .filter(quota::Column::PublishedAt.is_not_null())
        .order_by_asc(quota::Column::Id);
    Ok(found.all(work.db()).await?)
}

/// A delivery.
pub async fn delivery(work: &Work, id: DeliveryId) -> Answer<delivery::Model> {
    delivery::Entity::find_by_id(id).one(work.db()).await?.ok_or_else(|| Problem::not_found("delivery"))
}

/// Whose these documents are.
pub async fn buyers_of_invoices(work: &Work, ids: &[InvoiceId]) -> Answer<Vec<(InvoiceId, BuyerId)>> {
    let mut found = Vec::new();
    for ids in ids.chunks(ROWS_PER_INSERT) {
        let some = invoice::Entity::find()
            .select_only()
            .column(invoice::Column::Id)
            .column(invoice::Column::BuyerId)
            .filter(invoice::Column::Id.is_in(ids.iter().copied()));
        found.extend(some.into_tuple::<(InvoiceId, BuyerId)>().all(work.db()).await?);
    }
    Ok(found)
}

/// An account of a unit.
pub async fn bank_account(work: &Work, id: Uuid) -> Answer<bank_account::Model> {
    bank_account::Entity::find_by_id(id).one(work.db()).await?.ok_or_else(|| Problem::not_found("bank_account"))
}

/// A statement.
pub async fn statement(work: &Work, id: StatementId) -> Answer<statement::Model> {
    statement::Entity::find_by_id(id).one(work.db()).await?.ok_or_else(|| Problem::not_found("statement"))
}

/// A payout.
pub async fn payout(work: &Work, id: PayoutId) -> Answer<payout::Model> {
    payout::Entity::find_by_id(id).one(work.db()).await?.ok_or_else(|| Problem::not_found("payout"))
}
