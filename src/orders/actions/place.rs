//! Placing an order: all its checks and all that it takes, in one transaction.

use std::collections::HashMap;

use chrono::{NaiveDate, TimeDelta};
use entities::{
    cycles::cycle,
    orders::{order, order_line},
    values::{
        Amount, BuyerId, CycleId, DeliveryPointId, OccurrenceId, OrderId, OrderState, OrganisationId, PriceListId,
        ProductId,
    },
};
use serde_json::json;

use crate::{
    buyers,
    catalogue::{self, Quotes},
    cycles,
    orders::{
        Event, OrderError,
        draft::{self, Line, Want, check_products, check_wants},
        rules::short_code,
        store::{self, cycles::Account},
    },
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// How long after its opening a cycle waits for its standing orders, which come first. A standing order that cannot be
/// decided by then keeps nobody waiting any longer.
const STANDING_ORDERS_FIRST: TimeDelta = TimeDelta::minutes(5);

/// What a buyer asks for in a cycle.
#[derive(Clone, Debug)]
pub struct NewOrder {
    /// The cycle; one of the buyer's zone, open.
    pub cycle_id: CycleId,
    /// Where it goes.
    pub delivery_point_id: DeliveryPointId,
    /// For the cooperative to read.
    pub note: Option<String>,
    /// What and how much.
    pub lines: Vec<Want>,
}

/// An order about to be stored, its capacity not yet taken.
pub struct Placing<'a> {
    /// Whose it is.
    pub buyer_id: BuyerId,
    /// Where it belongs.
    pub cycle: &'a cycle::Model,
    /// Where it goes.
    pub delivery_point_id: DeliveryPointId,
    /// A code of its own; none = a new short one.
    pub code: Option<String>,
    /// The standing order's date it comes from.
    pub occurrence_id: Option<OccurrenceId>,
    /// For the cooperative to read.
    pub note: Option<String>,
    /// Where the prices come from, frozen from now on.
    pub price_list: Option<(PriceListId, i32)>,
    /// Guests that its per-guest lines count: from this day, to before that one (none = the next delivery).
    pub guests: (NaiveDate, Option<NaiveDate>),
    /// Its lines.
    pub lines: &'a [Line],
    /// Whether the buyer's credit limit binds.
    pub enforce_credit: bool,
}

/// An order just placed, with all that its answer tells.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The order.
    pub order: order::Model,
    /// Its lines, in its order.
    pub lines: Vec<order_line::Model>,
    /// Its cycle.
    pub cycle: cycle::Model,
    /// Its products, at the prices it was placed at.
    pub quotes: Quotes,
}

/// Places the order of a buyer's organisation in an open cycle of its zone. One transaction checks that the cycle is open, that every
/// product is sold to the buyer, in whole multiples, the order minimum, the capacity of the makers and the credit; two
/// buyers racing for the last lot cannot both win.
///
/// # Errors
/// 404 without an account, and for a cycle or delivery point that is not the buyer's; 409 `cycle_not_open`, `cycle_opening`, `order_empty`,
/// `product_twice`, `product_unavailable`, `not_a_multiple`, `product_closed`, `below_order_minimum`,
/// `capacity_exceeded`, `credit_limit_exceeded`, each naming its lines.
pub async fn place(tx: &mut UnitOfWork, organisation: OrganisationId, new: NewOrder) -> Result<Placed> {
    check_wants(&new.lines)?;
    let Account { cycle, buyer_id, segment_id, order_minimum } = account(tx, organisation, &new).await?;
    standing_orders_first(tx, &cycle).await?;
    let products: Vec<ProductId> = new.lines.iter().map(|want| want.product_id).collect();
    let quotes = catalogue::quotes(tx, segment_id, &products).await?;
    check_products(&new.lines, &quotes, &HashMap::new())?;
    let guests = guests_of(tx, buyer_id, &cycle, &new.lines).await?;
    let lines = priced(tx, &new.lines, &quotes, guests);
    check_minimum(tx, order_minimum, &lines)?;
    let holds: Vec<_> = lines.iter().map(Line::hold).collect();
    catalogue::reserve_new(tx, cycle.delivery_date, &holds).await?;
    let placing = Placing {
        buyer_id,
        cycle: &cycle,
        delivery_point_id: new.delivery_point_id,
        code: None,
        occurrence_id: None,
        note: new.note,
        price_list: quotes.price_list,
        guests: (cycle.delivery_date, None),
        lines: &lines,
        enforce_credit: true,
    };
    let (order, lines) = put(tx, placing).await?;
    Ok(Placed { order, lines, cycle, quotes })
}

/// The organisation's account and the open cycle of its zone, locked for reading, where the delivery point is the account's
/// too: one question. Only where it finds nothing is each asked for alone, to say which one is missing.
async fn account(tx: &mut UnitOfWork, organisation: OrganisationId, new: &NewOrder) -> Result<Account> {
    let NewOrder { cycle_id, delivery_point_id, .. } = *new;
    if let Some(found) = store::cycles::share_for(tx, organisation, cycle_id, delivery_point_id).await? {
        cycles::still_open(&found.cycle, tx.now())?;
        return Ok(found);
    }
    let buyer = buyers::open_account(tx, organisation).await?;
    let cycle = cycles::lock_open(tx, cycle_id).await?;
    if cycle.zone_id != buyer.zone_id {
        return Err(Problem::not_found("cycle"));
    }
    buyers::delivery_point_of(tx, buyer.id, delivery_point_id).await?;
    Ok(Account { cycle, buyer_id: buyer.id, segment_id: buyer.segment_id, order_minimum: buyer.order_minimum })
}

/// Refuses one-off orders for a moment while the standing orders of a cycle that has just opened take their place.
async fn standing_orders_first(tx: &UnitOfWork, cycle: &cycle::Model) -> Result<()> {
    let Some(retry_at) = cycle.opened_at.map(|opened_at| opened_at + STANDING_ORDERS_FIRST) else { return Ok(()) };
    if tx.now() < retry_at && store::occurrences::any_due(tx, cycle.id).await? {
        return Err(OrderError::StandingOrdersFirst { retry_at }.into());
    }
    Ok(())
}

/// Guests that a cycle's per-guest lines count for the buyer; not asked where no line wants to know.
pub async fn guests_of(tx: &UnitOfWork, buyer: BuyerId, cycle: &cycle::Model, wants: &[Want]) -> Result<i64> {
    if !wants.iter().any(|want| want.per_guest) {
        return Ok(0);
    }
    let window = store::cycles::window(tx, cycle).await?;
    let arrivals = store::arrivals::expected(tx, &[buyer], window.from, window.until).await?;
    Ok(arrivals.iter().map(|arrival| i64::from(arrival.guests)).sum())
}

/// The wants as new lines, priced by their quantity. What has no product or price was refused before.
fn priced(tx: &UnitOfWork, wants: &[Want], quotes: &Quotes, guests: i64) -> Vec<Line> {
    let lines = wants.iter().filter_map(|want| {
        let product = quotes.product(want.product_id)?;
        let quantity = want.units(guests, product.order_multiple);
        let price = quotes.price(product.id, quantity)?;
        Some(Line::of(tx.new_id(), product, *want, quantity, price))
    });
    lines.collect()
}

/// Refuses an order below its buyer's `minimum`. Lines that follow the guests may still grow: with such, it is not asked.
pub fn check_minimum(tx: &UnitOfWork, minimum: Amount, lines: &[Line]) -> Result<()> {
    let (net, _) = draft::sums(lines);
    if net >= minimum || lines.iter().any(|line| line.per_guest.is_some()) {
        return Ok(());
    }
    let currency = tx.currency();
    Err(OrderError::BelowOrderMinimum { net: net.of(currency), minimum: minimum.of(currency) }.into())
}

/// Stores an order whose capacity is taken, and counts it in the buyer's exposure. Answers with its lines.
pub async fn put(tx: &mut UnitOfWork, placing: Placing<'_>) -> Result<(order::Model, Vec<order_line::Model>)> {
    let Placing { buyer_id, cycle, lines, .. } = placing;
    let (net, tax) = draft::sums(lines);
    let id: OrderId = tx.new_id();
    let code = placing.code.unwrap_or_else(|| short_code(tx.app().ids.bytes()));
    let order = order::Model {
        id,
        code,
        buyer_id,
        cycle_id: cycle.id,
        delivery_point_id: placing.delivery_point_id,
        occurrence_id: placing.occurrence_id,
        price_list_id: placing.price_list.map(|(list, _)| list),
        price_list_version: placing.price_list.map(|(_, version)| version),
        state: OrderState::Placed,
        net,
        tax,
        note: placing.note,
        guests_from: placing.guests.0,
        guests_until: placing.guests.1,
        placed_at: Some(tx.now()),
        placed_by: tx.actor().person(),
        cancelled_at: None,
        cancel_reason: None,
        created_at: tx.now(),
        version: 1,
    };
    // The account's row is locked before rows that point to it are made: two orders of one buyer wait, not deadlock.
    expose(tx, &order, net + tax, placing.enforce_credit).await?;
    store::orders::insert(tx, &order).await?;
    let rows = draft::rows(id, cycle.id, lines);
    store::lines::insert(tx, &rows).await?;
    let detail = json!({ "code": order.code, "cycle_id": cycle.id, "net": net, "tax": tax });
    tx.audit("order", id.0, "placed", detail);
    tx.emit(Event::OrderPlaced { order_id: id, buyer_id });
    Ok((order, rows))
}

/// Moves the buyer's exposure by what this version of the order changes.
pub async fn expose(tx: &mut UnitOfWork, order: &order::Model, by: Amount, enforce_limit: bool) -> Result<()> {
    if by == Amount::ZERO {
        return Ok(());
    }
    let cause = format!("order:{}:{}", order.id, order.version);
    buyers::move_exposure(tx, order.buyer_id, cause, by, enforce_limit).await
}
