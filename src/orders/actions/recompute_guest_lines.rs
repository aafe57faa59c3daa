//! Recomputes the lines whose quantity changes by itself. Until the cut-off a per-guest line has what the arriving guests
//! need, and a line that was cut has what was ordered, as far as the credit of the buyer and the capacity of the workshops
//! allow.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entities::{
    cycles::cycle,
    orders::{arrival, order},
    values::{Amount, BuyerId, OccurrenceReason, OrderChangeKind, OrderId, OrderState, PriceListId, ProductId},
};
use serde_json::json;

use super::record_order_changes::{OrderChangeRecord, record_order_changes};
use crate::{
    buyers::{self, Movement},
    catalogue::{self, Quotes},
    cycles,
    orders::{
        Event, OrderWarning,
        rules::{
            GuestDays, OrderContent, OrderTotal, PricedLine, Shortfall, Window, count_guests, limit_reason, line_row,
            quantity_changes, retried_quantity,
        },
        store,
    },
    platform::{
        http::problem::Result,
        unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
    },
};

/// An order, locked, with all its lines before and after they are recomputed, by position.
struct OrderRecomputation {
    order: order::Model,
    lines: Vec<LineRecomputation>,
}

/// A line before and after it is recomputed.
struct LineRecomputation {
    position: i32,
    before: PricedLine,
    after: PricedLine,
}

impl LineRecomputation {
    fn is_changed(&self) -> bool {
        self.before != self.after
    }

    /// Whether it lacks more units than before.
    fn is_cut_further(&self) -> bool {
        let lacking = |line: &PricedLine| line.ordered() - line.price.quantity;
        self.after.shortfall.is_some() && lacking(&self.after) > lacking(&self.before)
    }

    fn grows(&self) -> bool {
        self.after.price.quantity > self.before.price.quantity
    }
}

impl OrderRecomputation {
    fn list_price(&self) -> Option<(PriceListId, i32)> {
        self.order.price_list_id.zip(self.order.price_list_version)
    }

    fn before(&self) -> Vec<PricedLine> {
        self.lines.iter().map(|line| line.before.clone()).collect()
    }

    fn after(&self) -> Vec<PricedLine> {
        self.lines.iter().map(|line| line.after.clone()).collect()
    }
}

/// Recomputes the lines of a cycle's orders, of one buyer where given. Updates the quantity, price, capacity, totals and
/// exposure of what changes. A line that gets fewer units than are wanted has the shortfall.
///
/// The caller holds the cycle's lock for update, so that no order with per-guest lines is placed meanwhile. Everything
/// else is read under the locks of the orders, the capacity and the accounts, which are taken in this order.
pub async fn recompute_guest_lines(tx: &mut UnitOfWork, cycle: &cycle::Model, buyer: Option<BuyerId>) -> Result<()> {
    let ids = store::lines::list_orders_to_recompute(tx, cycle.id, buyer).await?;
    if ids.is_empty() {
        return Ok(());
    }
    let mut orders = store::orders::lock_many(tx, &ids).await?;
    orders.retain(|order| order.state == OrderState::Placed);
    let mut recomputed = load(tx, orders).await?;
    request_quantities(tx, cycle, &mut recomputed).await?;
    recomputed.retain(|order| order.lines.iter().any(LineRecomputation::is_changed));
    if recomputed.is_empty() {
        return Ok(());
    }
    limit_by_capacity(tx, cycle, &mut recomputed).await?;
    limit_by_credit(tx, cycle, &mut recomputed).await?;
    recomputed.retain(|order| order.lines.iter().any(LineRecomputation::is_changed));
    store_changes(tx, cycle, recomputed).await
}

async fn load(tx: &UnitOfWork, orders: Vec<order::Model>) -> Result<Vec<OrderRecomputation>> {
    let ids: Vec<OrderId> = orders.iter().map(|order| order.id).collect();
    let mut lines: HashMap<OrderId, Vec<LineRecomputation>> = HashMap::new();
    for row in store::lines::list(tx, &ids).await? {
        let before = PricedLine::from_row(&row);
        let line = LineRecomputation { position: row.position, after: before.clone(), before };
        lines.entry(row.order_id).or_default().push(line);
    }
    let with_lines = orders.into_iter().map(|order| {
        let lines = lines.remove(&order.id).unwrap_or_default();
        OrderRecomputation { order, lines }
    });
    Ok(with_lines.collect())
}

/// The arrivals of the buyers with per-guest lines.
struct ExpectedArrivals {
    window: Window,
    by_buyer: HashMap<BuyerId, Vec<arrival::Model>>,
}

impl ExpectedArrivals {
    async fn load(tx: &UnitOfWork, cycle: &cycle::Model, orders: &[OrderRecomputation]) -> Result<Self> {
        let window = store::cycles::get_window(tx, cycle).await?;
        let buyers: BTreeSet<BuyerId> = orders.iter().map(|order| order.order.buyer_id).collect();
        let buyers: Vec<BuyerId> = buyers.into_iter().collect();
        let mut by_buyer: HashMap<BuyerId, Vec<arrival::Model>> = HashMap::new();
        for arrival in store::arrivals::list_counted(tx, cycle.id, &buyers, window).await? {
            by_buyer.entry(arrival.buyer_id).or_default().push(arrival);
        }
        Ok(Self { window, by_buyer })
    }

    fn guests(&self, order: &order::Model) -> i64 {
        let days = GuestDays { from: order.guests_from, until: order.guests_until };
        let arrivals = self.by_buyer.get(&order.buyer_id).map_or(&[][..], Vec::as_slice);
        count_guests(arrivals, days.from, days.until.unwrap_or(self.window.until))
    }
}

/// Prices by the price list and version that orders keep.
type QuotesByPriceListVersion = BTreeMap<Option<(PriceListId, i32)>, Quotes>;

async fn load_quotes(tx: &UnitOfWork, orders: &[OrderRecomputation]) -> Result<QuotesByPriceListVersion> {
    let mut products: BTreeMap<_, BTreeSet<ProductId>> = BTreeMap::new();
    for order in orders {
        let of_list = products.entry(order.list_price()).or_default();
        of_list.extend(order.lines.iter().map(|line| line.before.product_id));
    }
    let mut quotes = QuotesByPriceListVersion::new();
    for (list, products) in products {
        let products: Vec<ProductId> = products.into_iter().collect();
        quotes.insert(list, catalogue::get_quotes_at(tx, list, &products).await?);
    }
    Ok(quotes)
}

/// Sets every line to the quantity that is asked for now.
async fn request_quantities(tx: &UnitOfWork, cycle: &cycle::Model, orders: &mut [OrderRecomputation]) -> Result<()> {
    let arrivals = ExpectedArrivals::load(tx, cycle, orders).await?;
    let quotes = load_quotes(tx, orders).await?;
    for order in orders {
        let guests = arrivals.guests(&order.order);
        let Some(quotes) = quotes.get(&order.list_price()) else { continue };
        for line in &mut order.lines {
            if let Some(quantity) = retried_quantity(&line.before, guests, quotes) {
                let wanted = PricedLine { shortfall: None, ..line.before.clone() };
                line.after = wanted.at_quantity(quantity, Some(quotes));
            }
        }
    }
    Ok(())
}

/// Reserves the capacity of the changed lines. A line that gets less has that quantity, its price and the shortfall.
async fn limit_by_capacity(tx: &mut UnitOfWork, cycle: &cycle::Model, orders: &mut [OrderRecomputation]) -> Result<()> {
    let quotes = load_quotes(tx, orders).await?;
    let lists: Vec<_> = orders.iter().map(OrderRecomputation::list_price).collect();
    let changed = || orders.iter().flat_map(|order| &order.lines).filter(|line| line.is_changed());
    let holds: Vec<_> = changed().map(|line| line.after.hold()).collect();
    let reserved = catalogue::reserve_available(tx, cycles::delivery_slot(cycle), &holds).await?;
    let mut reserved = reserved.into_iter();
    for (order, list) in orders.iter_mut().zip(lists) {
        for line in order.lines.iter_mut().filter(|line| line.is_changed()) {
            let Some(reserved) = reserved.next() else { continue };
            if let Some(limit) = reserved.limit {
                let shortfall = Some(Shortfall { wanted: line.after.price.quantity, reason: limit_reason(limit) });
                let after = line.after.clone().at_quantity(reserved.quantity, quotes.get(&list));
                line.after = PricedLine { shortfall, ..after };
            }
        }
    }
    Ok(())
}

/// Reverts increases that would exceed the buyer's credit limit and records the shortfall on the line. The limit and the
/// exposure are read under the lock of the account.
///
/// Decreases are always kept. Lines are processed in order, so earlier lines use the remaining credit first.
async fn limit_by_credit(tx: &mut UnitOfWork, cycle: &cycle::Model, orders: &mut [OrderRecomputation]) -> Result<()> {
    let ids: BTreeSet<BuyerId> = orders.iter().map(|order| order.order.buyer_id).collect();
    let mut remaining: HashMap<BuyerId, Amount> = HashMap::new();
    for ids in ids.into_iter().collect::<Vec<_>>().chunks(ROWS_PER_INSERT) {
        for buyer in buyers::lock_buyers(tx, ids.iter().copied()).await? {
            if let Some(limit) = buyer.credit_limit {
                remaining.insert(buyer.id, limit - buyer.exposure);
            }
        }
    }
    let mut reverted = Vec::new();
    for order in orders {
        let Some(remaining) = remaining.get_mut(&order.order.buyer_id) else { continue };
        let mut lines = order.before();
        let mut gross = OrderTotal::of(&lines).gross();
        // Decreases first.
        let growing = order.lines.iter().map(LineRecomputation::grows);
        let mut steps: Vec<(usize, bool)> = growing.enumerate().collect();
        steps.sort_by_key(|(_, grows)| *grows);
        for (i, grows) in steps {
            let (Some(line), Some(kept)) = (order.lines.get_mut(i), lines.get(i).cloned()) else { continue };
            if let Some(slot) = lines.get_mut(i) {
                *slot = line.after.clone();
            }
            let increase = OrderTotal::of(&lines).gross() - gross;
            if grows && increase > Amount::ZERO && increase > *remaining {
                let shortfall = Shortfall { wanted: line.after.ordered(), reason: OccurrenceReason::Credit };
                line.after = PricedLine { shortfall: Some(shortfall), ..kept };
                if let Some(slot) = lines.get_mut(i) {
                    *slot = line.after.clone();
                }
                reverted.push(line.after.hold());
            } else {
                *remaining -= increase;
                gross += increase;
            }
        }
    }
    if !reverted.is_empty() {
        catalogue::reserve_available(tx, cycles::delivery_slot(cycle), &reverted).await?;
    }
    Ok(())
}

async fn store_changes(tx: &mut UnitOfWork, cycle: &cycle::Model, recomputed: Vec<OrderRecomputation>) -> Result<()> {
    let (mut orders, mut rows, mut movements, mut records) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for recomputation in recomputed {
        let total = OrderTotal::of(&recomputation.after());
        let (before, after) = (recomputation.before(), recomputation.after());
        let content = |lines| OrderContent { lines, baskets: &[] };
        let lines = quantity_changes(content(&before), content(&after));
        let OrderRecomputation { mut order, lines: changes } = recomputation;
        let changed = || changes.iter().filter(|line| line.is_changed());
        rows.extend(changed().map(|line| line_row(order.id, cycle.id, line.position, &line.after)));
        let amount = total.gross() - order.net - order.tax;
        order.net = total.net;
        order.tax = total.tax;
        order.version += 1;
        let cause = format!("order:{}:{}", order.id, order.version);
        movements.push(Movement { buyer_id: order.buyer_id, cause, amount });
        if !lines.is_empty() {
            let kind = OrderChangeKind::GuestsChanged;
            records.push(OrderChangeRecord { order_id: order.id, kind, reason: None, lines });
        }
        let reduced = changed().any(|line| line.after.shortfall.is_some());
        tx.audit("order", order.id.0, "followed_arrivals", json!({ "grown_by": amount, "reduced": reduced }));
        tx.emit(Event::GuestLinesRecomputed { order_id: order.id, buyer_id: order.buyer_id, reduced });
        for line in changes.iter().filter(|line| line.is_cut_further()) {
            tx.emit(Event::OrdersWarned {
                cycle_id: cycle.id,
                warning: OrderWarning::Cut,
                product_id: line.after.product_id,
                order_ids: vec![order.id],
                cause_key: format!("{}:{}", order.id, order.version),
            });
        }
        orders.push(order);
    }
    store::lines::update_quantities(tx, &rows).await?;
    record_order_changes(tx, records).await?;
    movements.retain(|movement: &Movement| movement.amount != Amount::ZERO);
    buyers::move_exposures(tx, movements).await?;
    store::orders::update_many(tx, orders).await
}
