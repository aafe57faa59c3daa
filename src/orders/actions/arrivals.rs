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

use super::{recompute_guest_lines::recompute_guest_lines, retry_cuts::retry_dates, schedule_retry::schedule_retry};
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

/// How many arrivals of a file were created, changed, cancelled, or equal to the stored ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ArrivalUpsertCounts {
    /// Arrivals that are new.
    pub created: usize,
    /// Arrivals whose day or number changed.
    pub changed: usize,
    /// Arrivals that were cancelled.
    pub cancelled: usize,
    /// Arrivals that were the same already.
    pub unchanged: usize,
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
    pub arrivals: Vec<ArrivalTerms>,
    /// Whether the list is complete: arrivals from its first day on, or from today, that it lacks are cancelled.
    pub complete: bool,
}

/// Creates, updates or cancels arrivals by their references. The same list again changes nothing.
pub async fn upsert_arrivals(
    tx: &mut UnitOfWork,
    buyer: &buyer::Model,
    list: ArrivalList,
) -> Result<ArrivalUpsertCounts> {
    let references: Vec<String> = list.arrivals.iter().map(|new| new.reference.clone()).collect();
    // Inserted before they are read, so that what another file stores at the same time is found here.
    let expected = list.arrivals.iter().filter(|new| new.guests > 0);
    let new_rows: Vec<arrival::Model> = expected.map(|new| new_row(tx, buyer, new, ArrivalSource::Csv)).collect();
    store::arrivals::insert_missing(tx, &new_rows).await?;
    let created: HashSet<ArrivalId> = new_rows.iter().map(|row| row.id).collect();
    let stored = store::arrivals::lock_by_reference(tx, buyer.id, &references).await?;
    let mut stored: HashMap<String, arrival::Model> =
        stored.into_iter().map(|row| (row.reference.clone(), row)).collect();
    let (mut changes, mut counts) = (Vec::new(), ArrivalUpsertCounts::default());
    for new in &list.arrivals {
        match stored.remove(&new.reference) {
            Some(row) if created.contains(&row.id) => {
                counts.created += 1;
                changes.push(ArrivalChange { before: None, after: row });
            }
            Some(before) => changes.extend(changed_arrival(tx, before, new, &mut counts)),
            None => counts.unchanged += 1,
        }
    }
    if list.complete {
        let first = list.arrivals.iter().map(|new| new.date).chain([tx.today()]).min().unwrap_or(tx.today());
        for absent in store::arrivals::lock_absent(tx, buyer.id, first, &references).await? {
            counts.cancelled += 1;
            changes.extend(ArrivalChange::of(absent.clone(), cancelled(tx, absent)));
        }
    }
    if changes.is_empty() {
        return Ok(counts);
    }
    let changed = changes.iter().filter(|change| change.before.is_some()).map(|change| change.after.clone());
    store::arrivals::upsert(tx, changed.collect()).await?;
    let ArrivalUpsertCounts { created, changed, cancelled, .. } = counts;
    let detail = json!({ "created": created, "changed": changed, "cancelled": cancelled });
    tx.audit("buyer", buyer.id.0, "arrivals_put", detail);
    follow_arrivals(tx, buyer, &changes).await?;
    Ok(counts)
}

/// The change of a stored arrival to new terms; none where it has them already.
fn changed_arrival(
    tx: &UnitOfWork,
    before: arrival::Model,
    new: &ArrivalTerms,
    counts: &mut ArrivalUpsertCounts,
) -> Option<ArrivalChange> {
    let is_cancelled = new.guests == 0;
    if if is_cancelled { before.cancelled_at.is_some() } else { has_terms(&before, new.date, new.guests) } {
        counts.unchanged += 1;
        return None;
    }
    if is_cancelled {
        counts.cancelled += 1;
        return ArrivalChange::of(before.clone(), cancelled(tx, before));
    }
    counts.changed += 1;
    let after = arrival::Model {
        date: new.date,
        guests: new.guests,
        source: ArrivalSource::Csv,
        cancelled_at: None,
        changed_at: Some(tx.now()),
        version: before.version + 1,
        ..before.clone()
    };
    ArrivalChange::of(before, after)
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
