//! Loads the input of the split that decides which workshops make less: the holders of open quotas, with the lots that
//! they hold as their capacity.

use std::collections::{BTreeMap, HashMap};

use entities::{
    allocation::{allocation_run, quota},
    values::{Amount, ProductId, WorkshopId},
};

use super::carried_value_ledger::{CarriedValueLedger, FreedUnits};
use crate::{
    allocation::{
        rules::{self, OfferCapacity, Participant, ProductDemand, QuotaLots, SplitInput},
        store::{carried_values, runs},
    },
    members,
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// Loads the input of the split of what is still demanded of these open quotas after `fewer` units of their products
/// are wanted. No workshop can receive more than it holds, and what it holds is not part of its carried value.
pub async fn load_reduction(
    tx: &UnitOfWork,
    main: &allocation_run::Model,
    open: &[quota::Model],
    fewer: &FreedUnits,
) -> Result<SplitInput> {
    let ledger = CarriedValueLedger::load(tx, main.cycle_id).await?;
    let mut held: BTreeMap<(WorkshopId, ProductId), i64> = BTreeMap::new();
    let mut units: HashMap<ProductId, i64> = HashMap::new();
    let mut values: BTreeMap<WorkshopId, Amount> = BTreeMap::new();
    for quota in open {
        *held.entry((quota.workshop_id, quota.product_id)).or_default() += quota.lots;
        *units.entry(quota.product_id).or_default() += quota.units;
        *values.entry(quota.workshop_id).or_default() += ledger.valued_units(quota).value();
    }
    let products = runs::list_products_of_run(tx, main).await?;
    let demand = products.into_iter().filter_map(|(row, product)| {
        let still = units.get(&row.product_id)? - fewer.get(&row.product_id)?;
        Some(ProductDemand {
            product_id: row.product_id,
            code: product.code,
            units: still.max(0),
            lot_size: row.lot_size,
            lot_value: row.lot_value,
        })
    });
    let mut demand: Vec<ProductDemand> = demand.collect();
    demand.sort_by(|a, b| a.code.cmp(&b.code));
    let offers = runs::list_run_offers(tx, main.id).await?;
    let min_batch: HashMap<(WorkshopId, ProductId), i64> = offers
        .iter()
        .filter_map(|offer| Some(((offer.workshop_id, offer.product_id), offer.min_batch_lots?)))
        .collect();
    let offers = held.iter().map(|(pair, lots)| OfferCapacity {
        workshop_id: pair.0,
        product_id: pair.1,
        capacity_lots: *lots,
        // An amended quota may be below the minimum batch already.
        min_batch_lots: min_batch.get(pair).map(|min_batch| (*min_batch).min(*lots)),
        blocked_by: None,
    });
    let previous = held.iter().map(|(pair, lots)| QuotaLots { workshop_id: pair.0, product_id: pair.1, lots: *lots });
    Ok(SplitInput {
        season: main.season_id,
        participants: load_holders(tx, main, &values).await?,
        offers: offers.collect(),
        pins: Vec::new(),
        previous: previous.collect(),
        demand,
    })
}

/// The workshops that hold quotas of this value, with their share in the main run and what they carry besides it.
async fn load_holders(
    tx: &UnitOfWork,
    main: &allocation_run::Model,
    values: &BTreeMap<WorkshopId, Amount>,
) -> Result<Vec<Participant>> {
    let ids: Vec<WorkshopId> = values.keys().copied().collect();
    let workshops = members::list_workshops_by_id(tx, &ids).await?;
    let weights = runs::list_weights(tx, &[main.id]).await?;
    let parts = match main.season_id {
        Some(season) => carried_values::sum_carried_parts(tx, season).await?,
        None => HashMap::new(),
    };
    let mut holders = Vec::with_capacity(values.len());
    for (workshop_id, value) in values {
        // A workshop that joined with a re-offer has no share in the main run and takes no part, so it keeps nothing.
        let Some(weight) = weights.get(&(main.id, *workshop_id)).copied() else { continue };
        let carried = rules::carried_value(weight, parts.get(workshop_id).into_iter().flatten().copied());
        let workshop = workshops.get(workshop_id).ok_or_else(|| Problem::missing_reference("workshop", workshop_id))?;
        holders.push(Participant {
            workshop_id: *workshop_id,
            code: workshop.code.clone(),
            weight,
            carried: (carried - i128::from(value.0) * rules::MILLION).max(0),
            limit: None,
        });
    }
    holders.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(holders)
}
