//! Seasons, and SQL statements about one season.

use entities::{members::season, values::SeasonId};
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder, Statement};

use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::UnitOfWork,
};

/// The season, or 404.
pub async fn get_season(tx: &UnitOfWork, id: SeasonId) -> Result<season::Model> {
    season::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("season"))
}

/// The season that began last, or 404 where there is none.
pub async fn get_newest_season(tx: &UnitOfWork) -> Result<season::Model> {
    let found = season::Entity::find().order_by_desc(season::Column::StartsOn);
    found.one(tx.db()).await?.ok_or_else(|| Problem::not_found("season"))
}

/// A statement whose `$1` is the season.
pub(super) fn season_statement(tx: &UnitOfWork, sql: &'static str, season: SeasonId) -> Statement {
    Statement::from_sql_and_values(tx.db().get_database_backend(), sql, [season.into()])
}
