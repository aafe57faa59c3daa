//! Offers units that became free to the other workshops, by the same split. What no workshop can make is recorded as a
//! shortage.

use std::collections::{HashMap, HashSet};

use entities::{
    allocation::{allocation_run, quota},
    cycles::cycle,
    values::{Amount, ProductId, QuotaChangeCause, ShortageCause, WorkshopId},
};

use super::{
    carried_value_ledger::FreedUnits,
    load_instance::load_instance,
    publish_quotas::{load_deadline, publish_run},
    split::{self, RunNumber},
};
use crate::{
    allocation::{
        rules::{ProductDemand, ReofferContext},
        store::{quota_changes, quotas, runs},
    },
    orders,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Re-offers freed units of a cycle, which the caller has locked, as a run of its own with published quotas. `cause` is
/// that of the shortage, where some units remain.
pub async fn reoffer(tx: &mut UnitOfWork, cycle: &cycle::Model, freed: FreedUnits, cause: ShortageCause) -> Result<()> {
    let Some(main) = runs::find_main_run(tx, cycle.id).await? else { return Ok(()) };
    let demand = load_demand(tx, &main, &freed).await?;
    if demand.is_empty() {
        return Ok(());
    }
    let quotas = quotas::list_cycle_quotas(tx, cycle.id).await?;
    let context = ReofferContext {
        refused: list_refused(tx, cycle).await?,
        held: held_lots(&quotas),
        limits: Some(remaining_limits(tx, &main, &quotas).await?),
    };
    let mut input = load_instance(tx, cycle, demand, context).await?;
    let offering: HashSet<WorkshopId> = input.offers.iter().map(|offer| offer.workshop_id).collect();
    input.participants.retain(|participant| offering.contains(&participant.workshop_id));
    let number = RunNumber::next(tx, cycle.id).await?;
    let result = split::split(tx, cycle, input, number).await?;
    let respond_by = load_deadline(tx, cycle).await?.reoffer();
    publish_run(tx, &result.run, &result.quotas, respond_by).await?;
    for unmet in result.unmet {
        let key = format!("run:{}", result.run.id);
        orders::record_shortage(tx, cycle.id, unmet.product_id, unmet.units, cause, key).await?;
    }
    Ok(())
}

/// The freed units at the lot sizes and values of the main run.
async fn load_demand(tx: &UnitOfWork, main: &allocation_run::Model, freed: &FreedUnits) -> Result<Vec<ProductDemand>> {
    if freed.values().all(|units| *units <= 0) {
        return Ok(Vec::new());
    }
    let products = runs::list_products_of_run(tx, main).await?;
    let demand = products.into_iter().filter_map(|(row, product)| {
        let units = freed.get(&row.product_id).copied().filter(|units| *units > 0)?;
        Some(ProductDemand {
            product_id: row.product_id,
            code: product.code,
            units,
            lot_size: row.lot_size,
            lot_value: row.lot_value,
        })
    });
    let mut demand: Vec<ProductDemand> = demand.collect();
    demand.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(demand)
}

/// The workshops that gave up a product in this cycle.
async fn list_refused(tx: &UnitOfWork, cycle: &cycle::Model) -> Result<HashSet<(WorkshopId, ProductId)>> {
    let gave_up = [QuotaChangeCause::Amended, QuotaChangeCause::Declined, QuotaChangeCause::Expired];
    let changes = quota_changes::list_cycle_changes(tx, cycle.id).await?;
    let refused = changes.iter().filter(|change| gave_up.contains(&change.cause));
    Ok(refused.map(|change| (change.workshop_id, change.product_id)).collect())
}

fn held_lots(quotas: &[quota::Model]) -> HashMap<(WorkshopId, ProductId), i64> {
    let mut held = HashMap::new();
    for quota in quotas.iter().filter(|quota| quotas::USING_CAPACITY.contains(&quota.state)) {
        *held.entry((quota.workshop_id, quota.product_id)).or_insert(0) += quota.lots;
    }
    held
}

/// What the quotas of the cycle leave of the overall limits of its main run.
async fn remaining_limits(
    tx: &UnitOfWork,
    main: &allocation_run::Model,
    quotas: &[quota::Model],
) -> Result<HashMap<WorkshopId, Amount>> {
    let workshops = runs::list_run_workshops(tx, main.id).await?;
    let mut limits: HashMap<WorkshopId, Amount> =
        workshops.into_iter().filter_map(|workshop| Some((workshop.workshop_id, workshop.limit_value?))).collect();
    for quota in quotas.iter().filter(|quota| quotas::USING_CAPACITY.contains(&quota.state)) {
        if let Some(limit) = limits.get_mut(&quota.workshop_id) {
            *limit = (*limit - Amount(quota.lots.saturating_mul(quota.lot_value.0))).max(Amount::ZERO);
        }
    }
    Ok(limits)
}
