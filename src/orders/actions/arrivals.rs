//! Creates, updates and cancels arrivals of guests, one by one or from a file. An arrival belongs to the delivery on or
//! before its day. Until the cut-off of that delivery its per-guest lines are recomputed in the same transaction.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;
use entities::{
    buyers::buyer,
    orders::arrival,
    values::{ArrivalId, ArrivalSource},
};
use sea_orm::{ActiveValue::Set, IntoActiveModel};
use serde_json::json;
use uuid::Uuid;

use super::{recompute_guest_lines::recompute_guest_lines, retry_cuts::retry_dates, schedule_retry::schedule_retry};
use crate::{
    cycles,
    orders::{OrderError, rules::delivery_for, store},
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
    recompute_open_cycles(tx, buyer, [created.date].into()).await?;
    Ok(created)
}

/// Updates the day and the number of guests of an arrival of this buyer; a cancelled arrival is valid again.
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
    let row = store::arrivals::lock(tx, buyer.id, id).await?;
    if_match.check(row.version)?;
    let dates = BTreeSet::from([row.date, date]);
    let version = row.version + 1;
    let row = arrival::ActiveModel {
        date: Set(date),
        guests: Set(guests),
        cancelled_at: Set(None),
        changed_at: Set(Some(tx.now())),
        version: Set(version),
        ..row.into_active_model()
    };
    let updated = store::arrivals::update(tx, row).await?;
    tx.audit("arrival", updated.id.0, "changed", json!({ "date": date, "guests": guests }));
    recompute_open_cycles(tx, buyer, dates).await?;
    Ok(updated)
}

/// Cancels an arrival of this buyer. A cancelled one stays as it is.
///
/// # Errors
/// 404 for an arrival of another buyer.
pub async fn cancel_arrival(tx: &mut UnitOfWork, buyer: &buyer::Model, id: ArrivalId) -> Result<arrival::Model> {
    let row = store::arrivals::lock(tx, buyer.id, id).await?;
    if row.cancelled_at.is_some() {
        return Ok(row);
    }
    let version = row.version + 1;
    let row = arrival::ActiveModel {
        cancelled_at: Set(Some(tx.now())),
        changed_at: Set(Some(tx.now())),
        version: Set(version),
        ..row.into_active_model()
    };
    let cancelled = store::arrivals::update(tx, row).await?;
    tx.audit("arrival", cancelled.id.0, "cancelled", json!({}));
    recompute_open_cycles(tx, buyer, [cancelled.date].into()).await?;
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
    let (mut changed, mut counts, mut dates) = (Vec::new(), ArrivalUpsertCounts::default(), BTreeSet::new());
    for new in &list.arrivals {
        match stored.remove(&new.reference) {
            Some(row) if created.contains(&row.id) => {
                counts.created += 1;
                dates.insert(row.date);
            }
            Some(before) => changed.extend(changed_arrival(tx, before, new, &mut counts, &mut dates)),
            None => counts.unchanged += 1,
        }
    }
    if list.complete {
        let first = list.arrivals.iter().map(|new| new.date).chain([tx.today()]).min().unwrap_or(tx.today());
        for absent in store::arrivals::lock_absent(tx, buyer.id, first, &references).await? {
            counts.cancelled += 1;
            dates.insert(absent.date);
            changed.push(arrival::Model {
                cancelled_at: Some(tx.now()),
                changed_at: Some(tx.now()),
                version: absent.version + 1,
                ..absent
            });
        }
    }
    if dates.is_empty() {
        return Ok(counts);
    }
    store::arrivals::upsert(tx, changed).await?;
    let ArrivalUpsertCounts { created, changed, cancelled, .. } = counts;
    let detail = json!({ "created": created, "changed": changed, "cancelled": cancelled });
    tx.audit("buyer", buyer.id.0, "arrivals_put", detail);
    recompute_open_cycles(tx, buyer, dates).await?;
    Ok(counts)
}

/// A stored arrival with new terms; none where it has them already.
fn changed_arrival(
    tx: &UnitOfWork,
    before: arrival::Model,
    new: &ArrivalTerms,
    counts: &mut ArrivalUpsertCounts,
    dates: &mut BTreeSet<NaiveDate>,
) -> Option<arrival::Model> {
    let cancelled = new.guests == 0;
    let same = if cancelled {
        before.cancelled_at.is_some()
    } else {
        (before.date, before.guests, before.cancelled_at) == (new.date, new.guests, None)
    };
    if same {
        counts.unchanged += 1;
        return None;
    }
    dates.extend([before.date, new.date]);
    let before = arrival::Model { changed_at: Some(tx.now()), version: before.version + 1, ..before };
    if cancelled {
        counts.cancelled += 1;
        return Some(arrival::Model { cancelled_at: Some(tx.now()), ..before });
    }
    counts.changed += 1;
    let source = ArrivalSource::Csv;
    Some(arrival::Model { date: new.date, guests: new.guests, source, cancelled_at: None, ..before })
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

/// Recomputes the buyer's per-guest lines in every open cycle to which one of these dates belongs. After the cut-off the
/// lines stay as they are, although the arrival is stored.
///
/// The cycles are locked for update, by date, before anything of them is read: an order that is being placed with
/// per-guest lines either counts this arrival or is recomputed here.
async fn recompute_open_cycles(tx: &mut UnitOfWork, buyer: &buyer::Model, dates: BTreeSet<NaiveDate>) -> Result<()> {
    let Some(first) = dates.first() else { return Ok(()) };
    let cycles = store::cycles::list_from(tx, buyer.zone_id, *first).await?;
    let deliveries: Vec<NaiveDate> = cycles.iter().map(|cycle| cycle.delivery_date).collect();
    let indexes: BTreeSet<usize> = dates.iter().filter_map(|date| delivery_for(*date, &deliveries)).collect();
    let mut locked = Vec::new();
    for cycle in indexes.into_iter().filter_map(|index| cycles.get(index)) {
        let cycle = cycles::lock_cycle(tx, cycle.id).await?;
        if cycles::check_open(&cycle, tx.now()).is_ok() {
            locked.push(cycle);
        }
    }
    for cycle in locked {
        recompute_guest_lines(tx, &cycle, Some(buyer.id)).await?;
        // A date that waits for guests is ordered when they are announced.
        let cause = format!("arrivals:{}", tx.new_id::<Uuid>());
        retry_dates(tx, &cycle, cause).await?;
        schedule_retry(tx, &cycle).await?;
    }
    Ok(())
}
