//! Staff begin to review an application, ask for more, and refuse it.

use entities::{
    buyers::{application, application_question},
    values::{ApplicationId, ApplicationState},
};
use sea_orm::ActiveValue::Set;
use serde_json::json;

use crate::{
    buyers::{Event, rules::check_open, store::applications},
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// Begins the review of an application. Repeated, it changes nothing.
///
/// # Errors
/// 404; `ApplicationDecided`.
pub async fn review_application(tx: &mut UnitOfWork, id: ApplicationId) -> Result<application::Model> {
    let before = lock_undecided(tx, id).await?;
    if before.state != ApplicationState::Submitted {
        return Ok(before);
    }
    let change = next_state(tx, &before, ApplicationState::InReview);
    let application = applications::update_application(tx, change).await?;
    tx.audit("application", id, "review_begun", json!({}));
    tx.emit(Event::ApplicationChanged { application_id: id });
    Ok(application)
}

/// Asks the applicant for more: the application waits for the answer.
///
/// # Errors
/// 404; `ApplicationDecided`.
pub async fn request_more(tx: &mut UnitOfWork, id: ApplicationId, question: String) -> Result<application::Model> {
    let before = lock_undecided(tx, id).await?;
    let row = application_question::Model {
        id: tx.new_id(),
        application_id: id,
        question,
        asked_at: tx.now(),
        answer: None,
        answered_at: None,
    };
    applications::insert_question(tx, row).await?;
    let change = next_state(tx, &before, ApplicationState::MoreAsked);
    let application = applications::update_application(tx, change).await?;
    tx.audit("application", id, "more_asked", json!({}));
    tx.emit(Event::ApplicationChanged { application_id: id });
    Ok(application)
}

/// Refuses an application, with a reason for the applicant.
///
/// # Errors
/// 404; `ApplicationDecided`.
pub async fn refuse_application(tx: &mut UnitOfWork, id: ApplicationId, reason: String) -> Result<application::Model> {
    let before = lock_undecided(tx, id).await?;
    let change =
        application::ActiveModel { reason: Set(Some(reason)), ..next_state(tx, &before, ApplicationState::Refused) };
    let application = applications::update_application(tx, change).await?;
    tx.audit("application", id, "refused", json!({}));
    tx.emit(Event::ApplicationChanged { application_id: id });
    Ok(application)
}

/// An application that staff can decide, its row locked for update.
///
/// # Errors
/// 404 where it does not exist or its address is not confirmed; `ApplicationDecided`.
pub(super) async fn lock_undecided(tx: &UnitOfWork, id: ApplicationId) -> Result<application::Model> {
    let before = applications::lock_application(tx, id).await?;
    if before.confirmed_at.is_none() {
        return Err(Problem::not_found("application"));
    }
    check_open(&before)?;
    Ok(before)
}

pub(super) fn next_version(before: &application::Model) -> application::ActiveModel {
    application::ActiveModel { id: Set(before.id), version: Set(before.version + 1), ..Default::default() }
}

pub(super) fn next_state(
    tx: &UnitOfWork,
    before: &application::Model,
    state: ApplicationState,
) -> application::ActiveModel {
    application::ActiveModel { state: Set(state), state_since: Set(tx.now()), ..next_version(before) }
}
