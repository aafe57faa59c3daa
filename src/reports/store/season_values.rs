//! The movements of carried value, the reductions of quotas and the undelivered units of a season.

use entities::values::{Amount, CarriedKind, QuotaChangeCause, SeasonId, WorkshopId};
use sea_orm::FromQueryResult;

use super::seasons::season_statement;
use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// The movements of carried value of a workshop, of one kind at one share.
#[derive(Debug, FromQueryResult)]
pub struct MovementSum {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// The kind.
    pub kind: CarriedKind,
    /// The share at that time, as a weight.
    pub weight: i64,
    /// The sum.
    pub amount: Amount,
}

/// The movements of carried value in a season.
pub async fn sum_movements(tx: &UnitOfWork, season: SeasonId) -> Result<Vec<MovementSum>> {
    const SQL: &str = "SELECT workshop_id, kind, weight, CAST(SUM(amount) AS BIGINT) AS amount FROM carried_value \
        WHERE season_id = $1 GROUP BY workshop_id, kind, weight ORDER BY workshop_id, kind, weight";
    Ok(MovementSum::find_by_statement(season_statement(tx, SQL, season)).all(tx.db()).await?)
}

/// The value that the quotas of a workshop lost by one cause.
#[derive(Debug, FromQueryResult)]
pub struct ReductionSum {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// The cause.
    pub cause: QuotaChangeCause,
    /// The sum.
    pub value: Amount,
}

/// The reductions of quotas in a season.
pub async fn sum_reductions(tx: &UnitOfWork, season: SeasonId) -> Result<Vec<ReductionSum>> {
    const SQL: &str = "SELECT c.workshop_id, c.cause, CAST(SUM(c.value) AS BIGINT) AS value FROM quota_change c \
        JOIN quota q ON q.id = c.quota_id JOIN allocation_run r ON r.id = q.run_id WHERE r.season_id = $1 \
        GROUP BY c.workshop_id, c.cause ORDER BY c.workshop_id, c.cause";
    Ok(ReductionSum::find_by_statement(season_statement(tx, SQL, season)).all(tx.db()).await?)
}

/// Units of a workshop that were rejected for quality or never delivered, and not replaced.
#[derive(Debug, FromQueryResult)]
pub struct ShortUnits {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// Units per lot.
    pub lot_size: i64,
    /// Value of a lot.
    pub lot_value: Amount,
    /// Units.
    pub units: i64,
}

/// The units of a season that failed, by workshop, lot size and lot value.
pub async fn list_short_units(tx: &UnitOfWork, season: SeasonId) -> Result<Vec<ShortUnits>> {
    const SQL: &str = "SELECT q.workshop_id, p.lot_size, q.lot_value, CAST(SUM(CASE \
            WHEN q.accepted_units >= q.units THEN 0 \
            WHEN q.failed_units > q.units - q.accepted_units THEN q.units - q.accepted_units \
            ELSE q.failed_units END) AS BIGINT) AS units \
        FROM quota q JOIN allocation_run r ON r.id = q.run_id \
        JOIN run_product p ON p.run_id = q.run_id AND p.product_id = q.product_id \
        WHERE r.season_id = $1 AND q.failed_units > 0 GROUP BY q.workshop_id, p.lot_size, q.lot_value";
    Ok(ShortUnits::find_by_statement(season_statement(tx, SQL, season)).all(tx.db()).await?)
}
