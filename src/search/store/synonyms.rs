//! Synonyms that staff have added.

use entities::{search::search_synonym, values::SearchSynonymId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::UnitOfWork,
};

/// Changes with every change of the synonyms: how many have been added, and how many of them removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SynonymVersion {
    added: i64,
    removed: i64,
}

/// The version of the synonyms.
pub async fn synonym_version(tx: &UnitOfWork) -> Result<SynonymVersion> {
    let counts = search_synonym::Entity::find()
        .select_only()
        .column_as(search_synonym::Column::Id.count(), "added")
        .column_as(search_synonym::Column::RemovedAt.count(), "removed")
        .into_tuple::<(i64, i64)>()
        .one(tx.db())
        .await?;
    let (added, removed) = counts.unwrap_or_default();
    Ok(SynonymVersion { added, removed })
}

/// All synonyms in use, by term.
pub async fn list_synonyms(tx: &UnitOfWork) -> Result<Vec<search_synonym::Model>> {
    let in_use = search_synonym::Entity::find()
        .filter(search_synonym::Column::RemovedAt.is_null())
        .order_by_asc(search_synonym::Column::Term);
    Ok(in_use.all(tx.db()).await?)
}

/// The synonym in use of this term.
pub async fn find_synonym(tx: &UnitOfWork, term: &str) -> Result<Option<search_synonym::Model>> {
    let of_term = search_synonym::Entity::find()
        .filter(search_synonym::Column::Term.eq(term))
        .filter(search_synonym::Column::RemovedAt.is_null());
    Ok(of_term.one(tx.db()).await?)
}

/// How many synonyms are in use.
pub async fn count_synonyms(tx: &UnitOfWork) -> Result<u64> {
    let in_use = search_synonym::Entity::find().filter(search_synonym::Column::RemovedAt.is_null());
    Ok(in_use.count(tx.db()).await?)
}

/// The synonym, even where it was removed; or 404.
pub async fn get_synonym(tx: &UnitOfWork, id: SearchSynonymId) -> Result<search_synonym::Model> {
    let found = search_synonym::Entity::find_by_id(id).one(tx.db()).await?;
    found.ok_or_else(|| Problem::not_found("synonym"))
}

/// Stores a new synonym.
pub async fn insert_synonym(tx: &UnitOfWork, row: search_synonym::Model) -> Result<()> {
    search_synonym::Entity::insert(row.into_active_model()).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Marks a synonym as removed now.
pub async fn delete_synonym(tx: &UnitOfWork, id: SearchSynonymId) -> Result<search_synonym::Model> {
    let removed = search_synonym::ActiveModel { id: Set(id), removed_at: Set(Some(tx.now())), ..Default::default() };
    Ok(search_synonym::Entity::update(removed).exec(tx.db()).await?)
}
