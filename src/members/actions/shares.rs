//! A workshop agrees to a share of the group's work.

use chrono::NaiveDate;
use entities::{
    members::share,
    values::{DecisionId, WorkshopId},
};
use sea_orm::{EntityTrait, IntoActiveModel};
use serde_json::json;
use uuid::Uuid;

use crate::{
    members::{MemberError, store},
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

/// Gives a workshop the weight that it has from `from_date` on. The history is kept: a new share begins after all older
/// ones, and not before today. The same share again changes nothing.
///
/// Refuses 409 `share_before_joining`, `share_not_newest`, `share_in_past`.
pub async fn create_share(
    tx: &mut UnitOfWork,
    workshop_id: WorkshopId,
    weight: i64,
    from_date: NaiveDate,
    decision_id: Option<DecisionId>,
) -> Result<share::Model> {
    let today = tx.today();
    put(tx, workshop_id, weight, (from_date, decision_id), Some(today)).await
}

/// As [`create_share`], for a workshop that is only now written down and brings what it had agreed to before: such a share
/// may begin in the past.
///
/// Refuses 409 `share_before_joining`, `share_not_newest`.
pub async fn import_share(
    tx: &mut UnitOfWork,
    workshop_id: WorkshopId,
    weight: i64,
    from_date: NaiveDate,
    decision_id: Option<DecisionId>,
) -> Result<share::Model> {
    put(tx, workshop_id, weight, (from_date, decision_id), None).await
}

/// A share in force changes from `earliest` on; none = whenever it says.
async fn put(
    tx: &mut UnitOfWork,
    workshop_id: WorkshopId,
    weight: i64,
    (from_date, decision_id): (NaiveDate, Option<DecisionId>),
    earliest: Option<NaiveDate>,
) -> Result<share::Model> {
    let workshop = store::lock_workshop(tx, workshop_id).await?;
    if weight <= 0 {
        let too_small = FieldError::BelowMinimum { minimum: 1.into() };
        return Err(Problem::from(RequestError::InvalidBody { fields: 1 }).field("/weight", too_small));
    }
    if let Some(id) = decision_id {
        store::decision(tx, id).await?;
    }
    let stored = store::shares_of(tx, workshop_id).await?;
    if let Some(same) = stored.iter().find(|s| s.from_date == from_date && s.weight == weight) {
        return Ok(same.clone());
    }
    if let Some(newest) = stored.first() {
        if from_date <= newest.from_date {
            return Err(MemberError::ShareNotNewest { newest_from: newest.from_date }.at(DATE));
        }
        if earliest.is_some_and(|earliest| from_date < earliest) {
            return Err(MemberError::ShareInPast { today: tx.today() }.at(DATE));
        }
    }
    if from_date < workshop.joined_on {
        return Err(MemberError::ShareBeforeJoining { joined_on: workshop.joined_on }.at(DATE));
    }
    let made =
        share::Model { id: tx.new_id::<Uuid>(), workshop_id, weight, from_date, decision_id, created_at: tx.now() };
    share::Entity::insert(made.clone().into_active_model()).exec_without_returning(tx.db()).await?;
    tx.audit("workshop", workshop_id, "share_agreed", json!({ "weight": weight, "from_date": from_date }));
    Ok(made)
}

/// The field of the first day.
const DATE: &str = "/from_date";
