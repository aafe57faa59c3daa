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
        Event,
        rules::{self, Reception, Refusal, Standing},
        store,
    },
    orders,
    platform::{
        http::problem::{Problem, Result},
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
/// Refuses 409 `receiving_over`, `quota_not_live`, `batch_of_other_quota`, `expired_batch`, `may_not_supply` and what
/// the rules of reception refuse.
pub async fn receive(tx: &mut UnitOfWork, new: NewReceipt) -> Result<goods_receipt::Model> {
    let cycle_id = allocation::quota(tx, new.quota_id).await?.cycle_id;
    let cycle = cycles::lock(tx, cycle_id).await?;
    // Read again under the lock.
    let quota = allocation::quota(tx, new.quota_id).await?;
    require_receiving(tx, &cycle).await?;
    declare::require_live(&quota)?;
    let batch = bring(tx, &quota, &new).await?;
    let brought = match &batch {
        Some(batch) => Some(batch.quantity - store::receipts::judged(tx, batch.id).await?),
        None => None,
    };
    let tally = store::receipts::tallies(tx, cycle_id).await?.get(&quota.id).copied().unwrap_or_default();
    let standing = Standing { quota: quota.units, accepted: tally.accepted, missing: tally.missing, brought };
    let reception = Reception {
        accepted: new.accepted,
        rejected: new.rejected,
        cause: new.rejection,
        has_reason: new.reason.is_some(),
    };
    rules::check(reception, standing).map_err(refused)?;
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
        let detail = "The deliveries of this cycle are prepared: nothing more is received for it.";
        return Err(Problem::refused("receiving_over", detail));
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
            let detail = "This batch was made for another quota.";
            Err(Problem::refused("batch_of_other_quota", detail).at("/batch_id", "batch_of_other_quota", detail))
        }
    }
}

/// What is taken in can be sold on the day of delivery: it lasts until then, and its maker may supply it that day.
async fn require_sound(tx: &UnitOfWork, cycle: &cycle::Model, batch: &batch::Model) -> Result<()> {
    if batch.best_before < cycle.delivery_date {
        return Err(declare::expired("/batch_id"));
    }
    let pair = (batch.workshop_id, batch.product_id);
    let forbidden = catalogue::forbidden(tx, cycle.delivery_date, &[pair]).await?;
    let Some(bound) = forbidden.get(&pair) else { return Ok(()) };
    let detail = format!("The workshop may not supply this product on the day of delivery: {}.", bound.word());
    Err(Problem::refused("may_not_supply", detail.clone()).at("/accepted", "may_not_supply", detail))
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
    allocation::goods_received(tx, quota.id, receipt.id, receipt.accepted, receipt.rejected, cause).await?;
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
        orders::due_lines(tx, cycle).await?.iter().filter(|d| d.line.product_id == product).map(|d| d.due).sum();
    let tallies = store::receipts::tallies(tx, cycle).await?;
    let quotas = allocation::live_quotas(tx, cycle).await?;
    let to_come: i64 = quotas
        .iter()
        .filter(|q| q.product_id == product)
        .map(|q| q.units - tallies.get(&q.id).map_or(0, |t| t.missing))
        .sum();
    let short = (due - to_come).clamp(0, receipt.rejected);
    if short == 0 {
        return Ok(());
    }
    let key = format!("receipt:{}", receipt.id);
    orders::record_shortage(tx, cycle, product, short, ShortageCause::NotDelivered, key).await
}

fn refused(refusal: Refusal) -> Problem {
    let (code, pointer, detail) = match refusal {
        Refusal::Nothing => {
            ("nothing_received", "/accepted", "Say how many units were accepted or rejected.".to_owned())
        }
        Refusal::CauseNeeded => {
            ("rejection_cause", "/rejection", "Rejected units need a cause and a reason; others have none.".to_owned())
        }
        Refusal::MissingAlone => {
            ("missing_alone", "/rejection", "Write down missing units alone: without a batch, accepted 0.".to_owned())
        }
        Refusal::MoreThanBrought(left) => {
            ("more_than_brought", "/accepted", format!("Of this batch {left} units are left to judge."))
        }
        Refusal::OverQuota(left) => {
            let detail = format!("The quota has room for {left} more units: what is above is rejected as surplus.");
            ("over_quota", "/accepted", detail)
        }
    };
    Problem::refused(code, detail.clone()).at(pointer, code, detail)
}
