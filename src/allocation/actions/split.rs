//! Runs the fair split and stores the run: its input, its result with the reasons, and the quotas that it proposes.

use std::collections::HashMap;

use entities::{
    allocation::{allocation_run, quota, run_offer, run_product, run_workshop},
    cycles::cycle,
    values::{CycleId, ProductId, QuotaState, RunId, WorkshopId},
};
use fair_split::{InstanceError, InstanceErrorKind, SplitResult, WorkshopResult};

use crate::{
    allocation::{
        Event,
        errors::AllocationError,
        rules::{self, ProductDemand, SplitInput},
        store::{
            quotas,
            runs::{self, RunRows},
        },
    },
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// The place of a run among the runs of its cycle.
#[derive(Clone, Copy, Debug)]
pub struct RunNumber {
    /// 1, 2, … within the cycle.
    pub number: i32,
    /// 1 = a split of the whole demand, from 2 on = a re-offer.
    pub round: i32,
}

impl RunNumber {
    /// The next number and round of a cycle.
    pub async fn next(tx: &UnitOfWork, cycle: CycleId) -> Result<Self> {
        Ok(Self {
            number: runs::find_newest_number(tx, cycle).await? + 1,
            round: runs::find_newest_round(tx, cycle).await? + 1,
        })
    }
}

/// A run with what it proposes.
pub struct RunResult {
    /// The run.
    pub run: allocation_run::Model,
    /// The proposed quotas, by product and workshop code.
    pub quotas: Vec<quota::Model>,
    /// The units of each product that no workshop makes.
    pub unmet: Vec<UnmetUnits>,
}

/// Units of a product that no workshop makes.
pub struct UnmetUnits {
    /// The product.
    pub product_id: ProductId,
    /// Units.
    pub units: i64,
}

/// Splits the demand and stores the run with its proposed quotas.
///
/// # Errors
/// As [`solve`].
pub async fn split(
    tx: &mut UnitOfWork,
    cycle: &cycle::Model,
    input: SplitInput,
    number: RunNumber,
) -> Result<RunResult> {
    let result = solve(&input).await?;
    let run = store_run(tx, cycle, &input, &result, number).await?;
    let quotas = proposed_quotas(tx, cycle, &run, &input, &result);
    let unmet = unmet_units(&input.demand, &quotas);
    quotas::insert_quotas(tx, &quotas).await?;
    let RunNumber { number, round } = number;
    let detail = serde_json::json!({ "run_id": run.id, "number": number, "round": round, "quotas": quotas.len() });
    tx.audit("cycle", cycle.id, "split", detail);
    tx.emit(Event::RunCreated { cycle_id: cycle.id, run_id: run.id });
    Ok(RunResult { run, quotas, unmet })
}

/// Runs the engine.
///
/// # Errors
/// 409 with an error of the pins where these cannot be kept, `NumberTooLarge` or `NumberTooPrecise`.
#[tracing::instrument(name = "solve", level = "debug", skip_all)]
pub async fn solve(input: &SplitInput) -> Result<SplitResult> {
    let instance = rules::engine_instance(input)?;
    // The engine may compute for up to a second, which would block the requests of an async thread.
    let result =
        tokio::task::spawn_blocking(move || fair_split::split(&instance)).await.map_err(anyhow::Error::from)?;
    result.map_err(refusal)
}

/// Errors of pins and numbers as errors of the API. Every other error means that the instance was built wrongly.
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

/// Stores a run with its input and its reasons.
#[tracing::instrument(name = "store_run", level = "debug", skip_all)]
pub async fn store_run(
    tx: &UnitOfWork,
    cycle: &cycle::Model,
    input: &SplitInput,
    result: &SplitResult,
    RunNumber { number, round }: RunNumber,
) -> Result<allocation_run::Model> {
    let run = allocation_run::Model {
        id: tx.new_id(),
        cycle_id: cycle.id,
        number,
        round,
        season_id: input.season,
        instance: rules::instance_json(input)?,
        created_at: tx.now(),
        created_by: tx.actor().person(),
        published_at: None,
    };
    let rows = RunRows {
        products: run_products(tx, run.id, input, result),
        workshops: run_workshops(tx, run.id, input, result)?,
        offers: run_offers(tx, run.id, input),
        run: run.clone(),
    };
    runs::insert_run(tx, rows).await?;
    Ok(run)
}

/// The quotas of the result, product by product. The last quota of a product may need fewer units than its lots hold.
fn proposed_quotas(
    tx: &UnitOfWork,
    cycle: &cycle::Model,
    run: &allocation_run::Model,
    input: &SplitInput,
    result: &SplitResult,
) -> Vec<quota::Model> {
    let workshops: HashMap<&str, WorkshopId> =
        input.participants.iter().map(|row| (row.code.as_str(), row.workshop_id)).collect();
    let mut by_product: HashMap<&str, Vec<(WorkshopId, i64)>> = HashMap::new();
    for row in &result.quotas {
        if let Some(workshop) = workshops.get(row.workshop.as_str()) {
            by_product.entry(row.product.as_str()).or_default().push((*workshop, row.lots));
        }
    }
    let mut quotas = Vec::with_capacity(result.quotas.len());
    for demand in &input.demand {
        let rows = by_product.remove(demand.code.as_str()).unwrap_or_default();
        let lots: Vec<i64> = rows.iter().map(|(_, lots)| *lots).collect();
        let units = rules::units_of_quotas(&lots, demand.units, demand.lot_size);
        for ((workshop_id, lots), units) in rows.into_iter().zip(units) {
            quotas.push(quota::Model {
                id: tx.new_id(),
                run_id: run.id,
                cycle_id: cycle.id,
                workshop_id,
                product_id: demand.product_id,
                round: run.round,
                offered_lots: lots,
                lots,
                units,
                lot_value: demand.lot_value,
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

fn unmet_units(demand: &[ProductDemand], quotas: &[quota::Model]) -> Vec<UnmetUnits> {
    let mut proposed: HashMap<ProductId, i64> = HashMap::new();
    for quota in quotas {
        *proposed.entry(quota.product_id).or_default() += quota.units;
    }
    let unmet = demand.iter().map(|row| UnmetUnits {
        product_id: row.product_id,
        units: row.units - proposed.get(&row.product_id).copied().unwrap_or(0),
    });
    unmet.filter(|unmet| unmet.units > 0).collect()
}

fn run_products(tx: &UnitOfWork, run_id: RunId, input: &SplitInput, result: &SplitResult) -> Vec<run_product::Model> {
    let rows = input.demand.iter().map(|demand| {
        let unmet = result.unmet.iter().find(|row| row.product == demand.code);
        run_product::Model {
            id: tx.new_id(),
            run_id,
            product_id: demand.product_id,
            units: demand.units,
            lot_size: demand.lot_size,
            lots: demand.lots(),
            lot_value: demand.lot_value,
            unmet_lots: unmet.map_or(0, |row| row.lots),
            unmet_reason: unmet.map(|row| rules::unmet_reason(row.reason)),
        }
    });
    rows.collect()
}

fn run_workshops(
    tx: &UnitOfWork,
    run_id: RunId,
    input: &SplitInput,
    result: &SplitResult,
) -> Result<Vec<run_workshop::Model>> {
    let results: HashMap<&str, &WorkshopResult> =
        result.workshops.iter().map(|row| (row.workshop.as_str(), row)).collect();
    let pseudonyms = random_order(tx, input.participants.len());
    let rows = input.participants.iter().zip(pseudonyms).map(|(participant, pseudonym)| {
        let result = results
            .get(participant.code.as_str())
            .ok_or_else(|| anyhow::anyhow!("the engine returned no result for {}", participant.code))?;
        Ok(run_workshop::Model {
            id: tx.new_id(),
            run_id,
            workshop_id: participant.workshop_id,
            pseudonym,
            weight: participant.weight,
            carried: rules::rounded_amount(participant.carried),
            limit_value: participant.limit,
            ratio_before: ratio_text(result.ratio_before),
            ratio_after: ratio_text(result.ratio_after),
            target_ratio: ratio_text(result.target_ratio),
            bound_by: rules::constraint(result.bound_by),
        })
    });
    rows.collect()
}

/// A ratio with six decimals, a millionth of a minor unit.
fn ratio_text(ratio: f64) -> String {
    format!("{ratio:.6}")
}

/// The numbers from 1 to `count` in a random order, so that a pseudonym does not reveal its workshop.
fn random_order(tx: &UnitOfWork, count: usize) -> Vec<i32> {
    let mut keyed: Vec<([u8; 16], i32)> =
        (1_i32..).take(count).map(|number| (tx.app().ids.bytes::<16>(), number)).collect();
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, number)| number).collect()
}

fn run_offers(tx: &UnitOfWork, run_id: RunId, input: &SplitInput) -> Vec<run_offer::Model> {
    let rows = input.offers.iter().map(|offer| run_offer::Model {
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
