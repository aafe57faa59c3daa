//! Splits the demand of a closed cycle: by a job after the cut-off, and again by staff after they changed the pins.

use std::collections::BTreeMap;

use entities::{
    allocation::allocation_run,
    cycles::cycle,
    values::{CycleId, CycleState},
};

use super::{
    load_instance::load_instance,
    split::{self, RunNumber},
};
use crate::{
    allocation::{
        errors::AllocationError,
        jobs::RunAllocation,
        rules::{self, ProductDemand, QuotaLots, ReofferContext},
        store::{pins, quotas, runs},
    },
    cycles, orders,
    platform::{app::App, http::problem::Result, jobs::Claim, unit_of_work::UnitOfWork},
};

/// The round of a split of the whole demand.
const FIRST_ROUND: i32 = 1;

/// Schedules the first run of a cycle that closed.
pub async fn schedule_run(tx: &mut UnitOfWork, cycle_id: CycleId) -> Result<()> {
    tx.enqueue(&RunAllocation { cycle_id })
}

/// Runs [`RunAllocation`].
pub async fn run_allocation_job(app: &App, claim: &Claim) -> Result<()> {
    let job: RunAllocation = claim.read()?;
    let mut tx = claim.begin(app).await?;
    run_closed_cycle(&mut tx, job.cycle_id).await?;
    tx.commit().await
}

/// Splits the demand of a cycle unless it has a run already, for which it returns `None`.
///
/// # Errors
/// As [`run_allocation`].
pub async fn run_closed_cycle(tx: &mut UnitOfWork, cycle_id: CycleId) -> Result<Option<allocation_run::Model>> {
    let cycle = cycles::lock_cycle(tx, cycle_id).await?;
    if cycle.state != CycleState::Closed {
        return Ok(None);
    }
    run_allocation(tx, cycle_id).await.map(Some)
}

/// Splits the demand of a closed cycle and moves it to allocated. The proposals of an earlier run are withdrawn.
///
/// # Errors
/// 409 `CycleNotClosed` before the cut-off, `AlreadyPublished` once the quotas are published, and an error of the pins
/// where these cannot be kept.
pub async fn run_allocation(tx: &mut UnitOfWork, cycle_id: CycleId) -> Result<allocation_run::Model> {
    let cycle = cycles::lock_cycle(tx, cycle_id).await?;
    check_unpublished(&cycle)?;
    quotas::update_proposals_withdrawn(tx, cycle_id).await?;
    let demand = load_demand(tx, cycle_id).await?;
    let mut input = load_instance(tx, &cycle, demand, ReofferContext::default()).await?;
    let pins = pins::list_pins(tx, cycle_id).await?.into_iter();
    input.pins = pins
        .map(|pin| QuotaLots { workshop_id: pin.workshop_id, product_id: pin.product_id, lots: pin.lots })
        .collect();
    input.previous = load_previous(tx, &cycle).await?;
    let number = RunNumber { round: FIRST_ROUND, ..RunNumber::next(tx, cycle_id).await? };
    let result = split::split(tx, &cycle, input, number).await?;
    cycles::advance(tx, cycle_id, CycleState::Allocated).await?;
    Ok(result.run)
}

/// Checks that the demand of the cycle is final and its quotas are not published.
///
/// # Errors
/// 409 `CycleNotClosed`, `AlreadyPublished`.
pub fn check_unpublished(cycle: &cycle::Model) -> Result<()> {
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

/// The demand of the cycle's orders, by product code.
#[tracing::instrument(name = "load_demand", level = "debug", skip_all)]
async fn load_demand(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<ProductDemand>> {
    let ordered = orders::list_demand(tx, cycle).await?;
    let products: Vec<_> = ordered.iter().map(|row| (cycle, row.product_id)).collect();
    let products = cycles::list_products_of_cycles(tx, &products).await?;
    let mut by_code = BTreeMap::new();
    for (row, product) in ordered.into_iter().zip(products).filter(|(row, _)| row.units > 0) {
        let demand = ProductDemand {
            product_id: product.id,
            code: product.code.clone(),
            units: row.units,
            lot_size: product.lot_size,
            lot_value: rules::lot_value(row.net, row.units, product.lot_size),
        };
        by_code.insert(product.code.clone(), demand);
    }
    Ok(by_code.into_values().collect())
}

/// The quotas of the previous run: of this cycle, else the published one of the zone's last cycle.
async fn load_previous(tx: &UnitOfWork, cycle: &cycle::Model) -> Result<Vec<QuotaLots>> {
    let run = match runs::find_main_run(tx, cycle.id).await? {
        Some(run) => Some(run),
        None => runs::find_run_of_last_cycle(tx, cycle).await?,
    };
    let Some(run) = run else { return Ok(Vec::new()) };
    let quotas = quotas::list_run_quotas(tx, run.id).await?.into_iter();
    let lots = quotas.map(|quota| QuotaLots {
        workshop_id: quota.workshop_id,
        product_id: quota.product_id,
        lots: quota.offered_lots,
    });
    Ok(lots.collect())
}
