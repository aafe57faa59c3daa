//! Movements of the value that units carry through a season, and who is to be lifted to the others' level.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use entities::{
    allocation::carried_value,
    members::{pause, season},
    values::{Amount, SeasonId, WorkshopId},
};
use sea_orm::{
    ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
    sea_query::{ExprTrait, OnConflict},
};
use uuid::Uuid;

use crate::platform::{
    http::problem::Result,
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// What each workshop was given so far in a season, by the share it had at the time.
pub async fn parts(tx: &UnitOfWork, season: SeasonId) -> Result<HashMap<WorkshopId, Vec<(Amount, i64)>>> {
    let rows: Vec<(WorkshopId, i64, i64)> = carried_value::Entity::find()
        .select_only()
        .column(carried_value::Column::WorkshopId)
        .column(carried_value::Column::Weight)
        .column_as(carried_value::Column::Amount.sum().cast_as("BIGINT"), "amount")
        .filter(carried_value::Column::SeasonId.eq(season))
        .group_by(carried_value::Column::WorkshopId)
        .group_by(carried_value::Column::Weight)
        .into_tuple()
        .all(tx.db())
        .await?;
    let mut parts: HashMap<WorkshopId, Vec<(Amount, i64)>> = HashMap::new();
    for (workshop, weight, amount) in rows {
        parts.entry(workshop).or_default().push((Amount(amount), weight));
    }
    Ok(parts)
}

/// Stores movements, each once per cause.
pub async fn insert(tx: &UnitOfWork, rows: Vec<carried_value::Model>) -> Result<()> {
    for rows in rows.chunks(ROWS_PER_INSERT) {
        let rows = rows.iter().cloned().map(IntoActiveModel::into_active_model);
        carried_value::Entity::insert_many(rows)
            .on_conflict(OnConflict::column(carried_value::Column::Cause).do_nothing().to_owned())
            .exec_without_returning(tx.db())
            .await?;
    }
    Ok(())
}

/// Which of these causes have moved value already.
pub async fn known(tx: &UnitOfWork, causes: &[String]) -> Result<HashSet<String>> {
    let mut found = HashSet::new();
    for causes in causes.chunks(ROWS_PER_INSERT) {
        let some: Vec<String> = carried_value::Entity::find()
            .select_only()
            .column(carried_value::Column::Cause)
            .filter(carried_value::Column::Cause.is_in(causes))
            .into_tuple()
            .all(tx.db())
            .await?;
        found.extend(some);
    }
    Ok(found)
}

/// Pauses that ended within the season and before `date`: their workshops are back.
pub async fn pauses_ended(tx: &UnitOfWork, season: &season::Model, date: NaiveDate) -> Result<Vec<(Uuid, WorkshopId)>> {
    Ok(pause::Entity::find()
        .select_only()
        .column(pause::Column::Id)
        .column(pause::Column::WorkshopId)
        .filter(pause::Column::UntilDate.gte(season.starts_on))
        .filter(pause::Column::UntilDate.lt(date))
        .into_tuple()
        .all(tx.db())
        .await?)
}
