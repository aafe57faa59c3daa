//! What became free is offered again at once, by the same rule, to those who can and have not given it up; what
//! nobody can make is a shortage that the buyers hear of now.

use std::collections::{HashMap, HashSet};

use entities::{
    allocation::{allocation_run, quota},
    cycles::cycle,
    values::{Amount, ProductId, QuotaChangeCause, ShortageCause, WorkshopId},
};

use super::{
    gather::{self, Again, Wanted},
    moves::Freed,
    publish, split,
};
use crate::{
    allocation::store,
    catalogue, orders,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Offers freed units again, as a run of its own with its own quotas. The caller holds the cycle's lock.
pub async fn reoffer(tx: &mut UnitOfWork, cycle: &cycle::Model, freed: Freed, cause: ShortageCause) -> Result<()> {
    let Some(main) = store::runs::main(tx, cycle.id).await? else { return Ok(()) };
    let wanted = wanted(tx, &main, &freed).await?;
    if wanted.is_empty() {
        return Ok(());
    }
    let quotas = store::quotas::of_cycle(tx, cycle.id).await?;
    let again = Again {
        refused: refused(tx, cycle).await?,
        held: held(&quotas),
        limits: Some(limits(tx, &main, &quotas).await?),
    };
    let mut gathered = gather::gather(tx, cycle, wanted, again).await?;
    let able: HashSet<WorkshopId> = gathered.offers.iter().map(|offer| offer.workshop_id).collect();
    gathered.workshops.retain(|workshop| able.contains(&workshop.workshop_id));
    let number = store::runs::newest_number(tx, cycle.id).await? + 1;
    let round = store::runs::rounds(tx, cycle.id).await? + 1;
    let made = split::split(tx, cycle, gathered, number, round).await?;
    let respond_by = publish::deadline(tx, cycle).await?.again();
    publish::put_out(tx, &made.run, &made.quotas, respond_by).await?;
    for (product, units) in made.unmet {
        let key = format!("run:{}", made.run.id);
        orders::record_shortage(tx, cycle.id, product, units, cause, key).await?;
    }
    Ok(())
}

/// The freed units at the lots and values that were frozen with the cycle's run.
async fn wanted(tx: &UnitOfWork, main: &allocation_run::Model, freed: &Freed) -> Result<Vec<Wanted>> {
    let ids: Vec<ProductId> = freed.iter().filter(|(_, units)| **units > 0).map(|(id, _)| *id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let codes = catalogue::products(tx, &ids).await?;
    let products = store::runs::products(tx, main.id).await?;
    let wanted = products.into_iter().filter_map(|frozen| {
        let units = freed.get(&frozen.product_id).copied().filter(|units| *units > 0)?;
        Some(Wanted {
            product_id: frozen.product_id,
            code: codes.get(&frozen.product_id)?.code.clone(),
            units,
            lot_size: frozen.lot_size,
            lot_value: frozen.lot_value,
        })
    });
    let mut wanted: Vec<Wanted> = wanted.collect();
    wanted.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(wanted)
}

/// Who gave a product up in this cycle: they are not asked again.
async fn refused(tx: &UnitOfWork, cycle: &cycle::Model) -> Result<HashSet<(WorkshopId, ProductId)>> {
    let gave_up = [QuotaChangeCause::Amended, QuotaChangeCause::Declined, QuotaChangeCause::Expired];
    let rows = store::changes::of_cycle(tx, cycle.id).await?;
    Ok(rows.iter().filter(|row| gave_up.contains(&row.cause)).map(|row| (row.workshop_id, row.product_id)).collect())
}

fn held(quotas: &[quota::Model]) -> HashMap<(WorkshopId, ProductId), i64> {
    let mut held = HashMap::new();
    for quota in quotas.iter().filter(|quota| store::quotas::TAKING.contains(&quota.state)) {
        *held.entry((quota.workshop_id, quota.product_id)).or_insert(0) += quota.lots;
    }
    held
}

/// What the cycle's quotas leave of the limits that its run was given.
async fn limits(
    tx: &UnitOfWork,
    main: &allocation_run::Model,
    quotas: &[quota::Model],
) -> Result<HashMap<WorkshopId, Amount>> {
    let workshops = store::runs::workshops(tx, main.id).await?;
    let mut left: HashMap<WorkshopId, Amount> =
        workshops.into_iter().filter_map(|workshop| Some((workshop.workshop_id, workshop.limit_value?))).collect();
    for quota in quotas.iter().filter(|quota| store::quotas::TAKING.contains(&quota.state)) {
        if let Some(limit) = left.get_mut(&quota.workshop_id) {
            *limit = (*limit - Amount(quota.lots.saturating_mul(quota.lot_value.0))).max(Amount::ZERO);
        }
    }
    Ok(left)
}
