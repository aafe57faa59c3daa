//! Organisations, people, certificates and cycles.

use entities::{
    certification::certificate,
    cycles::cycle,
    identity::{membership, organisation, person},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// All organisations, by code.
pub async fn organisations(tx: &UnitOfWork) -> Result<Vec<organisation::Model>> {
    Ok(organisation::Entity::find().order_by_asc(organisation::Column::Code).all(tx.db()).await?)
}

/// All memberships that have not ended.
pub async fn active_memberships(tx: &UnitOfWork) -> Result<Vec<membership::Model>> {
    Ok(membership::Entity::find().filter(membership::Column::EndedAt.is_null()).all(tx.db()).await?)
}

/// All people who are not disabled.
pub async fn active_people(tx: &UnitOfWork) -> Result<Vec<person::Model>> {
    Ok(person::Entity::find().filter(person::Column::DisabledAt.is_null()).all(tx.db()).await?)
}

/// All certificates, by number.
pub async fn certificates(tx: &UnitOfWork) -> Result<Vec<certificate::Model>> {
    Ok(certificate::Entity::find().order_by_asc(certificate::Column::Number).all(tx.db()).await?)
}

/// All cycles, by delivery date.
pub async fn cycles(tx: &UnitOfWork) -> Result<Vec<cycle::Model>> {
    let all = cycle::Entity::find().order_by_asc(cycle::Column::DeliveryDate).order_by_asc(cycle::Column::Code);
    Ok(all.all(tx.db()).await?)
}
