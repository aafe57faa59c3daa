//! Previews the next dates of a standing order with the rules that order them: the delivery that serves each date, the
//! dates that become one order, and what is cut, with the first cause.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{Days, NaiveDate};
use entities::{
    buyers::buyer,
    cycles::cycle,
    orders::{occurrence, standing_order_pause},
    values::{
        Amount, CycleState, DeliveryPointId, OccurrenceReason, OccurrenceState, ProductId, StandingOrderId,
        production_week,
    },
};

use crate::{
    buyers,
    catalogue::{self, DeliverySlot, Quotes, SellableQuantity, SupplyLimit},
    cycles,
    orders::{
        rules::{
            AccountTerms, GuestBounds, OccurrenceGroup, OrderItem, OrderTotal, Outcome, PricedLine, PricingContext,
            Recurrence, Window, apply_overrides, count_guests, cut_line, decide, delivery_for, group_dates, is_retried,
            price_items,
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
    /// The day of delivery, also where the calendars only plan it; none = no delivery serves the date.
    pub delivery_date: Option<NaiveDate>,
    /// Its row, where it is decided or was changed.
    pub occurrence: Option<occurrence::Model>,
    /// What became of it, or will as things stand now.
    pub outcome: Outcome,
    /// The first date of its order, where it is another one: the lines and the total are there.
    pub ordered_with: Option<NaiveDate>,
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
    /// Where its orders are delivered.
    pub delivery_point_id: DeliveryPointId,
    /// The stored one whose single dates and pauses count, where there is one.
    pub id: Option<StandingOrderId>,
    /// The days whose guests it counts.
    pub guest_bounds: GuestBounds,
}

/// How far ahead dates are previewed.
const LOOK_AHEAD: Days = Days::new(1_900);

/// The deliveries of a zone: its cycles, and after them the days that its calendars plan.
struct Deliveries {
    cycles: Vec<cycle::Model>,
    dates: Vec<NaiveDate>,
}

impl Deliveries {
    async fn load(tx: &UnitOfWork, buyer: &buyer::Model, first: NaiveDate, last: NaiveDate) -> Result<Self> {
        let cycles = store::cycles::list_from(tx, buyer.zone_id, first).await?;
        let mut dates: Vec<NaiveDate> = cycles.iter().map(|cycle| cycle.delivery_date).collect();
        let known = dates.last().copied().unwrap_or(tx.today()).max(tx.today());
        dates.extend(cycles::list_planned_deliveries(tx, buyer.zone_id, known, last).await?);
        Ok(Self { cycles, dates })
    }

    fn cycle(&self, index: usize) -> Option<&cycle::Model> {
        self.cycles.get(index)
    }
}

/// What the previewed orders use up, one after the other.
struct Remaining<'a> {
    tx: &'a UnitOfWork,
    buyer: &'a buyer::Model,
    quotes: Quotes,
    products: Vec<ProductId>,
    sellable: BTreeMap<NaiveDate, HashMap<ProductId, SellableQuantity>>,
    used: HashMap<(ProductId, NaiveDate), i64>,
    credit: Option<Amount>,
    guest_bounds: GuestBounds,
}

/// Previews the next `count` dates from today on.
pub async fn preview_occurrences(
    tx: &UnitOfWork,
    buyer: &buyer::Model,
    source: PreviewSource<'_>,
    count: u16,
) -> Result<Vec<OccurrencePreview>> {
    let today = tx.today();
    let dates = source.recurrence.dates(today, today.checked_add_days(LOOK_AHEAD).unwrap_or(today), count);
    let (Some(first), Some(last)) = (dates.first().copied(), dates.last().copied()) else { return Ok(Vec::new()) };
    let ids: Vec<StandingOrderId> = source.id.into_iter().collect();
    let rows = store::occurrences::list_between(tx, &ids, first, last.succ_opt().unwrap_or(last)).await?;
    let mut rows: HashMap<NaiveDate, occurrence::Model> = rows.into_iter().map(|row| (row.date, row)).collect();
    let pauses = store::standing_orders::list_pauses(tx, &ids).await?;
    let deliveries = Deliveries::load(tx, buyer, first, last).await?;
    let point = buyers::list_delivery_points_by_id(tx, &[source.delivery_point_id]).await?;
    let no_point = point.values().all(|point| point.retired_at.is_some());
    let no_point = no_point.then_some(Outcome::blocked(OccurrenceReason::DeliveryPoint));
    let products = products(source.items, rows.values());
    let mut remaining = Remaining {
        tx,
        buyer,
        quotes: catalogue::get_quotes(tx, buyer.segment_id, &products).await?,
        products,
        sellable: BTreeMap::new(),
        used: HashMap::new(),
        credit: buyer.credit_limit.map(|limit| limit - buyer.exposure),
        guest_bounds: source.guest_bounds,
    };
    let (mut previews, mut wanted) = (Vec::with_capacity(dates.len()), BTreeMap::new());
    for date in dates {
        let index = delivery_for(date, &deliveries.dates);
        let row = rows.remove(&date);
        let items = apply_overrides(source.items, row.as_ref().map_or(&[][..], |row| &row.overrides.0));
        let settled = settled_outcome(tx, &deliveries, index, date, row.as_ref(), &pauses, &items).or(no_point);
        if settled.is_none() {
            let delivery = index.and_then(|index| deliveries.dates.get(index)).copied().unwrap_or(date);
            wanted.entry(delivery).or_insert_with(Vec::new).push((date, items));
        }
        previews.push(OccurrencePreview {
            date,
            cycle: index.and_then(|index| deliveries.cycle(index)).cloned(),
            delivery_date: index.and_then(|index| deliveries.dates.get(index)).copied(),
            occurrence: row,
            outcome: settled.unwrap_or(Outcome { state: OccurrenceState::Due, reason: None }),
            ordered_with: None,
            lines: Vec::new(),
            total: OrderTotal { net: Amount::ZERO, tax: Amount::ZERO },
        });
    }
    for (delivery, dates) in wanted {
        let next = deliveries.dates.iter().find(|other| **other > delivery).copied();
        remaining.preview_orders(&mut previews, Window::of(delivery, next), &dates).await?;
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

/// The outcome of a date that is decided, or that will not be ordered whatever its lines; none where they decide.
fn settled_outcome(
    tx: &UnitOfWork,
    deliveries: &Deliveries,
    index: Option<usize>,
    date: NaiveDate,
    row: Option<&occurrence::Model>,
    pauses: &[standing_order_pause::Model],
    items: &[OrderItem],
) -> Option<Outcome> {
    if let Some(row) = row.filter(|row| row.state != OccurrenceState::Due && !is_retried(row.state, row.reason)) {
        return Some(Outcome { state: row.state, reason: row.reason });
    }
    if pauses.iter().any(|pause| (pause.from_date..=pause.until_date).contains(&date)) {
        return Some(Outcome::skipped(OccurrenceReason::Paused));
    }
    if items.is_empty() {
        return Some(Outcome::skipped(OccurrenceReason::LeftOut));
    }
    match index {
        Some(index) => {
            let cycle = deliveries.cycle(index)?;
            let takes_orders = cycle.state == CycleState::Draft || cycles::check_open(cycle, tx.now()).is_ok();
            (!takes_orders).then_some(Outcome::blocked(OccurrenceReason::CycleClosed))
        }
        // Between known deliveries no other will be planned.
        None if deliveries.dates.iter().any(|delivery| *delivery > date) => {
            Some(Outcome::blocked(OccurrenceReason::NoDelivery))
        }
        None => None,
    }
}

impl Remaining<'_> {
    /// Previews the orders of the dates that one delivery serves.
    async fn preview_orders(
        &mut self,
        previews: &mut [OccurrencePreview],
        window: Window,
        dates: &[(NaiveDate, Vec<OrderItem>)],
    ) -> Result<()> {
        if !self.sellable.contains_key(&window.from) {
            let slot = DeliverySlot { zone_id: self.buyer.zone_id, delivery_date: window.from };
            let sellable = catalogue::list_sellable(self.tx, slot, &self.products).await?;
            self.sellable.insert(window.from, sellable);
        }
        for group in group_dates(dates, self.guest_bounds.within(window)) {
            let (lines, outcome) = self.order(window, &group).await?;
            let in_group: HashSet<NaiveDate> = group.dates.iter().copied().collect();
            let mut lines = Some(lines);
            for preview in previews.iter_mut().filter(|preview| in_group.contains(&preview.date)) {
                preview.outcome = outcome;
                preview.ordered_with = group.dates.first().copied().filter(|first| *first != preview.date);
                preview.lines = lines.take().unwrap_or_default();
                preview.total = OrderTotal::of(&preview.lines);
            }
        }
        Ok(())
    }

    /// The lines and the outcome of one order; what it needs is no longer there for the next.
    async fn order(&mut self, window: Window, group: &OccurrenceGroup) -> Result<(Vec<PricedLine>, Outcome)> {
        let empty = HashMap::new();
        let sellable = self.sellable.get(&window.from).unwrap_or(&empty);
        let context = PricingContext {
            quotes: &self.quotes,
            sellable,
            delivery_date: window.from,
            today: self.tx.today(),
            guests: self.guests(window, group).await?,
        };
        let mut lines = price_items(&group.items, &context, || self.tx.new_id());
        let week = production_week(window.from);
        for line in &mut lines {
            let used = self.used.get(&(line.product_id, week)).copied().unwrap_or(0);
            let units = sellable.get(&line.product_id).map_or(0, |sellable| sellable.units);
            let available = (units - used).max(0);
            if line.price.quantity > available {
                let multiple = line.product.order_multiple;
                *line = cut_line(line.clone(), available / multiple * multiple, SupplyLimit::Capacity, &self.quotes);
            }
        }
        let terms = AccountTerms { order_minimum: self.buyer.order_minimum, remaining_credit: self.credit };
        let outcome = decide(&lines, terms);
        if outcome.is_ordered() {
            for line in &lines {
                *self.used.entry((line.product_id, week)).or_default() += line.price.quantity;
            }
            self.credit = self.credit.map(|credit| credit - OrderTotal::of(&lines).gross());
        }
        Ok((lines, outcome))
    }

    async fn guests(&self, window: Window, group: &OccurrenceGroup) -> Result<i64> {
        if !group.items.iter().any(|item| item.per_guest) {
            return Ok(0);
        }
        let (from, until) = (group.guest_days.from, group.guest_days.until.unwrap_or(window.until));
        let arrivals = store::arrivals::list_expected(self.tx, &[self.buyer.id], from, until).await?;
        Ok(count_guests(&arrivals, from, until))
    }
}
