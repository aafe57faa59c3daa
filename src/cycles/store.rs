//! Queries of the cycles.

use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use entities::{
    cycles::{calendar, cycle},
    values::{CalendarId, CycleId, CycleState, ZoneId},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::LockType};

use crate::platform::{
    http::{
        page_request::{PageRequest, Rows},
        problem::{Problem, Result},
    },
    unit_of_work::UnitOfWork,
};

/// Days before a date on which a delivery still serves it.
const SERVES: u64 = 14;

/// One cycle, or 404.
pub async fn cycle(tx: &UnitOfWork, id: CycleId) -> Result<cycle::Model> {
    cycle::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(none)
}

/// The cycles with these ids.
pub async fn cycles(tx: &UnitOfWork, ids: &[CycleId]) -> Result<HashMap<CycleId, cycle::Model>> {
    let found = cycle::Entity::find().filter(cycle::Column::Id.is_in(ids.iter().copied()));
    Ok(found.all(tx.db()).await?.into_iter().map(|c| (c.id, c)).collect())
}

/// Whether orders of a cycle may still come, change or go.
pub fn takes_orders(cycle: &cycle::Model, now: DateTime<Utc>) -> bool {
    cycle.state == CycleState::Open && now < cycle.cut_off_at
}

/// The cycle, its row locked for reading until the end of this work; or 404.
pub async fn share(tx: &mut UnitOfWork, id: CycleId) -> Result<cycle::Model> {
    cycle::Entity::find_by_id(id).lock(LockType::Share).one(tx.db()).await?.ok_or_else(none)
}

/// The cycle, its row locked for change until the end of this work; or 404. Rows that point to it may still come.
pub async fn lock(tx: &mut UnitOfWork, id: CycleId) -> Result<cycle::Model> {
    cycle::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(tx.db()).await?.ok_or_else(none)
}

/// The cycles whose goods are being split, made or delivered, their rows locked for change in the order of their ids.
pub async fn lock_live(tx: &mut UnitOfWork) -> Result<Vec<cycle::Model>> {
    use CycleState::{Allocated, Closed, Delivering, Published};
    let live = cycle::Entity::find()
        .filter(cycle::Column::State.is_in([Closed, Allocated, Published, Delivering]))
        .order_by_asc(cycle::Column::Id)
        .lock(LockType::Update);
    Ok(live.all(tx.db()).await?)
}

/// The cycle of a zone that delivers on `date`; else the last one in the fourteen days before it that is not past its
/// cut-off.
pub async fn cycle_for(tx: &UnitOfWork, zone: ZoneId, date: NaiveDate) -> Result<Option<cycle::Model>> {
    let earliest = date.checked_sub_days(Days::new(SERVES)).unwrap_or(date);
    let still_ordered = Condition::all()
        .add(cycle::Column::State.is_in([CycleState::Draft, CycleState::Open]))
        .add(cycle::Column::CutOffAt.gt(tx.now()));
    let found = cycle::Entity::find()
        .filter(cycle::Column::ZoneId.eq(zone))
        .filter(cycle::Column::DeliveryDate.between(earliest, date))
        .filter(Condition::any().add(cycle::Column::DeliveryDate.eq(date)).add(still_ordered))
        .order_by_desc(cycle::Column::DeliveryDate);
    Ok(found.one(tx.db()).await?)
}

/// The cycle of this zone and date.
pub async fn on_date(tx: &UnitOfWork, zone: ZoneId, date: NaiveDate) -> Result<Option<cycle::Model>> {
    let found =
        cycle::Entity::find().filter(cycle::Column::ZoneId.eq(zone)).filter(cycle::Column::DeliveryDate.eq(date));
    Ok(found.one(tx.db()).await?)
}

/// Cycles that take orders now, in one zone or in all, next delivery first.
pub async fn taking_orders(tx: &UnitOfWork, zone: Option<ZoneId>) -> Result<Vec<cycle::Model>> {
    let mut found = cycle::Entity::find()
        .filter(cycle::Column::State.eq(CycleState::Open))
        .filter(cycle::Column::CutOffAt.gt(tx.now()))
        .order_by_asc(cycle::Column::DeliveryDate)
        .order_by_asc(cycle::Column::Code)
        .limit(SHOWN);
    if let Some(zone) = zone {
        found = found.filter(cycle::Column::ZoneId.eq(zone));
    }
    Ok(found.all(tx.db()).await?)
}

/// Open cycles shown at once: a zone has a few.
const SHOWN: u64 = 200;

/// Which cycles a list has.
#[derive(Clone, Copy, Debug, Default)]
pub struct CycleFilter {
    /// Only of this zone.
    pub zone: Option<ZoneId>,
    /// Only in this state.
    pub state: Option<CycleState>,
    /// Only delivered on this day or later.
    pub from: Option<NaiveDate>,
    /// Only delivered on this day or earlier.
    pub until: Option<NaiveDate>,
}

/// A page of cycles, latest delivery first.
pub async fn list(tx: &UnitOfWork, filter: CycleFilter, page: &PageRequest) -> Result<Rows<cycle::Model>> {
    let filters = [
        filter.zone.map(|zone| cycle::Column::ZoneId.eq(zone)),
        filter.state.map(|state| cycle::Column::State.eq(state)),
        filter.from.map(|from| cycle::Column::DeliveryDate.gte(from)),
        filter.until.map(|until| cycle::Column::DeliveryDate.lte(until)),
    ];
    let found = filters.into_iter().flatten().fold(cycle::Entity::find(), QueryFilter::filter);
    let mut found = found.cursor_by((cycle::Column::DeliveryDate, cycle::Column::Id));
    page.select(tx.db(), found.desc(), |cycle| (cycle.delivery_date, cycle.id)).await
}

/// How many cycles stand in each state; a state without any is absent.
pub async fn counts(tx: &UnitOfWork, zone: Option<ZoneId>) -> Result<HashMap<CycleState, i64>> {
    let mut found = cycle::Entity::find()
        .select_only()
        .column(cycle::Column::State)
        .column_as(cycle::Column::Id.count(), "cycles")
        .group_by(cycle::Column::State);
    if let Some(zone) = zone {
        found = found.filter(cycle::Column::ZoneId.eq(zone));
    }
    let rows: Vec<(CycleState, i64)> = found.into_tuple().all(tx.db()).await?;
    Ok(rows.into_iter().collect())
}

/// One calendar, or 404.
pub async fn calendar(tx: &UnitOfWork, id: CalendarId) -> Result<calendar::Model> {
    calendar::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(no_calendar)
}

/// One calendar, its row locked for change; or 404.
pub async fn lock_calendar(tx: &UnitOfWork, id: CalendarId) -> Result<calendar::Model> {
    calendar::Entity::find_by_id(id).lock(LockType::Update).one(tx.db()).await?.ok_or_else(no_calendar)
}

/// All calendars, ended ones too: a few of each zone.
pub async fn calendars(tx: &UnitOfWork) -> Result<Vec<calendar::Model>> {
    Ok(calendar::Entity::find().order_by_asc(calendar::Column::Id).limit(SHOWN).all(tx.db()).await?)
}

/// The calendar of this zone and weekday, ended or not.
pub async fn calendar_of(tx: &UnitOfWork, zone: ZoneId, weekday: i32) -> Result<Option<calendar::Model>> {
    let found = calendar::Entity::find()
        .filter(calendar::Column::ZoneId.eq(zone))
        .filter(calendar::Column::DeliveryWeekday.eq(weekday));
    Ok(found.one(tx.db()).await?)
}

fn none() -> Problem {
    Problem::not_found("cycle")
}

fn no_calendar() -> Problem {
    Problem::not_found("calendar")
}
