//! Loads the input of a split for a day of delivery: the workshops that take part with their shares and carried values,
//! and what each of them can make of the demanded products.

use std::collections::{HashMap, HashSet};

use entities::{
    cycles::cycle,
    members::workshop,
    values::{Amount, ProductId, WorkshopId},
};

use super::credit_newcomers::{Shareholder, credit_newcomers};
use crate::{
    allocation::{
        rules::{self, LimitedOffer, OfferCapacity, Participant, ProductDemand, ReofferContext, SplitInput},
        store::quotas,
    },
    catalogue::{self, OfferEligibility},
    members,
    platform::{counter, http::problem::Result, unit_of_work::UnitOfWork},
};

/// Lots of each workshop and product.
type LotsByPair = HashMap<(WorkshopId, ProductId), i64>;

/// Loads the input of a split of this demand, without pins and previous quotas.
///
/// Locks the production week until the end of the transaction, so that two splits do not use the same capacity.
#[tracing::instrument(name = "load_instance", level = "debug", skip_all)]
pub async fn load_instance(
    tx: &mut UnitOfWork,
    cycle: &cycle::Model,
    demand: Vec<ProductDemand>,
    context: ReofferContext,
) -> Result<SplitInput> {
    counter::hold(tx, &format!("split:{}", cycle.production_week)).await?;
    let date = cycle.delivery_date;
    let shares = members::list_share_weights(tx, date).await?;
    let workshops: Vec<workshop::Model> = members::list_workshops_on(tx, date)
        .await?
        .into_iter()
        .filter(|workshop| shares.contains_key(&workshop.id))
        .collect();
    let supply = load_supply(tx, cycle, &demand, &workshops, &context).await?;
    let used = quotas::sum_used_lots(tx, cycle.production_week).await?;
    let season = members::find_season(tx, date).await?;
    let shareholders: Vec<Shareholder> = workshops
        .iter()
        .map(|workshop| Shareholder {
            workshop_id: workshop.id,
            weight: shares.get(&workshop.id).copied().unwrap_or(1),
            joined_on: workshop.joined_on,
        })
        .collect();
    let carried = match &season {
        Some(season) => credit_newcomers(tx, season, cycle, &shareholders, &supply).await?,
        None => HashMap::new(),
    };
    let limits = match context.limits {
        Some(limits) => limits,
        None => overall_limits(&demand, &supply, &used),
    };
    let participants = workshops.into_iter().zip(shareholders).map(|(workshop, shareholder)| Participant {
        workshop_id: workshop.id,
        code: workshop.code,
        weight: shareholder.weight,
        carried: carried.get(&workshop.id).copied().unwrap_or(0),
        limit: limits.get(&workshop.id).copied(),
    });
    // A re-offer uses the lot sizes of the first split, even where a product's lot size has changed since.
    let lot_sizes: HashMap<ProductId, i64> = demand.iter().map(|row| (row.product_id, row.lot_size)).collect();
    Ok(SplitInput {
        season: season.map(|season| season.id),
        participants: participants.collect(),
        offers: supply.iter().map(|supply| offer_capacity(supply, &lot_sizes, &used, &context.held)).collect(),
        demand,
        pins: Vec::new(),
        previous: Vec::new(),
    })
}

/// The offers of these workshops for the demanded products, except those that a workshop gave up in this cycle.
async fn load_supply(
    tx: &UnitOfWork,
    cycle: &cycle::Model,
    demand: &[ProductDemand],
    workshops: &[workshop::Model],
    context: &ReofferContext,
) -> Result<Vec<OfferEligibility>> {
    let products: Vec<ProductId> = demand.iter().map(|row| row.product_id).collect();
    if products.is_empty() {
        // The query would return the offers of all products.
        return Ok(Vec::new());
    }
    let mut supply = catalogue::list_offer_eligibility(tx, cycle.delivery_date, &products).await?;
    let taking_part: HashSet<WorkshopId> = workshops.iter().map(|workshop| workshop.id).collect();
    supply.retain(|supply| {
        let pair = (supply.offer.workshop_id, supply.offer.product_id);
        taking_part.contains(&pair.0) && !context.refused.contains(&pair)
    });
    Ok(supply)
}

fn offer_capacity(
    supply: &OfferEligibility,
    lot_sizes: &HashMap<ProductId, i64>,
    used: &LotsByPair,
    held: &LotsByPair,
) -> OfferCapacity {
    let pair = (supply.offer.workshop_id, supply.offer.product_id);
    let lot_size = lot_sizes.get(&pair.1).copied().unwrap_or(supply.lot_size).max(1);
    let left = supply.offer.capacity_per_week / lot_size - used.get(&pair).copied().unwrap_or(0);
    let min_batch = supply.offer.min_batch.map(|units| rules::lots_of(units, lot_size));
    OfferCapacity {
        workshop_id: pair.0,
        product_id: pair.1,
        capacity_lots: left.max(0),
        min_batch_lots: min_batch.map(|lots| (lots - held.get(&pair).copied().unwrap_or(0)).max(0)),
        blocked_by: supply.blocked_by,
    }
}

/// The offers of a workshop that has an overall limit, and the value that the week's quotas use of them.
#[derive(Default)]
struct LimitedWorkshop {
    limit_bps: i32,
    offers: Vec<LimitedOffer>,
    used: Amount,
}

/// The overall limits in money: a part of the value of all of a workshop's offers for demanded products, less what the
/// other cycles of the week use of them.
fn overall_limits(
    demand: &[ProductDemand],
    supply: &[OfferEligibility],
    used: &LotsByPair,
) -> HashMap<WorkshopId, Amount> {
    let demand: HashMap<ProductId, &ProductDemand> = demand.iter().map(|row| (row.product_id, row)).collect();
    let mut workshops: HashMap<WorkshopId, LimitedWorkshop> = HashMap::new();
    for supply in supply.iter().filter(|supply| supply.blocked_by.is_none()) {
        let pair = (supply.offer.workshop_id, supply.offer.product_id);
        let (Some(limit_bps), Some(demand)) = (supply.workshop_limit_bps, demand.get(&pair.1)) else { continue };
        let ProductDemand { lot_size, lot_value, .. } = **demand;
        let workshop =
            workshops.entry(pair.0).or_insert_with(|| LimitedWorkshop { limit_bps, ..LimitedWorkshop::default() });
        workshop.offers.push(LimitedOffer { capacity: supply.offer.capacity_per_week, lot_size, lot_value });
        workshop.used += Amount(used.get(&pair).copied().unwrap_or(0).saturating_mul(lot_value.0));
    }
    let limit = |workshop: LimitedWorkshop| rules::limit_value(workshop.limit_bps, &workshop.offers, workshop.used);
    workshops.into_iter().map(|(id, workshop)| (id, limit(workshop))).collect()
}
