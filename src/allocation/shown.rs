//! What the screens of allocation show: quotas with the names that people know, the board of a cycle, two runs
//! compared, and where a member stands in the group.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use entities::{
    allocation::{allocation_run, quota, run_unit},
    catalogue::product,
    members::production_unit,
    values::{CycleId, ProductId, RunId, UnitId},
};

use super::{
    api::wire::{
        AllocationBoard, AllocationRun, AllocationRunDetail, CycleQuotas, GroupMember, OwnStanding, PseudonymousLots,
        PublishedInstance, Quota, QuotaChange, RunComparison, RunProduct, RunUnit, UnitChange,
    },
    laws, store,
};
use crate::{
    allocation::actions::under_pseudonyms,
    catalogue, cycles, members,
    platform::{
        http::{
            paging::Page,
            problem::{Answer, Problem},
        },
        work::Work,
    },
};

/// Quotas with their names.
pub async fn quotas(work: &Work, rows: Vec<quota::Model>) -> Answer<Vec<Quota>> {
    let units: Vec<UnitId> = distinct(rows.iter().map(|q| q.unit_id));
    let products: Vec<ProductId> = distinct(rows.iter().map(|q| q.product_id));
    let runs: Vec<RunId> = distinct(rows.iter().map(|q| q.run_id));
    let units = members::units(work, &units).await?;
    let products = catalogue::products(work, &products).await?;
    let sizes = store::runs::lot_sizes(work, &runs).await?;
    let shown = rows.into_iter().filter_map(|row| {
        let (unit, product) = (units.get(&row.unit_id)?, products.get(&row.product_id)?);
        let lot_size = sizes.get(&(row.run_id, row.product_id)).copied().unwrap_or(product.lot_size);
        Some(named(work, row, unit, product, lot_size))
    });
    Ok(shown.collect())
}

fn named(
    work: &Work,
    row: quota::Model,
    unit: &production_unit::Model,
    product: &product::Model,
    lot_size: i64,
) -> Quota {
    Quota {
        id: row.id,
        cycle_id: row.cycle_id,
        unit_id: row.unit_id,
        unit_code: unit.code.clone(),
        unit_name: unit.name.clone(),
        product_id: row.product_id,
        product_code: product.code.clone(),
        product_name_es: product.name_es.clone(),
        product_name_en: product.name_en.clone(),
        round: row.round,
        offered_lots: row.offered_lots,
        lots: row.lots,
        lot_size,
        units: row.units,
        lot_value: row.lot_value.of(work.currency()),
        value: laws::value_of(row.units, lot_size, row.lot_value).of(work.currency()),
        state: row.state,
        respond_by: row.respond_by,
        published_at: row.published_at,
        answered_at: row.answered_at,
        reason: row.reason,
        frozen_at: row.frozen_at,
        fulfilled_at: row.fulfilled_at,
        accepted_units: row.accepted_units,
        version: row.version,
    }
}

/// One quota with its names.
pub async fn one(work: &Work, row: quota::Model) -> Answer<Quota> {
    quotas(work, vec![row]).await?.pop().ok_or_else(|| Problem::not_found("quota"))
}

/// How the demand of a cycle stands with the units.
pub async fn board(work: &Work, cycle_id: CycleId) -> Answer<AllocationBoard> {
    let cycle = cycles::cycle(work, cycle_id).await?;
    let runs = store::runs::of_cycle(work, cycle_id).await?;
    let main = runs.iter().rev().find(|run| run.round == 1);
    let rows = store::quotas::of_cycle(work, cycle_id).await?;
    let (products, units) = match main {
        Some(run) => (products(work, run.id, &rows).await?, units(work, run.id).await?),
        None => (Vec::new(), Vec::new()),
    };
    Ok(AllocationBoard {
        cycle_id,
        cycle_code: cycle.code,
        delivery_date: cycle.delivery_date,
        cycle_state: cycle.state,
        run: main.map(AllocationRun::from),
        runs: runs.iter().map(AllocationRun::from).collect(),
        products,
        units,
        quotas: quotas(work, rows).await?,
        pins: store::pins::live(work, cycle_id).await?.into_iter().map(Into::into).collect(),
    })
}

/// One run with what it gave, whatever became of it.
pub async fn run_detail(work: &Work, run: &allocation_run::Model) -> Answer<AllocationRunDetail> {
    let rows = store::quotas::of_run(work, run.id).await?;
    Ok(AllocationRunDetail {
        run: run.into(),
        products: products(work, run.id, &rows).await?,
        units: units(work, run.id).await?,
        quotas: quotas(work, rows).await?,
    })
}

async fn products(work: &Work, run: RunId, quotas: &[quota::Model]) -> Answer<Vec<RunProduct>> {
    let mut standing: HashMap<ProductId, i64> = HashMap::new();
    for quota in quotas.iter().filter(|q| store::quotas::TAKING.contains(&q.state)) {
        *standing.entry(quota.product_id).or_default() += quota.units;
    }
    let rows = store::runs::products(work, run).await?;
    let ids: Vec<ProductId> = rows.iter().map(|row| row.product_id).collect();
    let names = catalogue::products(work, &ids).await?;
    let mut shown: Vec<RunProduct> = rows
        .into_iter()
        .filter_map(|row| {
            let product = names.get(&row.product_id)?;
            Some(RunProduct {
                product_id: row.product_id,
                code: product.code.clone(),
                name_es: product.name_es.clone(),
                name_en: product.name_en.clone(),
                units: row.units,
                lot_size: row.lot_size,
                lots: row.lots,
                lot_value: row.lot_value.of(work.currency()),
                unmet_lots: row.unmet_lots,
                unmet_reason: row.unmet_reason,
                open_units: row.units - standing.get(&row.product_id).copied().unwrap_or(0),
            })
        })
        .collect();
    shown.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(shown)
}

async fn units(work: &Work, run: RunId) -> Answer<Vec<RunUnit>> {
    let rows = store::runs::units(work, run).await?;
    let ids: Vec<UnitId> = rows.iter().map(|row| row.unit_id).collect();
    let names = members::units(work, &ids).await?;
    let mut shown: Vec<RunUnit> = rows
        .into_iter()
        .filter_map(|row| {
            let unit = names.get(&row.unit_id)?;
            Some(RunUnit {
                unit_id: row.unit_id,
                code: unit.code.clone(),
                name: unit.name.clone(),
                pseudonym: pseudonym(&row),
                weight: row.weight,
                carried: row.carried.of(work.currency()),
                limit: row.limit_value.map(|limit| limit.of(work.currency())),
                ratio_before: ratio(&row.ratio_before),
                ratio_after: ratio(&row.ratio_after),
                target_ratio: ratio(&row.target_ratio),
                bound_by: row.bound_by,
            })
        })
        .collect();
    shown.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(shown)
}

fn pseudonym(row: &run_unit::Model) -> String {
    format!("U{}", row.pseudonym)
}

/// A stored ratio; it was written by us from a number.
fn ratio(written: &str) -> f64 {
    written.parse().unwrap_or(0.0)
}

/// What differs between two runs of a cycle.
pub async fn comparison(work: &Work, cycle: CycleId, before: i32, after: i32) -> Answer<RunComparison> {
    let before = store::runs::by_number(work, cycle, before).await?;
    let after = store::runs::by_number(work, cycle, after).await?;
    let mut lots: BTreeMap<(UnitId, ProductId), (i64, i64)> = BTreeMap::new();
    for quota in store::quotas::of_run(work, before.id).await? {
        lots.entry((quota.unit_id, quota.product_id)).or_default().0 = quota.offered_lots;
    }
    for quota in store::quotas::of_run(work, after.id).await? {
        lots.entry((quota.unit_id, quota.product_id)).or_default().1 = quota.offered_lots;
    }
    let mut ratios: BTreeMap<UnitId, (f64, f64)> = BTreeMap::new();
    for unit in store::runs::units(work, before.id).await? {
        ratios.entry(unit.unit_id).or_default().0 = ratio(&unit.ratio_after);
    }
    for unit in store::runs::units(work, after.id).await? {
        ratios.entry(unit.unit_id).or_default().1 = ratio(&unit.ratio_after);
    }
    let quotas = lots.into_iter().filter(|(_, (before, after))| before != after);
    let units = ratios.into_iter().filter(|(_, (before, after))| (before - after).abs() > f64::EPSILON);
    Ok(RunComparison {
        before: (&before).into(),
        after: (&after).into(),
        quotas: quotas
            .map(|((unit_id, product_id), (lots_before, lots_after))| QuotaChange {
                unit_id,
                product_id,
                lots_before,
                lots_after,
            })
            .collect(),
        units: units
            .map(|(unit_id, (ratio_before, ratio_after))| UnitChange { unit_id, ratio_before, ratio_after })
            .collect(),
    })
}

/// The cycles in which these units were given quotas, newest first.
pub async fn own_cycles(work: &Work, units: &[UnitId], page: &Page) -> Answer<Vec<CycleQuotas>> {
    let ids = store::shown::cycles_of(work, units, page.key()?, page.fetch()).await?;
    let found = cycles::cycles(work, &ids).await?;
    let mut by_cycle = store::shown::quotas_of(work, units, &ids).await?;
    let mut shown = Vec::with_capacity(ids.len());
    for id in ids {
        let Some(cycle) = found.get(&id) else { continue };
        shown.push(CycleQuotas {
            cycle_id: id,
            cycle_code: cycle.code.clone(),
            delivery_date: cycle.delivery_date,
            cycle_state: cycle.state,
            quotas: quotas(work, by_cycle.remove(&id).unwrap_or_default()).await?,
        });
    }
    Ok(shown)
}

/// Where these units stand in the published run of a cycle; of the newest cycle where none is named.
pub async fn standing(work: &Work, own: &[UnitId], cycle: Option<CycleId>) -> Answer<OwnStanding> {
    let cycle_id = match cycle {
        Some(cycle) => cycle,
        None => store::shown::cycles_of(work, own, None, 1).await?.pop().ok_or_else(nowhere)?,
    };
    let cycle = cycles::cycle(work, cycle_id).await?;
    let run = store::runs::main(work, cycle_id).await?.filter(|run| run.published_at.is_some()).ok_or_else(nowhere)?;
    let rows = store::runs::units(work, run.id).await?;
    let mine: HashSet<UnitId> = own.iter().copied().collect();
    if !rows.iter().any(|row| mine.contains(&row.unit_id)) {
        return Err(nowhere());
    }
    let group = rows.iter().map(|row| GroupMember {
        pseudonym: pseudonym(row),
        own: mine.contains(&row.unit_id),
        ratio_before: ratio(&row.ratio_before),
        ratio_after: ratio(&row.ratio_after),
        target_ratio: ratio(&row.target_ratio),
        bound_by: row.bound_by,
    });
    let mut units = units(work, run.id).await?;
    units.retain(|unit| mine.contains(&unit.unit_id));
    Ok(OwnStanding {
        group: group.collect(),
        published: published(work, &run, &rows).await?,
        units,
        run: (&run).into(),
        cycle_id,
        cycle_code: cycle.code,
        delivery_date: cycle.delivery_date,
    })
}

/// The run's whole instance under pseudonyms, where the assembly's decision of that day publishes it.
async fn published(
    work: &Work,
    run: &allocation_run::Model,
    rows: &[run_unit::Model],
) -> Answer<Option<PublishedInstance>> {
    let day = run.created_at.with_timezone(&work.zone()).date_naive();
    if !members::settings_on(work, day).await?.publish_instance {
        return Ok(None);
    }
    let ids: Vec<UnitId> = rows.iter().map(|row| row.unit_id).collect();
    let units = members::units(work, &ids).await?;
    let names: HashMap<String, String> =
        rows.iter().filter_map(|row| Some((units.get(&row.unit_id)?.code.clone(), pseudonym(row)))).collect();
    let by_unit: HashMap<UnitId, String> = rows.iter().map(|row| (row.unit_id, pseudonym(row))).collect();
    let given = store::quotas::of_run(work, run.id).await?;
    let products: Vec<ProductId> = distinct(given.iter().map(|q| q.product_id));
    let products = catalogue::products(work, &products).await?;
    let assignments = given.iter().filter_map(|quota| {
        let (member, product) = (by_unit.get(&quota.unit_id)?, products.get(&quota.product_id)?);
        Some(PseudonymousLots { member: member.clone(), product: product.code.clone(), lots: quota.offered_lots })
    });
    let mut assignments: Vec<PseudonymousLots> = assignments.collect();
    // The stored order follows the codes and would tell the names.
    assignments.sort_by(|a, b| (&a.member, &a.product).cmp(&(&b.member, &b.product)));
    Ok(Some(PublishedInstance {
        instance: poem_openapi::types::Any(under_pseudonyms(&run.instance, &names)),
        assignments,
    }))
}

fn nowhere() -> Problem {
    Problem::not_found("published allocation run of yours")
}

fn distinct<T: Ord>(ids: impl Iterator<Item = T>) -> Vec<T> {
    ids.collect::<BTreeSet<T>>().into_iter().collect()
}
