//! The cooperative judges what was brought: accepted, rejected with cause and reason, or missing.

use entities::{
    allocation::quota,
    cycles::cycle,
    fulfilment::{batch, goods_receipt},
    values::{BatchId, CycleId, CycleState, ProductId, QuotaId, RejectionCause, ShortageCause},
};
use serde_json::json;

use super::declare::{self, NewBatch};
use crate::{
    allocation, catalogue, cycles,
    fulfilment::{
        Event, FulfilmentError,
        rules::{self, QuotaProgress, ReceiptQuantities},
        store,
    },
    orders,
    platform::{
        http::{
            api_error::ApiError,
            problem::{Problem, Result},
        },
        unit_of_work::UnitOfWork,
    },
};

/// The goods that a receipt is about.
#[derive(Clone, Copy, Debug)]
pub enum Goods {
    /// A batch that its maker declared.
    Batch(BatchId),
    /// A batch that is declared at reception.
    New(NewBatch),
    /// Nothing was brought.
    None,
}

/// What reception says of a quota.
#[derive(Clone, Debug)]
pub struct NewReceipt {
    /// The quota.
    pub quota_id: QuotaId,
    /// What was brought.
    pub goods: Goods,
    /// Units taken in.
    pub accepted: i64,
    /// Units not taken in, or missing.
    pub rejected: i64,
    /// Why not.
    pub rejection: Option<RejectionCause>,
    /// The same in words.
    pub reason: Option<String>,
}

/// Writes down what was accepted and rejected for a quota, tells allocation, and moves its cycle to delivering. What
/// is declared missing is shared among the buyers at once; what was rejected may still be replaced until the
/// deliveries are prepared.
///
/// # Errors
/// `ReceivingOver`, `QuotaNotLive`, `BatchOfOtherQuota`, `BatchExpired`, `MayNotSupply`, those of
/// [`rules::check_receipt`], and for a new batch those of [`declare::declare`].
pub async fn receive(tx: &mut UnitOfWork, new: NewReceipt) -> Result<goods_receipt::Model> {
    let cycle_id = allocation::get_quota(tx, new.quota_id).await?.cycle_id;
    let cycle = cycles::lock(tx, cycle_id).await?;
    // Read again under the lock.
    let quota = allocation::get_quota(tx, new.quota_id).await?;
    require_receiving(tx, &cycle).await?;
    declare::require_live(&quota)?;
    let batch = bring(tx, &quota, &new).await?;
    let available = match &batch {
        Some(batch) => Some(batch.quantity - store::receipts::judged(tx, batch.id).await?),
        None => None,
    };
    let tally = store::receipts::tallies(tx, cycle_id).await?.get(&quota.id).copied().unwrap_or_default();
    let progress = QuotaProgress { quota: quota.units, accepted: tally.accepted, missing: tally.missing, available };
    let quantities = ReceiptQuantities {
        accepted: new.accepted,
        rejected: new.rejected,
        cause: new.rejection,
        has_reason: new.reason.is_some(),
    };
    rules::check_receipt(quantities, progress).map_err(at_field)?;
    if let Some(batch) = batch.as_ref().filter(|_| new.accepted > 0) {
        require_sound(tx, &cycle, batch).await?;
    }
    cycles::advance(tx, cycle_id, CycleState::Delivering).await?;
    let receipt = write_down(tx, &quota, batch.map(|b| b.id), &new).await?;
    if receipt.rejection == Some(RejectionCause::Missing) {
        tell_shortage(tx, cycle_id, quota.product_id, &receipt).await?;
    }
    Ok(receipt)
}

async fn require_receiving(tx: &UnitOfWork, cycle: &cycle::Model) -> Result<()> {
    if cycle.state == CycleState::Delivered || store::deliveries::are_prepared(tx, cycle.id).await? {
        return Err(FulfilmentError::ReceivingOver.into());
    }
    Ok(())
}

async fn bring(tx: &mut UnitOfWork, quota: &quota::Model, new: &NewReceipt) -> Result<Option<batch::Model>> {
    match new.goods {
        Goods::None => Ok(None),
        Goods::New(batch) => declare::declare(tx, None, quota, batch).await.map(Some),
        Goods::Batch(id) => {
            let batch = store::batches::batch(tx, id).await?;
            if batch.quota_id == Some(quota.id) {
                return Ok(Some(batch));
            }
            Err(FulfilmentError::BatchOfOtherQuota { batch_code: batch.code }.at("/batch_id"))
        }
    }
}

/// What is taken in can be sold on the day of delivery: it lasts until then, and its maker may supply it that day.
async fn require_sound(tx: &UnitOfWork, cycle: &cycle::Model, batch: &batch::Model) -> Result<()> {
    let delivery_date = cycle.delivery_date;
    if batch.best_before < delivery_date {
        let best_before = Some(batch.best_before);
        return Err(FulfilmentError::BatchExpired { best_before, required_until: delivery_date }.at("/batch_id"));
    }
    let pair = (batch.workshop_id, batch.product_id);
    let forbidden = catalogue::forbidden(tx, delivery_date, &[pair]).await?;
    match forbidden.get(&pair) {
        Some(reason) => Err(FulfilmentError::MayNotSupply { delivery_date, reason: *reason }.at("/accepted")),
        None => Ok(()),
    }
}

/// Stores a receipt and tells it.
pub async fn write_down(
    tx: &mut UnitOfWork,
    quota: &quota::Model,
    batch_id: Option<BatchId>,
    new: &NewReceipt,
) -> Result<goods_receipt::Model> {
    let receipt = goods_receipt::Model {
        id: tx.new_id(),
        cycle_id: quota.cycle_id,
        quota_id: quota.id,
        batch_id,
        accepted: new.accepted,
        rejected: new.rejected,
        rejection: new.rejection,
        rejection_reason: new.reason.clone(),
        received_at: tx.now(),
        received_by: tx.actor().person(),
    };
    store::receipts::insert(tx, receipt.clone()).await?;
    let cause = receipt.rejection;
    allocation::record_receipt(tx, quota.id, receipt.id, receipt.accepted, receipt.rejected, cause).await?;
    let detail = json!({
        "accepted": receipt.accepted,
        "rejected": receipt.rejected,
        "cause": cause.map(RejectionCause::word),
        "reason": receipt.rejection_reason,
    });
    tx.audit("quota", quota.id, "received", detail);
    tx.emit(Event::GoodsReceived { cycle_id: quota.cycle_id, receipt_id: receipt.id });
    Ok(receipt)
}

/// What can no longer come to the cycle is a shortage: the buyers hear of it now.
async fn tell_shortage(
    tx: &mut UnitOfWork,
    cycle: CycleId,
    product: ProductId,
    receipt: &goods_receipt::Model,
) -> Result<()> {
    let due: i64 =
        orders::list_due_lines(tx, cycle).await?.iter().filter(|d| d.line.product_id == product).map(|d| d.due).sum();
    let tallies = store::receipts::tallies(tx, cycle).await?;
    let quotas = allocation::list_live_quotas(tx, cycle).await?;
    let to_come: i64 = quotas
        .iter()
        .filter(|q| q.product_id == product)
        .map(|q| q.units - tallies.get(&q.id).map_or(0, |t| t.missing))
        .sum();
    let short = rules::shortage_of_missing(due, to_come, receipt.rejected);
    if short == 0 {
        return Ok(());
    }
    let key = format!("receipt:{}", receipt.id);
    orders::record_shortage(tx, cycle, product, short, ShortageCause::NotDelivered, key).await
}

/// The problem of a refused receipt, with the field at fault.
fn at_field(error: FulfilmentError) -> Problem {
    let pointer = match error {
        FulfilmentError::RejectionCauseMismatch | FulfilmentError::MissingNotAlone => "/rejection",
        _ => "/accepted",
    };
    error.at(pointer)
}
