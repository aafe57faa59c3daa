//! Families and products.

use entities::{
    catalogue::{family, product},
    values::{FamilyId, ProductId},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::LockType,
};

use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// Which products a list shows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shown {
    /// Only those published and not retired.
    pub published: bool,
    /// Only this family's.
    pub family: Option<FamilyId>,
}

/// All families, by code.
pub async fn families(tx: &UnitOfWork) -> Result<Vec<family::Model>> {
    Ok(family::Entity::find().order_by_asc(family::Column::Code).all(tx.db()).await?)
}

/// The family, or 404.
pub async fn family(tx: &UnitOfWork, id: FamilyId) -> Result<family::Model> {
    family::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("family"))
}

/// The family with this code.
pub async fn family_by_code(tx: &UnitOfWork, code: &str) -> Result<Option<family::Model>> {
    Ok(family::Entity::find().filter(family::Column::Code.eq(code)).one(tx.db()).await?)
}

/// A page of products by code.
pub async fn page(tx: &UnitOfWork, shown: Shown, after: Option<String>, fetch: u64) -> Result<Vec<product::Model>> {
    let mut query = product::Entity::find().order_by_asc(product::Column::Code).limit(fetch);
    if shown.published {
        query = query.filter(product::Column::PublishedAt.is_not_null()).filter(product::Column::RetiredAt.is_null());
    }
    if let Some(family) = shown.family {
        query = query.filter(product::Column::FamilyId.eq(family));
    }
    if let Some(after) = after {
        query = query.filter(product::Column::Code.gt(after));
    }
    Ok(query.all(tx.db()).await?)
}

/// The product, or 404.
pub async fn get(tx: &UnitOfWork, id: ProductId) -> Result<product::Model> {
    product::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("product"))
}

/// The product, its row locked for change, or 404.
pub async fn lock(tx: &UnitOfWork, id: ProductId) -> Result<product::Model> {
    let mut query = product::Entity::find_by_id(id);
    if tx.db().get_database_backend() == DatabaseBackend::Postgres {
        query = query.lock(LockType::Update);
    }
    query.one(tx.db()).await?.ok_or_else(|| Problem::not_found("product"))
}

/// The product with this code.
pub async fn by_code(tx: &UnitOfWork, code: &str) -> Result<Option<product::Model>> {
    Ok(product::Entity::find().filter(product::Column::Code.eq(code)).one(tx.db()).await?)
}

/// Those of these products that exist.
pub async fn by_ids(tx: &UnitOfWork, ids: &[ProductId]) -> Result<Vec<product::Model>> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(ROWS_PER_INSERT) {
        let some = product::Entity::find().filter(product::Column::Id.is_in(ids.iter().copied()));
        found.extend(some.all(tx.db()).await?);
    }
    Ok(found)
}

/// Stores a new product.
pub async fn insert(tx: &UnitOfWork, row: product::ActiveModel) -> Result<product::Model> {
    Ok(row.insert(tx.db()).await?)
}

/// Stores a changed product.
pub async fn update(tx: &UnitOfWork, row: product::ActiveModel) -> Result<product::Model> {
    Ok(row.update(tx.db()).await?)
}

/// Stores a new family.
pub async fn insert_family(tx: &UnitOfWork, row: family::ActiveModel) -> Result<family::Model> {
    Ok(row.insert(tx.db()).await?)
}

/// Stores a changed family.
pub async fn update_family(tx: &UnitOfWork, row: family::ActiveModel) -> Result<family::Model> {
    Ok(row.update(tx.db()).await?)
}
