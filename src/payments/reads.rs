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
    platform::{http::problem::Answer, work::Work},
};

/// A payment with its parts.
pub async fn detail(work: &Work, id: PaymentId) -> Answer<PaymentDetail> {
    let row = store::payments::payment(work, id).await?;
    let parts = store::payments::allocations(work, &[id]).await?;
    let name = buyer_names(work, &[row.buyer_id]).await?.remove(&row.buyer_id).unwrap_or_default();
    Ok(PaymentDetail::of(row, parts, name))
}

/// The names of the payers of a page.
pub async fn names_of(work: &Work, rows: &[payment::Model]) -> Answer<HashMap<BuyerId, BuyerName>> {
    let ids: Vec<BuyerId> = rows.iter().map(|row| row.buyer_id).collect();
    buyer_names(work, &ids).await
}

/// A payment of a page.
pub fn shown(row: payment::Model, names: &HashMap<BuyerId, BuyerName>) -> Payment {
    let name = names.get(&row.buyer_id).cloned().unwrap_or_default();
    Payment::of(row, name)
}
