//! Assigns the dates of standing orders to cycles. A date belongs to the cycle that delivers on it, otherwise to the last
//! delivery before it. It is blocked where that cycle takes no more orders, or where no delivery serves it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Days, NaiveDate};
use entities::{
    cycles::cycle,
    orders::{occurrence, standing_order, standing_order_pause},
    values::{
        BuyerId, CycleId, CycleState, OccurrenceId, OccurrenceReason, OccurrenceState, Overrides, StandingOrderId,
        StandingOrderState, ZoneId,
    },
};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

use super::occurrence_context::unwanted_outcome;
use crate::{
    buyers, cycles,
    orders::{
        BlockMissedDates, Event, MaterialiseOccurrences,
        rules::{Outcome, Recurrence, Window, delivery_for},
        store,
    },
    platform::{
        app::App,
        http::problem::Result,
        jobs::Claim,
        local_time,
        unit_of_work::{Actor, UnitOfWork},
    },
};

/// Dates older than this are not blocked any more.
const LOOK_BACK: Days = Days::new(35);
/// How far ahead the next date of a standing order is looked for.
const LOOK_AHEAD: Days = Days::new(1_900);
/// Dates of one standing order that are scheduled in one call at most.
const MAX_DATES: u16 = 400;

/// Schedules the dates of a zone's standing orders when one of its cycles opens: the dates of the cycle become due, and
/// one job for each standing order decides them, so that one that fails does not stop the others.
pub async fn schedule_occurrences(tx: &mut UnitOfWork, cycle: CycleId) -> Result<()> {
    let cycle = cycles::get_cycle(tx, cycle).await?;
    let standing_orders = store::standing_orders::list_active(tx, cycle.zone_id).await?;
    let until = store::cycles::get_window(tx, &cycle).await?.until;
    let schedule = Schedule { until, missed_before: cycle.delivery_date, cause: "opened".to_owned() };
    schedule_dates(tx, cycle.zone_id, &standing_orders, &schedule).await?;
    for standing_order in &standing_orders {
        schedule_missed_dates(tx, standing_order)?;
    }
    Ok(())
}

/// Schedules the dates of a standing order that was created or changed, in the cycles that are open.
pub async fn reschedule_occurrences(
    tx: &mut UnitOfWork,
    standing_order: &standing_order::Model,
    zone: ZoneId,
) -> Result<()> {
    let today = tx.today();
    let cycles = store::cycles::list_from(tx, zone, today).await?;
    let last_open = cycles.iter().rposition(|cycle| takes_orders(tx, cycle));
    let until = last_open.and_then(|last| {
        let next = cycles.get(last + 1).map(|next| next.delivery_date);
        Some(Window::of(cycles.get(last)?.delivery_date, next).until)
    });
    let cause = format!("changed:{}", tx.new_id::<Uuid>());
    let schedule = Schedule { until: until.unwrap_or(today), missed_before: today, cause };
    schedule_dates(tx, zone, std::slice::from_ref(standing_order), &schedule).await?;
    schedule_missed_dates(tx, standing_order)
}

/// Stores the jobs of missed dates of all standing orders, for those that a version stored which had no such jobs. A job
/// that exists is kept.
pub async fn schedule_all_missed_dates(app: &App) -> Result<()> {
    let mut tx = app.begin(Actor::System).await?;
    for standing_order in store::standing_orders::list_not_ended(&tx).await? {
        schedule_missed_dates(&mut tx, &standing_order)?;
    }
    tx.commit().await
}

/// Stores the job that runs on the day after the next date of a standing order: a date that no delivery has served by
/// then is blocked, whether or not its zone ever has another cycle.
fn schedule_missed_dates(tx: &mut UnitOfWork, standing_order: &standing_order::Model) -> Result<()> {
    let (rule, today) = (standing_order, tx.today());
    let Ok(recurrence) = Recurrence::parse(&rule.rule, rule.starts_on, rule.ends_on) else { return Ok(()) };
    let horizon = today.checked_add_days(LOOK_AHEAD).unwrap_or(today);
    let next = recurrence.dates(today, horizon, 1).into_iter().next();
    let Some(on) = next.and_then(|date| date.succ_opt()) else { return Ok(()) };
    let due_at = local_time::start_of_day(tx.zone(), on);
    tx.enqueue_at(&BlockMissedDates { standing_order_id: standing_order.id, on }, due_at)
}

/// Runs a job of [`BlockMissedDates`].
pub async fn run_block_missed_dates(app: &App, claim: &Claim) -> Result<()> {
    let job: BlockMissedDates = claim.read()?;
    let mut tx = claim.begin(app).await?;
    let buyer = store::standing_orders::get(&tx, job.standing_order_id).await?.buyer_id;
    let row = store::standing_orders::lock(&tx, buyer, job.standing_order_id).await?;
    let buyer = buyers::get_buyer(&tx, buyer).await?;
    if row.state != StandingOrderState::Ended && buyer.closed_at.is_none() {
        let today = tx.today();
        let schedule = Schedule { until: today, missed_before: today, cause: format!("missed:{}", job.on) };
        schedule_dates(&mut tx, buyer.zone_id, std::slice::from_ref(&row), &schedule).await?;
        schedule_missed_dates(&mut tx, &row)?;
    }
    tx.commit().await
}

/// Which dates are scheduled, and why.
struct Schedule {
    /// Dates before this one are scheduled.
    until: NaiveDate,
    /// A date before this one that no delivery serves is blocked.
    missed_before: NaiveDate,
    /// The cause of the jobs.
    cause: String,
}

/// What is to be stored.
#[derive(Default)]
struct ScheduleChanges {
    new: Vec<occurrence::ActiveModel>,
    blocked: Vec<BlockedOccurrence>,
    assigned: BTreeMap<CycleId, Vec<OccurrenceId>>,
    jobs: BTreeSet<(StandingOrderId, CycleId)>,
}

/// A date that cannot be ordered.
struct BlockedOccurrence {
    id: OccurrenceId,
    buyer_id: BuyerId,
    outcome: Outcome,
}

async fn schedule_dates(
    tx: &mut UnitOfWork,
    zone: ZoneId,
    standing_orders: &[standing_order::Model],
    schedule: &Schedule,
) -> Result<()> {
    let from = tx.today().checked_sub_days(LOOK_BACK).unwrap_or(tx.today());
    let cycles = store::cycles::list_from(tx, zone, from).await?;
    let deliveries: Vec<NaiveDate> = cycles.iter().map(|cycle| cycle.delivery_date).collect();
    let ids: Vec<StandingOrderId> = standing_orders.iter().map(|row| row.id).collect();
    let mut stored: HashMap<(StandingOrderId, NaiveDate), occurrence::Model> = HashMap::new();
    for row in store::occurrences::list_between(tx, &ids, from, schedule.until).await? {
        stored.insert((row.standing_order_id, row.date), row);
    }
    let mut pauses: HashMap<StandingOrderId, Vec<standing_order_pause::Model>> = HashMap::new();
    for pause in store::standing_orders::list_pauses(tx, &ids).await? {
        pauses.entry(pause.standing_order_id).or_default().push(pause);
    }
    let mut changes = ScheduleChanges::default();
    for row in standing_orders {
        let created_on = row.created_at.with_timezone(&tx.zone()).date_naive();
        // The rule was checked when it was stored. If it can no longer be parsed, its job fails and is reported.
        let Ok(recurrence) = Recurrence::parse(&row.rule, row.starts_on, row.ends_on) else {
            if let Some(cycle) = cycles.iter().rfind(|cycle| takes_orders(tx, cycle)) {
                changes.jobs.insert((row.id, cycle.id));
            }
            continue;
        };
        let of_row = ScheduledDates {
            standing_order: row,
            pauses: pauses.get(&row.id).map_or(&[][..], Vec::as_slice),
            missed_before: schedule.missed_before,
        };
        for date in recurrence.dates(from.max(created_on), schedule.until, MAX_DATES) {
            let cycle = delivery_for(date, &deliveries).and_then(|index| cycles.get(index));
            schedule_date(tx, &of_row, date, cycle, stored.get(&(row.id, date)), &mut changes);
        }
    }
    store_changes(tx, changes, &schedule.cause).await
}

/// The standing order whose dates are scheduled.
struct ScheduledDates<'a> {
    standing_order: &'a standing_order::Model,
    pauses: &'a [standing_order_pause::Model],
    missed_before: NaiveDate,
}

fn schedule_date(
    tx: &UnitOfWork,
    dates: &ScheduledDates<'_>,
    date: NaiveDate,
    cycle: Option<&cycle::Model>,
    stored: Option<&occurrence::Model>,
    changes: &mut ScheduleChanges,
) {
    let standing_order = dates.standing_order;
    if stored.is_some_and(|row| row.state != OccurrenceState::Due || row.cycle_id.is_some()) {
        return;
    }
    let reason = match cycle {
        Some(cycle) if takes_orders(tx, cycle) => None,
        Some(cycle) if cycle.state == CycleState::Draft => return,
        Some(_) => Some(OccurrenceReason::CycleClosed),
        None if date < dates.missed_before => Some(OccurrenceReason::NoDelivery),
        None => return,
    };
    let id = stored.map_or_else(|| tx.new_id(), |row| row.id);
    if let Some(reason) = reason {
        let unwanted = unwanted_outcome(dates.standing_order, dates.pauses, date);
        let outcome = unwanted.unwrap_or(Outcome::blocked(reason));
        changes.blocked.push(BlockedOccurrence { id, buyer_id: standing_order.buyer_id, outcome });
    }
    if let Some(cycle) = cycle.filter(|_| reason.is_none()) {
        changes.jobs.insert((standing_order.id, cycle.id));
        changes.assigned.entry(cycle.id).or_default().push(id);
    }
    if stored.is_none() {
        changes.new.push(occurrence::ActiveModel {
            id: Set(id),
            standing_order_id: Set(standing_order.id),
            date: Set(date),
            cycle_id: Set(cycle.map(|cycle| cycle.id)),
            state: Set(OccurrenceState::Due),
            reason: Set(None),
            overrides: Set(Overrides::default()),
            order_id: Set(None),
            created_at: Set(tx.now()),
            decided_at: Set(None),
        });
    }
}

async fn store_changes(tx: &mut UnitOfWork, changes: ScheduleChanges, cause: &str) -> Result<()> {
    store::occurrences::insert_missing(tx, changes.new).await?;
    for (cycle, ids) in &changes.assigned {
        store::occurrences::update_cycle(tx, ids, *cycle).await?;
    }
    for BlockedOccurrence { id, buyer_id, outcome } in changes.blocked {
        let blocked = (outcome.state, outcome.reason);
        // The buyer may have left the date out at the same time.
        if store::occurrences::update_outcome(tx, id, OccurrenceState::Due, blocked, None).await? {
            tx.emit(Event::OccurrenceDecided { occurrence_id: id, buyer_id, was_blocked: false });
        }
    }
    for (standing_order_id, cycle_id) in changes.jobs {
        tx.enqueue(&MaterialiseOccurrences { standing_order_id, cycle_id, cause: cause.to_owned() })?;
    }
    Ok(())
}

fn takes_orders(tx: &UnitOfWork, cycle: &cycle::Model) -> bool {
    cycle.state == CycleState::Open && tx.now() < cycle.cut_off_at
}
