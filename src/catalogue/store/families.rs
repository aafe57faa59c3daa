//! Families of products.

use entities::{catalogue::family, values::FamilyId};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::UnitOfWork,
};

/// All families, by code.
pub async fn list_families(tx: &UnitOfWork) -> Result<Vec<family::Model>> {
    Ok(family::Entity::find().order_by_asc(family::Column::Code).all(tx.db()).await?)
}

/// The family, or 404.
pub async fn get_family(tx: &UnitOfWork, id: FamilyId) -> Result<family::Model> {
    family::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("family"))
}

/// The family with this code.
pub async fn find_family_by_code(tx: &UnitOfWork, code: &str) -> Result<Option<family::Model>> {
    Ok(family::Entity::find().filter(family::Column::Code.eq(code)).one(tx.db()).await?)
}

/// Stores a new family.
pub async fn insert_family(tx: &UnitOfWork, row: family::ActiveModel) -> Result<family::Model> {
    Ok(row.insert(tx.db()).await?)
}

/// Stores the changed columns of a family.
pub async fn update_family(tx: &UnitOfWork, row: family::ActiveModel) -> Result<family::Model> {
    Ok(row.update(tx.db()).await?)
}
