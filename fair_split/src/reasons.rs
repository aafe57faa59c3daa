//! The reasons that a result gives. A reason is true: relaxing what it names changes the result.

use super::instance::UnavailableReason;

/// The constraint that kept a workshop from a higher ratio.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BindingConstraint {
    /// The common level: more would have to come from a workshop whose ratio is not higher.
    Level,
    /// Its capacity for a product.
    ProductCapacity,
    /// Its overall limit.
    WorkshopLimit,
    /// A missing or invalid certificate.
    Certificate,
    /// A missing or invalid sanitary authorisation.
    Authorisation,
    /// The harvest months of a product.
    Harvest,
    /// A pause.
    Pause,
    /// A minimum batch.
    MinimumBatch,
    /// A pin.
    Pin,
    /// It already makes all that is in demand of its products, or nothing is in demand.
    NoDemand,
}

impl BindingConstraint {
    /// The stable code, as used in the JSON form.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Level => "level",
            Self::ProductCapacity => "product_capacity",
            Self::WorkshopLimit => "unit_limit",
            Self::Certificate => "certificate",
            Self::Authorisation => "authorisation",
            Self::Harvest => "harvest",
            Self::Pause => "pause",
            Self::MinimumBatch => "minimum_batch",
            Self::Pin => "pin",
            Self::NoDemand => "no_demand",
        }
    }
}

impl From<UnavailableReason> for BindingConstraint {
    fn from(reason: UnavailableReason) -> Self {
        match reason {
            UnavailableReason::Certificate => Self::Certificate,
            UnavailableReason::Authorisation => Self::Authorisation,
            UnavailableReason::Harvest => Self::Harvest,
            UnavailableReason::Pause => Self::Pause,
        }
    }
}

/// Why part of a product's demand is not served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UnmetReason {
    /// The capacities or overall limits of its makers are used up.
    Capacity,
    /// A minimum batch.
    MinimumBatch,
    /// The fractional optimum serves all of it, but whole lots cannot.
    Rounding,
    /// A pin.
    Pin,
    /// No workshop can make it.
    NoMaker,
}

impl UnmetReason {
    /// The stable code, as used in the JSON form.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Capacity => "capacity",
            Self::MinimumBatch => "minimum_batch",
            Self::Rounding => "rounding",
            Self::Pin => "pin",
            Self::NoMaker => "no_maker",
        }
    }
}
