//! Two runs beside each other on the wire.

use entities::values::{ProductId, UnitId};
use poem_openapi::Object;

use super::AllocationRun;

/// What a unit is given of a product in two runs.
#[derive(Clone, Debug, Object)]
pub struct QuotaChange {
    /// The unit.
    pub unit_id: UnitId,
    /// The product.
    pub product_id: ProductId,
    /// Lots in the first run.
    pub lots_before: i64,
    /// Lots in the second.
    pub lots_after: i64,
}

/// Where a unit comes to stand in two runs.
#[derive(Clone, Debug, Object)]
pub struct UnitChange {
    /// The unit.
    pub unit_id: UnitId,
    /// Its ratio after the first run.
    pub ratio_before: f64,
    /// Its ratio after the second.
    pub ratio_after: f64,
}

/// Two runs of a cycle beside each other: only what differs.
#[derive(Clone, Debug, Object)]
pub struct RunComparison {
    /// The first.
    pub before: AllocationRun,
    /// The second.
    pub after: AllocationRun,
    /// What is given otherwise.
    pub quotas: Vec<QuotaChange>,
    /// Who comes to stand otherwise.
    pub units: Vec<UnitChange>,
}
