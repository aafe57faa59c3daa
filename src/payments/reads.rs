//! What the screens show of payments.

use std::collections::HashMap;

use entities::{
    payments::payment,
    values::{BuyerId, PaymentId},
};

use super::{
    api::wire::{Payment, PaymentDetail},
    store,
};
use crate::{
    fulfilment::{BuyerName, buyer_names},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// A payment with its parts.
pub async fn detail(tx: &UnitOfWork, id: PaymentId) -> Result<PaymentDetail> {
    let row = store::payments::payment(tx, id).await?;
    let parts = store::payments::allocations(tx, &[id]).await?;
    let name = buyer_names(tx, &[row.buyer_id]).await?.remove(&row.buyer_id).unwrap_or_default();
    Ok(PaymentDetail::of(row, parts, name))
}

/// The names of the payers of a page.
pub async fn names_of(tx: &UnitOfWork, rows: &[payment::Model]) -> Result<HashMap<BuyerId, BuyerName>> {
    let ids: Vec<BuyerId> = rows.iter().map(|row| row.buyer_id).collect();
    buyer_names(tx, &ids).await
}

/// A payment of a page.
pub fn shown(row: payment::Model, names: &HashMap<BuyerId, BuyerName>) -> Payment {
    let name = names.get(&row.buyer_id).cloned().unwrap_or_default();
    Payment::of(row, name)
}
