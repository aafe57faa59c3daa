//! Products.

use std::collections::HashMap;

use entities::{
    catalogue::{family, product},
    values::{FamilyId, ProductId},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select, sea_query::LockType,
};

use super::baskets::{Audience, visible_to};
use crate::platform::{
    http::{
        page_request::{PageRequest, Rows},
        problem::{Problem, Result},
    },
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// Which products a list has.
#[derive(Clone, Copy, Debug, Default)]
pub struct ProductFilter {
    /// Only those published and not retired.
    pub published: bool,
    /// Only of this family.
    pub family: Option<FamilyId>,
    /// Who reads it.
    pub audience: Audience,
}

/// A page of products, by code.
pub async fn list_products(tx: &UnitOfWork, filter: ProductFilter, page: &PageRequest) -> Result<Rows<product::Model>> {
    let mut query = visible_to(product::Entity::find(), filter.audience);
    if filter.published {
        query = published(query);
    }
    if let Some(family) = filter.family {
        query = query.filter(product::Column::FamilyId.eq(family));
    }
    page.select(tx.db(), query.cursor_by(product::Column::Code).asc(), |product| product.code.clone()).await
}

/// The products that are published and not retired, by code; those that the audience may see.
pub async fn list_published_products(tx: &UnitOfWork, audience: Audience) -> Result<Vec<product::Model>> {
    let query = published(visible_to(product::Entity::find(), audience)).order_by_asc(product::Column::Code);
    Ok(query.all(tx.db()).await?)
}

/// The product, or 404.
pub async fn get_product(tx: &UnitOfWork, id: ProductId) -> Result<product::Model> {
    product::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(not_found)
}

/// The product if it is published and not retired and the audience may see it, or 404.
pub async fn get_published_product(tx: &UnitOfWork, id: ProductId, audience: Audience) -> Result<product::Model> {
    published(visible_to(product::Entity::find_by_id(id), audience)).one(tx.db()).await?.ok_or_else(not_found)
}

/// The product's family.
pub async fn load_family(tx: &UnitOfWork, product: &product::Model) -> Result<family::Model> {
    let family = family::Entity::find_by_id(product.family_id).one(tx.db()).await?;
    family.ok_or_else(|| Problem::missing_reference("family", product.family_id))
}

/// The product, its row locked for update; or 404.
pub async fn lock_product(tx: &UnitOfWork, id: ProductId) -> Result<product::Model> {
    product::Entity::find_by_id(id).lock(LockType::Update).one(tx.db()).await?.ok_or_else(not_found)
}

/// The product with this code.
pub async fn find_product_by_code(tx: &UnitOfWork, code: &str) -> Result<Option<product::Model>> {
    Ok(product::Entity::find().filter(product::Column::Code.eq(code)).one(tx.db()).await?)
}

/// Those of these products that exist.
pub async fn list_products_by_id(tx: &UnitOfWork, ids: &[ProductId]) -> Result<HashMap<ProductId, product::Model>> {
    let mut found = HashMap::with_capacity(ids.len());
    for ids in ids.chunks(ROWS_PER_INSERT) {
        let query = product::Entity::find().filter(product::Column::Id.is_in(ids.iter().copied()));
        found.extend(query.all(tx.db()).await?.into_iter().map(|product| (product.id, product)));
    }
    Ok(found)
}

/// Stores a new product.
pub async fn insert_product(tx: &UnitOfWork, row: product::ActiveModel) -> Result<product::Model> {
    Ok(row.insert(tx.db()).await?)
}

/// Stores the changed columns of a product.
pub async fn update_product(tx: &UnitOfWork, row: product::ActiveModel) -> Result<product::Model> {
    Ok(row.update(tx.db()).await?)
}

/// Only those that are published and not retired.
fn published(query: Select<product::Entity>) -> Select<product::Entity> {
    query.filter(product::Column::PublishedAt.is_not_null()).filter(product::Column::RetiredAt.is_null())
}

fn not_found() -> Problem {
    Problem::not_found("product")
}
