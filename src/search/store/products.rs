//! Products and families for the index, and the search by name that needs no index.

use std::collections::HashMap;

use entities::{
    catalogue::{family, product},
    values::FamilyId,
};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::platform::{
    http::{limits, problem::Result},
    unit_of_work::UnitOfWork,
};

/// All products, unpublished and retired ones included.
pub async fn list_products(tx: &UnitOfWork) -> Result<Vec<product::Model>> {
    Ok(product::Entity::find().all(tx.db()).await?)
}

/// All families by id.
pub async fn list_families(tx: &UnitOfWork) -> Result<HashMap<FamilyId, family::Model>> {
    Ok(family::Entity::find().all(tx.db()).await?.into_iter().map(|family| (family.id, family)).collect())
}

/// A page of the published products whose name contains `text`, sorted by Spanish name, and their total number.
pub async fn search_products_by_name(
    tx: &UnitOfWork,
    text: &str,
    limit: usize,
    offset: usize,
) -> Result<(Vec<product::Model>, u64)> {
    let matches = product::Column::NameEs.contains(text).or(product::Column::NameEn.contains(text));
    let select = product::Entity::find()
        .filter(product::Column::PublishedAt.is_not_null())
        .filter(product::Column::RetiredAt.is_null())
        .filter(matches);
    let total = select.clone().count(tx.db()).await?;
    let page = select
        .order_by_asc(product::Column::NameEs)
        .offset(u64::try_from(offset).unwrap_or(0))
        .limit(u64::try_from(limit).unwrap_or(limits::PAGE));
    Ok((page.all(tx.db()).await?, total))
}
