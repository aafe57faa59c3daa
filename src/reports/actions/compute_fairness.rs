//! Computes the fairness of a season: the share that each workshop agreed to and the share that it received, and how far
//! apart the ratios were after each cycle.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use entities::{
    members::season,
    values::{Amount, BoundBy, CycleId, RunId, SeasonId, WorkshopId},
};

use crate::{
    allocation, members,
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
    reports::{
        rules::{self, Movement, RatioSpread, ReducedValue, SeasonValues, WorkshopRatio},
        store::{self, RunRatio},
    },
};

/// The fairness of a season.
#[derive(Clone, Debug)]
pub struct SeasonFairness {
    /// The season.
    pub season: season::Model,
    /// Its workshops, by code.
    pub workshops: Vec<WorkshopFairness>,
    /// Its published cycles, by day of delivery.
    pub cycles: Vec<CycleFairness>,
}

/// What a workshop agreed to and received in a season.
#[derive(Clone, Debug)]
pub struct WorkshopFairness {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its pseudonym in the newest published run of the season; none where it took no part in that.
    pub pseudonym: Option<i32>,
    /// Its share, as a weight.
    pub weight: i64,
    /// Its share of the group's shares, in millionths.
    pub share_agreed: i64,
    /// Its part of the value that the group received, in millionths.
    pub share_received: i64,
    /// The value of its quotas.
    pub values: SeasonValues,
}

/// How far apart the ratios were after a cycle.
#[derive(Clone, Debug)]
pub struct CycleFairness {
    /// The cycle.
    pub cycle_id: CycleId,
    /// Its code.
    pub code: String,
    /// Its day of delivery.
    pub delivery_date: NaiveDate,
    /// The spread of the ratios.
    pub spread: RatioSpread,
}

/// The figures of one workshop that the queries return.
#[derive(Default)]
struct WorkshopFigures {
    movements: Vec<Movement>,
    reductions: Vec<ReducedValue>,
    short: Amount,
}

/// Computes the fairness of a season; without an id, of the present one or, between two seasons, of the newest.
///
/// # Errors
/// 404 where there is no such season.
pub async fn compute_fairness(tx: &UnitOfWork, id: Option<SeasonId>) -> Result<SeasonFairness> {
    let season = match id {
        Some(id) => store::get_season(tx, id).await?,
        None => match members::find_season(tx, tx.today()).await? {
            Some(season) => season,
            None => store::get_newest_season(tx).await?,
        },
    };
    let ratios = store::list_run_ratios(tx, season.id).await?;
    let figures = load_figures(tx, season.id).await?;
    // The shares of today, or those at the end of a season that is over.
    let day = tx.today().min(season.ends_on).max(season.starts_on);
    let shares = members::list_share_weights(tx, day).await?;
    let with_share = members::list_workshops_on(tx, day).await?.into_iter().map(|workshop| workshop.id);
    let mut ids: BTreeSet<WorkshopId> = with_share.filter(|id| shares.contains_key(id)).collect();
    ids.extend(figures.keys().copied());
    let ids: Vec<WorkshopId> = ids.into_iter().collect();
    let workshops = workshop_fairness(tx, &ids, &shares, &figures, &newest_pseudonyms(&ratios)).await?;
    Ok(SeasonFairness { season, workshops, cycles: cycle_fairness(&ratios) })
}

async fn load_figures(tx: &UnitOfWork, season: SeasonId) -> Result<BTreeMap<WorkshopId, WorkshopFigures>> {
    let mut figures: BTreeMap<WorkshopId, WorkshopFigures> = BTreeMap::new();
    for row in store::sum_movements(tx, season).await? {
        let movement = Movement { kind: row.kind, weight: row.weight, amount: row.amount };
        figures.entry(row.workshop_id).or_default().movements.push(movement);
    }
    for row in store::sum_reductions(tx, season).await? {
        let reduction = ReducedValue { cause: row.cause, value: row.value };
        figures.entry(row.workshop_id).or_default().reductions.push(reduction);
    }
    for row in store::list_short_units(tx, season).await? {
        let value = allocation::value_of(row.units, row.lot_size, row.lot_value);
        figures.entry(row.workshop_id).or_default().short += value;
    }
    Ok(figures)
}

async fn workshop_fairness(
    tx: &UnitOfWork,
    ids: &[WorkshopId],
    shares: &HashMap<WorkshopId, i64>,
    figures: &BTreeMap<WorkshopId, WorkshopFigures>,
    pseudonyms: &HashMap<WorkshopId, i32>,
) -> Result<Vec<WorkshopFairness>> {
    let known = members::list_workshops_by_id(tx, ids).await?;
    let weight = |id: &WorkshopId| shares.get(id).copied().unwrap_or(0);
    let group_weight: i64 = ids.iter().map(weight).sum();
    let none = WorkshopFigures::default();
    let values = |id: &WorkshopId| {
        let WorkshopFigures { movements, reductions, short } = figures.get(id).unwrap_or(&none);
        (*id, SeasonValues::of(weight(id).max(1), movements, reductions, *short))
    };
    let values: Vec<(WorkshopId, SeasonValues)> = ids.iter().map(values).collect();
    let group_received: i64 = values.iter().map(|(_, values)| values.received.0).sum();
    let workshops = values.into_iter().map(|(id, values)| {
        let workshop = known.get(&id).ok_or_else(|| Problem::missing_reference("workshop", id))?;
        Ok(WorkshopFairness {
            workshop_id: id,
            code: workshop.code.clone(),
            name: workshop.name.clone(),
            pseudonym: pseudonyms.get(&id).copied(),
            weight: weight(&id),
            share_agreed: rules::fraction(weight(&id), group_weight),
            share_received: rules::fraction(values.received.0, group_received),
            values,
        })
    });
    let mut workshops = workshops.collect::<Result<Vec<WorkshopFairness>>>()?;
    workshops.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(workshops)
}

/// The pseudonyms of the newest published run of the season.
fn newest_pseudonyms(ratios: &[RunRatio]) -> HashMap<WorkshopId, i32> {
    let newest: Option<RunId> = ratios.last().map(|row| row.run_id);
    ratios.iter().filter(|row| Some(row.run_id) == newest).map(|row| (row.workshop_id, row.pseudonym)).collect()
}

fn cycle_fairness(ratios: &[RunRatio]) -> Vec<CycleFairness> {
    let by_run = ratios.chunk_by(|a, b| a.run_id == b.run_id);
    let cycles = by_run.filter_map(|rows| {
        let first = rows.first()?;
        let workshops: Vec<WorkshopRatio> = rows.iter().map(workshop_ratio).collect();
        Some(CycleFairness {
            cycle_id: first.cycle_id,
            code: first.code.clone(),
            delivery_date: first.delivery_date,
            spread: RatioSpread::of(&workshops),
        })
    });
    cycles.collect()
}

fn workshop_ratio(row: &RunRatio) -> WorkshopRatio {
    let highest_lot = row.highest_lot_value.unwrap_or(Amount::ZERO);
    WorkshopRatio {
        ratio: rules::parse_micro(&row.ratio_after),
        level: rules::parse_micro(&row.target_ratio),
        could_make_more: row.bound_by == BoundBy::Level,
        // In millionths per share.
        highest_lot: allocation::value_of(rules::MILLION, row.weight, highest_lot).0,
    }
}
