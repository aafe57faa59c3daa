//! Where the units of a season stood, run by run.

use chrono::NaiveDate;
use entities::values::{Amount, BoundBy, CycleId, RunId, SeasonId, UnitId};
use sea_orm::FromQueryResult;

use super::seasons::of_season;
use crate::platform::{http::problem::Answer, work::Work};

/// Where a unit stood after the published run of a cycle.
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
    /// The unit.
    pub unit_id: UnitId,
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
pub async fn runs(work: &Work, season: SeasonId) -> Answer<Vec<RunRow>> {
    const SQL: &str = "SELECT r.id AS run_id, r.cycle_id, c.code, c.delivery_date, u.unit_id, u.pseudonym, u.weight, \
            u.ratio_after, u.target_ratio, u.bound_by, d.dearest \
        FROM allocation_run r JOIN cycle c ON c.id = r.cycle_id JOIN run_unit u ON u.run_id = r.id \
        LEFT JOIN (SELECT o.run_id, o.unit_id, MAX(p.lot_value) AS dearest FROM run_offer o \
            JOIN allocation_run a ON a.id = o.run_id AND a.season_id = $1 \
            JOIN run_product p ON p.run_id = o.run_id AND p.product_id = o.product_id \
            WHERE o.blocked_by IS NULL AND o.capacity_lots > 0 GROUP BY o.run_id, o.unit_id) d \
            ON d.run_id = r.id AND d.unit_id = u.unit_id \
        WHERE r.season_id = $1 AND r.round = 1 AND r.published_at IS NOT NULL \
        ORDER BY c.delivery_date, c.code, u.pseudonym";
    Ok(RunRow::find_by_statement(of_season(work, SQL, season)).all(work.db()).await?)
}
