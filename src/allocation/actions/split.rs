//! Runs the engine on what was gathered and writes the run down: its input, its result with the reasons, and the
//! quotas that it proposes.

use std::collections::HashMap;

use entities::{
    allocation::{allocation_run, quota, run_offer, run_product, run_workshop},
    cycles::cycle,
    values::{BoundBy, ProductId, QuotaState, RunId, UnmetReason, WorkshopId},
};

use fair_split::{BindingConstraint, InstanceError, InstanceErrorKind, SplitResult, WorkshopResult};

use super::{
    gather::{Gathered, Wanted},
    instance,
};
use crate::{
    allocation::{
        Event,
        errors::AllocationError,
        rules,
        store::{self, runs::Stored},
    },
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// What a run came to.
pub struct Made {
    /// The run.
    pub run: allocation_run::Model,
    /// What it proposes, by product and workshop code.
    pub quotas: Vec<quota::Model>,
    /// Units of each product that nobody makes.
    pub unmet: Vec<(ProductId, i64)>,
}

/// Splits what was gathered and stores the run as number `number` of the cycle.
///
/// Refuses 409 with the engine's own code where pins cannot be kept.
pub async fn split(
    tx: &mut UnitOfWork,
    cycle: &cycle::Model,
    gathered: Gathered,
    number: i32,
    round: i32,
) -> Result<Made> {
    let result = solve(&gathered).await?;
    let run = write_down(tx, cycle, &gathered, &result, (number, round)).await?;
    let quotas = quotas(tx, cycle, &run, &gathered, &result);
    let unmet = unmet_units(&gathered.wanted, &quotas);
    store::quotas::insert(tx, &quotas).await?;
    let detail = serde_json::json!({ "run_id": run.id, "number": number, "round": round, "quotas": quotas.len() });
    tx.audit("cycle", cycle.id, "split", detail);
    tx.emit(Event::RunMade { cycle_id: cycle.id, run_id: run.id });
    Ok(Made { run, quotas, unmet })
}

/// What the engine makes of what was gathered. Refuses 409 with its own code where pins cannot be kept.
#[tracing::instrument(name = "split", level = "debug", skip_all)]
pub async fn solve(gathered: &Gathered) -> Result<SplitResult> {
    let asked = instance::instance(gathered)?;
    // Up to a second of pure reckoning: not on a thread that answers requests.
    let done = tokio::task::spawn_blocking(move || fair_split::split(&asked)).await.map_err(anyhow::Error::from)?;
    done.map_err(refusal)
}

/// Pins and numbers that the engine refuses, as errors of the API. Every other error means that the instance was built
/// wrongly.
fn refusal(error: InstanceError) -> Problem {
    let InstanceError { kind, field, ids } = error;
    let [workshop, product] = [0, 1].map(|n| ids.get(n).cloned().unwrap_or_default());
    let refusal = match kind {
        InstanceErrorKind::PinNotEligible => AllocationError::PinNotEligible { workshop, product },
        InstanceErrorKind::PinOverCapacity => AllocationError::PinOverCapacity { workshop, product },
        InstanceErrorKind::PinOverDemand => AllocationError::PinOverDemand { workshop, product },
        InstanceErrorKind::PinBelowMinimumBatch => AllocationError::PinBelowMinimumBatch { workshop, product },
        InstanceErrorKind::PinOverLimit => AllocationError::PinOverLimit { workshop, product },
        InstanceErrorKind::NumberTooLarge => AllocationError::NumberTooLarge { field, codes: ids },
        InstanceErrorKind::NumberTooPrecise => AllocationError::NumberTooPrecise { field, codes: ids },
        InstanceErrorKind::EmptyId
        | InstanceErrorKind::DuplicateRow
        | InstanceErrorKind::UnknownWorkshop
        | InstanceErrorKind::UnknownProduct
        | InstanceErrorKind::ZeroShare
        | InstanceErrorKind::NegativeNumber
        | InstanceErrorKind::NotWhole
        | InstanceErrorKind::NotANumber
        | InstanceErrorKind::ZeroLotSize => return anyhow::Error::from(InstanceError { kind, field, ids }).into(),
    };
    refusal.into()
}

/// Stores a run with its input and its reasons, as `number` and `round` of its cycle.
#[tracing::instrument(name = "store_run", level = "debug", skip_all)]
pub async fn write_down(
    tx: &UnitOfWork,
    cycle: &cycle::Model,
    gathered: &Gathered,
    result: &SplitResult,
    (number, round): (i32, i32),
) -> Result<allocation_run::Model> {
    let run = allocation_run::Model {
        id: tx.new_id(),
        cycle_id: cycle.id,
        number,
        round,
        season_id: gathered.season,
        instance: instance::file(gathered)?,
        created_at: tx.now(),
        created_by: tx.actor().person(),
        published_at: None,
    };
    let stored = Stored {
        products: products(tx, run.id, gathered, result)?,
        workshops: workshops(tx, run.id, gathered, result)?,
        offers: offers(tx, run.id, gathered),
        run: run.clone(),
    };
    store::runs::insert(tx, stored).await?;
    Ok(run)
}

/// What the result gives to each workshop, product by product; the last quota of a product may need less than its lots.
fn quotas(
    tx: &UnitOfWork,
    cycle: &cycle::Model,
    run: &allocation_run::Model,
    gathered: &Gathered,
    result: &SplitResult,
) -> Vec<quota::Model> {
    let workshop_of: HashMap<&str, WorkshopId> =
        gathered.workshops.iter().map(|u| (u.code.as_str(), u.workshop_id)).collect();
    let mut by_product: HashMap<&str, Vec<(WorkshopId, i64)>> = HashMap::new();
    for row in &result.quotas {
        if let Some(workshop) = workshop_of.get(row.workshop.as_str()) {
            by_product.entry(row.product.as_str()).or_default().push((*workshop, row.lots));
        }
    }
    let mut quotas = Vec::with_capacity(result.quotas.len());
    for wanted in &gathered.wanted {
        let rows = by_product.remove(wanted.code.as_str()).unwrap_or_default();
        let lots: Vec<i64> = rows.iter().map(|(_, lots)| *lots).collect();
        let needed = rules::units_of_quotas(&lots, wanted.units, wanted.lot_size);
        for ((workshop_id, lots), units) in rows.into_iter().zip(needed) {
            quotas.push(quota::Model {
                id: tx.new_id(),
                run_id: run.id,
                cycle_id: cycle.id,
                workshop_id,
                product_id: wanted.product_id,
                round: run.round,
                offered_lots: lots,
                lots,
                units,
                lot_value: wanted.lot_value,
                accepted_units: 0,
                failed_units: 0,
                damaged_units: 0,
                state: QuotaState::Proposed,
                respond_by: cycle.respond_by,
                published_at: None,
                answered_at: None,
                answered_by: None,
                reason: None,
                frozen_at: None,
                fulfilled_at: None,
                created_at: tx.now(),
                version: 1,
            });
        }
    }
    quotas
}

fn unmet_units(wanted: &[Wanted], quotas: &[quota::Model]) -> Vec<(ProductId, i64)> {
    let mut made: HashMap<ProductId, i64> = HashMap::new();
    for quota in quotas {
        *made.entry(quota.product_id).or_default() += quota.units;
    }
    let left = |w: &Wanted| (w.product_id, w.units - made.get(&w.product_id).copied().unwrap_or(0));
    wanted.iter().map(left).filter(|(_, units)| *units > 0).collect()
}

fn products(
    tx: &UnitOfWork,
    run_id: RunId,
    gathered: &Gathered,
    result: &SplitResult,
) -> Result<Vec<run_product::Model>> {
    let rows = gathered.wanted.iter().map(|wanted| {
        let unmet = result.unmet.iter().find(|row| row.product == wanted.code);
        Ok(run_product::Model {
            id: tx.new_id(),
            run_id,
            product_id: wanted.product_id,
            units: wanted.units,
            lot_size: wanted.lot_size,
            lots: wanted.lots(),
            lot_value: wanted.lot_value,
            unmet_lots: unmet.map_or(0, |row| row.lots),
            unmet_reason: unmet.map(|row| unmet_reason(row.reason)),
        })
    });
    rows.collect()
}

fn workshops(
    tx: &UnitOfWork,
    run_id: RunId,
    gathered: &Gathered,
    result: &SplitResult,
) -> Result<Vec<run_workshop::Model>> {
    let standing: HashMap<&str, &WorkshopResult> =
        result.workshops.iter().map(|row| (row.workshop.as_str(), row)).collect();
    let names = drawn(tx, gathered.workshops.len());
    let rows = gathered.workshops.iter().zip(names).map(|(workshop, pseudonym)| {
        let at = standing
            .get(workshop.code.as_str())
            .ok_or_else(|| anyhow::anyhow!("the engine did not say where {} stands", workshop.code))?;
        Ok(run_workshop::Model {
            id: tx.new_id(),
            run_id,
            workshop_id: workshop.workshop_id,
            pseudonym,
            weight: workshop.weight,
            carried: rules::whole(workshop.carried),
            limit_value: workshop.limit,
            ratio_before: shown(at.ratio_before),
            ratio_after: shown(at.ratio_after),
            target_ratio: shown(at.target_ratio),
            bound_by: bound_by(at.bound_by),
        })
    });
    rows.collect()
}

fn bound_by(constraint: BindingConstraint) -> BoundBy {
    match constraint {
        BindingConstraint::Level => BoundBy::Level,
        BindingConstraint::ProductCapacity => BoundBy::ProductCapacity,
        BindingConstraint::WorkshopLimit => BoundBy::WorkshopLimit,
        BindingConstraint::Certificate => BoundBy::Certificate,
        BindingConstraint::Authorisation => BoundBy::Authorisation,
        BindingConstraint::Harvest => BoundBy::Harvest,
        BindingConstraint::Pause => BoundBy::Pause,
        BindingConstraint::MinimumBatch => BoundBy::MinimumBatch,
        BindingConstraint::Pin => BoundBy::Pin,
        BindingConstraint::NoDemand => BoundBy::NoDemand,
    }
}

fn unmet_reason(reason: fair_split::UnmetReason) -> UnmetReason {
    match reason {
        fair_split::UnmetReason::Capacity => UnmetReason::Capacity,
        fair_split::UnmetReason::MinimumBatch => UnmetReason::MinimumBatch,
        fair_split::UnmetReason::Rounding => UnmetReason::Rounding,
        fair_split::UnmetReason::Pin => UnmetReason::Pin,
        fair_split::UnmetReason::NoMaker => UnmetReason::NoMaker,
    }
}

/// A ratio for reading: a millionth of a minor unit is the finest that anyone will look at.
fn shown(ratio: f64) -> String {
    format!("{ratio:.6}")
}

/// The numbers from 1 to `count` in an order drawn by lot: nobody can tell from a name whose it is.
fn drawn(tx: &UnitOfWork, count: usize) -> Vec<i32> {
    let mut tickets: Vec<([u8; 16], i32)> =
        (1_i32..).take(count).map(|name| (tx.app().ids.bytes::<16>(), name)).collect();
    tickets.sort_unstable();
    tickets.into_iter().map(|(_, name)| name).collect()
}

fn offers(tx: &UnitOfWork, run_id: RunId, gathered: &Gathered) -> Vec<run_offer::Model> {
    let rows = gathered.offers.iter().map(|offer| run_offer::Model {
        id: tx.new_id(),
        run_id,
        workshop_id: offer.workshop_id,
        product_id: offer.product_id,
        capacity_lots: offer.capacity_lots,
        min_batch_lots: offer.min_batch_lots,
        blocked_by: offer.blocked_by,
    });
    rows.collect()
}
