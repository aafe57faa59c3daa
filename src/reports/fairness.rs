//! Fairness over a season: what each workshop agreed to beside what it received, and how even the group stood cycle by
//! cycle.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use entities::{
    members::season,
    values::{Amount, BoundBy, CycleId, QuotaChangeCause, RunId, SeasonId, WorkshopId},
};

use super::{
    rules::{self, Given, Movement, Spread, Stood},
    store,
};
use crate::{
    members,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// A workshop's season.
#[derive(Clone, Debug)]
pub struct WorkshopSeason {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its name in the season's newest published run; none where it took no part in that.
    pub pseudonym: Option<i32>,
    /// Its share, as a weight.
    pub weight: i64,
    /// Its share of the group's, in millionths.
    pub agreed: i64,
    /// What it was given.
    pub given: Given,
    /// Its part of all that was received, in millionths.
    pub received: i64,
}

/// A cycle of the season.
#[derive(Clone, Debug)]
pub struct CycleSpread {
    /// The cycle.
    pub cycle_id: CycleId,
    /// Its code.
    pub code: String,
    /// Its day of delivery.
    pub delivery_date: NaiveDate,
    /// How far apart the group stood.
    pub spread: Spread,
}

/// A season's fairness.
#[derive(Clone, Debug)]
pub struct Fairness {
    /// The season.
    pub season: season::Model,
    /// Its workshops, by code.
    pub workshops: Vec<WorkshopSeason>,
    /// Its published cycles, by day of delivery.
    pub cycles: Vec<CycleSpread>,
}

/// What the queries say of one workshop.
#[derive(Default)]
struct Facts {
    movements: Vec<Movement>,
    gone: Vec<(QuotaChangeCause, Amount)>,
    short: Amount,
}

/// The fairness of a season; of the one that today lies in, else of the newest, where none is named.
pub async fn fairness(tx: &UnitOfWork, id: Option<SeasonId>) -> Result<Fairness> {
    let season = match id {
        Some(id) => store::season(tx, id).await?,
        None => match members::find_season(tx, tx.today()).await? {
            Some(season) => season,
            None => store::newest_season(tx).await?,
        },
    };
    let rows = store::runs(tx, season.id).await?;
    let facts = facts(tx, season.id).await?;
    // Shares as they are today, or as they were when the season ended.
    let day = tx.today().min(season.ends_on).max(season.starts_on);
    let shares = members::list_share_weights(tx, day).await?;
    let taking_part: Vec<WorkshopId> =
        members::list_workshops_on(tx, day).await?.into_iter().map(|workshop| workshop.id).collect();
    let mut ids: Vec<WorkshopId> = taking_part.iter().filter(|id| shares.contains_key(id)).copied().collect();
    ids.extend(facts.keys().copied());
    ids.sort_unstable();
    ids.dedup();
    let workshops = workshops(tx, &ids, &shares, &facts, &newest_names(&rows)).await?;
    Ok(Fairness { season, workshops, cycles: cycles(&rows) })
}

async fn facts(tx: &UnitOfWork, season: SeasonId) -> Result<BTreeMap<WorkshopId, Facts>> {
    let mut facts: BTreeMap<WorkshopId, Facts> = BTreeMap::new();
    for row in store::moved(tx, season).await? {
        facts.entry(row.workshop_id).or_default().movements.push((row.kind, row.weight, row.amount));
    }
    for row in store::gone(tx, season).await? {
        facts.entry(row.workshop_id).or_default().gone.push((row.cause, row.value));
    }
    for row in store::short(tx, season).await? {
        let value = rules::value_of(row.units, row.lot_size, row.lot_value);
        facts.entry(row.workshop_id).or_default().short += value;
    }
    Ok(facts)
}

async fn workshops(
    tx: &UnitOfWork,
    ids: &[WorkshopId],
    shares: &HashMap<WorkshopId, i64>,
    facts: &BTreeMap<WorkshopId, Facts>,
    names: &HashMap<WorkshopId, i32>,
) -> Result<Vec<WorkshopSeason>> {
    let known = members::list_workshops_by_id(tx, ids).await?;
    let weight = |id: &WorkshopId| shares.get(id).copied().unwrap_or(0);
    let group: i64 = ids.iter().map(weight).sum();
    let none = Facts::default();
    let given: Vec<(WorkshopId, Given)> = ids
        .iter()
        .map(|id| {
            let facts = facts.get(id).unwrap_or(&none);
            (*id, Given::of(weight(id).max(1), &facts.movements, &facts.gone, facts.short))
        })
        .collect();
    let received: i64 = given.iter().map(|(_, given)| given.received.0).sum();
    let workshops = given.into_iter().filter_map(|(id, given)| {
        let workshop = known.get(&id)?;
        Some(WorkshopSeason {
            workshop_id: id,
            code: workshop.code.clone(),
            name: workshop.name.clone(),
            pseudonym: names.get(&id).copied(),
            weight: weight(&id),
            agreed: rules::part(weight(&id), group),
            received: rules::part(given.received.0, received),
            given,
        })
    });
    let mut workshops: Vec<WorkshopSeason> = workshops.collect();
    workshops.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(workshops)
}

/// The names that the season's newest published run gave to its workshops.
fn newest_names(rows: &[store::RunRow]) -> HashMap<WorkshopId, i32> {
    let newest: Option<RunId> = rows.last().map(|row| row.run_id);
    rows.iter().filter(|row| Some(row.run_id) == newest).map(|row| (row.workshop_id, row.pseudonym)).collect()
}

fn cycles(rows: &[store::RunRow]) -> Vec<CycleSpread> {
    let by_run = rows.chunk_by(|a, b| a.run_id == b.run_id);
    let cycles = by_run.filter_map(|rows| {
        let first = rows.first()?;
        let stood: Vec<Stood> = rows.iter().map(stood).collect();
        Some(CycleSpread {
            cycle_id: first.cycle_id,
            code: first.code.clone(),
            delivery_date: first.delivery_date,
            spread: Spread::of(&stood),
        })
    });
    cycles.collect()
}

fn stood(row: &store::RunRow) -> Stood {
    Stood {
        ratio: rules::micro(&row.ratio_after),
        level: rules::micro(&row.target_ratio),
        free: row.bound_by == BoundBy::Level,
        lot: rules::value_of(rules::MILLION, row.weight, row.dearest.unwrap_or(Amount::ZERO)).0,
    }
}
