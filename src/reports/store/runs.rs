//! Where the workshops of a season stood, run by run.

use chrono::NaiveDate;
use entities::values::{Amount, BoundBy, CycleId, RunId, SeasonId, WorkshopId};
use sea_orm::FromQueryResult;

use super::seasons::of_season;
use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// Where a workshop stood after the published run of a cycle.
#[derive(Debug, FromQueryResult)]
pub struct RunRow {
    /// The run.
    pub run_id: RunId,
    /// Its cycle.
    pub cycle_id: CycleId,
    /// The cycle's code.
    pub code: String,
    /// Its day of delivery.
    pub delivery_date: NaiveDate,
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// Its name of that run.
    pub pseudonym: i32,
    /// Its share.
    pub weight: i64,
    /// Decimal.
    pub ratio_after: String,
    /// Decimal.
    pub target_ratio: String,
    /// What kept it from more.
    pub bound_by: BoundBy,
    /// The dearest lot that it could make; none = none.
    pub dearest: Option<Amount>,
}

/// Where everybody stood after each published run of a season, by day of delivery.
pub async fn runs(tx: &UnitOfWork, season: SeasonId) -> Result<Vec<RunRow>> {
    const SQL: &str = "SELECT r.id AS run_id, r.cycle_id, c.code, c.delivery_date, u.workshop_id, u.pseudonym, u.weight, \
            u.ratio_after, u.target_ratio, u.bound_by, d.dearest \
        FROM allocation_run r JOIN cycle c ON c.id = r.cycle_id JOIN run_workshop u ON u.run_id = r.id \
        LEFT JOIN (SELECT o.run_id, o.workshop_id, MAX(p.lot_value) AS dearest FROM run_offer o \
            JOIN allocation_run a ON a.id = o.run_id AND a.season_id = $1 \
            JOIN run_product p ON p.run_id = o.run_id AND p.product_id = o.product_id \
            WHERE o.blocked_by IS NULL AND o.capacity_lots > 0 GROUP BY o.run_id, o.workshop_id) d \
            ON d.run_id = r.id AND d.workshop_id = u.workshop_id \
        WHERE r.season_id = $1 AND r.round = 1 AND r.published_at IS NOT NULL \
        ORDER BY c.delivery_date, c.code, u.pseudonym";
    Ok(RunRow::find_by_statement(of_season(tx, SQL, season)).all(tx.db()).await?)
}
