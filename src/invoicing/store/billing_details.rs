//! Queries of billing details.

use entities::{identity::organisation, invoicing::billing_details, values::OrganisationId};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QuerySelect, sea_query::LockType};

use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::UnitOfWork,
};

/// Billing details of an organisation, or 404 where it has none.
pub async fn get_billing_details(tx: &UnitOfWork, id: OrganisationId) -> Result<billing_details::Model> {
    let found = billing_details::Entity::find_by_id(id).one(tx.db()).await?;
    found.ok_or_else(|| Problem::not_found("billing details"))
}

/// Locks the billing details of an organisation for change; none where it has none.
///
/// # Errors
/// 404 where there is no such organisation.
pub async fn lock_billing_details(tx: &UnitOfWork, id: OrganisationId) -> Result<Option<billing_details::Model>> {
    if organisation::Entity::find_by_id(id).one(tx.db()).await?.is_none() {
        return Err(Problem::not_found("organisation"));
    }
    Ok(billing_details::Entity::find_by_id(id).lock(LockType::Update).one(tx.db()).await?)
}

/// Inserts billing details.
pub async fn insert_billing_details(tx: &UnitOfWork, row: billing_details::Model) -> Result<()> {
    billing_details::Entity::insert(row.into_active_model()).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Updates all columns of billing details.
pub async fn update_billing_details(tx: &UnitOfWork, row: billing_details::Model) -> Result<()> {
    row.into_active_model().reset_all().update(tx.db()).await?;
    Ok(())
}
