//! Applications, their questions and their links.

use chrono::{DateTime, Utc};
use entities::{
    buyers::{application, application_attempt, application_link, application_question},
    values::{ApplicationId, ApplicationState},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::LockType,
};

use crate::{
    buyers::rules::{OPEN_STATES, RecentAttempts},
    platform::{
        http::{
            page_request::{PageRequest, Rows},
            problem::{Problem, Result},
        },
        retention::delete_old,
        unit_of_work::UnitOfWork,
    },
};

/// One application, or 404.
pub async fn get_application(tx: &UnitOfWork, id: ApplicationId) -> Result<application::Model> {
    application::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(not_found)
}

/// One application whose mail address is confirmed, or 404.
pub async fn get_confirmed_application(tx: &UnitOfWork, id: ApplicationId) -> Result<application::Model> {
    let found = application::Entity::find_by_id(id).filter(application::Column::ConfirmedAt.is_not_null());
    found.one(tx.db()).await?.ok_or_else(not_found)
}

/// One application, its row locked for update; or 404.
pub async fn lock_application(tx: &UnitOfWork, id: ApplicationId) -> Result<application::Model> {
    let found = application::Entity::find_by_id(id).lock(LockType::NoKeyUpdate);
    found.one(tx.db()).await?.ok_or_else(not_found)
}

/// A page of confirmed applications in this state, or of all that are open; the one that waits longest first.
pub async fn list_applications(
    tx: &UnitOfWork,
    state: Option<ApplicationState>,
    page: &PageRequest,
) -> Result<Rows<application::Model>> {
    use application::Column;
    let states = match state {
        Some(state) => vec![state],
        None => OPEN_STATES.to_vec(),
    };
    let found =
        application::Entity::find().filter(Column::State.is_in(states)).filter(Column::ConfirmedAt.is_not_null());
    let mut found = found.cursor_by((Column::StateSince, Column::Id));
    page.select(tx.db(), found.asc(), |application| (application.state_since, application.id)).await
}

/// Stores a new application.
pub async fn insert_application(tx: &UnitOfWork, row: &application::Model) -> Result<()> {
    application::Entity::insert(row.clone().into_active_model()).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Stores the changed columns of an application.
pub async fn update_application(tx: &UnitOfWork, row: application::ActiveModel) -> Result<application::Model> {
    Ok(application::Entity::update(row).exec(tx.db()).await?)
}

/// What was asked about an application, oldest first.
pub async fn list_questions(tx: &UnitOfWork, id: ApplicationId) -> Result<Vec<application_question::Model>> {
    let found = application_question::Entity::find()
        .filter(application_question::Column::ApplicationId.eq(id))
        .order_by_asc(application_question::Column::Id);
    Ok(found.all(tx.db()).await?)
}

/// What was asked last about an application.
pub async fn find_last_question(tx: &UnitOfWork, id: ApplicationId) -> Result<Option<String>> {
    Ok(list_questions(tx, id).await?.pop().map(|last| last.question))
}

/// Stores a new question.
pub async fn insert_question(tx: &UnitOfWork, row: application_question::Model) -> Result<()> {
    application_question::Entity::insert(row.into_active_model()).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Stores the changed columns of a question.
pub async fn update_question(tx: &UnitOfWork, row: application_question::ActiveModel) -> Result<()> {
    application_question::Entity::update(row).exec(tx.db()).await?;
    Ok(())
}

/// Stores a new link.
pub async fn insert_link(tx: &UnitOfWork, row: application_link::Model) -> Result<()> {
    application_link::Entity::insert(row.into_active_model()).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// The link whose secret has this hash, even where it has expired.
pub async fn find_link(tx: &UnitOfWork, token_hash: &str) -> Result<Option<application_link::Model>> {
    let found = application_link::Entity::find().filter(application_link::Column::TokenHash.eq(token_hash));
    Ok(found.one(tx.db()).await?)
}

/// Deletes links that had expired before an instant.
pub async fn delete_expired_links(tx: &UnitOfWork, before: DateTime<Utc>) -> Result<()> {
    let expired = Condition::all().add(application_link::Column::ExpiresAt.lt(before));
    delete_old::<application_link::Entity>(tx, application_link::Column::Id, expired).await
}

/// Counts the applications that were sent since an instant: of a mail address, and of a network where it is known.
pub async fn count_attempts(
    tx: &UnitOfWork,
    email_hash: &str,
    network: Option<&str>,
    since: DateTime<Utc>,
) -> Result<RecentAttempts> {
    use application_attempt::Column;
    let recent = || application_attempt::Entity::find().filter(Column::At.gte(since));
    let email = recent().filter(Column::EmailHash.eq(email_hash)).count(tx.db()).await?;
    let network = match network {
        Some(network) => Some(recent().filter(Column::Network.eq(network)).count(tx.db()).await?),
        None => None,
    };
    Ok(RecentAttempts { email, network })
}

/// Stores that an application was sent.
pub async fn insert_attempt(tx: &UnitOfWork, row: application_attempt::Model) -> Result<()> {
    application_attempt::Entity::insert(row.into_active_model()).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Deletes what was counted before an instant.
pub async fn delete_attempts_before(tx: &UnitOfWork, before: DateTime<Utc>) -> Result<()> {
    let old = Condition::all().add(application_attempt::Column::At.lt(before));
    delete_old::<application_attempt::Entity>(tx, application_attempt::Column::Id, old).await
}

/// The applications that are old: unconfirmed ones sent before `unconfirmed`, others decided before `decided`.
pub async fn list_old_applications(
    tx: &UnitOfWork,
    unconfirmed: DateTime<Utc>,
    decided: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<ApplicationId>> {
    use application::Column;
    let unconfirmed = Condition::all().add(Column::ConfirmedAt.is_null()).add(Column::SubmittedAt.lt(unconfirmed));
    let decided = Condition::all().add(Column::State.is_not_in(OPEN_STATES)).add(Column::StateSince.lt(decided));
    let found = application::Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Condition::any().add(unconfirmed).add(decided))
        .order_by_asc(Column::Id)
        .limit(limit);
    Ok(found.into_tuple().all(tx.db()).await?)
}

/// Deletes applications with their questions and links; their documents must be deleted already.
pub async fn delete_applications(tx: &UnitOfWork, ids: &[ApplicationId]) -> Result<()> {
    let of = ids.iter().copied();
    let questions = application_question::Column::ApplicationId.is_in(of.clone());
    application_question::Entity::delete_many().filter(questions).exec(tx.db()).await?;
    let links = application_link::Column::ApplicationId.is_in(of.clone());
    application_link::Entity::delete_many().filter(links).exec(tx.db()).await?;
    application::Entity::delete_many().filter(application::Column::Id.is_in(of)).exec(tx.db()).await?;
    Ok(())
}

fn not_found() -> Problem {
    Problem::not_found("application")
}
