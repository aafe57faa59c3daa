//! Queries of the cycles.

use std::collections::{BTreeSet, HashMap};

use chrono::{Days, NaiveDate};
use entities::{
    buyers::zone,
    catalogue::product,
    cycles::{calendar, cycle},
    values::{CalendarId, CycleId, CycleState, ProductId, ZoneId},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, LoaderTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::LockType,
};

use super::rules::delivery_dates;
use crate::{
    catalogue,
    platform::{
        http::{
            page_request::{PageRequest, Rows},
            problem::{Problem, Result},
        },
        rows::insert_if_new,
        unit_of_work::UnitOfWork,
    },
};

/// How many days before a date a delivery may be to serve it.
const MAX_DAYS_BEFORE: u64 = 14;

/// The most open cycles or calendars that a list returns. An installation has far fewer.
const MAX_ROWS: u64 = 200;

/// A cycle and its zone.
#[derive(Clone, Debug)]
pub struct ZoneCycle {
    /// The cycle.
    pub cycle: cycle::Model,
    /// Its zone.
    pub zone: zone::Model,
}

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

/// One cycle, or 404.
pub async fn get_cycle(tx: &UnitOfWork, id: CycleId) -> Result<cycle::Model> {
    cycle::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(cycle_not_found)
}

/// One cycle with its zone, or 404.
pub async fn get_zone_cycle(tx: &UnitOfWork, id: CycleId) -> Result<ZoneCycle> {
    let found = cycle::Entity::find_by_id(id).find_also_related(zone::Entity).one(tx.db()).await?;
    let (cycle, zone) = found.ok_or_else(cycle_not_found)?;
    with_zone(cycle, zone)
}

/// The cycles with these ids.
pub async fn list_cycles_by_id(tx: &UnitOfWork, ids: &[CycleId]) -> Result<HashMap<CycleId, cycle::Model>> {
    let found = cycle::Entity::find().filter(cycle::Column::Id.is_in(ids.iter().copied()));
    Ok(found.all(tx.db()).await?.into_iter().map(|cycle| (cycle.id, cycle)).collect())
}

/// The cycle, its row locked for reading until the transaction ends; or 404.
pub async fn lock_cycle_for_reading(tx: &UnitOfWork, id: CycleId) -> Result<cycle::Model> {
    cycle::Entity::find_by_id(id).lock(LockType::Share).one(tx.db()).await?.ok_or_else(cycle_not_found)
}

/// The cycle, its row locked for update until the transaction ends; or 404. Rows that refer to it can still be inserted.
pub async fn lock_cycle(tx: &UnitOfWork, id: CycleId) -> Result<cycle::Model> {
    cycle::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(tx.db()).await?.ok_or_else(cycle_not_found)
}

/// The cycles that are closed and not yet delivered, their rows locked for update in the order of their ids.
pub async fn lock_cycles_in_progress(tx: &UnitOfWork) -> Result<Vec<cycle::Model>> {
    use CycleState::{Allocated, Closed, Delivering, Published};
    let found = cycle::Entity::find()
        .filter(cycle::Column::State.is_in([Closed, Allocated, Published, Delivering]))
        .order_by_asc(cycle::Column::Id)
        .lock(LockType::Update);
    Ok(found.all(tx.db()).await?)
}

/// The cycle that serves a zone on `date`: the one that delivers on that day, or else the last one of the fourteen days
/// before whose cut-off is in the future.
pub async fn find_cycle_for(tx: &UnitOfWork, zone: ZoneId, date: NaiveDate) -> Result<Option<cycle::Model>> {
    let earliest = date.checked_sub_days(Days::new(MAX_DAYS_BEFORE)).unwrap_or(date);
    let takes_orders = Condition::all()
        .add(cycle::Column::State.is_in([CycleState::Draft, CycleState::Open]))
        .add(cycle::Column::CutOffAt.gt(tx.now()));
    let found = cycle::Entity::find()
        .filter(cycle::Column::ZoneId.eq(zone))
        .filter(cycle::Column::DeliveryDate.between(earliest, date))
        .filter(Condition::any().add(cycle::Column::DeliveryDate.eq(date)).add(takes_orders))
        .order_by_desc(cycle::Column::DeliveryDate);
    Ok(found.one(tx.db()).await?)
}

/// The cycle of this zone and delivery date.
pub async fn find_cycle_on(tx: &UnitOfWork, zone: ZoneId, date: NaiveDate) -> Result<Option<cycle::Model>> {
    let found =
        cycle::Entity::find().filter(cycle::Column::ZoneId.eq(zone)).filter(cycle::Column::DeliveryDate.eq(date));
    Ok(found.one(tx.db()).await?)
}

/// Cycles that take orders now, of one zone or of all, next delivery first.
pub async fn list_open_cycles(tx: &UnitOfWork, zone: Option<ZoneId>) -> Result<Vec<ZoneCycle>> {
    let mut found = cycle::Entity::find()
        .filter(cycle::Column::State.eq(CycleState::Open))
        .filter(cycle::Column::CutOffAt.gt(tx.now()))
        .order_by_asc(cycle::Column::DeliveryDate)
        .order_by_asc(cycle::Column::Code)
        .limit(MAX_ROWS);
    if let Some(zone) = zone {
        found = found.filter(cycle::Column::ZoneId.eq(zone));
    }
    let rows = found.find_also_related(zone::Entity).all(tx.db()).await?;
    rows.into_iter().map(|(cycle, zone)| with_zone(cycle, zone)).collect()
}

/// A page of cycles with their zones, latest delivery first.
pub async fn list_cycles(tx: &UnitOfWork, filter: CycleFilter, page: &PageRequest) -> Result<Rows<ZoneCycle>> {
    let filters = [
        filter.zone.map(|zone| cycle::Column::ZoneId.eq(zone)),
        filter.state.map(|state| cycle::Column::State.eq(state)),
        filter.from.map(|from| cycle::Column::DeliveryDate.gte(from)),
        filter.until.map(|until| cycle::Column::DeliveryDate.lte(until)),
    ];
    let found = filters.into_iter().flatten().fold(cycle::Entity::find(), QueryFilter::filter);
    let mut found = found.cursor_by((cycle::Column::DeliveryDate, cycle::Column::Id));
    let rows = page.select(tx.db(), found.desc(), |cycle| (cycle.delivery_date, cycle.id)).await?;
    let mut zones = rows.items.load_one(zone::Entity, tx.db()).await?.into_iter();
    rows.try_map(|cycle| with_zone(cycle, zones.next().flatten()))
}

/// How many cycles are in each state; a state without any is absent.
pub async fn count_cycles(tx: &UnitOfWork, zone: Option<ZoneId>) -> Result<HashMap<CycleState, i64>> {
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

/// Stores a new cycle; `false` where its code, or its zone and delivery date, are taken.
pub async fn insert_cycle(tx: &UnitOfWork, row: &cycle::Model) -> Result<bool> {
    insert_if_new(tx, row.clone()).await
}

/// Stores the changed columns of a cycle.
pub async fn update_cycle(tx: &UnitOfWork, row: cycle::ActiveModel) -> Result<cycle::Model> {
    Ok(cycle::Entity::update(row).exec(tx.db()).await?)
}

/// One calendar, or 404.
pub async fn get_calendar(tx: &UnitOfWork, id: CalendarId) -> Result<calendar::Model> {
    calendar::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(calendar_not_found)
}

/// One calendar, its row locked for update; or 404.
pub async fn lock_calendar(tx: &UnitOfWork, id: CalendarId) -> Result<calendar::Model> {
    calendar::Entity::find_by_id(id).lock(LockType::Update).one(tx.db()).await?.ok_or_else(calendar_not_found)
}

/// All calendars, oldest first, ended ones too.
pub async fn list_calendars(tx: &UnitOfWork) -> Result<Vec<calendar::Model>> {
    Ok(calendar::Entity::find().order_by_asc(calendar::Column::Id).limit(MAX_ROWS).all(tx.db()).await?)
}

/// The days on which the live calendars of a zone plan deliveries, after `after` and until `until`, ascending.
pub async fn list_planned_deliveries(
    tx: &UnitOfWork,
    zone: ZoneId,
    after: NaiveDate,
    until: NaiveDate,
) -> Result<Vec<NaiveDate>> {
    let live = calendar::Entity::find()
        .filter(calendar::Column::ZoneId.eq(zone))
        .filter(calendar::Column::EndedAt.is_null())
        .limit(MAX_ROWS);
    let Some(from) = after.succ_opt().filter(|from| *from <= until) else { return Ok(Vec::new()) };
    let weeks = i32::try_from((until - from).num_days() / 7 + 1).unwrap_or(i32::MAX);
    let calendars = live.all(tx.db()).await?;
    let dates = calendars.iter().flat_map(|calendar| delivery_dates(calendar.delivery_weekday, from, weeks));
    Ok(dates.filter(|date| *date <= until).collect::<BTreeSet<_>>().into_iter().collect())
}

/// The calendar of this zone and weekday, ended or not.
pub async fn find_calendar(tx: &UnitOfWork, zone: ZoneId, weekday: i32) -> Result<Option<calendar::Model>> {
    let found = calendar::Entity::find()
        .filter(calendar::Column::ZoneId.eq(zone))
        .filter(calendar::Column::DeliveryWeekday.eq(weekday));
    Ok(found.one(tx.db()).await?)
}

/// Stores a new calendar; `false` where its zone has one for the weekday.
pub async fn insert_calendar(tx: &UnitOfWork, row: &calendar::Model) -> Result<bool> {
    insert_if_new(tx, row.clone()).await
}

/// Stores the changed columns of a calendar.
pub async fn update_calendar(tx: &UnitOfWork, row: calendar::ActiveModel) -> Result<calendar::Model> {
    Ok(calendar::Entity::update(row).exec(tx.db()).await?)
}

fn with_zone(cycle: cycle::Model, zone: Option<zone::Model>) -> Result<ZoneCycle> {
    let zone = zone.ok_or_else(|| Problem::missing_reference("zone", cycle.zone_id))?;
    Ok(ZoneCycle { cycle, zone })
}

fn cycle_not_found() -> Problem {
    Problem::not_found("cycle")
}

fn calendar_not_found() -> Problem {
    Problem::not_found("calendar")
}

/// Each of these products as its cycle agreed on it, in the same order: as it was when the cycle closed, or as it is while
/// the cycle takes orders. Demand, quotas, batches and pools of a cycle show it so, whatever it is called later.
pub async fn list_products_of_cycles(tx: &UnitOfWork, wanted: &[(CycleId, ProductId)]) -> Result<Vec<product::Model>> {
    let cycles: BTreeSet<CycleId> = wanted.iter().map(|(cycle, _)| *cycle).collect();
    let cycles = list_cycles_by_id(tx, &cycles.into_iter().collect::<Vec<_>>()).await?;
    let closed_at = |cycle: &CycleId| cycles.get(cycle).and_then(|cycle| cycle.closed_at);
    let wanted: Vec<_> =
        wanted.iter().map(|(cycle, product)| (*product, closed_at(cycle).unwrap_or(tx.now()))).collect();
    catalogue::list_products_as_of(tx, &wanted).await
}
