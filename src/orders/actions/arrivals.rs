//! Guests arriving at a lodge: told by the lodge one by one or as a file. They belong to the delivery before them, and
//! move its per-guest lines until the cut-off, in the same transaction.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use entities::{
    buyers::buyer,
    orders::arrival,
    values::{ArrivalSource, CycleState},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde_json::json;

use crate::{
    cycles::{self, CycleError},
    orders::{OrderError, actions::follow::follow_arrivals, rules::delivery_for, store},
    platform::{
        http::{api_error::ApiError, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// An arrival as the lodge tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewArrival {
    /// The lodge's own reference.
    pub reference: String,
    /// The day.
    pub date: NaiveDate,
    /// How many come.
    pub guests: i32,
}

/// What a file of arrivals changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ArrivalsPut {
    /// Arrivals that are new.
    pub created: usize,
    /// Arrivals whose day or number changed.
    pub changed: usize,
    /// Arrivals that were the same already.
    pub unchanged: usize,
}

/// Records an arrival and lets the orders follow.
///
/// # Errors
/// 409 `reference_taken` where the lodge told another arrival under this reference.
pub async fn create_arrival(tx: &mut UnitOfWork, buyer: &buyer::Model, new: NewArrival) -> Result<arrival::Model> {
    let taken = store::arrivals::by_references(tx, buyer.id, std::slice::from_ref(&new.reference)).await?;
    if !taken.is_empty() {
        return Err(OrderError::ReferenceTaken { reference: new.reference }.at("/reference"));
    }
    let row = row(tx, buyer, &new, ArrivalSource::Api);
    let made = store::arrivals::insert(tx, row).await?;
    tx.audit("arrival", made.id.0, "made", json!({ "date": made.date, "guests": made.guests }));
    orders_follow(tx, buyer, [made.date].into()).await?;
    Ok(made)
}

/// Changes the day or the number of an arrival that was locked; a cancelled one comes after all.
pub async fn change_arrival(
    tx: &mut UnitOfWork,
    buyer: &buyer::Model,
    row: arrival::Model,
    date: NaiveDate,
    guests: i32,
) -> Result<arrival::Model> {
    let dates = BTreeSet::from([row.date, date]);
    let version = row.version + 1;
    let changed = arrival::ActiveModel {
        date: Set(date),
        guests: Set(guests),
        cancelled_at: Set(None),
        version: Set(version),
        ..row.into_active_model()
    };
    let changed = store::arrivals::update(tx, changed).await?;
    tx.audit("arrival", changed.id.0, "changed", json!({ "date": date, "guests": guests }));
    orders_follow(tx, buyer, dates).await?;
    Ok(changed)
}

/// Takes back an arrival that was locked. Repeated, it changes nothing.
pub async fn cancel_arrival(tx: &mut UnitOfWork, buyer: &buyer::Model, row: arrival::Model) -> Result<arrival::Model> {
    if row.cancelled_at.is_some() {
        return Ok(row);
    }
    let version = row.version + 1;
    let gone =
        arrival::ActiveModel { cancelled_at: Set(Some(tx.now())), version: Set(version), ..row.into_active_model() };
    let gone = store::arrivals::update(tx, gone).await?;
    tx.audit("arrival", gone.id.0, "cancelled", json!({}));
    orders_follow(tx, buyer, [gone.date].into()).await?;
    Ok(gone)
}

/// Creates or updates the arrivals of a file by their references, which are unique in `rows`. The same file again
/// changes nothing.
pub async fn put_arrivals(tx: &mut UnitOfWork, buyer: &buyer::Model, rows: Vec<NewArrival>) -> Result<ArrivalsPut> {
    let references: Vec<String> = rows.iter().map(|row| row.reference.clone()).collect();
    let stored = store::arrivals::by_references(tx, buyer.id, &references).await?;
    let stored: HashMap<String, arrival::Model> = stored.into_iter().map(|row| (row.reference.clone(), row)).collect();
    let (mut put, mut done, mut dates) = (Vec::new(), ArrivalsPut::default(), BTreeSet::new());
    for new in &rows {
        match stored.get(&new.reference) {
            None => {
                done.created += 1;
                put.push(row(tx, buyer, new, ArrivalSource::Csv));
            }
            Some(had) if (had.date, had.guests, had.cancelled_at) == (new.date, new.guests, None) => {
                done.unchanged += 1;
                continue;
            }
            Some(had) => {
                done.changed += 1;
                dates.insert(had.date);
                put.push(arrival::ActiveModel {
                    date: Set(new.date),
                    guests: Set(new.guests),
                    source: Set(ArrivalSource::Csv),
                    cancelled_at: Set(None),
                    version: Set(had.version + 1),
                    ..had.clone().into_active_model().reset_all()
                });
            }
        }
        dates.insert(new.date);
    }
    if put.is_empty() {
        return Ok(done);
    }
    store::arrivals::put(tx, put).await?;
    tx.audit("buyer", buyer.id.0, "arrivals_put", json!({ "created": done.created, "changed": done.changed }));
    orders_follow(tx, buyer, dates).await?;
    Ok(done)
}

fn row(tx: &UnitOfWork, buyer: &buyer::Model, new: &NewArrival, source: ArrivalSource) -> arrival::ActiveModel {
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

/// Lets the buyer's orders follow in every open cycle that one of these dates belongs to. After the cut-off nothing
/// moves any more: the arrival is recorded all the same.
async fn orders_follow(tx: &mut UnitOfWork, buyer: &buyer::Model, dates: BTreeSet<NaiveDate>) -> Result<()> {
    let Some(first) = dates.first() else { return Ok(()) };
    let cycles = store::cycles::for_dates_from(tx, buyer.zone_id, *first).await?;
    let deliveries: Vec<NaiveDate> = cycles.iter().map(|cycle| cycle.delivery_date).collect();
    let places: BTreeSet<usize> = dates.iter().filter_map(|date| delivery_for(*date, &deliveries)).collect();
    for cycle in places.into_iter().filter_map(|place| cycles.get(place)) {
        if cycle.state != CycleState::Open || cycle.cut_off_at <= tx.now() {
            continue;
        }
        match cycles::lock_open(tx, cycle.id).await {
            Ok(cycle) => follow_arrivals(tx, &cycle, Some(buyer.id)).await?,
            Err(problem) if matches!(problem.error(), Some(CycleError::CycleNotOpen { .. })) => {}
            Err(problem) => return Err(problem),
        }
    }
    Ok(())
}
