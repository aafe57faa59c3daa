//! Two runs beside each other on the wire.

use entities::values::{ProductId, WorkshopId};
use poem_openapi::Object;

use super::AllocationRun;

/// What a workshop is given of a product in two runs.
#[derive(Clone, Debug, Object)]
pub struct QuotaChange {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// The product.
    pub product_id: ProductId,
    /// Lots in the first run.
    pub lots_before: i64,
    /// Lots in the second.
    pub lots_after: i64,
}

/// Where a workshop comes to stand in two runs.
#[derive(Clone, Debug, Object)]
pub struct WorkshopChange {
    /// The workshop.
    pub workshop_id: WorkshopId,
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
    pub workshops: Vec<WorkshopChange>,
}
