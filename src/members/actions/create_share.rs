//! Creates a share of the group's work.

use chrono::NaiveDate;
use entities::{
    members::share,
    values::{DecisionId, WorkshopId},
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    members::{errors::MemberError, store},
    platform::{
        http::{
            api_error::ApiError,
            errors::RequestError,
            field_errors::FieldError,
            problem::{Problem, Result},
        },
        unit_of_work::UnitOfWork,
    },
};

/// Creates the share that a workshop has from `from_date` on. Older shares are kept: a new one begins after all of them,
/// and not before today unless it is the workshop's first. Repeated with the same values, it changes nothing.
///
/// # Errors
/// 404 (workshop, decision); 409 `share_before_joining`, `share_not_newest`, `share_in_past`.
pub async fn create_share(
    tx: &mut UnitOfWork,
    workshop_id: WorkshopId,
    weight: i64,
    from_date: NaiveDate,
    decision_id: Option<DecisionId>,
) -> Result<share::Model> {
    let share =
        share::Model { id: tx.new_id::<Uuid>(), workshop_id, weight, from_date, decision_id, created_at: tx.now() };
    insert(tx, share, Some(tx.today())).await
}

/// As [`create_share`], for shares that were agreed before the installation existed: they may begin in the past.
///
/// # Errors
/// 404 (workshop, decision); 409 `share_before_joining`, `share_not_newest`.
pub async fn import_share(
    tx: &mut UnitOfWork,
    workshop_id: WorkshopId,
    weight: i64,
    from_date: NaiveDate,
    decision_id: Option<DecisionId>,
) -> Result<share::Model> {
    let share =
        share::Model { id: tx.new_id::<Uuid>(), workshop_id, weight, from_date, decision_id, created_at: tx.now() };
    insert(tx, share, None).await
}

/// Inserts a share. One that replaces another begins on `earliest` or later; none = on any day.
async fn insert(tx: &mut UnitOfWork, new: share::Model, earliest: Option<NaiveDate>) -> Result<share::Model> {
    let workshop = store::lock_workshop(tx, new.workshop_id).await?;
    if new.weight <= 0 {
        let below = FieldError::BelowMinimum { minimum: 1.into() };
        return Err(Problem::from(RequestError::InvalidBody { fields: 1 }).field("/weight", below));
    }
    if let Some(id) = new.decision_id {
        store::get_decision(tx, id).await?;
    }
    let existing = store::list_shares(tx, new.workshop_id).await?;
    if let Some(same) = existing.iter().find(|old| old.from_date == new.from_date && old.weight == new.weight) {
        return Ok(same.clone());
    }
    if let Some(newest) = existing.first() {
        if new.from_date <= newest.from_date {
            return Err(MemberError::ShareNotNewest { newest_from: newest.from_date }.at("/from_date"));
        }
        if let Some(today) = earliest.filter(|earliest| new.from_date < *earliest) {
            return Err(MemberError::ShareInPast { today }.at("/from_date"));
        }
    }
    if new.from_date < workshop.joined_on {
        return Err(MemberError::ShareBeforeJoining { joined_on: workshop.joined_on }.at("/from_date"));
    }
    store::insert_share(tx, &new).await?;
    let detail = json!({ "weight": new.weight, "from_date": new.from_date });
    tx.audit("workshop", new.workshop_id, "share_agreed", detail);
    Ok(new)
}
