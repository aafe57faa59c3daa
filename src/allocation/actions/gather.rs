//! Everything that one split is asked, read for the day of delivery: who takes part with which share and carried
//! value, who can make how much of what is wanted, and what forbids it.

use std::collections::{HashMap, HashSet};

use entities::{
    cycles::cycle,
    members::workshop,
    values::{Amount, BoundBy, ProductId, SeasonId, WorkshopId},
};

use super::credit::{self, Member};
use crate::{
    allocation::{
        rules::{self, Asked},
        store,
    },
    catalogue::{self, OfferSupply},
    members,
    platform::{counter, http::problem::Result, unit_of_work::UnitOfWork},
};

/// A product to be split.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The product.
    pub product_id: ProductId,
    /// Its stable code.
    pub code: String,
    /// Units.
    pub units: i64,
    /// Units per lot.
    pub lot_size: i64,
    /// Value of a lot.
    pub lot_value: Amount,
}

impl Wanted {
    /// The same in lots, the last one perhaps in part.
    pub fn lots(&self) -> i64 {
        rules::lots_of(self.units, self.lot_size)
    }
}

/// A workshop that takes part.
#[derive(Clone, Debug)]
pub struct Participant {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// Its stable code.
    pub code: String,
    /// Its share.
    pub weight: i64,
    /// What it carries, in millionths of a minor unit.
    pub carried: i128,
    /// Its overall limit.
    pub limit: Option<Amount>,
}

/// What a workshop can make of a product, or why not.
#[derive(Clone, Debug)]
pub struct Able {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// The product.
    pub product_id: ProductId,
    /// Lots left of its production week.
    pub capacity_lots: i64,
    /// None, or at least so many.
    pub min_batch_lots: Option<i64>,
    /// Certificate, authorisation, harvest or pause.
    pub blocked_by: Option<BoundBy>,
}

/// Lots of a product at a workshop.
pub type Row = (WorkshopId, ProductId, i64);

/// All that one split is asked.
pub struct Gathered {
    /// The season that is balanced; none between two of them.
    pub season: Option<SeasonId>,
    /// What is wanted, by product.
    pub wanted: Vec<Wanted>,
    /// Who takes part, by code.
    pub workshops: Vec<Participant>,
    /// Who can make what.
    pub offers: Vec<Able>,
    /// Fixed by staff.
    pub pins: Vec<Row>,
    /// The run before.
    pub previous: Vec<Row>,
}

/// What holds where something is offered again; nothing of it for a first split.
#[derive(Default)]
pub struct Again {
    /// Who had the product and does not want more of it.
    pub refused: HashSet<(WorkshopId, ProductId)>,
    /// Lots that a workshop makes of a product in this cycle already.
    pub held: HashMap<(WorkshopId, ProductId), i64>,
    /// What is left of overall limits.
    pub limits: Option<HashMap<WorkshopId, Amount>>,
}

/// Reads all that a split of `wanted` is asked. No other split of the same production week runs meanwhile.
#[tracing::instrument(name = "gather", level = "debug", skip_all)]
pub async fn gather(tx: &mut UnitOfWork, cycle: &cycle::Model, wanted: Vec<Wanted>, again: Again) -> Result<Gathered> {
    counter::hold(tx, &format!("split:{}", cycle.production_week)).await?;
    let date = cycle.delivery_date;
    let ids: Vec<ProductId> = wanted.iter().map(|w| w.product_id).collect();
    // No products would mean all of them.
    let mut supply = if ids.is_empty() { Vec::new() } else { catalogue::may_supply(tx, date, &ids).await? };
    let shares = members::shares_on(tx, date).await?;
    let workshops: Vec<workshop::Model> = members::workshops_on(tx, date)
        .await?
        .into_iter()
        .filter(|workshop| shares.contains_key(&workshop.id))
        .collect();
    let known: HashSet<WorkshopId> = workshops.iter().map(|workshop| workshop.id).collect();
    supply.retain(|s| {
        let pair = (s.offer.workshop_id, s.offer.product_id);
        known.contains(&pair.0) && !again.refused.contains(&pair)
    });
    let taken = store::quotas::taken(tx, cycle.production_week).await?;
    let season = members::season_on(tx, date).await?;
    let members: Vec<Member> = workshops
        .iter()
        .map(|workshop| Member {
            workshop_id: workshop.id,
            weight: shares.get(&workshop.id).copied().unwrap_or(1),
            joined_on: workshop.joined_on,
        })
        .collect();
    let carried = match &season {
        Some(season) => credit::carried(tx, season, cycle, &members, &supply).await?,
        None => HashMap::new(),
    };
    let limits = match again.limits {
        Some(limits) => limits,
        None => limits_of(&wanted, &supply, &taken),
    };
    // The lot of the first split holds, even where the product's lot was changed since.
    let lot_sizes: HashMap<ProductId, i64> = wanted.iter().map(|w| (w.product_id, w.lot_size)).collect();
    let participants = workshops.into_iter().zip(members).map(|(workshop, member)| Participant {
        workshop_id: workshop.id,
        code: workshop.code,
        weight: member.weight,
        carried: carried.get(&workshop.id).copied().unwrap_or(0),
        limit: limits.get(&workshop.id).copied(),
    });
    Ok(Gathered {
        season: season.map(|season| season.id),
        workshops: participants.collect(),
        offers: supply.iter().map(|s| able(s, &lot_sizes, &taken, &again.held)).collect(),
        wanted,
        pins: Vec::new(),
        previous: Vec::new(),
    })
}

fn able(
    supply: &OfferSupply,
    lot_sizes: &HashMap<ProductId, i64>,
    taken: &HashMap<(WorkshopId, ProductId), i64>,
    held: &HashMap<(WorkshopId, ProductId), i64>,
) -> Able {
    let pair = (supply.offer.workshop_id, supply.offer.product_id);
    let lot_size = lot_sizes.get(&pair.1).copied().unwrap_or(supply.lot_size).max(1);
    let left = supply.offer.capacity_per_week / lot_size - taken.get(&pair).copied().unwrap_or(0);
    let batch = supply.offer.min_batch.map(|units| rules::lots_of(units, lot_size));
    Able {
        workshop_id: pair.0,
        product_id: pair.1,
        capacity_lots: left.max(0),
        min_batch_lots: batch.map(|lots| (lots - held.get(&pair).copied().unwrap_or(0)).max(0)),
        blocked_by: supply.blocked_by,
    }
}

/// Overall limits in money: a part of what all of a workshop's offers of wanted products come to, less what the other
/// cycles of the week ask of them.
fn limits_of(
    wanted: &[Wanted],
    supply: &[OfferSupply],
    taken: &HashMap<(WorkshopId, ProductId), i64>,
) -> HashMap<WorkshopId, Amount> {
    let values: HashMap<ProductId, (i64, Amount)> =
        wanted.iter().map(|w| (w.product_id, (w.lot_size, w.lot_value))).collect();
    let mut asked: HashMap<WorkshopId, (i32, Vec<Asked>, Amount)> = HashMap::new();
    for s in supply.iter().filter(|s| s.blocked_by.is_none()) {
        let (Some(bps), Some((lot_size, lot_value))) = (s.workshop_limit_bps, values.get(&s.offer.product_id)) else {
            continue;
        };
        let taken = taken.get(&(s.offer.workshop_id, s.offer.product_id)).copied().unwrap_or(0);
        let workshop = asked.entry(s.offer.workshop_id).or_insert((bps, Vec::new(), Amount::ZERO));
        workshop.1.push(Asked { capacity: s.offer.capacity_per_week, lot_size: *lot_size, lot_value: *lot_value });
        workshop.2 += Amount(taken.saturating_mul(lot_value.0));
    }
    asked
        .into_iter()
        .map(|(workshop, (bps, offers, taken))| (workshop, rules::limit_value(bps, &offers, taken)))
        .collect()
}
