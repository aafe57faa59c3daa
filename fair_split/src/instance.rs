//! The input of a run. Rows may come in any order; identifiers are stable codes, which also break ties.

use super::decimal::Decimal;

/// A workshop that takes part in the split.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workshop {
    /// Stable code.
    pub id: String,
    /// Share `w`, greater than zero. Only its proportion to the other shares matters.
    pub share: Decimal,
    /// Overall limit `C` on the value of this run's lots, in money; `None` means no limit.
    pub limit: Option<Decimal>,
    /// Carried value `H` from earlier runs, in money, zero or more.
    pub carried_value: Decimal,
}

/// A product in demand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// Stable code.
    pub id: String,
    /// Value `v` of one lot in money, zero or more.
    pub lot_value: Decimal,
    /// Demand `D` in lots.
    pub demand: i64,
}

/// Why a workshop cannot supply a product it has an offer for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UnavailableReason {
    /// No valid certificate for the product.
    Certificate,
    /// No valid sanitary authorisation.
    Authorisation,
    /// Outside the harvest months of the product.
    Harvest,
    /// The workshop or its offer is paused.
    Pause,
}

/// A workshop's ability to make a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Code of the workshop.
    pub workshop: String,
    /// Code of the product.
    pub product: String,
    /// Remaining capacity `c` in lots.
    pub capacity: i64,
    /// Minimum batch `b` in lots: the workshop makes none, or at least this many. 0 and 1 mean any number.
    pub min_batch: i64,
    /// `Some` if the workshop cannot supply the product in this run. It receives no quota, and the reason may be
    /// reported as its binding constraint.
    pub unavailable: Option<UnavailableReason>,
}

/// A number of lots of one product at one workshop: a pin, a quota of the previous run, or a quota of the result.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quota {
    /// Code of the workshop.
    pub workshop: String,
    /// Code of the product.
    pub product: String,
    /// Number of lots.
    pub lots: i64,
}

/// The complete input of one run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Instance {
    /// The workshops.
    pub workshops: Vec<Workshop>,
    /// The products.
    pub products: Vec<Product>,
    /// Which workshop can make which product; at most one row per pair.
    pub offers: Vec<Offer>,
    /// Fixed quantities: equalities that hold before anything else is split.
    pub pins: Vec<Quota>,
    /// The quotas of the previous run, to which the result stays close where fairness leaves a choice.
    /// Pairs that can no longer supply are ignored.
    pub previous: Vec<Quota>,
}
