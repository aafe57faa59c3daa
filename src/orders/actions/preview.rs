//! A standing order's next dates before they happen: the delivery, the price of today, and what may keep them from
//! coming whole.

use std::collections::{BTreeMap, HashMap};

use chrono::{Days, NaiveDate};
use entities::{
    buyers::buyer,
    cycles::cycle,
    orders::{occurrence, standing_order_pause},
    values::{Amount, OccurrenceReason, OccurrenceState, ProductId, StandingOrderId},
};

use crate::{
    catalogue::{self, Sellable},
    orders::{
        draft::{self, Line, Want},
        plan::{Known, comes_to_nothing, lines_of, wants_of},
        rules::{Recurrence, Window, delivery_for},
        store,
    },
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// One date to come.
#[derive(Clone, Debug)]
pub struct Upcoming {
    /// The date.
    pub date: NaiveDate,
    /// The delivery that it goes to, where one is known yet.
    pub cycle: Option<cycle::Model>,
    /// Its row, where it is decided or was changed.
    pub occurrence: Option<occurrence::Model>,
    /// Whether it would be left out, and why.
    pub skipped: Option<OccurrenceReason>,
    /// What would be ordered now, with what hinders each line.
    pub lines: Vec<Line>,
    /// Net of it at today's prices.
    pub net: Amount,
    /// Taxes of it.
    pub tax: Amount,
}

/// The standing order to preview, stored or not.
pub struct Previewed<'a> {
    /// Its dates.
    pub recurrence: &'a Recurrence,
    /// Its lines.
    pub lines: &'a [Want],
    /// Where it is stored.
    pub id: Option<StandingOrderId>,
}

const AHEAD: Days = Days::new(1_900);

/// The next `count` dates from today on.
pub async fn preview(tx: &UnitOfWork, buyer: &buyer::Model, of: Previewed<'_>, count: u16) -> Result<Vec<Upcoming>> {
    let today = tx.today();
    let dates = of.recurrence.dates(today, today + AHEAD, count);
    let (Some(first), Some(last)) = (dates.first().copied(), dates.last().copied()) else { return Ok(Vec::new()) };
    let ids: Vec<StandingOrderId> = of.id.into_iter().collect();
    let after_last = last.succ_opt().unwrap_or(last);
    let rows = store::occurrences::between(tx, &ids, first, after_last).await?;
    let mut rows: HashMap<NaiveDate, occurrence::Model> = rows.into_iter().map(|row| (row.date, row)).collect();
    let pauses = store::standing::pauses(tx, &ids).await?;
    let cycles = store::cycles::for_dates_from(tx, buyer.zone_id, first).await?;
    let deliveries: Vec<NaiveDate> = cycles.iter().map(|cycle| cycle.delivery_date).collect();
    let products = products(of.lines, rows.values());
    let quotes = catalogue::quotes(tx, buyer.segment_id, &products).await?;
    let mut sellable: BTreeMap<NaiveDate, HashMap<ProductId, Sellable>> = BTreeMap::new();
    let mut told = Vec::with_capacity(dates.len());
    for date in dates {
        let place = delivery_for(date, &deliveries);
        let cycle = place.and_then(|place| cycles.get(place)).cloned();
        let delivery_date = cycle.as_ref().map_or(date, |cycle| cycle.delivery_date);
        if let std::collections::btree_map::Entry::Vacant(e) = sellable.entry(delivery_date) {
            e.insert(catalogue::sellable(tx, delivery_date, &products).await?);
        }
        let next = place.and_then(|place| deliveries.get(place + 1)).copied();
        let guests = guests(tx, buyer, of.lines, Window::of(delivery_date, next)).await?;
        let occurrence = rows.remove(&date);
        let empty = HashMap::new();
        let known = Known {
            quotes: &quotes,
            sellable: sellable.get(&delivery_date).unwrap_or(&empty),
            delivery_date,
            today,
            guests,
        };
        told.push(upcoming(tx, date, cycle, occurrence, &pauses, of.lines, &known));
    }
    Ok(told)
}

fn products<'a>(lines: &[Want], rows: impl Iterator<Item = &'a occurrence::Model>) -> Vec<ProductId> {
    let overridden = rows.flat_map(|row| &row.overrides.0).map(|line| line.product_id);
    let mut products: Vec<ProductId> = lines.iter().map(|want| want.product_id).chain(overridden).collect();
    products.sort_unstable();
    products.dedup();
    products
}

async fn guests(tx: &UnitOfWork, buyer: &buyer::Model, lines: &[Want], window: Window) -> Result<i64> {
    if !lines.iter().any(|want| want.per_guest) {
        return Ok(0);
    }
    let arrivals = store::arrivals::expected(tx, &[buyer.id], window.from, window.until).await?;
    Ok(arrivals.iter().map(|arrival| i64::from(arrival.guests)).sum())
}

fn upcoming(
    tx: &UnitOfWork,
    date: NaiveDate,
    cycle: Option<cycle::Model>,
    occurrence: Option<occurrence::Model>,
    pauses: &[standing_order_pause::Model],
    lines: &[Want],
    known: &Known<'_>,
) -> Upcoming {
    let paused = pauses.iter().any(|pause| (pause.from_date..=pause.until_date).contains(&date));
    let decided = occurrence.as_ref().is_some_and(|row| row.state != OccurrenceState::Due);
    let overrides = occurrence.as_ref().map_or(&[][..], |row| &row.overrides.0);
    let mut lines = match decided || paused {
        true => Vec::new(),
        false => lines_of(&wants_of(lines, overrides), known, || tx.new_id()),
    };
    for line in &mut lines {
        let units = known.sellable.get(&line.product_id).map_or(0, |sellable| sellable.units);
        if line.short.is_none() && line.priced.quantity > units {
            line.short = Some((line.priced.quantity, OccurrenceReason::Capacity));
        }
    }
    let skipped = match (paused, decided) {
        (true, false) => Some(OccurrenceReason::Paused),
        (false, false) if !lines.is_empty() && comes_to_nothing(&lines) => {
            lines.iter().find_map(|l| l.short).map(|s| s.1)
        }
        _ => occurrence.as_ref().and_then(|row| row.reason),
    };
    let (net, tax) = draft::sums(&lines);
    Upcoming { date, cycle, occurrence, skipped, lines, net, tax }
}
