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
    http::problem::{Answer, Problem},
    work::{ROWS_PER_INSERT, Work},
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
pub async fn families(work: &Work) -> Answer<Vec<family::Model>> {
    Ok(family::Entity::find().order_by_asc(family::Column::Code).all(work.db()).await?)
}

/// The family, or 404.
pub async fn family(work: &Work, id: FamilyId) -> Answer<family::Model> {
    family::Entity::find_by_id(id).one(work.db()).await?.ok_or_else(|| Problem::not_found("family"))
}

/// The family with this code.
pub async fn family_by_code(work: &Work, code: &str) -> Answer<Option<family::Model>> {
    Ok(family::Entity::find().filter(family::Column::Code.eq(code)).one(work.db()).await?)
}

/// A page of products by code.
pub async fn page(work: &Work, shown: Shown, after: Option<String>, fetch: u64) -> Answer<Vec<product::Model>> {
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
    Ok(query.all(work.db()).await?)
}

/// The product, or 404.
pub async fn get(work: &Work, id: ProductId) -> Answer<product::Model> {
    product::Entity::find_by_id(id).one(work.db()).await?.ok_or_else(|| Problem::not_found("product"))
}

/// The product, its row locked for change, or 404.
pub async fn lock(work: &Work, id: ProductId) -> Answer<product::Model> {
    let mut query = product::Entity::find_by_id(id);
    if work.db().get_database_backend() == DatabaseBackend::Postgres {
        query = query.lock(LockType::Update);
    }
    query.one(work.db()).await?.ok_or_else(|| Problem::not_found("product"))
}

/// The product with this code.
pub async fn by_code(work: &Work, code: &str) -> Answer<Option<product::Model>> {
    Ok(product::Entity::find().filter(product::Column::Code.eq(code)).one(work.db()).await?)
}

/// Those of these products that exist.
pub async fn by_ids(work: &Work, ids: &[ProductId]) -> Answer<Vec<product::Model>> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(ROWS_PER_INSERT) {
        let some = product::Entity::find().filter(product::Column::Id.is_in(ids.iter().copied()));
        found.extend(some.all(work.db()).await?);
    }
    Ok(found)
}

/// Stores a new product.
pub async fn insert(work: &Work, row: product::ActiveModel) -> Answer<product::Model> {
    Ok(row.insert(work.db()).await?)
}

/// Stores a changed product.
pub async fn update(work: &Work, row: product::ActiveModel) -> Answer<product::Model> {
    Ok(row.update(work.db()).await?)
}

/// Stores a new family.
pub async fn insert_family(work: &Work, row: family::ActiveModel) -> Answer<family::Model> {
    Ok(row.insert(work.db()).await?)
}

/// Stores a changed family.
pub async fn update_family(work: &Work, row: family::ActiveModel) -> Answer<family::Model> {
    Ok(row.update(work.db()).await?)
}
