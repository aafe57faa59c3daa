//! What one run of the fair split is asked: who shares the work, what is wanted, who can make what.
//! Rows may come in any order; identifiers are stable codes and decide ties.

use super::decimal::Decimal;

/// A production unit that takes part in the split.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Stable code.
    pub id: String,
    /// Share `w`, greater than zero; only the proportion to the other shares matters.
    pub share: Decimal,
    /// Overall limit `C` in money at the lot values of this run; `None` means no limit.
    pub limit: Option<Decimal>,
    /// Carried value `H` of the season in money, zero or more.
    pub history: Decimal,
}

/// A product that is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// Stable code.
    pub id: String,
    /// Value `v` of one lot in money (lot size × value of a unit), zero or more.
    pub lot_value: Decimal,
    /// Demand `D` in lots.
    pub demand: i64,
}

/// Why a unit that has an offer may not supply it on this date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Blocked {
    /// No valid certificate for the product.
    Certificate,
    /// No valid sanitary authorisation.
    Authorisation,
    /// Out of the offer's harvest months.
    Harvest,
    /// The unit, or its offer, is paused.
    Pause,
}

/// A unit's ability to make a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The unit's code.
    pub member: String,
    /// The product's code.
    pub product: String,
    /// Capacity `c` in lots that is left.
    pub capacity: i64,
    /// Minimum batch `b` in lots: none is made, or at least this many; 0 or 1 means any number.
    pub min_batch: i64,
    /// `Some` if the pair may not supply now; it receives nothing, and the reason may name it.
    pub blocked: Option<Blocked>,
}

/// Whole lots of one product at one unit: a pin, a previous quota, or a result.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lots {
    /// The unit's code.
    pub member: String,
    /// The product's code.
    pub product: String,
    /// Number of lots.
    pub lots: i64,
}

/// Everything one run needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Instance {
    /// The units.
    pub members: Vec<Member>,
    /// The products.
    pub products: Vec<Product>,
    /// Who can make what.
    pub offers: Vec<Offer>,
    /// Quantities fixed by staff; equalities, set before anything else.
    pub pins: Vec<Lots>,
    /// The run before this one, to stay close to where fairness leaves a choice.
    /// Pairs that can no longer supply are passed over.
    pub previous: Vec<Lots>,
}
