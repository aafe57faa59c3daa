//! What units were given in a season, and what became of it.

use entities::values::{Amount, CarriedKind, QuotaChangeCause, SeasonId, UnitId};
use sea_orm::FromQueryResult;

use super::seasons::of_season;
use crate::platform::{http::problem::Answer, work::Work};

/// Movements of carried value of a unit, by kind and share.
#[derive(Debug, FromQueryResult)]
pub struct Moved {
    /// The unit.
    pub unit_id: UnitId,
    /// What moved.
    pub kind: CarriedKind,
    /// Its share at the time.
    pub weight: i64,
    /// Summed.
    pub amount: Amount,
}

/// What moved in a season.
pub async fn moved(work: &Work, season: SeasonId) -> Answer<Vec<Moved>> {
    const SQL: &str = "SELECT unit_id, kind, weight, CAST(SUM(amount) AS BIGINT) AS amount FROM carried_value \
        WHERE season_id = $1 GROUP BY unit_id, kind, weight ORDER BY unit_id, kind, weight";
    Ok(Moved::find_by_statement(of_season(work, SQL, season)).all(work.db()).await?)
}

/// What was made no more of a unit's quotas, by cause.
#[derive(Debug, FromQueryResult)]
pub struct Gone {
    /// The unit.
    pub unit_id: UnitId,
    /// Why.
    pub cause: QuotaChangeCause,
    /// Its value.
    pub value: Amount,
}

/// What was made no more in a season.
pub async fn gone(work: &Work, season: SeasonId) -> Answer<Vec<Gone>> {
    const SQL: &str = "SELECT c.unit_id, c.cause, CAST(SUM(c.value) AS BIGINT) AS value FROM quota_change c \
        JOIN quota q ON q.id = c.quota_id JOIN allocation_run r ON r.id = q.run_id WHERE r.season_id = $1 \
        GROUP BY c.unit_id, c.cause ORDER BY c.unit_id, c.cause";
    Ok(Gone::find_by_statement(of_season(work, SQL, season)).all(work.db()).await?)
}

/// Units that a unit was to bring and that were rejected for quality or never came, and were not replaced.
#[derive(Debug, FromQueryResult)]
pub struct Short {
    /// The unit.
    pub unit_id: UnitId,
    /// Units per lot.
    pub lot_size: i64,
    /// Value of a lot.
    pub lot_value: Amount,
    /// How many.
    pub units: i64,
}

/// What did not come in a season.
pub async fn short(work: &Work, season: SeasonId) -> Answer<Vec<Short>> {
    const SQL: &str = "SELECT q.unit_id, p.lot_size, q.lot_value, CAST(SUM(CASE \
            WHEN q.accepted_units >= q.units THEN 0 \
            WHEN q.failed_units > q.units - q.accepted_units THEN q.units - q.accepted_units \
            ELSE q.failed_units END) AS BIGINT) AS units \
        FROM quota q JOIN allocation_run r ON r.id = q.run_id \
        JOIN run_product p ON p.run_id = q.run_id AND p.product_id = q.product_id \
        WHERE r.season_id = $1 AND q.failed_units > 0 GROUP BY q.unit_id, p.lot_size, q.lot_value";
    Ok(Short::find_by_statement(of_season(work, SQL, season)).all(work.db()).await?)
}
