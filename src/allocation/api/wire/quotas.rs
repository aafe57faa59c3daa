//! Quotas on the wire.

use chrono::{DateTime, NaiveDate, Utc};
use entities::{
    allocation::quota_change,
    values::{CycleId, CycleState, Money, ProductId, QuotaChangeCause, QuotaId, QuotaState, WorkshopId},
};
use poem_openapi::Object;

/// What one workshop makes of one product in one cycle.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Quota {
    /// Identifies the quota.
    pub id: QuotaId,
    /// The cycle.
    pub cycle_id: CycleId,
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// The workshop's code.
    pub workshop_code: String,
    /// The workshop's name.
    pub workshop_name: String,
    /// The product.
    pub product_id: ProductId,
    /// The product's code.
    pub product_code: String,
    /// The product's name in Spanish.
    pub product_name_es: String,
    /// The product's name in English.
    pub product_name_en: String,
    /// 1 = from the cycle's run; 2 and on = offered again.
    pub round: i32,
    /// Lots that were asked.
    pub offered_lots: i64,
    /// Lots to make: fewer than were asked where it was amended.
    pub lots: i64,
    /// Units per lot.
    pub lot_size: i64,
    /// Units really needed: the last lot may be needed in part.
    pub units: i64,
    /// Net value of a lot, frozen with the run.
    pub lot_value: Money,
    /// Net value of the units.
    pub value: Money,
    /// Where it stands.
    pub state: QuotaState,
    /// Until then it may be answered.
    pub respond_by: DateTime<Utc>,
    /// When it went to the workshop.
    pub published_at: Option<DateTime<Utc>>,
    /// When it was answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// Why it was amended, declined or withdrawn.
    pub reason: Option<String>,
    /// When it was fixed.
    pub frozen_at: Option<DateTime<Utc>>,
    /// When all of it had come.
    pub fulfilled_at: Option<DateTime<Utc>>,
    /// Units accepted so far.
    pub accepted_units: i64,
    /// What is made no more of it, and why, oldest first.
    pub changes: Vec<LateChange>,
    /// Its version: `If-Match` is `"v{version}"`.
    pub version: i32,
}

/// Something of a published quota is made no more.
#[derive(Clone, Debug, Object)]
pub struct LateChange {
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub cause: QuotaChangeCause,
    /// Lots before.
    pub lots_before: i64,
    /// Lots after; 0 = none of it is made.
    pub lots_after: i64,
    /// Units really needed before.
    pub units_before: i64,
    /// Units really needed after: they may grow within the same lots.
    pub units_after: i64,
}

impl From<&quota_change::Model> for LateChange {
    fn from(row: &quota_change::Model) -> Self {
        Self {
            at: row.at,
            cause: row.cause,
            lots_before: row.lots_before,
            lots_after: row.lots_after,
            units_before: row.units_before,
            units_after: row.units_after,
        }
    }
}

/// The quotas of my workshops in one cycle.
#[derive(Clone, Debug, Object)]
pub struct CycleQuotas {
    /// The cycle.
    pub cycle_id: CycleId,
    /// Its code.
    pub cycle_code: String,
    /// Its day of delivery.
    pub delivery_date: NaiveDate,
    /// Where it stands.
    pub cycle_state: CycleState,
    /// The quotas.
    pub quotas: Vec<Quota>,
}
