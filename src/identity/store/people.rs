//! People.

use entities::{
    identity::{membership, person},
    values::{Language, OrganisationId, PersonId},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DatabaseBackend, EntityTrait, ExprTrait,
    IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, QueryTrait, SqlErr, UpdateMany,
    sea_query::{Expr, LockType},
};

use crate::{
    identity::rules::DEMO_DOMAIN,
    platform::{
        http::{
            page_request::{PageRequest, Rows},
            problem::{Problem, Result},
        },
        unit_of_work::UnitOfWork,
    },
};

/// Most people of the demo that a list has.
const DEMO_PEOPLE: u64 = 50;

/// The person with this id.
pub async fn find_person(tx: &UnitOfWork, id: PersonId) -> Result<Option<person::Model>> {
    Ok(person::Entity::find_by_id(id).one(tx.db()).await?)
}

/// One person, or 404.
pub async fn get_person(tx: &UnitOfWork, id: PersonId) -> Result<person::Model> {
    find_person(tx, id).await?.ok_or_else(|| Problem::not_found("person"))
}

/// The person who signs in with this address, in lower case.
pub async fn find_person_by_email(tx: &UnitOfWork, email: &str) -> Result<Option<person::Model>> {
    Ok(person::Entity::find().filter(person::Column::Email.eq(email)).one(tx.db()).await?)
}

/// One person, its row locked until the transaction ends; or 404.
pub async fn lock_person(tx: &UnitOfWork, id: PersonId) -> Result<person::Model> {
    let mut query = person::Entity::find_by_id(id);
    if tx.db().get_database_backend() == DatabaseBackend::Postgres {
        query = query.lock(LockType::Update);
    }
    query.one(tx.db()).await?.ok_or_else(|| Problem::not_found("person"))
}

/// A page of people, by address; `organisation` limits it to those with a role there.
pub async fn list_people(
    tx: &UnitOfWork,
    organisation: Option<OrganisationId>,
    page: &PageRequest,
) -> Result<Rows<person::Model>> {
    let members = organisation.map(|organisation| {
        let members = membership::Entity::find()
            .select_only()
            .column(membership::Column::PersonId)
            .filter(membership::Column::OrganisationId.eq(organisation))
            .filter(membership::Column::EndedAt.is_null());
        person::Column::Id.in_subquery(members.into_query())
    });
    let query = person::Entity::find().filter(Condition::all().add_option(members));
    let mut query = query.cursor_by(person::Column::Email);
    page.select(tx.db(), query.asc(), |person| person.email.clone()).await
}

/// The demo's people who are not disabled, oldest first.
pub async fn list_demo_people(tx: &UnitOfWork) -> Result<Vec<person::Model>> {
    Ok(person::Entity::find()
        .filter(person::Column::Email.ends_with(DEMO_DOMAIN))
        .filter(person::Column::DisabledAt.is_null())
        .order_by_asc(person::Column::Id)
        .limit(DEMO_PEOPLE)
        .all(tx.db())
        .await?)
}

/// Inserts a person.
pub async fn insert_person(tx: &UnitOfWork, row: &person::Model) -> Result<()> {
    person::Entity::insert(row.clone().into_active_model().reset_all()).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Updates the set columns of a person; none where another person has the address.
pub async fn update_person(tx: &UnitOfWork, row: person::ActiveModel) -> Result<Option<person::Model>> {
    match person::Entity::update(row).exec(tx.db()).await {
        Ok(updated) => Ok(Some(updated)),
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Disables or enables a person. Returns whether that changed anything.
pub async fn update_disabled(tx: &UnitOfWork, id: PersonId, disabled: bool) -> Result<bool> {
    let disabled_at = person::Column::DisabledAt;
    let update = next_version(id)
        .col_expr(disabled_at, Expr::value(disabled.then_some(tx.now())))
        .filter(if disabled { disabled_at.is_null() } else { disabled_at.is_not_null() });
    Ok(update.exec(tx.db()).await?.rows_affected > 0)
}

/// Sets a person's password.
pub async fn set_password(tx: &UnitOfWork, id: PersonId, hash: String) -> Result<()> {
    next_version(id).col_expr(person::Column::PasswordHash, Expr::value(Some(hash))).exec(tx.db()).await?;
    Ok(())
}

/// Updates a person's language. Returns whether it was another one.
pub async fn update_language(tx: &UnitOfWork, id: PersonId, language: Language) -> Result<bool> {
    let update = next_version(id)
        .col_expr(person::Column::Language, Expr::value(language))
        .filter(person::Column::Language.ne(language));
    Ok(update.exec(tx.db()).await?.rows_affected > 0)
}

fn next_version(id: PersonId) -> UpdateMany<person::Entity> {
    person::Entity::update_many()
        .col_expr(person::Column::Version, Expr::col(person::Column::Version).add(1))
        .filter(person::Column::Id.eq(id))
}
