//! Seasons, and the statements that ask about one.

use entities::{members::season, values::SeasonId};
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder, Statement};

use crate::platform::{
    http::problem::{Answer, Problem},
    work::Work,
};

/// The season, or 404.
pub async fn season(work: &Work, id: SeasonId) -> Answer<season::Model> {
    season::Entity::find_by_id(id).one(work.db()).await?.ok_or_else(|| Problem::not_found("season"))
}

/// The season that began last, or 404 where there is none.
pub async fn newest_season(work: &Work) -> Answer<season::Model> {
    let found = season::Entity::find().order_by_desc(season::Column::StartsOn);
    found.one(work.db()).await?.ok_or_else(|| Problem::not_found("season"))
}

/// This statement, about a season.
pub fn of_season(work: &Work, sql: &'static str, season: SeasonId) -> Statement {
    Statement::from_sql_and_values(work.db().get_database_backend(), sql, [season.into()])
}
