//! Pauses of workshops.

use chrono::NaiveDate;
use entities::{members::pause, values::WorkshopId};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// The pauses of a workshop, newest first.
pub async fn list_pauses(tx: &UnitOfWork, workshop: WorkshopId) -> Result<Vec<pause::Model>> {
    let query = pause::Entity::find().filter(pause::Column::WorkshopId.eq(workshop));
    Ok(query.order_by_desc(pause::Column::FromDate).all(tx.db()).await?)
}

/// Inserts a pause.
pub async fn insert_pause(tx: &UnitOfWork, row: &pause::Model) -> Result<()> {
    pause::Entity::insert(row.clone().into_active_model()).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Updates the last day of a pause.
pub async fn update_pause_end(tx: &UnitOfWork, id: Uuid, until_date: NaiveDate) -> Result<pause::Model> {
    let row = pause::ActiveModel {
        id: Set(id),
        until_date: Set(Some(until_date)),
        changed_at: Set(tx.now()),
        ..Default::default()
    };
    Ok(pause::Entity::update(row).exec(tx.db()).await?)
}
