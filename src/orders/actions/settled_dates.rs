//! Finds the dates of a standing order that a change comes too late for: they are ordered, or their delivery has closed.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use entities::{
    cycles::cycle,
    orders::{occurrence, standing_order, standing_order_pause},
    values::{OccurrenceReason, OccurrenceState, OrderId, StandingOrderState, ZoneId},
};

use super::{occurrence_context::unwanted_outcome, standing_orders::parse_recurrence};
use crate::{
    buyers, cycles,
    orders::{
        OrderError,
        rules::{Outcome, delivery_for, is_retried},
        store,
    },
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// How far ahead dates are looked at: a delivery closes days before its day, and serves days after it.
const LOOK_AHEAD: Days = Days::new(35);
/// Dates that are looked at.
const MAX_DATES: u16 = 35;
/// Dates that are listed at most.
const MAX_SETTLED: usize = 50;

/// A date of a standing order that a change comes too late for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SettledDate {
    /// The date.
    pub date: NaiveDate,
    /// What became of it.
    pub outcome: Outcome,
    /// Its order, which stays.
    pub order_id: Option<OrderId>,
}

/// The dates of a standing order from today on that a change comes too late for, by date.
pub async fn list_settled_dates(
    tx: &UnitOfWork,
    standing_order: &standing_order::Model,
    pauses: &[standing_order_pause::Model],
) -> Result<Vec<SettledDate>> {
    let today = tx.today();
    let rows = store::occurrences::list_from(tx, standing_order.id, today).await?;
    let mut settled: BTreeMap<NaiveDate, SettledDate> =
        rows.iter().filter(|row| is_settled(row)).map(|row| (row.date, row.into())).collect();
    if standing_order.state != StandingOrderState::Ended {
        let zone = buyers::get_buyer(tx, standing_order.buyer_id).await?.zone_id;
        let cycles = store::cycles::list_from(tx, zone, today).await?;
        let until = today.checked_add_days(LOOK_AHEAD).unwrap_or(today);
        // A rule that can no longer be parsed does not keep the standing order from being read.
        let recurrence = parse_recurrence(&standing_order.rule, standing_order.starts_on, standing_order.ends_on).ok();
        for date in recurrence.map(|rule| rule.dates(today, until, MAX_DATES)).unwrap_or_default() {
            let known = rows.iter().any(|row| row.date == date && row.state != OccurrenceState::Due);
            let unwanted = unwanted_outcome(standing_order, pauses, date).is_some();
            if !known && !unwanted && find_closed_cycle(tx, &cycles, date).is_some() {
                let outcome = Outcome::blocked(OccurrenceReason::CycleClosed);
                settled.insert(date, SettledDate { date, outcome, order_id: None });
            }
        }
    }
    Ok(settled.into_values().take(MAX_SETTLED).collect())
}

/// Refuses a change of a date whose delivery has closed.
///
/// # Errors
/// `CycleClosed`.
pub async fn check_delivery_open(tx: &UnitOfWork, zone: ZoneId, date: NaiveDate) -> Result<()> {
    let cycles = store::cycles::list_from(tx, zone, date).await?;
    match find_closed_cycle(tx, &cycles, date) {
        Some(cycle) => Err(OrderError::CycleClosed { cycle: cycle.code.clone() }.into()),
        None => Ok(()),
    }
}

/// The cycle whose delivery serves a date, where it has closed.
fn find_closed_cycle<'a>(tx: &UnitOfWork, cycles: &'a [cycle::Model], date: NaiveDate) -> Option<&'a cycle::Model> {
    let deliveries: Vec<NaiveDate> = cycles.iter().map(|cycle| cycle.delivery_date).collect();
    let cycle = delivery_for(date, &deliveries).and_then(|index| cycles.get(index));
    cycle.filter(|cycle| cycles::has_closed(cycle, tx.now()))
}

/// Whether a date has an order, or gets none any more.
fn is_settled(row: &occurrence::Model) -> bool {
    let blocked = row.state == OccurrenceState::Blocked && !is_retried(row.state, row.reason);
    row.order_id.is_some() || blocked
}

impl From<&occurrence::Model> for SettledDate {
    fn from(row: &occurrence::Model) -> Self {
        let outcome = Outcome { state: row.state, reason: row.reason };
        Self { date: row.date, outcome, order_id: row.order_id }
    }
}
