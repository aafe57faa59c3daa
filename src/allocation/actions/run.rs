//! A closed cycle's demand is split: by its job, or again by staff after pins were set.

use std::collections::BTreeMap;

use entities::{
    allocation::allocation_run,
    cycles::cycle,
    values::{CycleId, CycleState, ProductId},
};

use super::{
    gather::{self, Again, Row, Wanted},
    split,
};
use crate::{
    allocation::{laws, store},
    catalogue, cycles, orders,
    platform::{
        http::problem::{Answer, Problem},
        work::Work,
    },
};

/// Splits the demand of a closed cycle, and moves it to allocated. What an earlier run proposed is taken back.
///
/// Refuses 409 `cycle_not_closed` before the cut-off and `already_published` once the quotas are with the units, and
/// with the engine's own code where pins cannot be kept.
pub async fn run(work: &mut Work, cycle_id: CycleId) -> Answer<allocation_run::Model> {
    let cycle = cycles::lock(work, cycle_id).await?;
    require_unpublished(&cycle)?;
    store::quotas::withdraw_proposals(work, cycle_id).await?;
    let wanted = wanted(work, cycle_id).await?;
    let mut gathered = gather::gather(work, &cycle, wanted, Again::default()).await?;
    let pins = store::pins::live(work, cycle_id).await?;
    gathered.pins = pins.iter().map(|pin| (pin.unit_id, pin.product_id, pin.lots)).collect();
    gathered.previous = previous(work, &cycle).await?;
    let number = store::runs::newest_number(work, cycle_id).await? + 1;
    let made = split::split(work, &cycle, gathered, number, FIRST_ROUND).await?;
    cycles::advance(work, cycle_id, CycleState::Allocated).await?;
    Ok(made.run)
}

/// The same, for the job that follows the closing: `None` where a run is there already.
pub async fn run_once(work: &mut Work, cycle_id: CycleId) -> Answer<Option<allocation_run::Model>> {
    let cycle = cycles::lock(work, cycle_id).await?;
    if cycle.state != CycleState::Closed {
        return Ok(None);
    }
    run(work, cycle_id).await.map(Some)
}

/// The round of a split of the whole demand.
const FIRST_ROUND: i32 = 1;

/// Lets a cycle pass whose demand is fixed and whose quotas are not yet with the units.
pub fn require_unpublished(cycle: &cycle::Model) -> Answer<()> {
    match cycle.state {
        CycleState::Closed | CycleState::Allocated => Ok(()),
        CycleState::Draft | CycleState::Open => {
            Err(Problem::refused("cycle_not_closed", "The demand is not fixed before the cut-off."))
        }
        CycleState::Published | CycleState::Delivering | CycleState::Delivered => {
            Err(Problem::refused("already_published", "The quotas of this cycle are with the units."))
        }
    }
}

/// What the cycle's orders add up to, by product code.
#[tracing::instrument(name = "demand", level = "debug", skip_all)]
async fn wanted(work: &Work, cycle: CycleId) -> Answer<Vec<Wanted>> {
    let demand = orders::demand(work, cycle).await?;
    let ids: Vec<ProductId> = demand.iter().map(|d| d.product_id).collect();
    let products = catalogue::products(work, &ids).await?;
    let mut by_code = BTreeMap::new();
    for asked in demand.into_iter().filter(|d| d.units > 0) {
        let product = products.get(&asked.product_id).ok_or_else(|| Problem::not_found("product"))?;
        let wanted = Wanted {
            product_id: product.id,
            code: product.code.clone(),
            units: asked.units,
            lot_size: product.lot_size,
            lot_value: laws::lot_value(asked.net, asked.units, product.lot_size),
        };
        by_code.insert(product.code.clone(), wanted);
    }
    Ok(by_code.into_values().collect())
}

/// What the run before gave: the one of this cycle, else the published one of the zone's last cycle.
async fn previous(work: &Work, cycle: &cycle::Model) -> Answer<Vec<Row>> {
    let run = match store::runs::main(work, cycle.id).await? {
        Some(run) => Some(run),
        None => store::runs::before(work, cycle).await?,
    };
    let Some(run) = run else { return Ok(Vec::new()) };
    let quotas = store::quotas::of_run(work, run.id).await?;
    Ok(quotas.iter().map(|quota| (quota.unit_id, quota.product_id, quota.offered_lots)).collect())
}
