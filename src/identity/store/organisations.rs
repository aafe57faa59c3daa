//! Organisations.

use entities::{
    identity::organisation,
    values::{OrganisationId, OrganisationKind},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseBackend, EntityTrait, QueryFilter, QuerySelect,
    sea_query::LockType,
};

use crate::platform::{
    http::{
        page_request::{PageRequest, Rows},
        problem::{Problem, Result},
    },
    rows::insert_if_new,
    unit_of_work::UnitOfWork,
};

/// One organisation, or 404.
pub async fn get_organisation(tx: &UnitOfWork, id: OrganisationId) -> Result<organisation::Model> {
    organisation::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(not_found)
}

/// The organisation with this code.
pub async fn find_organisation_by_code(tx: &UnitOfWork, code: &str) -> Result<Option<organisation::Model>> {
    Ok(organisation::Entity::find().filter(organisation::Column::Code.eq(code)).one(tx.db()).await?)
}

/// The cooperative of this installation; none until the first administrator was created.
pub async fn find_cooperative(tx: &UnitOfWork) -> Result<Option<organisation::Model>> {
    let cooperative = organisation::Column::Kind.eq(OrganisationKind::Cooperative);
    Ok(organisation::Entity::find().filter(cooperative).one(tx.db()).await?)
}

/// One organisation, its row locked until the transaction ends, so that its roles change one after the other; or 404.
pub async fn lock_organisation(tx: &UnitOfWork, id: OrganisationId) -> Result<organisation::Model> {
    let mut query = organisation::Entity::find_by_id(id);
    if tx.db().get_database_backend() == DatabaseBackend::Postgres {
        query = query.lock(LockType::Update);
    }
    query.one(tx.db()).await?.ok_or_else(not_found)
}

/// A page of organisations, by name.
pub async fn list_organisations(
    tx: &UnitOfWork,
    kind: Option<OrganisationKind>,
    page: &PageRequest,
) -> Result<Rows<organisation::Model>> {
    let of_kind = Condition::all().add_option(kind.map(|kind| organisation::Column::Kind.eq(kind)));
    let query = organisation::Entity::find().filter(of_kind);
    let mut query = query.cursor_by((organisation::Column::Name, organisation::Column::Id));
    page.select(tx.db(), query.asc(), |organisation| (organisation.name.clone(), organisation.id)).await
}

/// Inserts an organisation. Returns `false` where another one has its code.
pub async fn insert_organisation(tx: &UnitOfWork, row: &organisation::Model) -> Result<bool> {
    insert_if_new(tx, row.clone()).await
}

/// Updates the set columns of an organisation.
pub async fn update_organisation(tx: &UnitOfWork, row: organisation::ActiveModel) -> Result<organisation::Model> {
    Ok(organisation::Entity::update(row).exec(tx.db()).await?)
}

fn not_found() -> Problem {
    Problem::not_found("organisation")
}
