//! Creates, updates and cancels arrivals of guests, one by one or from a file. An arrival belongs to the delivery on or
//! before its day. Until the cut-off of that delivery its per-guest lines are recomputed in the same transaction.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use entities::{
    buyers::buyer,
    orders::arrival,
    values::{ArrivalId, ArrivalSource, CycleState},
};
use sea_orm::{ActiveValue::Set, IntoActiveModel};
use serde_json::json;

use super::recompute_guest_lines::recompute_guest_lines;
use crate::{
    cycles::{self, CycleError},
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
    /// Number of guests.
    pub guests: i32,
}

/// How many arrivals of a file were created, changed, or equal to the stored ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ArrivalUpsertCounts {
    /// Arrivals that are new.
    pub created: usize,
    /// Arrivals whose day or number changed.
    pub changed: usize,
    /// Arrivals that were the same already.
    pub unchanged: usize,
}

/// Creates an arrival.
///
/// # Errors
/// `ReferenceTaken` where the buyer has an arrival with this reference.
pub async fn create_arrival(tx: &mut UnitOfWork, buyer: &buyer::Model, new: ArrivalTerms) -> Result<arrival::Model> {
    let taken = store::arrivals::list_by_reference(tx, buyer.id, std::slice::from_ref(&new.reference)).await?;
    if !taken.is_empty() {
        return Err(OrderError::ReferenceTaken { reference: new.reference }.at("/reference"));
    }
    let row = new_row(tx, buyer, &new, ArrivalSource::Api);
    let created = store::arrivals::insert(tx, row).await?;
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
    let row =
        arrival::ActiveModel { cancelled_at: Set(Some(tx.now())), version: Set(version), ..row.into_active_model() };
    let cancelled = store::arrivals::update(tx, row).await?;
    tx.audit("arrival", cancelled.id.0, "cancelled", json!({}));
    recompute_open_cycles(tx, buyer, [cancelled.date].into()).await?;
    Ok(cancelled)
}

/// Creates or updates arrivals by their references, which are unique in `rows`. The same rows again change nothing.
pub async fn upsert_arrivals(
    tx: &mut UnitOfWork,
    buyer: &buyer::Model,
    rows: Vec<ArrivalTerms>,
) -> Result<ArrivalUpsertCounts> {
    let references: Vec<String> = rows.iter().map(|row| row.reference.clone()).collect();
    let stored = store::arrivals::list_by_reference(tx, buyer.id, &references).await?;
    let stored: HashMap<String, arrival::Model> = stored.into_iter().map(|row| (row.reference.clone(), row)).collect();
    let (mut upserts, mut counts, mut dates) = (Vec::new(), ArrivalUpsertCounts::default(), BTreeSet::new());
    for new in &rows {
        match stored.get(&new.reference) {
            None => {
                counts.created += 1;
                upserts.push(new_row(tx, buyer, new, ArrivalSource::Csv));
            }
            Some(before) if (before.date, before.guests, before.cancelled_at) == (new.date, new.guests, None) => {
                counts.unchanged += 1;
                continue;
            }
            Some(before) => {
                counts.changed += 1;
                dates.insert(before.date);
                upserts.push(arrival::ActiveModel {
                    date: Set(new.date),
                    guests: Set(new.guests),
                    source: Set(ArrivalSource::Csv),
                    cancelled_at: Set(None),
                    version: Set(before.version + 1),
                    ..before.clone().into_active_model()
                });
            }
        }
        dates.insert(new.date);
    }
    if upserts.is_empty() {
        return Ok(counts);
    }
    store::arrivals::upsert(tx, upserts).await?;
    tx.audit("buyer", buyer.id.0, "arrivals_put", json!({ "created": counts.created, "changed": counts.changed }));
    recompute_open_cycles(tx, buyer, dates).await?;
    Ok(counts)
}

fn new_row(tx: &UnitOfWork, buyer: &buyer::Model, new: &ArrivalTerms, source: ArrivalSource) -> arrival::ActiveModel {
    arrival::ActiveModel {
        id: Set(tx.new_id()),
        buyer_id: Set(buyer.id),
        reference: Set(new.reference.clone()),
        date: Set(new.date),
        guests: Set(new.guests),
        source: Set(source),
        cancelled_at: Set(None),
        created_at: Set(tx.now()),
        version: Set(1),
    }
}

/// Recomputes the buyer's per-guest lines in every open cycle to which one of these dates belongs. After the cut-off the
/// lines stay as they are, although the arrival is stored.
async fn recompute_open_cycles(tx: &mut UnitOfWork, buyer: &buyer::Model, dates: BTreeSet<NaiveDate>) -> Result<()> {
    let Some(first) = dates.first() else { return Ok(()) };
    let cycles = store::cycles::list_from(tx, buyer.zone_id, *first).await?;
    let deliveries: Vec<NaiveDate> = cycles.iter().map(|cycle| cycle.delivery_date).collect();
    let indexes: BTreeSet<usize> = dates.iter().filter_map(|date| delivery_for(*date, &deliveries)).collect();
    for cycle in indexes.into_iter().filter_map(|index| cycles.get(index)) {
        if cycle.state != CycleState::Open || cycle.cut_off_at <= tx.now() {
            continue;
        }
        match cycles::lock_open(tx, cycle.id).await {
            Ok(cycle) => recompute_guest_lines(tx, &cycle, Some(buyer.id)).await?,
            Err(problem) if matches!(problem.error(), Some(CycleError::CycleNotOpen { .. })) => {}
            Err(problem) => return Err(problem),
        }
    }
    Ok(())
}
