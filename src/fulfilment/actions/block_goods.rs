//! A certificate was suspended for safety: what was made under it and has not left is blocked, and what has left is
//! recalled.

use std::collections::HashSet;

use entities::{
    allocation::quota,
    fulfilment::{batch, goods_receipt, recall},
    values::{BatchId, CertificateId, CycleId, ProductId, RecallId, RejectionCause, ShortageCause, WorkshopId},
};
use serde_json::json;

use super::{
    correct_goods_receipt::cancel_receipt,
    record_goods_receipt::{Goods, NewGoodsReceipt, insert_receipt},
    unpack_batch::unpack_batch,
};
use crate::{
    allocation, cycles,
    fulfilment::{Event, store},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Blocks the batches of a workshop and product that may still be eaten, and opens their recall. Units that were accepted
/// and have not left are rejected for quality: they leave the deliveries, of which the buyers are notified, and their
/// maker is not paid for them. Does nothing where there is no such batch.
pub async fn block_goods(
    tx: &mut UnitOfWork,
    certificate_id: CertificateId,
    workshop_id: WorkshopId,
    product_id: ProductId,
    reason: &str,
) -> Result<()> {
    // Goods are received, packed and dispatched under these locks.
    let in_progress: HashSet<CycleId> =
        cycles::lock_cycles_in_progress(tx).await?.into_iter().map(|cycle| cycle.id).collect();
    let batches = store::recalls::list_batches_to_block(tx, workshop_id, product_id, tx.today()).await?;
    if batches.is_empty() {
        return Ok(());
    }
    let recall = recall::Model {
        id: tx.new_id(),
        certificate_id,
        workshop_id,
        product_id,
        reason: reason.to_owned(),
        opened_at: tx.now(),
        opened_by: tx.actor().person(),
        lifted_at: None,
        lifted_by: None,
        lift_reason: None,
    };
    let recall_id = recall.id;
    let ids: Vec<BatchId> = batches.iter().map(|batch| batch.id).collect();
    store::recalls::insert_recall(tx, recall, &ids).await?;
    for batch in &batches {
        tx.audit("batch", batch.id, "blocked", json!({ "recall": recall_id, "reason": reason }));
        let Some(quota) = batch.quota_id else { continue };
        let quota = allocation::get_quota(tx, quota).await?;
        if in_progress.contains(&quota.cycle_id) {
            withhold(tx, recall_id, &quota, batch, reason).await?;
        }
    }
    tx.audit("recall", recall_id, "opened", json!({ "batches": ids.len(), "reason": reason }));
    tx.emit(Event::RecallOpened { recall_id });
    Ok(())
}

/// Takes what has not left of a batch out of the deliveries, and rejects it.
async fn withhold(
    tx: &mut UnitOfWork,
    recall: RecallId,
    quota: &quota::Model,
    batch: &batch::Model,
    reason: &str,
) -> Result<()> {
    let cycle = quota.cycle_id;
    let prepared = store::delivery_lines::sum_prepared_units(tx, batch.id).await?;
    let fact = format!("recall:{recall}:{}", batch.code);
    unpack_batch(tx, cycle, batch, prepared, ShortageCause::Suspended, &fact).await?;
    let packed = store::delivery_lines::list_packed_lines(tx, batch.id).await?;
    let left: i64 = packed.iter().map(|row| row.line.quantity).sum();
    let mut kept = left + store::stock::sum_units_without_line(tx, batch.id).await?;
    let receipts = store::goods_receipts::list_receipts_of_batch(tx, batch.id).await?;
    for receipt in receipts.into_iter().filter(|row| row.cancelled_at.is_none() && row.accepted > 0) {
        let accepted = receipt.accepted.min(kept);
        kept -= accepted;
        if accepted < receipt.accepted {
            reject_rest(tx, quota, receipt, accepted, reason).await?;
        }
    }
    if store::deliveries::are_prepared(tx, cycle).await? {
        allocation::end_unfulfilled_quotas(tx, cycle).await?;
    }
    Ok(())
}

/// Replaces a receipt by one that accepts only `accepted` units, and one that rejects the rest.
async fn reject_rest(
    tx: &mut UnitOfWork,
    quota: &quota::Model,
    receipt: goods_receipt::Model,
    accepted: i64,
    reason: &str,
) -> Result<()> {
    let cancelled = cancel_receipt(tx, receipt, reason).await?;
    let rejection = NewGoodsReceipt {
        quota_id: quota.id,
        goods: Goods::None,
        accepted: 0,
        rejected: cancelled.accepted - accepted,
        rejection: Some(RejectionCause::Quality),
        reason: Some(reason.to_owned()),
        replaces: Some(cancelled.id),
    };
    insert_receipt(tx, quota, cancelled.batch_id, &rejection).await?;
    if accepted + cancelled.rejected > 0 {
        let kept = NewGoodsReceipt {
            accepted,
            rejected: cancelled.rejected,
            rejection: cancelled.rejection,
            reason: cancelled.rejection_reason.clone(),
            replaces: None,
            ..rejection
        };
        insert_receipt(tx, quota, cancelled.batch_id, &kept).await?;
    }
    Ok(())
}
