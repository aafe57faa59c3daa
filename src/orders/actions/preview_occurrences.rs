//! Previews the next dates of a standing order: the delivery, today's prices, and the reasons why lines may have fewer
//! units.

use std::collections::{BTreeMap, HashMap};

use chrono::{Days, NaiveDate};
use entities::{
    buyers::buyer,
    cycles::cycle,
    orders::{occurrence, standing_order_pause},
    values::{OccurrenceReason, OccurrenceState, ProductId, StandingOrderId},
};

use crate::{
    catalogue::{self, SellableQuantity},
    orders::{
        rules::{
            OrderItem, OrderTotal, PricedLine, PricingContext, Recurrence, Shortfall, Window, apply_overrides,
            comes_to_nothing, count_guests, delivery_for, price_items,
        },
        store,
    },
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// The preview of one date.
#[derive(Clone, Debug)]
pub struct OccurrencePreview {
    /// The date.
    pub date: NaiveDate,
    /// The cycle that it belongs to, where one exists.
    pub cycle: Option<cycle::Model>,
    /// Its row, where it is decided or was changed.
    pub occurrence: Option<occurrence::Model>,
    /// Why the date is, or would be, skipped or blocked.
    pub reason: Option<OccurrenceReason>,
    /// The lines that would be ordered now, each with its shortfall; empty where the date is decided.
    pub lines: Vec<PricedLine>,
    /// Their total at today's prices.
    pub total: OrderTotal,
}

/// The standing order to preview, stored or not.
pub struct PreviewSource<'a> {
    /// Its dates.
    pub recurrence: &'a Recurrence,
    /// Its items.
    pub items: &'a [OrderItem],
    /// Its id, where it is stored.
    pub id: Option<StandingOrderId>,
}

/// How far ahead dates are previewed.
const LOOK_AHEAD: Days = Days::new(1_900);

/// Previews the next `count` dates from today on.
pub async fn preview_occurrences(
    tx: &UnitOfWork,
    buyer: &buyer::Model,
    source: PreviewSource<'_>,
    count: u16,
) -> Result<Vec<OccurrencePreview>> {
    let today = tx.today();
    let dates = source.recurrence.dates(today, today + LOOK_AHEAD, count);
    let (Some(first), Some(last)) = (dates.first().copied(), dates.last().copied()) else { return Ok(Vec::new()) };
    let ids: Vec<StandingOrderId> = source.id.into_iter().collect();
    let after_last = last.succ_opt().unwrap_or(last);
    let rows = store::occurrences::list_between(tx, &ids, first, after_last).await?;
    let mut rows: HashMap<NaiveDate, occurrence::Model> = rows.into_iter().map(|row| (row.date, row)).collect();
    let pauses = store::standing_orders::list_pauses(tx, &ids).await?;
    let cycles = store::cycles::list_from(tx, buyer.zone_id, first).await?;
    let deliveries: Vec<NaiveDate> = cycles.iter().map(|cycle| cycle.delivery_date).collect();
    let products = products(source.items, rows.values());
    let quotes = catalogue::get_quotes(tx, buyer.segment_id, &products).await?;
    let mut sellable: BTreeMap<NaiveDate, HashMap<ProductId, SellableQuantity>> = BTreeMap::new();
    let mut previews = Vec::with_capacity(dates.len());
    for date in dates {
        let index = delivery_for(date, &deliveries);
        let cycle = index.and_then(|index| cycles.get(index)).cloned();
        let delivery_date = cycle.as_ref().map_or(date, |cycle| cycle.delivery_date);
        if let std::collections::btree_map::Entry::Vacant(e) = sellable.entry(delivery_date) {
            e.insert(catalogue::list_sellable(tx, delivery_date, &products).await?);
        }
        let next = index.and_then(|index| deliveries.get(index + 1)).copied();
        let guests = guests(tx, buyer, source.items, Window::of(delivery_date, next)).await?;
        let occurrence = rows.remove(&date);
        let empty = HashMap::new();
        let context = PricingContext {
            quotes: &quotes,
            sellable: sellable.get(&delivery_date).unwrap_or(&empty),
            delivery_date,
            today,
            guests,
        };
        previews.push(preview_date(tx, date, cycle, occurrence, &pauses, source.items, &context));
    }
    Ok(previews)
}

fn products<'a>(items: &[OrderItem], rows: impl Iterator<Item = &'a occurrence::Model>) -> Vec<ProductId> {
    let overridden = rows.flat_map(|row| &row.overrides.0).map(|line| line.product_id);
    let mut products: Vec<ProductId> = items.iter().map(|item| item.product_id).chain(overridden).collect();
    products.sort_unstable();
    products.dedup();
    products
}

async fn guests(tx: &UnitOfWork, buyer: &buyer::Model, items: &[OrderItem], window: Window) -> Result<i64> {
    if !items.iter().any(|item| item.per_guest) {
        return Ok(0);
    }
    let arrivals = store::arrivals::list_expected(tx, &[buyer.id], window.from, window.until).await?;
    Ok(count_guests(&arrivals, window.from, window.until))
}

fn preview_date(
    tx: &UnitOfWork,
    date: NaiveDate,
    cycle: Option<cycle::Model>,
    occurrence: Option<occurrence::Model>,
    pauses: &[standing_order_pause::Model],
    items: &[OrderItem],
    context: &PricingContext<'_>,
) -> OccurrencePreview {
    let paused = pauses.iter().any(|pause| (pause.from_date..=pause.until_date).contains(&date));
    let decided = occurrence.as_ref().is_some_and(|row| row.state != OccurrenceState::Due);
    let overrides = occurrence.as_ref().map_or(&[][..], |row| &row.overrides.0);
    let mut lines = match decided || paused {
        true => Vec::new(),
        false => price_items(&apply_overrides(items, overrides), context, || tx.new_id()),
    };
    for line in &mut lines {
        let units = context.sellable.get(&line.product_id).map_or(0, |sellable| sellable.units);
        let wanted = line.price.quantity;
        if line.shortfall.is_none() && wanted > units {
            line.shortfall = Some(Shortfall { wanted, reason: OccurrenceReason::Capacity });
        }
    }
    let reason = match (paused, decided) {
        (true, false) => Some(OccurrenceReason::Paused),
        (false, false) if !lines.is_empty() && comes_to_nothing(&lines) => {
            lines.iter().find_map(|line| line.shortfall).map(|shortfall| shortfall.reason)
        }
        _ => occurrence.as_ref().and_then(|row| row.reason),
    };
    let total = OrderTotal::of(&lines);
    OccurrencePreview { date, cycle, occurrence, reason, lines, total }
}
