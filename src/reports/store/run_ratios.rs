//! The ratios of the workshops in the runs of a season.

use chrono::NaiveDate;
use entities::values::{Amount, BoundBy, CycleId, RunId, SeasonId, WorkshopId};
use sea_orm::FromQueryResult;

use super::seasons::season_statement;
use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// The ratio of a workshop after the published run of a cycle.
#[derive(Debug, FromQueryResult)]
pub struct RunRatio {
    /// The run.
    pub run_id: RunId,
    /// The cycle of the run.
    pub cycle_id: CycleId,
    /// The code of the cycle.
    pub code: String,
    /// The day of delivery of the cycle.
    pub delivery_date: NaiveDate,
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// The pseudonym of the workshop in the run.
    pub pseudonym: i32,
    /// The share of the workshop, as a weight.
    pub weight: i64,
    /// Decimal.
    pub ratio_after: String,
    /// Decimal.
    pub target_ratio: String,
    /// What kept the workshop from more.
    pub bound_by: BoundBy,
    /// The value of the most expensive lot that the workshop could make; none where it could make none.
    pub highest_lot_value: Option<Amount>,
}

/// The ratios after each published run of the whole demand in a season, by day of delivery.
pub async fn list_run_ratios(tx: &UnitOfWork, season: SeasonId) -> Result<Vec<RunRatio>> {
    const SQL: &str = "SELECT r.id AS run_id, r.cycle_id, c.code, c.delivery_date, w.workshop_id, w.pseudonym, w.weight, \
            w.ratio_after, w.target_ratio, w.bound_by, h.highest_lot_value \
        FROM allocation_run r JOIN cycle c ON c.id = r.cycle_id JOIN run_workshop w ON w.run_id = r.id \
        LEFT JOIN (SELECT o.run_id, o.workshop_id, MAX(p.lot_value) AS highest_lot_value FROM run_offer o \
            JOIN allocation_run a ON a.id = o.run_id AND a.season_id = $1 \
            JOIN run_product p ON p.run_id = o.run_id AND p.product_id = o.product_id \
            WHERE o.blocked_by IS NULL AND o.capacity_lots > 0 GROUP BY o.run_id, o.workshop_id) h \
            ON h.run_id = r.id AND h.workshop_id = w.workshop_id \
        WHERE r.season_id = $1 AND r.round = 1 AND r.published_at IS NOT NULL \
        ORDER BY c.delivery_date, c.code, w.pseudonym";
    Ok(RunRatio::find_by_statement(season_statement(tx, SQL, season)).all(tx.db()).await?)
}
