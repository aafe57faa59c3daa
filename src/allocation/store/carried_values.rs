//! Movements of carried value, and the pauses after which a workshop receives a credit.

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

use crate::{
    allocation::rules::CarriedPart,
    platform::{
        http::problem::Result,
        unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
    },
};

/// The carried value of each workshop in a season, summed for each share that it had.
pub async fn sum_carried_parts(tx: &UnitOfWork, season: SeasonId) -> Result<HashMap<WorkshopId, Vec<CarriedPart>>> {
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
    let mut parts: HashMap<WorkshopId, Vec<CarriedPart>> = HashMap::new();
    for (workshop, weight, amount) in rows {
        parts.entry(workshop).or_default().push(CarriedPart { amount: Amount(amount), weight });
    }
    Ok(parts)
}

/// Stores movements. One whose cause is stored already is skipped.
pub async fn insert_carried_values(tx: &UnitOfWork, rows: Vec<carried_value::Model>) -> Result<()> {
    for rows in rows.chunks(ROWS_PER_INSERT) {
        let rows = rows.iter().cloned().map(IntoActiveModel::into_active_model);
        carried_value::Entity::insert_many(rows)
            .on_conflict(OnConflict::column(carried_value::Column::Cause).do_nothing().to_owned())
            .exec_without_returning(tx.db())
            .await?;
    }
    Ok(())
}

/// Those of these causes that have a movement.
pub async fn list_recorded_causes(tx: &UnitOfWork, causes: &[String]) -> Result<HashSet<String>> {
    let mut recorded = HashSet::new();
    for causes in causes.chunks(ROWS_PER_INSERT) {
        let found: Vec<String> = carried_value::Entity::find()
            .select_only()
            .column(carried_value::Column::Cause)
            .filter(carried_value::Column::Cause.is_in(causes))
            .into_tuple()
            .all(tx.db())
            .await?;
        recorded.extend(found);
    }
    Ok(recorded)
}

/// The pauses that ended within the season and before `date`.
pub async fn list_ended_pauses(tx: &UnitOfWork, season: &season::Model, date: NaiveDate) -> Result<Vec<pause::Model>> {
    let found = pause::Entity::find()
        .filter(pause::Column::UntilDate.gte(season.starts_on))
        .filter(pause::Column::UntilDate.lt(date));
    Ok(found.all(tx.db()).await?)
}
