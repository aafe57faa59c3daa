//! Records goods receipts: units of a quota that the cooperative accepted, rejected or will not get.

use entities::{
    allocation::quota,
    cycles::cycle,
    fulfilment::{batch, goods_receipt},
    values::{BatchId, CycleId, CycleState, ProductId, QuotaId, ReceiptId, RejectionCause, ShortageCause},
};
use serde_json::json;

use super::create_batch::{self, NewBatch};
use crate::{
    allocation::{self, ReceiptUnits},
    catalogue, cycles,
    fulfilment::{
        Event, FulfilmentError,
        rules::{self, QuotaProgress, ReceiptQuantities},
        store::{self, goods_receipts::ReceiptTotals},
    },
    orders,
    platform::{
        http::{
            api_error::ApiError,
            problem::{Problem, Result},
        },
        locale::{Localizer, localize},
        unit_of_work::UnitOfWork,
    },
};

/// The goods of a receipt.
#[derive(Clone, Copy, Debug)]
pub enum Goods {
    /// A batch that exists.
    Batch(BatchId),
    /// A batch that is created with the receipt.
    New(NewBatch),
    /// No goods: the units are missing.
    None,
}

impl NewGoodsReceipt {
    /// Whether nothing came: no goods, and no units of any kind.
    fn is_empty(&self) -> bool {
        let may_be_missing = self.rejection.is_none_or(|cause| cause == RejectionCause::Missing);
        matches!(self.goods, Goods::None) && self.accepted == 0 && self.rejected == 0 && may_be_missing
    }
}

/// A goods receipt to record.
#[derive(Clone, Debug)]
pub struct NewGoodsReceipt {
    /// The quota.
    pub quota_id: QuotaId,
    /// The goods.
    pub goods: Goods,
    /// Units accepted.
    pub accepted: i64,
    /// Units rejected, or missing.
    pub rejected: i64,
    /// Why they were rejected.
    pub rejection: Option<RejectionCause>,
    /// The reason in words.
    pub reason: Option<String>,
    /// The cancelled receipt that it replaces.
    pub replaces: Option<ReceiptId>,
}

/// What a goods receipt is recorded for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Receiving {
    /// Goods that come, until the deliveries are prepared.
    Arrival,
    /// The replacement of a receipt that was cancelled, also afterwards.
    Correction,
}

/// Records a goods receipt, reports it to allocation, and moves the cycle to delivering.
///
/// Missing units become a shortage at once. Rejected units may still be replaced until the deliveries are prepared.
///
/// # Errors
/// 404, `ReceivingOver`, `QuotaNotLive`, `BatchOfOtherQuota`, `BatchExpired`, `MayNotSupply`, those of
/// `rules::check_receipt`, and for a new batch those of `create_batch::create_batch`.
pub async fn record_goods_receipt(tx: &mut UnitOfWork, new: NewGoodsReceipt) -> Result<goods_receipt::Model> {
    let cycle_id = allocation::get_quota(tx, new.quota_id).await?.cycle_id;
    let cycle = cycles::lock_cycle(tx, cycle_id).await?;
    require_receiving(tx, &cycle).await?;
    receive(tx, &cycle, new, Receiving::Arrival).await
}

/// Records a goods receipt of a cycle that the caller has locked.
pub async fn receive(
    tx: &mut UnitOfWork,
    cycle: &cycle::Model,
    new: NewGoodsReceipt,
    receiving: Receiving,
) -> Result<goods_receipt::Model> {
    let quota = allocation::get_quota(tx, new.quota_id).await?;
    create_batch::require_live(&quota)?;
    let totals =
        store::goods_receipts::sum_by_quota_of_cycle(tx, cycle.id).await?.get(&quota.id).copied().unwrap_or_default();
    let new = if new.is_empty() { nothing_came(&quota, totals, new) } else { new };
    let batch = get_or_create_batch(tx, &quota, &new).await?;
    let available = match &batch {
        Some(batch) => Some(batch.quantity - store::goods_receipts::sum_received_units(tx, batch.id).await?),
        None => None,
    };
    let progress = QuotaProgress { quota: quota.units, accepted: totals.accepted, missing: totals.missing, available };
    let quantities = ReceiptQuantities {
        accepted: new.accepted,
        rejected: new.rejected,
        cause: new.rejection,
        has_reason: new.reason.is_some(),
    };
    rules::check_receipt(quantities, progress).map_err(at_field)?;
    if let Some(batch) = batch.as_ref().filter(|_| new.accepted > 0) {
        require_deliverable(tx, cycle, batch).await?;
    }
    if cycle.state != CycleState::Delivered {
        cycles::advance(tx, cycle.id, CycleState::Delivering).await?;
    }
    let receipt = insert_receipt(tx, &quota, batch.map(|b| b.id), &new).await?;
    // Once nothing more is received, what is missing is a shortage already.
    if receipt.rejection == Some(RejectionCause::Missing)
        && (receiving == Receiving::Arrival || !store::deliveries::is_receiving_over(tx, cycle).await?)
    {
        record_shortage(tx, cycle.id, quota.product_id, &receipt).await?;
    }
    Ok(receipt)
}

/// A receipt of nothing: all units that are still open are missing.
fn nothing_came(quota: &quota::Model, totals: ReceiptTotals, new: NewGoodsReceipt) -> NewGoodsReceipt {
    NewGoodsReceipt {
        rejected: rules::outstanding(quota.units, totals.accepted, totals.missing),
        rejection: Some(RejectionCause::Missing),
        reason: new.reason.or_else(|| Some(localize!(Localizer::SHARED, "receipt-nothing-came"))),
        ..new
    }
}

async fn require_receiving(tx: &UnitOfWork, cycle: &cycle::Model) -> Result<()> {
    if store::deliveries::is_receiving_over(tx, cycle).await? {
        return Err(FulfilmentError::ReceivingOver.into());
    }
    Ok(())
}

async fn get_or_create_batch(
    tx: &mut UnitOfWork,
    quota: &quota::Model,
    new: &NewGoodsReceipt,
) -> Result<Option<batch::Model>> {
    match new.goods {
        Goods::None => Ok(None),
        Goods::New(batch) => create_batch::create_batch(tx, quota, batch).await.map(Some),
        Goods::Batch(id) => {
            let batch = store::batches::get_batch(tx, id).await?;
            if batch.quota_id == Some(quota.id) {
                return Ok(Some(batch));
            }
            Err(FulfilmentError::BatchOfOtherQuota { batch_code: batch.code }.at("/batch_id"))
        }
    }
}

/// Checks that accepted units can be sold on the day of delivery: they last until then, and the workshop may supply them
/// on that day.
async fn require_deliverable(tx: &UnitOfWork, cycle: &cycle::Model, batch: &batch::Model) -> Result<()> {
    let delivery_date = cycle.delivery_date;
    if batch.best_before < delivery_date {
        let best_before = Some(batch.best_before);
        return Err(FulfilmentError::BatchExpired { best_before, required_until: delivery_date }.at("/batch_id"));
    }
    let pair = (batch.workshop_id, batch.product_id);
    let reasons = catalogue::list_ineligible_reasons(tx, delivery_date, &[pair]).await?;
    match reasons.get(&pair) {
        Some(reason) => Err(FulfilmentError::MayNotSupply { delivery_date, reason: *reason }.at("/accepted")),
        None => Ok(()),
    }
}

/// Stores a receipt without checks, reports it to allocation and emits its event.
pub async fn insert_receipt(
    tx: &mut UnitOfWork,
    quota: &quota::Model,
    batch_id: Option<BatchId>,
    new: &NewGoodsReceipt,
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
        replaces_id: new.replaces,
        cancelled_at: None,
        cancelled_by: None,
        cancel_reason: None,
    };
    store::goods_receipts::insert_receipt(tx, receipt.clone()).await?;
    let cause = receipt.rejection;
    let units = ReceiptUnits { receipt_id: receipt.id, accepted: receipt.accepted, rejected: receipt.rejected, cause };
    allocation::record_receipt(tx, quota.id, units).await?;
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

/// Records as a shortage what the quotas of the cycle can no longer bring of the product. The buyers are notified now.
async fn record_shortage(
    tx: &mut UnitOfWork,
    cycle: CycleId,
    product: ProductId,
    receipt: &goods_receipt::Model,
) -> Result<()> {
    let due: i64 =
        orders::list_due_lines(tx, cycle).await?.iter().filter(|d| d.line.product_id == product).map(|d| d.due).sum();
    let totals = store::goods_receipts::sum_by_quota_of_cycle(tx, cycle).await?;
    let quotas = allocation::list_live_quotas(tx, cycle).await?;
    let expected: i64 = quotas
        .iter()
        .filter(|q| q.product_id == product)
        .map(|q| q.units - totals.get(&q.id).map_or(0, |t| t.missing))
        .sum();
    let shortage = rules::shortage_of_missing(due, expected, receipt.rejected);
    if shortage == 0 {
        return Ok(());
    }
    let key = format!("receipt:{}", receipt.id);
    orders::record_shortage(tx, cycle, product, shortage, ShortageCause::NotDelivered, key).await
}

/// The problem of a refused receipt, with the field at fault.
fn at_field(error: FulfilmentError) -> Problem {
    let pointer = match error {
        FulfilmentError::RejectionCauseMismatch | FulfilmentError::MissingNotAlone => "/rejection",
        _ => "/accepted",
    };
    error.at(pointer)
}
