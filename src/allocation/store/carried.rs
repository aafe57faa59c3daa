//! Movements of the value that units carry through a season, and who is to be lifted to the others' level.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use entities::{
    allocation::carried_value,
    members::{pause, season},
    values::{Amount, SeasonId, UnitId},
};
use sea_orm::{
    ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
    sea_query::{ExprTrait, OnConflict},
};
use uuid::Uuid;

use crate::platform::{
    http::problem::Answer,
    work::{ROWS_PER_INSERT, Work},
};

/// What each unit was given so far in a season, by the share it had at the time.
pub async fn parts(work: &Work, season: SeasonId) -> Answer<HashMap<UnitId, Vec<(Amount, i64)>>> {
    let rows: Vec<(UnitId, i64, i64)> = carried_value::Entity::find()
        .select_only()
        .column(carried_value::Column::UnitId)
        .column(carried_value::Column::Weight)
        .column_as(carried_value::Column::Amount.sum().cast_as("BIGINT"), "amount")
        .filter(carried_value::Column::SeasonId.eq(season))
        .group_by(carried_value::Column::UnitId)
        .group_by(carried_value::Column::Weight)
        .into_tuple()
        .all(work.db())
        .await?;
    let mut parts: HashMap<UnitId, Vec<(Amount, i64)>> = HashMap::new();
    for (unit, weight, amount) in rows {
        parts.entry(unit).or_default().push((Amount(amount), weight));
    }
    Ok(parts)
}

/// Stores movements, each once per cause.
pub async fn insert(work: &Work, rows: Vec<carried_value::Model>) -> Answer<()> {
    for rows in rows.chunks(ROWS_PER_INSERT) {
        let rows = rows.iter().cloned().map(IntoActiveModel::into_active_model);
        carried_value::Entity::insert_many(rows)
            .on_conflict(OnConflict::column(carried_value::Column::Cause).do_nothing().to_owned())
            .exec_without_returning(work.db())
            .await?;
    }
    Ok(())
}

/// Which of these causes have moved value already.
pub async fn known(work: &Work, causes: &[String]) -> Answer<HashSet<String>> {
    let mut found = HashSet::new();
    for causes in causes.chunks(ROWS_PER_INSERT) {
        let some: Vec<String> = carried_value::Entity::find()
            .select_only()
            .column(carried_value::Column::Cause)
            .filter(carried_value::Column::Cause.is_in(causes))
            .into_tuple()
            .all(work.db())
            .await?;
        found.extend(some);
    }
    Ok(found)
}

/// Pauses that ended within the season and before `date`: their units are back.
pub async fn pauses_ended(work: &Work, season: &season::Model, date: NaiveDate) -> Answer<Vec<(Uuid, UnitId)>> {
    Ok(pause::Entity::find()
        .select_only()
        .column(pause::Column::Id)
        .column(pause::Column::UnitId)
        .filter(pause::Column::UntilDate.gte(season.starts_on))
        .filter(pause::Column::UntilDate.lt(date))
        .into_tuple()
        .all(work.db())
        .await?)
}
