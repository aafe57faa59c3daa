//! Creates, updates and cancels arrivals of guests, one by one or from a file. An arrival belongs to the delivery on or
//! before its day. Until the cut-off of that delivery its per-guest lines are recomputed in the same transaction. After
//! it, what the delivery goes on counting is stored.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use entities::{
    buyers::buyer,
    orders::{arrival, arrival_count},
    values::{ArrivalId, ArrivalSource, CycleId},
};
use sea_orm::{ActiveValue::Set, IntoActiveModel};
use serde_json::json;
use uuid::Uuid;

use super::{
    arrival_deliveries::{ArrivalDeliveries, list_arrival_deliveries},
    recompute_guest_lines::recompute_guest_lines,
    retry_cuts::retry_dates,
    schedule_retry::schedule_retry,
};
use crate::{
    cycles,
    orders::{
        OrderError,
        rules::{ArrivalChange, CountedGuests},
        store,
    },
    platform::{
        http::{api_error::ApiError, etag::IfMatch, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// Guests who arrive on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArrivalTerms {
    /// The lodge's own reference.
    pub reference: String,
    /// The day.
    pub date: NaiveDate,
    /// Number of guests; 0 only in a list, where it cancels the arrival.
    pub guests: i32,
}

/// What became of an arrival that is created or updated by its reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArrivalOutcome {
    /// It is new.
    Created,
    /// Its day or number of guests changed, or it is valid again.
    Changed,
    /// It was cancelled.
    Cancelled,
    /// It was the same already.
    Unchanged,
}

/// Creates an arrival.
///
/// # Errors
/// `ReferenceTaken` where the buyer has an arrival with this reference.
pub async fn create_arrival(tx: &mut UnitOfWork, buyer: &buyer::Model, new: ArrivalTerms) -> Result<arrival::Model> {
    let created = new_row(tx, buyer, &new, ArrivalSource::Api);
    if !store::arrivals::insert(tx, &created).await? {
        return Err(OrderError::ReferenceTaken { reference: new.reference }.at("/reference"));
    }
    tx.audit("arrival", created.id.0, "made", json!({ "date": created.date, "guests": created.guests }));
    let change = ArrivalChange { before: None, after: created.clone() };
    follow_arrivals(tx, buyer, &[change]).await?;
    Ok(created)
}

/// Updates the day and the number of guests of an arrival of this buyer; a cancelled arrival is valid again. Terms equal
/// to the present ones change nothing.
///
/// # Errors
/// 404 for an arrival of another buyer; 412 where `if_match` names another version.
pub async fn update_arrival(
    tx: &mut UnitOfWork,
    buyer: &buyer::Model,
    id: ArrivalId,
    if_match: &IfMatch,
    date: NaiveDate,
    guests: i32,
) -> Result<arrival::Model> {
    let before = store::arrivals::lock(tx, buyer.id, id).await?;
    if_match.check(before.version)?;
    if has_terms(&before, date, guests) {
        return Ok(before);
    }
    let row = arrival::ActiveModel {
        date: Set(date),
        guests: Set(guests),
        cancelled_at: Set(None),
        changed_at: Set(Some(tx.now())),
        version: Set(before.version + 1),
        ..before.clone().into_active_model()
    };
    let updated = store::arrivals::update(tx, row).await?;
    tx.audit("arrival", updated.id.0, "changed", json!({ "date": date, "guests": guests }));
    follow_change(tx, buyer, before, &updated).await?;
    Ok(updated)
}

/// Cancels an arrival of this buyer. A cancelled one stays as it is.
///
/// # Errors
/// 404 for an arrival of another buyer.
pub async fn cancel_arrival(tx: &mut UnitOfWork, buyer: &buyer::Model, id: ArrivalId) -> Result<arrival::Model> {
    let before = store::arrivals::lock(tx, buyer.id, id).await?;
    if before.cancelled_at.is_some() {
        return Ok(before);
    }
    let row = arrival::ActiveModel {
        cancelled_at: Set(Some(tx.now())),
        changed_at: Set(Some(tx.now())),
        version: Set(before.version + 1),
        ..before.clone().into_active_model()
    };
    let cancelled = store::arrivals::update(tx, row).await?;
    tx.audit("arrival", cancelled.id.0, "cancelled", json!({}));
    follow_change(tx, buyer, before, &cancelled).await?;
    Ok(cancelled)
}

/// The arrivals of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArrivalList {
    /// Arrivals with unique references. One of no guests is cancelled.
    pub rows: Vec<ArrivalRow>,
    /// Whether the list is complete: arrivals from its first day on, or from today, that it lacks are cancelled.
    pub complete: bool,
}

/// A row of a file of arrivals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArrivalRow {
    /// Physical line in the file.
    pub line: u64,
    /// The arrival.
    pub terms: ArrivalTerms,
}

/// What an import did with one arrival.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedArrival {
    /// Physical line in the file; none where a complete file lacks it.
    pub line: Option<u64>,
    /// Its reference, day and guests; none of them where it is cancelled.
    pub terms: ArrivalTerms,
    /// What became of it.
    pub outcome: ArrivalOutcome,
    /// The delivery that serves it, and those that it is too late for.
    pub deliveries: ArrivalDeliveries,
}

/// An arrival of a list with its row as it is stored; none where the list cancels one that is not known.
struct ListedArrival {
    line: Option<u64>,
    terms: ArrivalTerms,
    outcome: ArrivalOutcome,
    arrival: Option<arrival::Model>,
}

/// Creates, updates or cancels arrivals by their references, and returns each in the order of the list, then those that a
/// complete list lacks. The same list again changes nothing.
pub async fn upsert_arrivals(
    tx: &mut UnitOfWork,
    buyer: &buyer::Model,
    list: ArrivalList,
) -> Result<Vec<ImportedArrival>> {
    let references: Vec<String> = list.rows.iter().map(|row| row.terms.reference.clone()).collect();
    // Inserted before they are read, so that what another file stores at the same time is found here.
    let expected = list.rows.iter().map(|row| &row.terms).filter(|new| new.guests > 0);
    let new_rows: Vec<arrival::Model> = expected.map(|new| new_row(tx, buyer, new, ArrivalSource::Csv)).collect();
    store::arrivals::insert_missing(tx, &new_rows).await?;
    let created: HashSet<ArrivalId> = new_rows.iter().map(|row| row.id).collect();
    let stored = store::arrivals::lock_by_reference(tx, buyer.id, &references).await?;
    let mut stored: HashMap<String, arrival::Model> =
        stored.into_iter().map(|row| (row.reference.clone(), row)).collect();
    let (mut changes, mut listed) = (Vec::new(), Vec::with_capacity(list.rows.len()));
    let first = list.rows.iter().map(|row| row.terms.date).chain([tx.today()]).min().unwrap_or(tx.today());
    for ArrivalRow { line, terms } in list.rows {
        let (outcome, arrival) = match stored.remove(&terms.reference) {
            Some(row) if created.contains(&row.id) => {
                changes.push(ArrivalChange { before: None, after: row.clone() });
                (ArrivalOutcome::Created, Some(row))
            }
            Some(before) => {
                let (outcome, after) = upserted_arrival(tx, &before, &terms);
                changes.extend(ArrivalChange::of(before, after.clone()));
                (outcome, Some(after))
            }
            None => (ArrivalOutcome::Unchanged, None),
        };
        listed.push(ListedArrival { line: Some(line), terms, outcome, arrival });
    }
    if list.complete {
        for absent in store::arrivals::lock_absent(tx, buyer.id, first, &references).await? {
            let after = cancelled(tx, absent.clone());
            let terms = ArrivalTerms { reference: after.reference.clone(), date: after.date, guests: 0 };
            let outcome = ArrivalOutcome::Cancelled;
            listed.push(ListedArrival { line: None, terms, outcome, arrival: Some(after.clone()) });
            changes.extend(ArrivalChange::of(absent, after));
        }
    }
    if !changes.is_empty() {
        let changed = changes.iter().filter(|change| change.before.is_some()).map(|change| change.after.clone());
        store::arrivals::upsert(tx, changed.collect()).await?;
        let count = |outcome| listed.iter().filter(|arrival| arrival.outcome == outcome).count();
        let detail = json!({
            "created": count(ArrivalOutcome::Created),
            "changed": count(ArrivalOutcome::Changed),
            "cancelled": count(ArrivalOutcome::Cancelled),
        });
        tx.audit("buyer", buyer.id.0, "arrivals_put", detail);
        follow_arrivals(tx, buyer, &changes).await?;
    }
    with_deliveries(tx, buyer, listed).await
}

async fn with_deliveries(
    tx: &UnitOfWork,
    buyer: &buyer::Model,
    listed: Vec<ListedArrival>,
) -> Result<Vec<ImportedArrival>> {
    let arrivals: Vec<arrival::Model> = listed.iter().filter_map(|listed| listed.arrival.clone()).collect();
    let mut deliveries = list_arrival_deliveries(tx, buyer, &arrivals).await?.into_iter();
    let imported = listed.into_iter().map(|ListedArrival { line, terms, outcome, arrival }| {
        let deliveries = arrival.and_then(|_| deliveries.next()).unwrap_or_default();
        ImportedArrival { line, terms, outcome, deliveries }
    });
    Ok(imported.collect())
}

/// A stored arrival with new terms; as it is where it has them already.
fn upserted_arrival(tx: &UnitOfWork, before: &arrival::Model, new: &ArrivalTerms) -> (ArrivalOutcome, arrival::Model) {
    if new.guests == 0 {
        return match before.cancelled_at {
            Some(_) => (ArrivalOutcome::Unchanged, before.clone()),
            None => (ArrivalOutcome::Cancelled, cancelled(tx, before.clone())),
        };
    }
    if has_terms(before, new.date, new.guests) {
        return (ArrivalOutcome::Unchanged, before.clone());
    }
    let after = arrival::Model {
        date: new.date,
        guests: new.guests,
        source: ArrivalSource::Csv,
        cancelled_at: None,
        changed_at: Some(tx.now()),
        version: before.version + 1,
        ..before.clone()
    };
    (ArrivalOutcome::Changed, after)
}

/// Whether an arrival is valid with this day and number of guests.
fn has_terms(arrival: &arrival::Model, date: NaiveDate, guests: i32) -> bool {
    (arrival.date, arrival.guests, arrival.cancelled_at) == (date, guests, None)
}

fn cancelled(tx: &UnitOfWork, arrival: arrival::Model) -> arrival::Model {
    let now = Some(tx.now());
    arrival::Model { cancelled_at: now, changed_at: now, version: arrival.version + 1, ..arrival }
}

fn new_row(tx: &UnitOfWork, buyer: &buyer::Model, new: &ArrivalTerms, source: ArrivalSource) -> arrival::Model {
    arrival::Model {
        id: tx.new_id(),
        buyer_id: buyer.id,
        reference: new.reference.clone(),
        date: new.date,
        guests: new.guests,
        source,
        cancelled_at: None,
        created_at: tx.now(),
        changed_at: Some(tx.now()),
        version: 1,
    }
}

async fn follow_change(
    tx: &mut UnitOfWork,
    buyer: &buyer::Model,
    before: arrival::Model,
    after: &arrival::Model,
) -> Result<()> {
    let change = ArrivalChange::of(before, after.clone());
    follow_arrivals(tx, buyer, change.as_slice()).await
}

/// Recomputes the buyer's per-guest lines in every open cycle that one of these changes concerns. A cycle that has closed
/// stays as it is: what it counted of the arrival before its first late change is stored.
///
/// The cycles are locked for update, by date, before anything of them is read: an order that is being placed with
/// per-guest lines either counts this arrival or is recomputed here.
async fn follow_arrivals(tx: &mut UnitOfWork, buyer: &buyer::Model, changes: &[ArrivalChange]) -> Result<()> {
    let Some(first) = changes.iter().flat_map(ArrivalChange::days).min() else { return Ok(()) };
    let cycles = store::cycles::list_from(tx, buyer.zone_id, first).await?;
    let deliveries: Vec<NaiveDate> = cycles.iter().map(|cycle| cycle.delivery_date).collect();
    let mut by_delivery: BTreeMap<usize, Vec<&ArrivalChange>> = BTreeMap::new();
    for change in changes {
        for index in change.deliveries(&deliveries) {
            by_delivery.entry(index).or_default().push(change);
        }
    }
    let (mut open, mut counts) = (Vec::new(), Vec::new());
    for (index, changes) in by_delivery {
        let Some(cycle) = cycles.get(index) else { continue };
        let cycle = cycles::lock_cycle(tx, cycle.id).await?;
        if cycles::has_closed(&cycle, tx.now()) {
            let counted = changes
                .into_iter()
                .map(|change| count_row(tx, change.after.id, cycle.id, change.counted_before(index, &deliveries)));
            counts.extend(counted);
        } else if cycles::check_open(&cycle, tx.now()).is_ok() {
            open.push(cycle);
        }
    }
    store::arrivals::insert_missing_counts(tx, counts).await?;
    for cycle in open {
        recompute_guest_lines(tx, &cycle, Some(buyer.id)).await?;
        // A date that waits for guests is ordered when they are announced.
        let cause = format!("arrivals:{}", tx.new_id::<Uuid>());
        retry_dates(tx, &cycle, cause).await?;
        schedule_retry(tx, &cycle).await?;
    }
    Ok(())
}

fn count_row(tx: &UnitOfWork, arrival: ArrivalId, cycle: CycleId, counted: CountedGuests) -> arrival_count::Model {
    let CountedGuests { date, guests } = counted;
    arrival_count::Model { id: tx.new_id(), arrival_id: arrival, cycle_id: cycle, date, guests, created_at: tx.now() }
}
