//! What the workshops have been given this season, from the records of carried value.

use entities::{
    allocation::carried_value,
    values::{SeasonId, WorkshopId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr};

use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// Sum of the value carried in a season, per workshop and weight: `(workshop, weight, sum)`.
pub async fn carried_value_sums(tx: &UnitOfWork, season_id: SeasonId) -> Result<Vec<(WorkshopId, i64, i64)>> {
    let sums = carried_value::Entity::find()
        .select_only()
        .column(carried_value::Column::WorkshopId)
        .column(carried_value::Column::Weight)
        .column_as(Expr::cust("CAST(SUM(amount) AS BIGINT)"), "sum")
        .filter(carried_value::Column::SeasonId.eq(season_id))
        .group_by(carried_value::Column::WorkshopId)
        .group_by(carried_value::Column::Weight)
        .into_tuple()
        .all(tx.db())
        .await?;
    Ok(sums)
}
