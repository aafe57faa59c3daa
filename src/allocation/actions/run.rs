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
    allocation::{errors::AllocationError, rules, store},
    catalogue, cycles, orders,
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// Splits the demand of a closed cycle, and moves it to allocated. What an earlier run proposed is taken back.
///
/// Refuses 409 `cycle_not_closed` before the cut-off and `already_published` once the quotas are with the workshops, and
/// with the engine's own code where pins cannot be kept.
pub async fn run(tx: &mut UnitOfWork, cycle_id: CycleId) -> Result<allocation_run::Model> {
    let cycle = cycles::lock(tx, cycle_id).await?;
    require_unpublished(&cycle)?;
    store::quotas::withdraw_proposals(tx, cycle_id).await?;
    let wanted = wanted(tx, cycle_id).await?;
    let mut gathered = gather::gather(tx, &cycle, wanted, Again::default()).await?;
    let pins = store::pins::live(tx, cycle_id).await?;
    gathered.pins = pins.iter().map(|pin| (pin.workshop_id, pin.product_id, pin.lots)).collect();
    gathered.previous = previous(tx, &cycle).await?;
    let number = store::runs::newest_number(tx, cycle_id).await? + 1;
    let made = split::split(tx, &cycle, gathered, number, FIRST_ROUND).await?;
    cycles::advance(tx, cycle_id, CycleState::Allocated).await?;
    Ok(made.run)
}

/// The same, for the job that follows the closing: `None` where a run is there already.
pub async fn run_once(tx: &mut UnitOfWork, cycle_id: CycleId) -> Result<Option<allocation_run::Model>> {
    let cycle = cycles::lock(tx, cycle_id).await?;
    if cycle.state != CycleState::Closed {
        return Ok(None);
    }
    run(tx, cycle_id).await.map(Some)
}

/// The round of a split of the whole demand.
const FIRST_ROUND: i32 = 1;

/// Lets a cycle pass whose demand is fixed and whose quotas are not yet with the workshops.
pub fn require_unpublished(cycle: &cycle::Model) -> Result<()> {
    match cycle.state {
        CycleState::Closed | CycleState::Allocated => Ok(()),
        CycleState::Draft | CycleState::Open => {
            Err(AllocationError::CycleNotClosed { cut_off_at: cycle.cut_off_at }.into())
        }
        CycleState::Published | CycleState::Delivering | CycleState::Delivered => {
            Err(AllocationError::AlreadyPublished { state: cycle.state }.into())
        }
    }
}

/// What the cycle's orders add up to, by product code.
#[tracing::instrument(name = "demand", level = "debug", skip_all)]
async fn wanted(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<Wanted>> {
    let demand = orders::list_demand(tx, cycle).await?;
    let ids: Vec<ProductId> = demand.iter().map(|d| d.product_id).collect();
    let products = catalogue::products(tx, &ids).await?;
    let mut by_code = BTreeMap::new();
    for asked in demand.into_iter().filter(|d| d.units > 0) {
        let product =
            products.get(&asked.product_id).ok_or_else(|| Problem::missing_reference("product", asked.product_id))?;
        let wanted = Wanted {
            product_id: product.id,
            code: product.code.clone(),
            units: asked.units,
            lot_size: product.lot_size,
            lot_value: rules::lot_value(asked.net, asked.units, product.lot_size),
        };
        by_code.insert(product.code.clone(), wanted);
    }
    Ok(by_code.into_values().collect())
}

/// What the run before gave: the one of this cycle, else the published one of the zone's last cycle.
async fn previous(tx: &UnitOfWork, cycle: &cycle::Model) -> Result<Vec<Row>> {
    let run = match store::runs::main(tx, cycle.id).await? {
        Some(run) => Some(run),
        None => store::runs::before(tx, cycle).await?,
    };
    let Some(run) = run else { return Ok(Vec::new()) };
    let quotas = store::quotas::of_run(tx, run.id).await?;
    Ok(quotas.iter().map(|quota| (quota.workshop_id, quota.product_id, quota.offered_lots)).collect())
}
