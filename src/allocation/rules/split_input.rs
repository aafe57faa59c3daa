//! The input of one split: the demand, the workshops that take part with their shares and carried values, and what each
//! of them can make.

use std::collections::{HashMap, HashSet};

use entities::values::{Amount, BoundBy, ProductId, SeasonId, WorkshopId};

use super::lots_of;

/// The demand for a product.
#[derive(Clone, Debug)]
pub struct ProductDemand {
    /// The product.
    pub product_id: ProductId,
    /// Its stable code.
    pub code: String,
    /// Units ordered.
    pub units: i64,
    /// Units per lot.
    pub lot_size: i64,
    /// Value of a lot.
    pub lot_value: Amount,
}

impl ProductDemand {
    /// The demand in lots, rounded up.
    pub fn lots(&self) -> i64 {
        lots_of(self.units, self.lot_size)
    }
}

/// A workshop that takes part.
#[derive(Clone, Debug)]
pub struct Participant {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// Its stable code.
    pub code: String,
    /// Its share, as a weight.
    pub weight: i64,
    /// Its carried value in millionths of a minor unit.
    pub carried: i128,
    /// The most value that it can make; none = no overall limit.
    pub limit: Option<Amount>,
}

/// What a workshop can make of a product, or why it cannot.
#[derive(Clone, Debug)]
pub struct OfferCapacity {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// The product.
    pub product_id: ProductId,
    /// Lots that are left of the production week.
    pub capacity_lots: i64,
    /// The workshop makes no lots or at least this many.
    pub min_batch_lots: Option<i64>,
    /// Certificate, authorisation, harvest or pause; none = it may supply the product.
    pub blocked_by: Option<BoundBy>,
}

/// Lots of a product at a workshop.
#[derive(Clone, Copy, Debug)]
pub struct QuotaLots {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// The product.
    pub product_id: ProductId,
    /// Lots.
    pub lots: i64,
}

/// The input of one split.
pub struct SplitInput {
    /// The season over which fairness is balanced; none between two seasons.
    pub season: Option<SeasonId>,
    /// The demand, by product code.
    pub demand: Vec<ProductDemand>,
    /// The workshops that take part, by code.
    pub participants: Vec<Participant>,
    /// What each workshop can make.
    pub offers: Vec<OfferCapacity>,
    /// Quantities fixed by staff.
    pub pins: Vec<QuotaLots>,
    /// The quotas of the previous run, which break ties.
    pub previous: Vec<QuotaLots>,
}

/// What limits a re-offer. Empty for the split of the whole demand.
#[derive(Default)]
pub struct ReofferContext {
    /// Workshops that gave the product up in this cycle. They are not asked again.
    pub refused: HashSet<(WorkshopId, ProductId)>,
    /// Lots that a workshop makes of a product in this cycle already.
    pub held: HashMap<(WorkshopId, ProductId), i64>,
    /// What is left of the overall limits; none = computed from the offers.
    pub limits: Option<HashMap<WorkshopId, Amount>>,
}
