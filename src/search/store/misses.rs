//! What was searched and not found.

use chrono::NaiveDate;
use entities::{search::search_miss, values::SearchMissId};
use sea_orm::{
    ColumnTrait, EntityTrait, ExprTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};

use crate::platform::{
    http::{
        page_request::{PageRequest, Rows},
        problem::{Problem, Result},
    },
    unit_of_work::UnitOfWork,
};

/// Texts without results, the most searched first.
pub async fn list_misses(tx: &UnitOfWork, page: &PageRequest) -> Result<Rows<search_miss::Model>> {
    let mut all = search_miss::Entity::find().cursor_by((search_miss::Column::Searches, search_miss::Column::Id));
    page.select(tx.db(), all.desc(), |miss| (miss.searches, miss.id)).await
}

/// The text without results, or 404.
pub async fn get_miss(tx: &UnitOfWork, id: SearchMissId) -> Result<search_miss::Model> {
    let found = search_miss::Entity::find_by_id(id).one(tx.db()).await?;
    found.ok_or_else(|| Problem::not_found("search"))
}

/// Counts one more search of a text, and stores the text if it is new.
pub async fn upsert_miss(tx: &UnitOfWork, searched: &str) -> Result<()> {
    let row = search_miss::Model {
        id: tx.new_id(),
        searched: searched.to_owned(),
        searches: 1,
        first_on: tx.today(),
        last_on: tx.today(),
    };
    let conflict = OnConflict::column(search_miss::Column::Searched)
        .value(
            search_miss::Column::Searches,
            Expr::col((search_miss::Entity, search_miss::Column::Searches)).add(1_i64),
        )
        .update_column(search_miss::Column::LastOn)
        .to_owned();
    search_miss::Entity::insert(row.into_active_model()).on_conflict(conflict).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// How many texts are stored.
pub async fn count_misses(tx: &UnitOfWork) -> Result<u64> {
    Ok(search_miss::Entity::find().count(tx.db()).await?)
}

/// Deletes the text that was searched longest ago; of several the least searched.
pub async fn delete_oldest_miss(tx: &UnitOfWork) -> Result<()> {
    let oldest = search_miss::Entity::find()
        .order_by_asc(search_miss::Column::LastOn)
        .order_by_asc(search_miss::Column::Searches)
        .order_by_asc(search_miss::Column::Id)
        .limit(1)
        .one(tx.db())
        .await?;
    match oldest {
        Some(oldest) => delete_miss(tx, oldest.id).await,
        None => Ok(()),
    }
}

/// Deletes a text.
pub async fn delete_miss(tx: &UnitOfWork, id: SearchMissId) -> Result<()> {
    search_miss::Entity::delete_by_id(id).exec(tx.db()).await?;
    Ok(())
}

/// Deletes what was last searched before a day.
pub async fn delete_misses_before(tx: &UnitOfWork, day: NaiveDate) -> Result<()> {
    search_miss::Entity::delete_many().filter(search_miss::Column::LastOn.lt(day)).exec(tx.db()).await?;
    Ok(())
}
