//! A unit and the group agree that it does not work for a while.

use chrono::NaiveDate;
use entities::{members::pause, values::UnitId};
use sea_orm::{ActiveValue::Set, EntityTrait, IntoActiveModel};
use serde_json::json;
use uuid::Uuid;

use crate::{
    members::{Event, rules, store},
    platform::{
        http::problem::{Answer, Problem},
        work::Work,
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

/// Pauses a unit. The same pause again changes nothing. Refuses 409 `ends_before_start`, `pause_overlaps`.
pub async fn add_pause(work: &mut Work, unit_id: UnitId, new: NewPause) -> Answer<pause::Model> {
    store::lock_unit(work, unit_id).await?;
    check_end(new.from_date, new.until_date)?;
    let stored = store::pauses_of(work, unit_id).await?;
    let same = |p: &&pause::Model| p.from_date == new.from_date && p.until_date == new.until_date;
    if let Some(already) = stored.iter().find(same) {
        return Ok(already.clone());
    }
    check_apart(&stored, new.from_date, new.until_date)?;
    let made = pause::Model {
        id: work.new_id::<Uuid>(),
        unit_id,
        from_date: new.from_date,
        until_date: new.until_date,
        reason: new.reason,
        created_at: work.now(),
        changed_at: work.now(),
    };
    pause::Entity::insert(made.clone().into_active_model()).exec_without_returning(work.db()).await?;
    let detail = json!({ "from_date": made.from_date, "until_date": made.until_date, "reason": made.reason });
    work.audit("production_unit", unit_id, "paused", detail);
    work.emit(Event::SupplyChanged { unit_id });
    Ok(made)
}

/// Sets the last day of a pause, earlier or later than it was. The same day again changes nothing.
///
/// Refuses 409 `ends_before_start`, `pause_overlaps`.
pub async fn end_pause(work: &mut Work, unit_id: UnitId, id: Uuid, until_date: NaiveDate) -> Answer<pause::Model> {
    store::lock_unit(work, unit_id).await?;
    let (mut this, others): (Vec<_>, Vec<_>) =
        store::pauses_of(work, unit_id).await?.into_iter().partition(|p| p.id == id);
    let before = this.pop().ok_or_else(|| Problem::not_found("pause"))?;
    if before.until_date == Some(until_date) {
        return Ok(before);
    }
    check_end(before.from_date, Some(until_date))?;
    check_apart(&others, before.from_date, Some(until_date))?;
    let ended = pause::ActiveModel {
        id: Set(id),
        until_date: Set(Some(until_date)),
        changed_at: Set(work.now()),
        ..Default::default()
    };
    let ended = pause::Entity::update(ended).exec(work.db()).await?;
    work.audit("production_unit", unit_id, "pause_ended", json!({ "pause": id, "until_date": until_date }));
    work.emit(Event::SupplyChanged { unit_id });
    Ok(ended)
}

fn check_end(from: NaiveDate, until: Option<NaiveDate>) -> Answer<()> {
    if until.is_none_or(|until| from <= until) {
        return Ok(());
    }
    let detail = "The last day cannot come before the first.";
    Err(Problem::refused("ends_before_start", detail).at("/until_date", "ends_before_start", detail))
}

fn check_apart(others: &[pause::Model], from: NaiveDate, until: Option<NaiveDate>) -> Answer<()> {
    if !others.iter().any(|other| rules::touch((from, until), (other.from_date, other.until_date))) {
        return Ok(());
    }
    let detail = "Another pause of this unit covers some of these days: change that one.";
    Err(Problem::refused("pause_overlaps", detail).at("/from_date", "pause_overlaps", detail))
}
