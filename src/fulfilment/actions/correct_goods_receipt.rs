//! Corrects a goods receipt that was recorded by mistake: it is cancelled, and what really came is recorded in its place.
//!
//! Until the deliveries are prepared the quota, the shortages and what the buyers were told become as if the receipt had
//! not been. Afterwards the correction flows through: units that are accepted in addition are the cooperative's, and
//! units that had not come leave its stock or the deliveries that have not left. Where the value of the product is shared
//! already, its makers share it again by what is accepted now.

use std::collections::BTreeMap;

use entities::{
    fulfilment::{batch, goods_receipt},
    values::{BatchId, ReceiptId, RejectionCause},
};
use serde_json::json;

use super::{
    record_goods_receipt::{NewGoodsReceipt, Receiving, receive},
    unpack_batch::reconcile_batch,
};
use crate::{
    allocation::{self, ReceiptUnits},
    cycles,
    fulfilment::{Event, FulfilmentError, store},
    orders,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Cancels a goods receipt and records `replacement` in its place, where there is one. Returns the cancelled receipt and
/// its replacement.
///
/// # Errors
/// 404; `ReceiptCancelled`; `GoodsLeft` where units that had not come have left; those of recording the replacement.
pub async fn correct_goods_receipt(
    tx: &mut UnitOfWork,
    id: ReceiptId,
    reason: &str,
    replacement: Option<NewGoodsReceipt>,
) -> Result<(goods_receipt::Model, Option<goods_receipt::Model>)> {
    let cycle_id = store::goods_receipts::get_receipt(tx, id).await?.cycle_id;
    let cycle = cycles::lock_cycle(tx, cycle_id).await?;
    // Read again under the lock.
    let receipt = store::goods_receipts::get_receipt(tx, id).await?;
    if receipt.cancelled_at.is_some() {
        return Err(FulfilmentError::ReceiptCancelled.into());
    }
    let is_over = store::deliveries::is_receiving_over(tx, &cycle).await?;
    let product_id = allocation::get_quota(tx, receipt.quota_id).await?.product_id;
    let cancelled = cancel_receipt(tx, receipt, reason).await?;
    if !is_over && cancelled.rejection == Some(RejectionCause::Missing) {
        let key = format!("receipt:{id}");
        orders::reverse_shortage(tx, cycle_id, &key, format!("{key}:cancelled")).await?;
    }
    let replacement = match replacement {
        Some(new) => {
            Some(receive(tx, &cycle, NewGoodsReceipt { replaces: Some(id), ..new }, Receiving::Correction).await?)
        }
        None => None,
    };
    if is_over {
        let mut batches: BTreeMap<BatchId, batch::Model> = BTreeMap::new();
        for id in [Some(&cancelled), replacement.as_ref()].into_iter().flatten().filter_map(|row| row.batch_id) {
            batches.insert(id, store::batches::get_batch(tx, id).await?);
        }
        for batch in batches.values() {
            reconcile_batch(tx, cycle_id, batch, &format!("correction:{id}"), reason).await?;
        }
        allocation::end_unfulfilled_quotas(tx, cycle_id).await?;
    }
    tx.emit(Event::ReceiptCorrected { cycle_id, product_id, receipt_id: id });
    Ok((cancelled, replacement))
}

/// Cancels a receipt of a cycle that the caller has locked: it counts no more.
pub(super) async fn cancel_receipt(
    tx: &mut UnitOfWork,
    receipt: goods_receipt::Model,
    reason: &str,
) -> Result<goods_receipt::Model> {
    let cancelled = store::goods_receipts::update_cancelled(tx, receipt.id, reason).await?;
    let units = ReceiptUnits {
        receipt_id: cancelled.id,
        accepted: cancelled.accepted,
        rejected: cancelled.rejected,
        cause: cancelled.rejection,
    };
    allocation::record_receipt_cancelled(tx, cancelled.quota_id, units).await?;
    let detail = json!({ "receipt": cancelled.id, "accepted": cancelled.accepted, "rejected": cancelled.rejected,
        "reason": reason });
    tx.audit("quota", cancelled.quota_id, "receipt_cancelled", detail);
    tx.emit(Event::GoodsReceived { cycle_id: cancelled.cycle_id, receipt_id: cancelled.id });
    Ok(cancelled)
}
