//! Products and families for the index.

use std::collections::HashMap;

use entities::{
    catalogue::{family, product},
    values::FamilyId,
};
use sea_orm::EntityTrait;

use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// All products, unpublished and retired ones included.
pub async fn list_products(tx: &UnitOfWork) -> Result<Vec<product::Model>> {
    Ok(product::Entity::find().all(tx.db()).await?)
}

/// All families by id.
pub async fn list_families(tx: &UnitOfWork) -> Result<HashMap<FamilyId, family::Model>> {
    Ok(family::Entity::find().all(tx.db()).await?.into_iter().map(|family| (family.id, family)).collect())
}
