//! The engine's words for what limits a workshop, as the words of the allocation.

use entities::values::{BoundBy, QuotaChangeCause, UnmetReason};
use fair_split::BindingConstraint;

/// What kept a workshop from more.
pub fn constraint(constraint: BindingConstraint) -> BoundBy {
    match constraint {
        BindingConstraint::Level => BoundBy::Level,
        BindingConstraint::ProductCapacity => BoundBy::ProductCapacity,
        BindingConstraint::WorkshopLimit => BoundBy::WorkshopLimit,
        BindingConstraint::Certificate => BoundBy::Certificate,
        BindingConstraint::Authorisation => BoundBy::Authorisation,
        BindingConstraint::Harvest => BoundBy::Harvest,
        BindingConstraint::Pause => BoundBy::Pause,
        BindingConstraint::MinimumBatch => BoundBy::MinimumBatch,
        BindingConstraint::Pin => BoundBy::Pin,
        BindingConstraint::NoDemand => BoundBy::NoDemand,
    }
}

/// Why lots of a product were given to no workshop.
pub fn unmet_reason(reason: fair_split::UnmetReason) -> UnmetReason {
    match reason {
        fair_split::UnmetReason::Capacity => UnmetReason::Capacity,
        fair_split::UnmetReason::MinimumBatch => UnmetReason::MinimumBatch,
        fair_split::UnmetReason::Rounding => UnmetReason::Rounding,
        fair_split::UnmetReason::Pin => UnmetReason::Pin,
        fair_split::UnmetReason::NoMaker => UnmetReason::NoMaker,
    }
}

/// The cause with which a quota is withdrawn whose workshop may not supply it; none for the constraints of the split
/// itself, which do not forbid anybody to supply.
pub fn change_cause(blocked_by: BoundBy) -> Option<QuotaChangeCause> {
    match blocked_by {
        BoundBy::Certificate => Some(QuotaChangeCause::Certificate),
        BoundBy::Authorisation => Some(QuotaChangeCause::Authorisation),
        BoundBy::Harvest => Some(QuotaChangeCause::Harvest),
        BoundBy::Pause => Some(QuotaChangeCause::Pause),
        BoundBy::Level
        | BoundBy::ProductCapacity
        | BoundBy::WorkshopLimit
        | BoundBy::MinimumBatch
        | BoundBy::Pin
        | BoundBy::NoDemand => None,
    }
}
