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
    platform::{http::problem::Answer, work::Work},
};

const CANCELLED: Loss = Loss { cause: QuotaChangeCause::OrderCancelled, counts_as: None };

/// So many units of these products are wanted no more, because `order` was cancelled after the cut-off. What others go
/// short of comes first: their shortage is relieved; only the rest is made no more.
pub async fn demand_fell(work: &mut Work, cycle_id: CycleId, order: OrderId, fell: &[(ProductId, i64)]) -> Answer<()> {
    let cycle = cycles::lock(work, cycle_id).await?;
    match cycle.state {
        CycleState::Allocated => return rerun::soon(work, cycle_id).await,
        CycleState::Published => {}
        _ => return Ok(()),
    }
    let mut less = Freed::new();
    for (product, units) in fell {
        let key = format!("cancelled:{order}");
        let relieved = orders::relieve_shortage(work, cycle_id, *product, *units, key).await?;
        if *units > relieved {
            less.insert(*product, units - relieved);
        }
    }
    reduce(work, &cycle, &less).await
}

/// Takes so many units of these products back from quotas that are not frozen, by the rule.
async fn reduce(work: &mut Work, cycle: &cycle::Model, less: &Freed) -> Answer<()> {
    let Some(main) = store::runs::main(work, cycle.id).await? else { return Ok(()) };
    let open: Vec<quota::Model> = store::quotas::in_states(work, cycle.id, &store::quotas::OPEN)
        .await?
        .into_iter()
        .filter(|quota| less.contains_key(&quota.product_id))
        .collect();
    if open.is_empty() {
        return Ok(());
    }
    let gathered = gather::gather(work, &main, &open, less).await?;
    let (gathered, result) = gather::solve(gathered).await?;
    let number = store::runs::newest_number(work, cycle.id).await? + 1;
    let round = store::runs::rounds(work, cycle.id).await? + 1;
    split::write_down(work, cycle, &gathered, &result, (number, round)).await?;
    let book = Book::open(work, cycle.id).await?;
    let mut changed = Vec::new();
    for wanted in &gathered.wanted {
        let quotas: Vec<&quota::Model> = open.iter().filter(|quota| quota.product_id == wanted.product_id).collect();
        for (quota, lots, units) in keep::left(&quotas, wanted, &gathered.units, &result) {
            // It was not its choice: nothing counts as given.
            changed.push(take_back(work, &book, quota, (lots, units), CANCELLED).await?);
        }
    }
    let detail = json!({ "number": number, "round": round, "quotas": changed.len(), "cause": CANCELLED.cause });
    work.audit("cycle", cycle.id, "quotas_reduced", detail);
    if !changed.is_empty() {
        work.emit(Event::QuotasReduced { cycle_id: cycle.id, quota_ids: changed, cause: CANCELLED.cause });
    }
    Ok(())
}
