//! Recomputes per-guest lines. Until the cut-off their quantity is what the arriving guests need, as far as the credit of
//! the buyer and the capacity of the workshops allow.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entities::{
    cycles::cycle,
    orders::{arrival, order},
    values::{Amount, BuyerId, OccurrenceReason, OrderChangeKind, OrderId, OrderLineId, PriceListId, ProductId},
};
use serde_json::json;

use super::record_order_changes::{OrderChangeRecord, record_order_changes};
use crate::{
    buyers::{self, Movement},
    catalogue::{self, Quotes},
    orders::{
        Event,
        rules::{
            GuestDays, PricedLine, Shortfall, Window, count_guests, line_row, quantity_changes, quantity_for_guests,
        },
        store::{self, lines::GuestLine},
    },
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// A per-guest line whose quantity changes.
struct LineChange {
    order_id: OrderId,
    buyer_id: BuyerId,
    position: i32,
    before: PricedLine,
    after: PricedLine,
}

/// Recomputes the per-guest lines of a cycle's orders, of one buyer where given. Updates the quantity, price, capacity,
/// totals and exposure of what changes. A line that gets fewer units than the guests need has the shortfall.
pub async fn recompute_guest_lines(tx: &mut UnitOfWork, cycle: &cycle::Model, buyer: Option<BuyerId>) -> Result<()> {
    let lines = store::lines::list_per_guest(tx, cycle.id, buyer).await?;
    if lines.is_empty() {
        return Ok(());
    }
    let ids: Vec<OrderId> = lines.iter().map(|line| line.line.order_id).collect();
    let orders = store::orders::lock_many(tx, &ids).await?;
    let arrivals = ExpectedArrivals::load(tx, cycle, &lines).await?;
    let quotes = load_quotes(tx, &lines).await?;
    let mut changes = changed_lines(&lines, &arrivals, &quotes);
    if changes.is_empty() {
        return Ok(());
    }
    limit_by_credit(tx, &mut changes).await?;
    limit_by_capacity(tx, cycle, &mut changes, &quotes, &lines).await?;
    store_changes(tx, cycle, orders, &changes).await
}

/// The arrivals of the buyers with per-guest lines.
struct ExpectedArrivals {
    window: Window,
    by_buyer: HashMap<BuyerId, Vec<arrival::Model>>,
}

impl ExpectedArrivals {
    async fn load(tx: &UnitOfWork, cycle: &cycle::Model, lines: &[GuestLine]) -> Result<Self> {
        let window = store::cycles::get_window(tx, cycle).await?;
        let buyers: BTreeSet<BuyerId> = lines.iter().map(|line| line.buyer_id).collect();
        let buyers: Vec<BuyerId> = buyers.into_iter().collect();
        let mut by_buyer: HashMap<BuyerId, Vec<arrival::Model>> = HashMap::new();
        for arrival in store::arrivals::list_expected(tx, &buyers, window.from, window.until).await? {
            by_buyer.entry(arrival.buyer_id).or_default().push(arrival);
        }
        Ok(Self { window, by_buyer })
    }

    fn guests(&self, buyer: BuyerId, days: GuestDays) -> i64 {
        let arrivals = self.by_buyer.get(&buyer).map_or(&[][..], Vec::as_slice);
        count_guests(arrivals, days.from, days.until.unwrap_or(self.window.until))
    }
}

/// Prices by the price list and version that orders keep.
type QuotesByPriceListVersion = BTreeMap<Option<(PriceListId, i32)>, Quotes>;

async fn load_quotes(tx: &UnitOfWork, lines: &[GuestLine]) -> Result<QuotesByPriceListVersion> {
    let mut products: BTreeMap<_, BTreeSet<ProductId>> = BTreeMap::new();
    for line in lines {
        products.entry(line.price_list()).or_default().insert(line.line.product_id);
    }
    let mut quotes = QuotesByPriceListVersion::new();
    for (list, products) in products {
        let products: Vec<ProductId> = products.into_iter().collect();
        quotes.insert(list, catalogue::get_quotes_at(tx, list, &products).await?);
    }
    Ok(quotes)
}

fn changed_lines(
    lines: &[GuestLine],
    arrivals: &ExpectedArrivals,
    quotes: &QuotesByPriceListVersion,
) -> Vec<LineChange> {
    let changes = lines.iter().filter_map(|row| {
        let quotes = quotes.get(&row.price_list());
        let product = quotes.and_then(|quotes| quotes.product(row.line.product_id));
        let before = PricedLine::from_row(&row.line, product);
        let guests = arrivals.guests(row.buyer_id, row.guest_days());
        let multiple = product.map_or(1, |product| product.order_multiple);
        let wanted = quantity_for_guests(row.line.per_guest?, guests, multiple);
        (wanted != before.ordered()).then(|| LineChange {
            order_id: row.line.order_id,
            buyer_id: row.buyer_id,
            position: row.line.position,
            before,
            after: PricedLine { shortfall: None, ..before }.at_quantity(wanted, quotes),
        })
    });
    changes.collect()
}

/// Reverts increases that would exceed the buyer's credit limit and records the shortfall on the line.
///
/// Decreases are always kept. Lines are processed in order, so earlier lines use the remaining credit first.
async fn limit_by_credit(tx: &UnitOfWork, changes: &mut [LineChange]) -> Result<()> {
    let ids: BTreeSet<BuyerId> = changes.iter().map(|change| change.buyer_id).collect();
    let buyers = buyers::list_buyers_by_id(tx, &ids.into_iter().collect::<Vec<_>>()).await?;
    let mut remaining: HashMap<BuyerId, Amount> = HashMap::new();
    for change in changes {
        let limit = buyers.get(&change.buyer_id).and_then(|buyer| Some(buyer.credit_limit? - buyer.exposure));
        let Some(limit) = limit else { continue };
        let remaining = remaining.entry(change.buyer_id).or_insert(limit);
        let increase = change.after.price.gross() - change.before.price.gross();
        if increase > Amount::ZERO && increase > *remaining {
            let wanted = change.after.price.quantity;
            let shortfall = Some(Shortfall { wanted, reason: OccurrenceReason::Credit });
            change.after = PricedLine { shortfall, ..change.before };
        } else {
            *remaining -= increase;
        }
    }
    Ok(())
}

/// Reserves the capacity of the changed lines. A line that gets less has that quantity, its price and the shortfall.
async fn limit_by_capacity(
    tx: &mut UnitOfWork,
    cycle: &cycle::Model,
    changes: &mut [LineChange],
    quotes: &QuotesByPriceListVersion,
    lines: &[GuestLine],
) -> Result<()> {
    let holds: Vec<_> = changes.iter().map(|change| change.after.hold()).collect();
    let reserved = catalogue::reserve_available(tx, cycle.delivery_date, &holds).await?;
    let rows: HashMap<OrderLineId, &GuestLine> = lines.iter().map(|row| (row.line.id, row)).collect();
    for (change, reserved) in changes.iter_mut().zip(reserved) {
        let wanted = change.after.price.quantity;
        if reserved < wanted {
            let quotes = rows.get(&change.after.id).and_then(|row| quotes.get(&row.price_list()));
            let shortfall = Some(Shortfall { wanted, reason: OccurrenceReason::Capacity });
            change.after = PricedLine { shortfall, ..change.after.at_quantity(reserved, quotes) };
        }
    }
    Ok(())
}

async fn store_changes(
    tx: &mut UnitOfWork,
    cycle: &cycle::Model,
    orders: Vec<order::Model>,
    changes: &[LineChange],
) -> Result<()> {
    let rows: Vec<_> =
        changes.iter().map(|change| line_row(change.order_id, cycle.id, change.position, &change.after)).collect();
    store::lines::update_quantities(tx, &rows).await?;
    let mut by_order: HashMap<OrderId, Vec<&LineChange>> = HashMap::new();
    for change in changes {
        by_order.entry(change.order_id).or_default().push(change);
    }
    let (mut changed_orders, mut movements, mut records) = (Vec::with_capacity(orders.len()), Vec::new(), Vec::new());
    for mut order in orders {
        let Some(changes) = by_order.remove(&order.id) else { continue };
        let net: Amount = changes.iter().map(|change| change.after.price.net() - change.before.price.net()).sum();
        let tax: Amount = changes.iter().map(|change| change.after.price.tax() - change.before.price.tax()).sum();
        order.net += net;
        order.tax += tax;
        order.version += 1;
        let cause = format!("order:{}:{}", order.id, order.version);
        movements.push(Movement { buyer_id: order.buyer_id, cause, amount: net + tax });
        let before: Vec<PricedLine> = changes.iter().map(|change| change.before).collect();
        let after: Vec<PricedLine> = changes.iter().map(|change| change.after).collect();
        records.push(OrderChangeRecord {
            order_id: order.id,
            kind: OrderChangeKind::GuestsChanged,
            reason: None,
            lines: quantity_changes(&before, &after),
        });
        let reduced = changes.iter().any(|change| change.after.shortfall.is_some());
        tx.audit("order", order.id.0, "followed_arrivals", json!({ "grown_by": net + tax, "reduced": reduced }));
        tx.emit(Event::GuestLinesRecomputed { order_id: order.id, buyer_id: order.buyer_id, reduced });
        changed_orders.push(order);
    }
    records.retain(|record| !record.lines.is_empty());
    record_order_changes(tx, records).await?;
    movements.retain(|movement: &Movement| movement.amount != Amount::ZERO);
    buyers::move_exposures(tx, movements).await?;
    store::orders::update_many(tx, changed_orders).await
}
