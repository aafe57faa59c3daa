//! Finds the delivery that serves each arrival, and those that it was recorded, changed or cancelled too late for.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use entities::{
    buyers::buyer,
    cycles::cycle,
    orders::{arrival, arrival_count},
    values::{ArrivalId, CycleId},
};

use crate::{
    cycles,
    orders::{
        rules::{delivery_for, served_guests},
        store,
    },
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Late deliveries of one arrival that are listed at most.
const MAX_LATE: usize = 20;

/// The deliveries of one arrival.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArrivalDeliveries {
    /// The one that serves it; none = no delivery is planned that does, or it was cancelled.
    pub serving: Option<ServingDelivery>,
    /// Those that have closed and count other guests of it than are expected now, latest first.
    pub late: Vec<LateDelivery>,
}

/// The delivery that serves an arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServingDelivery {
    /// Its cycle.
    pub cycle_id: CycleId,
    /// The day of delivery.
    pub delivery_date: NaiveDate,
    /// Until when its orders follow the arrivals.
    pub cut_off_at: DateTime<Utc>,
}

impl From<&cycle::Model> for ServingDelivery {
    fn from(cycle: &cycle::Model) -> Self {
        Self { cycle_id: cycle.id, delivery_date: cycle.delivery_date, cut_off_at: cycle.cut_off_at }
    }
}

/// A delivery that counts other guests of an arrival than are expected now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LateDelivery {
    /// Its cycle.
    pub cycle_id: CycleId,
    /// The day of delivery.
    pub delivery_date: NaiveDate,
    /// Guests of the arrival that it counts.
    pub counted_guests: i32,
    /// Guests of the arrival that it should serve now.
    pub guests: i32,
}

/// The deliveries of these arrivals of a buyer, in their order.
pub async fn list_arrival_deliveries(
    tx: &UnitOfWork,
    buyer: &buyer::Model,
    arrivals: &[arrival::Model],
) -> Result<Vec<ArrivalDeliveries>> {
    let Some(first) = arrivals.iter().map(|arrival| arrival.date).min() else { return Ok(Vec::new()) };
    let cycles = store::cycles::list_from(tx, buyer.zone_id, first).await?;
    let dates: Vec<NaiveDate> = cycles.iter().map(|cycle| cycle.delivery_date).collect();
    let ids: Vec<ArrivalId> = arrivals.iter().map(|arrival| arrival.id).collect();
    let counts = store::arrivals::list_counts(tx, &ids).await?;
    let mut closed: Vec<CycleId> = counts.iter().map(|count| count.cycle_id).collect();
    closed.sort_unstable();
    closed.dedup();
    let closed = cycles::list_cycles_by_id(tx, &closed).await?;
    let mut by_arrival: HashMap<ArrivalId, Vec<arrival_count::Model>> = HashMap::new();
    for count in counts {
        by_arrival.entry(count.arrival_id).or_default().push(count);
    }
    let deliveries = arrivals.iter().map(|arrival| {
        let serving = delivery_for(arrival.date, &dates).and_then(|index| cycles.get(index));
        let counts = by_arrival.remove(&arrival.id).unwrap_or_default();
        let late = late_deliveries(arrival, serving.map(|cycle| cycle.id), &counts, &closed);
        let serving = serving.filter(|_| arrival.cancelled_at.is_none());
        ArrivalDeliveries { serving: serving.map(Into::into), late }
    });
    Ok(deliveries.collect())
}

fn late_deliveries(
    arrival: &arrival::Model,
    serving: Option<CycleId>,
    counts: &[arrival_count::Model],
    cycles: &HashMap<CycleId, cycle::Model>,
) -> Vec<LateDelivery> {
    let late = counts.iter().filter_map(|count| {
        let guests = served_guests(arrival, serving, count.cycle_id);
        let cycle = cycles.get(&count.cycle_id).filter(|_| guests != count.guests)?;
        let delivery_date = cycle.delivery_date;
        Some(LateDelivery { cycle_id: cycle.id, delivery_date, counted_guests: count.guests, guests })
    });
    let mut late: Vec<LateDelivery> = late.collect();
    late.sort_unstable_by_key(|delivery| std::cmp::Reverse(delivery.delivery_date));
    late.truncate(MAX_LATE);
    late
}
