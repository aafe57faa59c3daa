//! Places an order: all checks, the capacity and the credit in one transaction.

use std::collections::HashMap;

use chrono::TimeDelta;
use entities::{
    cycles::cycle,
    orders::{order, order_basket, order_line},
    values::{
        Amount, BuyerId, CycleId, DeliveryPointId, OccurrenceId, OrderId, OrderState, OrganisationId, PriceListId,
        ProductId,
    },
};
use sea_orm::{ActiveValue::Set, TryIntoModel};
use serde_json::json;

use super::{
    batch_waits::insert_batch_waits,
    order_lines::{check_baskets, check_items, check_minimum, check_products},
};
use crate::{
    buyers,
    catalogue::{self, Quotes},
    cycles,
    orders::{
        Event, OrderError,
        rules::{
            GuestDays, OrderItem, OrderTotal, PricedBasket, PricedLine, basket_rows, count_guests, holds, line_rows,
            new_basket, short_code,
        },
        store::{self, cycles::OrderingAccount},
    },
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// How long after its opening a cycle takes no other orders while dates of standing orders are undecided. After that a
/// standing order whose job fails no longer delays them.
const STANDING_ORDERS_FIRST: TimeDelta = TimeDelta::minutes(5);

/// What a buyer orders in a cycle.
#[derive(Clone, Debug)]
pub struct OrderTerms {
    /// Where it is delivered.
    pub delivery_point_id: DeliveryPointId,
    /// What the buyer writes on it.
    pub details: order::Details,
    /// Products and quantities.
    pub items: Vec<OrderItem>,
}

/// An order about to be stored. Its capacity is reserved already.
pub struct PricedOrder<'a> {
    /// The buyer.
    pub buyer_id: BuyerId,
    /// The cycle.
    pub cycle: &'a cycle::Model,
    /// Where it is delivered.
    pub delivery_point_id: DeliveryPointId,
    /// Its code; none = a new short code.
    pub code: Option<String>,
    /// The date of a standing order that it comes from.
    pub occurrence_id: Option<OccurrenceId>,
    /// What the buyer writes on it.
    pub details: order::Details,
    /// The price list and its version, which the order keeps.
    pub price_list: Option<(PriceListId, i32)>,
    /// Days whose guests its per-guest lines count.
    pub guest_days: GuestDays,
    /// Its lines.
    pub lines: &'a [PricedLine],
    /// Its baskets; what is in them are lines.
    pub baskets: &'a [PricedBasket],
    /// Whether the credit limit of the buyer applies.
    pub enforce_credit: bool,
}

/// The rows of a stored order.
pub struct StoredOrder {
    /// The order.
    pub order: order::Model,
    /// Its lines, by position.
    pub lines: Vec<order_line::Model>,
    /// Its baskets, by position.
    pub baskets: Vec<order_basket::Model>,
}

/// A stored order with everything that a response contains.
#[derive(Clone, Debug)]
pub struct PlacedOrder {
    /// The order.
    pub order: order::Model,
    /// Its lines, by position.
    pub lines: Vec<order_line::Model>,
    /// Its baskets, by position.
    pub baskets: Vec<order_basket::Model>,
    /// Its cycle.
    pub cycle: cycle::Model,
    /// Its products with their prices.
    pub quotes: Quotes,
    /// Units of each product that must still be ordered, by anybody, so that what is ordered of it is made.
    pub batches_missing: HashMap<ProductId, i64>,
}

/// Places an order of a buyer's organisation in an open cycle of its zone. The cycle, the capacity and the account are
/// locked while they are checked, so two buyers cannot both get the last lot.
///
/// # Errors
/// 404 without an account, and for a cycle or delivery point that is not the buyer's; `CycleNotOpen`,
/// `StandingOrdersFirst`, `NoLines`, `DuplicateProduct`, `ProductUnavailable`, `BasketOnlyInOrders`, `NotAMultiple`, `BelowOrderMinimum`, and
/// those of the capacity and of the credit limit.
pub async fn place_order(
    tx: &mut UnitOfWork,
    organisation: OrganisationId,
    cycle_id: CycleId,
    terms: OrderTerms,
) -> Result<PlacedOrder> {
    check_items(&terms.items)?;
    let account = lock_account(tx, organisation, cycle_id, terms.delivery_point_id).await?;
    let OrderingAccount { cycle, buyer_id, segment_id, order_minimum } = account;
    check_standing_orders_placed(tx, &cycle).await?;
    let products: Vec<ProductId> = terms.items.iter().map(|item| item.product_id).collect();
    let quotes = catalogue::get_quotes(tx, segment_id, &products).await?;
    check_products(buyer_id, &terms.items, &quotes, &HashMap::new())?;
    check_baskets(&terms.items, &quotes)?;
    let guests = expected_guests(tx, buyer_id, &cycle, &terms.items).await?;
    let (lines, baskets) = price_new_lines(tx, &terms.items, &quotes, guests);
    check_minimum(tx, order_minimum, &lines)?;
    let batches_missing = catalogue::reserve_new(tx, cycles::delivery_slot(&cycle), &holds(&lines)).await?;
    let order = PricedOrder {
        buyer_id,
        cycle: &cycle,
        delivery_point_id: terms.delivery_point_id,
        code: None,
        occurrence_id: None,
        details: terms.details,
        price_list: quotes.price_list,
        guest_days: GuestDays { from: cycle.delivery_date, until: None },
        lines: &lines,
        baskets: &baskets,
        enforce_credit: true,
    };
    let StoredOrder { order, lines, baskets } = insert_order(tx, order).await?;
    insert_batch_waits(tx, &cycle, order.id, &batches_missing).await?;
    Ok(PlacedOrder { order, lines, baskets, cycle, quotes, batches_missing })
}

/// The organisation's account and the open cycle of its zone, the cycle locked for reading. One query where all of them
/// fit; otherwise each is looked up by itself, to return the error of the one that does not.
async fn lock_account(
    tx: &mut UnitOfWork,
    organisation: OrganisationId,
    cycle_id: CycleId,
    delivery_point_id: DeliveryPointId,
) -> Result<OrderingAccount> {
    if let Some(found) = store::cycles::lock_cycle_for_order(tx, organisation, cycle_id, delivery_point_id).await? {
        cycles::check_open(&found.cycle, tx.now())?;
        return Ok(found);
    }
    let buyer = buyers::get_open_buyer(tx, organisation).await?;
    let cycle = cycles::lock_open(tx, cycle_id).await?;
    if cycle.zone_id != buyer.zone_id {
        return Err(Problem::not_found("cycle"));
    }
    buyers::get_delivery_point(tx, buyer.id, delivery_point_id).await?;
    Ok(OrderingAccount { cycle, buyer_id: buyer.id, segment_id: buyer.segment_id, order_minimum: buyer.order_minimum })
}

/// Refuses an order while the standing orders of a cycle that has just opened are being placed.
async fn check_standing_orders_placed(tx: &UnitOfWork, cycle: &cycle::Model) -> Result<()> {
    let Some(retry_at) = cycle.opened_at.map(|opened_at| opened_at + STANDING_ORDERS_FIRST) else { return Ok(()) };
    if tx.now() < retry_at && store::occurrences::has_due(tx, cycle.id).await? {
        return Err(OrderError::StandingOrdersFirst { retry_at }.into());
    }
    Ok(())
}

/// The guests that per-guest lines of a buyer in a cycle count; 0 without a query where no item is per guest.
pub async fn expected_guests(
    tx: &UnitOfWork,
    buyer: BuyerId,
    cycle: &cycle::Model,
    items: &[OrderItem],
) -> Result<i64> {
    if !items.iter().any(|item| item.per_guest) {
        return Ok(0);
    }
    let window = store::cycles::get_window(tx, cycle).await?;
    let arrivals = store::arrivals::list_expected(tx, &[buyer], window.from, window.until).await?;
    Ok(count_guests(&arrivals, window.from, window.until))
}

/// The items as new lines, with the price of their quantity. [`check_products`] has refused items without a product or
/// price.
fn price_new_lines(
    tx: &UnitOfWork,
    items: &[OrderItem],
    quotes: &Quotes,
    guests: i64,
) -> (Vec<PricedLine>, Vec<PricedBasket>) {
    let (mut lines, mut baskets) = (Vec::with_capacity(items.len()), Vec::new());
    for item in items {
        let Some(product) = quotes.product(item.product_id) else { continue };
        let quantity = item.units(guests, product.order_multiple);
        if let Some((basket, parts)) = new_basket(tx.new_id(), product, quantity, quotes, || tx.new_id()) {
            baskets.push(basket);
            lines.extend(parts);
        } else if let Some(price) = quotes.price(product.id, quantity) {
            lines.push(PricedLine::new(tx.new_id(), product, *item, quantity, price));
        }
    }
    (lines, baskets)
}

/// Stores an order with its lines and baskets, and adds it to the exposure of the buyer.
///
/// # Errors
/// That of the credit limit, where it applies.
pub async fn insert_order(tx: &mut UnitOfWork, new: PricedOrder<'_>) -> Result<StoredOrder> {
    let PricedOrder { buyer_id, cycle, lines, baskets, .. } = new;
    let total = OrderTotal::of(lines);
    let id: OrderId = tx.new_id();
    let row = order::ActiveModel {
        id: Set(id),
        code: Set(new.code.unwrap_or_else(|| short_code(tx.app().ids.bytes()))),
        buyer_id: Set(buyer_id),
        cycle_id: Set(cycle.id),
        delivery_point_id: Set(new.delivery_point_id),
        occurrence_id: Set(new.occurrence_id),
        price_list_id: Set(new.price_list.map(|(list, _)| list)),
        price_list_version: Set(new.price_list.map(|(_, version)| version)),
        state: Set(OrderState::Placed),
        net: Set(total.net),
        tax: Set(total.tax),
        guests_from: Set(new.guest_days.from),
        guests_until: Set(new.guest_days.until),
        placed_at: Set(Some(tx.now())),
        placed_by: Set(tx.actor().person()),
        cancelled_at: Set(None),
        cancel_reason: Set(None),
        created_at: Set(tx.now()),
        version: Set(1),
        ..new.details.into()
    };
    let order = row.try_into_model()?;
    // The account is locked before rows that refer to it are inserted, so two orders of one buyer wait for each other
    // instead of deadlocking.
    if new.enforce_credit {
        buyers::lock_open_buyer(tx, buyer_id).await?;
    }
    move_exposure(tx, &order, total.gross(), new.enforce_credit).await?;
    store::orders::insert(tx, &order).await?;
    let basket_rows = basket_rows(id, baskets);
    store::baskets::insert(tx, &basket_rows).await?;
    let rows = line_rows(id, cycle.id, lines);
    store::lines::insert(tx, &rows).await?;
    let detail = json!({ "code": order.code, "cycle_id": cycle.id, "net": total.net, "tax": total.tax });
    tx.audit("order", id.0, "placed", detail);
    tx.emit(Event::OrderPlaced { order_id: id, buyer_id });
    Ok(StoredOrder { order, lines: rows, baskets: basket_rows })
}

/// Moves the exposure of the buyer by what this version of the order changes.
pub async fn move_exposure(tx: &mut UnitOfWork, order: &order::Model, by: Amount, enforce_limit: bool) -> Result<()> {
    if by == Amount::ZERO {
        return Ok(());
    }
    let cause = format!("order:{}:{}", order.id, order.version);
    buyers::move_exposure(tx, order.buyer_id, cause, by, enforce_limit).await
}
