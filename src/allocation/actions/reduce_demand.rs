//! An order was cancelled after the cut-off. The units first relieve the shortages of other buyers; only the rest is no
//! longer made.
//!
//! Frozen quotas are in production and stay. The split decides which open quotas are reduced, and no workshop is asked
//! for more lots than it has.

use std::collections::HashMap;

use entities::{
    allocation::quota,
    cycles::cycle,
    values::{CycleId, CycleState, OrderId, ProductId, QuotaChangeCause, WorkshopId},
};
use fair_split::SplitResult;
use serde_json::json;

use super::{
    carried_value_ledger::{CarriedValueLedger, FreedUnits},
    load_reduction::load_reduction,
    reduce_quota::{ReductionCause, reduce_quota},
    rerun,
    split::{self, RunNumber},
};
use crate::{
    allocation::{
        Event,
        rules::{self, SplitInput},
        store::{quotas, runs},
    },
    cycles, orders,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// A cancelled order is not the workshop's choice, so nothing of it counts as made.
const ORDER_CANCELLED: ReductionCause = ReductionCause { cause: QuotaChangeCause::OrderCancelled, counts_as: None };

/// Reduces what is made in a cycle after `order` was cancelled, by these units of each product.
///
/// Before the quotas are published the demand is split again instead.
pub async fn reduce_demand(
    tx: &mut UnitOfWork,
    cycle_id: CycleId,
    order: OrderId,
    cancelled: &[(ProductId, i64)],
) -> Result<()> {
    let cycle = cycles::lock_cycle(tx, cycle_id).await?;
    match cycle.state {
        CycleState::Allocated => return rerun::schedule_rerun(tx, cycle_id).await,
        CycleState::Published => {}
        CycleState::Draft | CycleState::Open | CycleState::Closed | CycleState::Delivering | CycleState::Delivered => {
            return Ok(());
        }
    }
    let mut fewer = FreedUnits::new();
    for (product, units) in cancelled {
        let key = format!("cancelled:{order}");
        let relieved = orders::relieve_shortage(tx, cycle_id, *product, *units, key).await?;
        if *units > relieved {
            fewer.insert(*product, units - relieved);
        }
    }
    reduce_open_quotas(tx, &cycle, &fewer).await
}

/// Reduces the open quotas of these products by so many units.
async fn reduce_open_quotas(tx: &mut UnitOfWork, cycle: &cycle::Model, fewer: &FreedUnits) -> Result<()> {
    let Some(main) = runs::find_main_run(tx, cycle.id).await? else { return Ok(()) };
    let open: Vec<quota::Model> = quotas::list_quotas_in_states(tx, cycle.id, &quotas::OPEN)
        .await?
        .into_iter()
        .filter(|quota| fewer.contains_key(&quota.product_id))
        .collect();
    if open.is_empty() {
        return Ok(());
    }
    let (input, result) = solve_reduction(load_reduction(tx, &main, &open, fewer).await?).await?;
    let run = RunNumber::next(tx, cycle.id).await?;
    split::store_run(tx, cycle, &input, &result, run).await?;
    let ledger = CarriedValueLedger::load(tx, cycle.id).await?;
    let lots = lots_by_pair(&input, &result);
    let mut quota_ids = Vec::new();
    for demand in &input.demand {
        let of_product: Vec<&quota::Model> =
            open.iter().filter(|quota| quota.product_id == demand.product_id).collect();
        for kept in rules::kept_lots(&of_product, demand, &lots) {
            quota_ids.push(reduce_quota(tx, &ledger, &kept, ORDER_CANCELLED).await?);
        }
    }
    let cause = ORDER_CANCELLED.cause;
    let detail = json!({ "number": run.number, "round": run.round, "quotas": quota_ids.len(), "cause": cause });
    tx.audit("cycle", cycle.id, "quotas_reduced", detail);
    if !quota_ids.is_empty() {
        tx.emit(Event::QuotasReduced { cycle_id: cycle.id, quota_ids, cause });
    }
    Ok(())
}

/// Splits the remaining demand; without minimum batches where these would leave a part of it unmade.
async fn solve_reduction(mut input: SplitInput) -> Result<(SplitInput, SplitResult)> {
    let result = split::solve(&input).await?;
    if result.unmet.is_empty() {
        return Ok((input, result));
    }
    for offer in &mut input.offers {
        offer.min_batch_lots = None;
    }
    let result = split::solve(&input).await?;
    Ok((input, result))
}

/// The lots that the split gave to each workshop of each product.
fn lots_by_pair(input: &SplitInput, result: &SplitResult) -> HashMap<(WorkshopId, ProductId), i64> {
    let workshops: HashMap<&str, WorkshopId> =
        input.participants.iter().map(|row| (row.code.as_str(), row.workshop_id)).collect();
    let products: HashMap<&str, ProductId> =
        input.demand.iter().map(|row| (row.code.as_str(), row.product_id)).collect();
    let mut lots = HashMap::new();
    for row in &result.quotas {
        if let (Some(workshop), Some(product)) =
            (workshops.get(row.workshop.as_str()), products.get(row.product.as_str()))
        {
            *lots.entry((*workshop, *product)).or_default() += row.lots;
        }
    }
    lots
}
