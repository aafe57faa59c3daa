//! Lines that follow the arriving guests: until the cut-off their quantity is what the guests of their days need, as
//! far as the makers' capacity and the buyer's credit reach.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use entities::{
    cycles::cycle,
    orders::{arrival, order},
    values::{Amount, BuyerId, OccurrenceReason, OrderId, OrderLineId, ProductId},
};
use serde_json::json;

use crate::{
    buyers::{self, Movement},
    catalogue::{self, Quotes},
    orders::{
        Event,
        draft::{self, Line},
        plan::at_quantity,
        rules::{Window, for_guests},
        store::{self, lines::GuestLine},
    },
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// A line that the guests move.
struct Move {
    order_id: OrderId,
    buyer_id: BuyerId,
    position: i32,
    before: Line,
    after: Line,
}

/// Counts the guests of a cycle's per-guest lines again, of one buyer where given, and moves what differs: capacity,
/// price, sums and exposure. What lacks is written on its line and told.
pub async fn follow_arrivals(tx: &mut UnitOfWork, cycle: &cycle::Model, buyer: Option<BuyerId>) -> Result<()> {
    let lines = store::lines::per_guest(tx, cycle.id, buyer).await?;
    if lines.is_empty() {
        return Ok(());
    }
    let ids: Vec<OrderId> = lines.iter().map(|line| line.line.order_id).collect();
    let orders = store::orders::lock(tx, &ids).await?;
    let guests = Guests::of(tx, cycle, &lines).await?;
    let quotes = quotes_of(tx, &lines).await?;
    let mut moves = moved(&lines, &guests, &quotes);
    if moves.is_empty() {
        return Ok(());
    }
    within_credit(tx, &mut moves).await?;
    within_capacity(tx, cycle, &mut moves, &quotes, &lines).await?;
    store_moves(tx, cycle, orders, &moves).await
}

/// Arrivals of the buyers concerned.
struct Guests {
    window: Window,
    arrivals: HashMap<BuyerId, Vec<arrival::Model>>,
}

impl Guests {
    async fn of(tx: &UnitOfWork, cycle: &cycle::Model, lines: &[GuestLine]) -> Result<Self> {
        let window = store::cycles::window(tx, cycle).await?;
        let buyers: BTreeSet<BuyerId> = lines.iter().map(|line| line.buyer_id).collect();
        let buyers: Vec<BuyerId> = buyers.into_iter().collect();
        let mut arrivals: HashMap<BuyerId, Vec<arrival::Model>> = HashMap::new();
        for arrival in store::arrivals::expected(tx, &buyers, window.from, window.until).await? {
            arrivals.entry(arrival.buyer_id).or_default().push(arrival);
        }
        Ok(Self { window, arrivals })
    }

    fn count(&self, buyer: BuyerId, from: NaiveDate, until: Option<NaiveDate>) -> i64 {
        let until = until.unwrap_or(self.window.until);
        let arrivals = self.arrivals.get(&buyer).map_or(&[][..], Vec::as_slice);
        arrivals.iter().filter(|a| (from..until).contains(&a.date)).map(|a| i64::from(a.guests)).sum()
    }
}

/// Prices at the versions that the orders froze; the same list in two versions is asked twice.
type Frozen = BTreeMap<Option<(entities::values::PriceListId, i32)>, Quotes>;

async fn quotes_of(tx: &UnitOfWork, lines: &[GuestLine]) -> Result<Frozen> {
    let mut products: BTreeMap<_, BTreeSet<ProductId>> = BTreeMap::new();
    for line in lines {
        let list = line.price_list_id.zip(line.price_list_version);
        products.entry(list).or_default().insert(line.line.product_id);
    }
    let mut frozen = Frozen::new();
    for (list, products) in products {
        let products: Vec<ProductId> = products.into_iter().collect();
        frozen.insert(list, catalogue::quotes_at(tx, list, &products).await?);
    }
    Ok(frozen)
}

/// The line at another quantity, its price by the tier of that quantity.
fn at(line: &Line, quantity: i64, quotes: Option<&Quotes>) -> Line {
    let mut line = Line { short: None, ..*line };
    match quotes {
        Some(quotes) => at_quantity(&line, quantity, quotes),
        None => {
            line.priced.quantity = quantity;
            line
        }
    }
}

fn moved(lines: &[GuestLine], guests: &Guests, frozen: &Frozen) -> Vec<Move> {
    let moves = lines.iter().filter_map(|row| {
        let quotes = frozen.get(&row.price_list_id.zip(row.price_list_version));
        let product = quotes.and_then(|quotes| quotes.product(row.line.product_id));
        let before = Line::stored(&row.line, product);
        let count = guests.count(row.buyer_id, row.guests_from, row.guests_until);
        let multiple = product.map_or(1, |product| product.order_multiple);
        let wanted = for_guests(row.line.per_guest?, count, multiple);
        (wanted != before.short.map_or(before.priced.quantity, |(wanted, _)| wanted)).then(|| Move {
            order_id: row.line.order_id,
            buyer_id: row.buyer_id,
            position: row.line.position,
            before,
            after: at(&before, wanted, quotes),
        })
    });
    moves.collect()
}

/// Leaves a line as it was where its growth would go beyond the buyer's credit.
async fn within_credit(tx: &UnitOfWork, moves: &mut [Move]) -> Result<()> {
    let ids: BTreeSet<BuyerId> = moves.iter().map(|m| m.buyer_id).collect();
    let buyers = buyers::buyers(tx, &ids.into_iter().collect::<Vec<_>>()).await?;
    let mut room: HashMap<BuyerId, Amount> = HashMap::new();
    for moving in moves {
        let limit = buyers.get(&moving.buyer_id).and_then(|buyer| Some(buyer.credit_limit? - buyer.exposure));
        let Some(limit) = limit else { continue };
        let left = room.entry(moving.buyer_id).or_insert(limit);
        let grown = moving.after.priced.gross() - moving.before.priced.gross();
        if grown > Amount::ZERO && grown > *left {
            let short = Some((moving.after.priced.quantity, OccurrenceReason::Credit));
            moving.after = Line { short, ..moving.before };
        } else {
            *left -= grown;
        }
    }
    Ok(())
}

/// Takes the capacity; a line that gets less is priced by what it gets.
async fn within_capacity(
    tx: &mut UnitOfWork,
    cycle: &cycle::Model,
    moves: &mut [Move],
    frozen: &Frozen,
    lines: &[GuestLine],
) -> Result<()> {
    let holds: Vec<_> = moves.iter().map(|m| m.after.hold()).collect();
    let given = catalogue::reserve_up_to(tx, cycle.delivery_date, &holds).await?;
    let rows: HashMap<OrderLineId, &GuestLine> = lines.iter().map(|row| (row.line.id, row)).collect();
    for (moving, given) in moves.iter_mut().zip(given) {
        let wanted = moving.after.priced.quantity;
        if given < wanted {
            let row = rows.get(&moving.after.id);
            let quotes = row.and_then(|row| frozen.get(&row.price_list_id.zip(row.price_list_version)));
            moving.after = at(&moving.after, given, quotes);
            moving.after.short = Some((wanted, OccurrenceReason::Capacity));
        }
    }
    Ok(())
}

async fn store_moves(
    tx: &mut UnitOfWork,
    cycle: &cycle::Model,
    orders: Vec<order::Model>,
    moves: &[Move],
) -> Result<()> {
    let rows: Vec<_> = moves.iter().map(|m| draft::row(m.order_id, cycle.id, m.position, &m.after)).collect();
    store::lines::put(tx, &rows).await?;
    let mut by_order: HashMap<OrderId, Vec<&Move>> = HashMap::new();
    for moving in moves {
        by_order.entry(moving.order_id).or_default().push(moving);
    }
    let (mut changed, mut exposed) = (Vec::with_capacity(orders.len()), Vec::new());
    for mut order in orders {
        let Some(its) = by_order.remove(&order.id) else { continue };
        let net: Amount = its.iter().map(|m| m.after.priced.net() - m.before.priced.net()).sum();
        let tax: Amount = its.iter().map(|m| m.after.priced.tax() - m.before.priced.tax()).sum();
        order.net += net;
        order.tax += tax;
        order.version += 1;
        let cause = format!("order:{}:{}", order.id, order.version);
        exposed.push(Movement { buyer_id: order.buyer_id, cause, amount: net + tax });
        let reduced = its.iter().any(|m| m.after.short.is_some());
        tx.audit("order", order.id.0, "followed_arrivals", json!({ "grown_by": net + tax, "reduced": reduced }));
        tx.emit(Event::OrderFollowedArrivals { order_id: order.id, buyer_id: order.buyer_id, reduced });
        changed.push(order);
    }
    exposed.retain(|movement: &Movement| movement.amount != Amount::ZERO);
    buyers::move_exposures(tx, exposed).await?;
    store::orders::put(tx, changed).await
}
