//! The applicant confirms the mail address, answers what is asked, and withdraws the application.

use entities::{
    buyers::{application, application_question},
    values::{ApplicationId, ApplicationState},
};
use sea_orm::ActiveValue::Set;
use serde_json::json;

use super::review_application::{next_state, next_version};
use crate::{
    buyers::{Event, errors::BuyerError, rules::check_open, store::applications},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Confirms that the mail address is the applicant's: staff see the application from now on. Repeated, it changes nothing.
pub async fn confirm_application(tx: &mut UnitOfWork, id: ApplicationId) -> Result<application::Model> {
    let before = applications::lock_application(tx, id).await?;
    if before.confirmed_at.is_some() {
        return Ok(before);
    }
    check_open(&before)?;
    let now = tx.now();
    let change =
        application::ActiveModel { confirmed_at: Set(Some(now)), state_since: Set(now), ..next_version(&before) };
    let application = applications::update_application(tx, change).await?;
    tx.audit("application", id, "confirmed", json!({}));
    Ok(application)
}

/// Answers what staff asked last: the application is in review again.
///
/// # Errors
/// `NothingAsked`, `ApplicationDecided`.
pub async fn answer_application(tx: &mut UnitOfWork, id: ApplicationId, answer: String) -> Result<application::Model> {
    let before = applications::lock_application(tx, id).await?;
    check_open(&before)?;
    let questions = applications::list_questions(tx, id).await?;
    let open = questions.into_iter().rev().find(|question| question.answered_at.is_none());
    let Some(question) = open.filter(|_| before.state == ApplicationState::MoreAsked) else {
        return Err(BuyerError::NothingAsked.into());
    };
    let answered = application_question::ActiveModel {
        id: Set(question.id),
        answer: Set(Some(answer)),
        answered_at: Set(Some(tx.now())),
        ..Default::default()
    };
    applications::update_question(tx, answered).await?;
    let change = next_state(tx, &before, ApplicationState::InReview);
    let application = applications::update_application(tx, change).await?;
    tx.audit("application", id, "answered", json!({}));
    Ok(application)
}

/// Withdraws an application. Repeated, it changes nothing.
///
/// # Errors
/// `ApplicationDecided` where it was approved or refused.
pub async fn withdraw_application(tx: &mut UnitOfWork, id: ApplicationId) -> Result<application::Model> {
    let before = applications::lock_application(tx, id).await?;
    if before.state == ApplicationState::Withdrawn {
        return Ok(before);
    }
    check_open(&before)?;
    let change = next_state(tx, &before, ApplicationState::Withdrawn);
    let application = applications::update_application(tx, change).await?;
    tx.audit("application", id, "withdrawn", json!({}));
    tx.emit(Event::ApplicationChanged { application_id: id });
    Ok(application)
}
