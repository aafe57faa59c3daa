//! Which dates of standing orders fall to which cycle. A date goes to the cycle that delivers on it, else to the last
//! delivery before it; where that one takes no more orders, or there is none, it is blocked and says so.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Days, NaiveDate};
use entities::{
    cycles::cycle,
    orders::{occurrence, standing_order},
    values::{
        BuyerId, CycleId, CycleState, OccurrenceId, OccurrenceReason, OccurrenceState, Overrides, StandingOrderId,
        ZoneId,
    },
};
use sea_orm::ActiveValue::Set;

use crate::{
    cycles,
    orders::{
        Event, Materialise,
        rules::{Recurrence, Window, delivery_for},
        store,
    },
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Days back to which a date without a delivery is still told as blocked.
const LOOK_BACK: Days = Days::new(35);
/// Dates of one standing order that are covered at once.
const DATES: u16 = 400;

/// A cycle has opened: the dates of its zone's standing orders that fall to it become due, and one job for each
/// standing order decides them, so that a bad one stops no other.
pub async fn cycle_opened(tx: &mut UnitOfWork, cycle: CycleId) -> Result<()> {
    let cycle = cycles::cycle(tx, cycle).await?;
    let standing = store::standing::active_in(tx, cycle.zone_id).await?;
    let until = store::cycles::window(tx, &cycle).await?.until;
    let span = Span { until, missed_before: cycle.delivery_date, cause: "opened".to_owned() };
    cover(tx, cycle.zone_id, &standing, &span).await
}

/// A standing order was made or changed: its dates that fall to cycles which are open already become due.
pub async fn cover_now(tx: &mut UnitOfWork, standing: &standing_order::Model, zone: ZoneId) -> Result<()> {
    let today = tx.today();
    let cycles = store::cycles::for_dates_from(tx, zone, today).await?;
    let Some(last) = cycles.iter().rposition(|cycle| takes_orders(tx, cycle)) else { return Ok(()) };
    let Some(open) = cycles.get(last) else { return Ok(()) };
    let until = Window::of(open.delivery_date, cycles.get(last + 1).map(|next| next.delivery_date)).until;
    let cause = format!("changed:{}", tx.now().timestamp_micros());
    let span = Span { until, missed_before: today, cause };
    cover(tx, zone, std::slice::from_ref(standing), &span).await
}

struct Span {
    /// Dates before this one are covered.
    until: NaiveDate,
    /// A date before this one that no delivery serves is blocked.
    missed_before: NaiveDate,
    cause: String,
}

/// What is to be written about the covered dates.
#[derive(Default)]
struct Findings {
    new: Vec<occurrence::ActiveModel>,
    blocked: Vec<(OccurrenceId, BuyerId, OccurrenceReason)>,
    assigned: BTreeMap<CycleId, Vec<OccurrenceId>>,
    jobs: BTreeSet<(StandingOrderId, CycleId)>,
}

async fn cover(tx: &mut UnitOfWork, zone: ZoneId, standing: &[standing_order::Model], span: &Span) -> Result<()> {
    let from = tx.today() - LOOK_BACK;
    let cycles = store::cycles::for_dates_from(tx, zone, from).await?;
    let deliveries: Vec<NaiveDate> = cycles.iter().map(|cycle| cycle.delivery_date).collect();
    let ids: Vec<StandingOrderId> = standing.iter().map(|row| row.id).collect();
    let mut known: HashMap<(StandingOrderId, NaiveDate), occurrence::Model> = HashMap::new();
    for row in store::occurrences::between(tx, &ids, from, span.until).await? {
        known.insert((row.standing_order_id, row.date), row);
    }
    let mut findings = Findings::default();
    for row in standing {
        let born = row.created_at.with_timezone(&tx.zone()).date_naive();
        // A rule was checked when it was stored; what cannot be read any more fails in its own job, and is seen there.
        let Ok(recurrence) = Recurrence::read(&row.rule, row.starts_on, row.ends_on) else {
            if let Some(cycle) = cycles.iter().rfind(|cycle| takes_orders(tx, cycle)) {
                findings.jobs.insert((row.id, cycle.id));
            }
            continue;
        };
        for date in recurrence.dates(from.max(born), span.until, DATES) {
            let place = delivery_for(date, &deliveries).and_then(|place| cycles.get(place));
            found(tx, row, date, place, known.get(&(row.id, date)), span, &mut findings);
        }
    }
    store_findings(tx, findings, &span.cause).await
}

fn found(
    tx: &UnitOfWork,
    standing: &standing_order::Model,
    date: NaiveDate,
    cycle: Option<&cycle::Model>,
    known: Option<&occurrence::Model>,
    span: &Span,
    findings: &mut Findings,
) {
    if known.is_some_and(|row| row.state != OccurrenceState::Due || row.cycle_id.is_some()) {
        return;
    }
    let reason = match cycle {
        Some(cycle) if takes_orders(tx, cycle) => None,
        Some(cycle) if cycle.state == CycleState::Draft => return,
        Some(_) => Some(OccurrenceReason::CycleClosed),
        None if date < span.missed_before => Some(OccurrenceReason::NoDelivery),
        None => return,
    };
    let id = known.map_or_else(|| tx.new_id(), |row| row.id);
    if let Some(reason) = reason {
        findings.blocked.push((id, standing.buyer_id, reason));
    }
    if let Some(cycle) = cycle.filter(|_| reason.is_none()) {
        findings.jobs.insert((standing.id, cycle.id));
        findings.assigned.entry(cycle.id).or_default().push(id);
    }
    if known.is_none() {
        findings.new.push(occurrence::ActiveModel {
            id: Set(id),
            standing_order_id: Set(standing.id),
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

async fn store_findings(tx: &mut UnitOfWork, findings: Findings, cause: &str) -> Result<()> {
    store::occurrences::insert_new(tx, findings.new).await?;
    for (cycle, ids) in &findings.assigned {
        store::occurrences::assign(tx, ids, *cycle).await?;
    }
    for (id, buyer_id, reason) in findings.blocked {
        store::occurrences::decide(tx, id, OccurrenceState::Blocked, Some(reason), None).await?;
        tx.emit(Event::OccurrenceDecided { occurrence_id: id, buyer_id });
    }
    for (standing_order_id, cycle_id) in findings.jobs {
        tx.enqueue(&Materialise { standing_order_id, cycle_id, cause: cause.to_owned() })?;
    }
    Ok(())
}

fn takes_orders(tx: &UnitOfWork, cycle: &cycle::Model) -> bool {
    cycle.state == CycleState::Open && tx.now() < cycle.cut_off_at
}
