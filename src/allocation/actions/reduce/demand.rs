//! An order was cancelled after the cut-off: those who go short are relieved first, only the rest is made no more.

use entities::{
    allocation::quota,
    cycles::cycle,
    values::{CycleId, CycleState, OrderId, ProductId, QuotaChangeCause},
};
use serde_json::json;

use super::{gather, keep};
use crate::{
    allocation::{
        Event,
        actions::{
            moves::{Book, Freed},
            rerun, split,
            take_back::{Loss, take_back},
        },
        store,
    },
    cycles, orders,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

const CANCELLED: Loss = Loss { cause: QuotaChangeCause::OrderCancelled, counts_as: None };

/// So many units of these products are wanted no more, because `order` was cancelled after the cut-off. What others go
/// short of comes first: their shortage is relieved; only the rest is made no more.
pub async fn demand_fell(
    tx: &mut UnitOfWork,
    cycle_id: CycleId,
    order: OrderId,
    fell: &[(ProductId, i64)],
) -> Result<()> {
    let cycle = cycles::lock(tx, cycle_id).await?;
    match cycle.state {
        CycleState::Allocated => return rerun::soon(tx, cycle_id).await,
        CycleState::Published => {}
        _ => return Ok(()),
    }
    let mut less = Freed::new();
    for (product, units) in fell {
        let key = format!("cancelled:{order}");
        let relieved = orders::relieve_shortage(tx, cycle_id, *product, *units, key).await?;
        if *units > relieved {
            less.insert(*product, units - relieved);
        }
    }
    reduce(tx, &cycle, &less).await
}

/// Takes so many units of these products back from quotas that are not frozen, by the rule.
async fn reduce(tx: &mut UnitOfWork, cycle: &cycle::Model, less: &Freed) -> Result<()> {
    let Some(main) = store::runs::main(tx, cycle.id).await? else { return Ok(()) };
    let open: Vec<quota::Model> = store::quotas::in_states(tx, cycle.id, &store::quotas::OPEN)
        .await?
        .into_iter()
        .filter(|quota| less.contains_key(&quota.product_id))
        .collect();
    if open.is_empty() {
        return Ok(());
    }
    let gathered = gather::gather(tx, &main, &open, less).await?;
    let (gathered, result) = gather::solve(gathered).await?;
    let number = store::runs::newest_number(tx, cycle.id).await? + 1;
    let round = store::runs::rounds(tx, cycle.id).await? + 1;
    split::write_down(tx, cycle, &gathered, &result, (number, round)).await?;
    let book = Book::open(tx, cycle.id).await?;
    let mut changed = Vec::new();
    for wanted in &gathered.wanted {
        let quotas: Vec<&quota::Model> = open.iter().filter(|quota| quota.product_id == wanted.product_id).collect();
        for (quota, lots, units) in keep::left(&quotas, wanted, &gathered.workshops, &result) {
            // It was not its choice: nothing counts as given.
            changed.push(take_back(tx, &book, quota, (lots, units), CANCELLED).await?);
        }
    }
    let detail = json!({ "number": number, "round": round, "quotas": changed.len(), "cause": CANCELLED.cause });
    tx.audit("cycle", cycle.id, "quotas_reduced", detail);
    if !changed.is_empty() {
        tx.emit(Event::QuotasReduced { cycle_id: cycle.id, quota_ids: changed, cause: CANCELLED.cause });
    }
    Ok(())
}
