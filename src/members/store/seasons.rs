//! Seasons.

use chrono::NaiveDate;
use entities::members::season;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::platform::{
    http::{
        page_request::{PageRequest, Rows},
        problem::Result,
    },
    rows::insert_if_new,
    unit_of_work::UnitOfWork,
};

/// The season that contains `date`.
pub async fn find_season(tx: &UnitOfWork, date: NaiveDate) -> Result<Option<season::Model>> {
    let query = season::Entity::find()
        .filter(season::Column::StartsOn.lte(date))
        .filter(season::Column::EndsOn.gte(date))
        .order_by_desc(season::Column::StartsOn);
    Ok(query.one(tx.db()).await?)
}

/// A season that has a day in common with the period from `first` to `last`.
pub async fn find_overlapping_season(
    tx: &UnitOfWork,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Option<season::Model>> {
    let query =
        season::Entity::find().filter(season::Column::StartsOn.lte(last)).filter(season::Column::EndsOn.gte(first));
    Ok(query.one(tx.db()).await?)
}

/// A page of seasons, newest first. Seasons have no day in common, so their first days are unique.
pub async fn list_seasons(tx: &UnitOfWork, page: &PageRequest) -> Result<Rows<season::Model>> {
    let mut query = season::Entity::find().cursor_by(season::Column::StartsOn);
    page.select(tx.db(), query.desc(), |season| season.starts_on).await
}

/// Inserts a season. Returns `false` where another one has its code.
pub async fn insert_season(tx: &UnitOfWork, row: &season::Model) -> Result<bool> {
    insert_if_new(tx, row.clone()).await
}
