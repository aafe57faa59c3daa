//! A workshop and the group agree that it does not work for a while.

use chrono::NaiveDate;
use entities::{members::pause, values::WorkshopId};
use sea_orm::{ActiveValue::Set, EntityTrait, IntoActiveModel};
use serde_json::json;
use uuid::Uuid;

use crate::{
    members::{Event, MemberError, rules, store},
    platform::{
        http::{
            api_error::ApiError,
            problem::{Problem, Result},
        },
        unit_of_work::UnitOfWork,
    },
};

/// An agreed pause.
#[derive(Clone, Debug)]
pub struct NewPause {
    /// First day.
    pub from_date: NaiveDate,
    /// Last day; none = until said otherwise.
    pub until_date: Option<NaiveDate>,
    /// Why, in the words of who agreed it.
    pub reason: String,
}

/// Pauses a workshop. The same pause again changes nothing. Refuses 409 `ends_before_start`, `pause_overlaps`.
pub async fn create_pause(tx: &mut UnitOfWork, workshop_id: WorkshopId, new: NewPause) -> Result<pause::Model> {
    store::lock_workshop(tx, workshop_id).await?;
    check_end(new.from_date, new.until_date)?;
    let stored = store::pauses_of(tx, workshop_id).await?;
    let same = |p: &&pause::Model| p.from_date == new.from_date && p.until_date == new.until_date;
    if let Some(already) = stored.iter().find(same) {
        return Ok(already.clone());
    }
    check_apart(&stored, new.from_date, new.until_date)?;
    let made = pause::Model {
        id: tx.new_id::<Uuid>(),
        workshop_id,
        from_date: new.from_date,
        until_date: new.until_date,
        reason: new.reason,
        created_at: tx.now(),
        changed_at: tx.now(),
    };
    pause::Entity::insert(made.clone().into_active_model()).exec_without_returning(tx.db()).await?;
    let detail = json!({ "from_date": made.from_date, "until_date": made.until_date, "reason": made.reason });
    tx.audit("workshop", workshop_id, "paused", detail);
    tx.emit(Event::SupplyChanged { workshop_id });
    Ok(made)
}

/// Sets the last day of a pause, earlier or later than it was. The same day again changes nothing.
///
/// Refuses 409 `ends_before_start`, `pause_overlaps`.
pub async fn end_pause(
    tx: &mut UnitOfWork,
    workshop_id: WorkshopId,
    id: Uuid,
    until_date: NaiveDate,
) -> Result<pause::Model> {
    store::lock_workshop(tx, workshop_id).await?;
    let (mut this, others): (Vec<_>, Vec<_>) =
        store::pauses_of(tx, workshop_id).await?.into_iter().partition(|p| p.id == id);
    let before = this.pop().ok_or_else(|| Problem::not_found("pause"))?;
    if before.until_date == Some(until_date) {
        return Ok(before);
    }
    check_end(before.from_date, Some(until_date))?;
    check_apart(&others, before.from_date, Some(until_date))?;
    let ended = pause::ActiveModel {
        id: Set(id),
        until_date: Set(Some(until_date)),
        changed_at: Set(tx.now()),
        ..Default::default()
    };
    let ended = pause::Entity::update(ended).exec(tx.db()).await?;
    tx.audit("workshop", workshop_id, "pause_ended", json!({ "pause": id, "until_date": until_date }));
    tx.emit(Event::SupplyChanged { workshop_id });
    Ok(ended)
}

fn check_end(from: NaiveDate, until: Option<NaiveDate>) -> Result<()> {
    match until {
        Some(until) if until < from => {
            Err(MemberError::EndsBeforeStart { starts_on: from, ends_on: until }.at("/until_date"))
        }
        _ => Ok(()),
    }
}

fn check_apart(others: &[pause::Model], from: NaiveDate, until: Option<NaiveDate>) -> Result<()> {
    match others.iter().find(|other| rules::touch((from, until), (other.from_date, other.until_date))) {
        Some(other) => {
            let (from_date, until_date) = (other.from_date, other.until_date);
            Err(MemberError::PauseOverlaps { from_date, until_date }.at("/from_date"))
        }
        None => Ok(()),
    }
}
