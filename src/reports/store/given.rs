//! What workshops were given in a season, and what became of it.

use entities::values::{Amount, CarriedKind, QuotaChangeCause, SeasonId, WorkshopId};
use sea_orm::FromQueryResult;

use super::seasons::of_season;
use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// Movements of carried value of a workshop, by kind and share.
#[derive(Debug, FromQueryResult)]
pub struct Moved {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// What moved.
    pub kind: CarriedKind,
    /// Its share at the time.
    pub weight: i64,
    /// Summed.
    pub amount: Amount,
}

/// What moved in a season.
pub async fn moved(tx: &UnitOfWork, season: SeasonId) -> Result<Vec<Moved>> {
    const SQL: &str = "SELECT workshop_id, kind, weight, CAST(SUM(amount) AS BIGINT) AS amount FROM carried_value \
        WHERE season_id = $1 GROUP BY workshop_id, kind, weight ORDER BY workshop_id, kind, weight";
    Ok(Moved::find_by_statement(of_season(tx, SQL, season)).all(tx.db()).await?)
}

/// What was made no more of a workshop's quotas, by cause.
#[derive(Debug, FromQueryResult)]
pub struct Gone {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// Why.
    pub cause: QuotaChangeCause,
    /// Its value.
    pub value: Amount,
}

/// What was made no more in a season.
pub async fn gone(tx: &UnitOfWork, season: SeasonId) -> Result<Vec<Gone>> {
    const SQL: &str = "SELECT c.workshop_id, c.cause, CAST(SUM(c.value) AS BIGINT) AS value FROM quota_change c \
        JOIN quota q ON q.id = c.quota_id JOIN allocation_run r ON r.id = q.run_id WHERE r.season_id = $1 \
        GROUP BY c.workshop_id, c.cause ORDER BY c.workshop_id, c.cause";
    Ok(Gone::find_by_statement(of_season(tx, SQL, season)).all(tx.db()).await?)
}

/// Units that a workshop was to bring and that were rejected for quality or never came, and were not replaced.
#[derive(Debug, FromQueryResult)]
pub struct Short {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// Units per lot.
    pub lot_size: i64,
    /// Value of a lot.
    pub lot_value: Amount,
    /// How many.
    pub units: i64,
}

/// What did not come in a season.
pub async fn short(tx: &UnitOfWork, season: SeasonId) -> Result<Vec<Short>> {
    const SQL: &str = "SELECT q.workshop_id, p.lot_size, q.lot_value, CAST(SUM(CASE \
            WHEN q.accepted_units >= q.units THEN 0 \
            WHEN q.failed_units > q.units - q.accepted_units THEN q.units - q.accepted_units \
            ELSE q.failed_units END) AS BIGINT) AS units \
        FROM quota q JOIN allocation_run r ON r.id = q.run_id \
        JOIN run_product p ON p.run_id = q.run_id AND p.product_id = q.product_id \
        WHERE r.season_id = $1 AND q.failed_units > 0 GROUP BY q.workshop_id, p.lot_size, q.lot_value";
    Ok(Short::find_by_statement(of_season(tx, SQL, season)).all(tx.db()).await?)
}
