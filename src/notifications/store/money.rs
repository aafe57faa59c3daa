//! Invoices, statements, payouts and bank accounts that mails are about.

use std::collections::BTreeMap;

use entities::{
    fulfilment::goods_receipt,
    invoicing::invoice,
    members::bank_account,
    settlement::{payout, pool_share, statement},
    values::{BuyerId, InvoiceId, PayoutId, PoolId, ReceiptId, StatementId, WorkshopId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// The buyer of each of these invoices.
pub async fn list_invoice_buyers(tx: &UnitOfWork, ids: &[InvoiceId]) -> Result<BTreeMap<InvoiceId, BuyerId>> {
    let mut buyers = BTreeMap::new();
    for ids in ids.chunks(ROWS_PER_INSERT) {
        let chunk = invoice::Entity::find()
            .select_only()
            .column(invoice::Column::Id)
            .column(invoice::Column::BuyerId)
            .filter(invoice::Column::Id.is_in(ids.iter().copied()));
        buyers.extend(chunk.into_tuple::<(InvoiceId, BuyerId)>().all(tx.db()).await?);
    }
    Ok(buyers)
}

/// One bank account of a workshop, or 404.
pub async fn get_bank_account(tx: &UnitOfWork, id: Uuid) -> Result<bank_account::Model> {
    bank_account::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("bank_account"))
}

/// One goods receipt, or 404.
pub async fn get_receipt(tx: &UnitOfWork, id: ReceiptId) -> Result<goods_receipt::Model> {
    goods_receipt::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("goods_receipt"))
}

/// Units accepted of a workshop in a closed pool.
pub async fn sum_accepted(tx: &UnitOfWork, pool: PoolId, workshop: WorkshopId) -> Result<i64> {
    let share = pool_share::Entity::find()
        .filter(pool_share::Column::PoolId.eq(pool))
        .filter(pool_share::Column::WorkshopId.eq(workshop));
    Ok(share.one(tx.db()).await?.map(|share| share.accepted).unwrap_or_default())
}

/// One statement, or 404.
pub async fn get_statement(tx: &UnitOfWork, id: StatementId) -> Result<statement::Model> {
    statement::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("statement"))
}

/// One payout, or 404.
pub async fn get_payout(tx: &UnitOfWork, id: PayoutId) -> Result<payout::Model> {
    payout::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("payout"))
}
