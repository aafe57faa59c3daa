//! Amends an order until its cut-off. The order keeps the version of the price list that it was placed with.

use std::collections::{BTreeMap, HashMap};

use entities::{
    buyers::buyer,
    cycles::cycle,
    orders::order,
    values::{BuyerId, OrderChangeKind, OrderId, OrderState, PriceSource, ProductId},
};
use sea_orm::ActiveValue::{Set, Unchanged};
use serde_json::json;

use super::{
    batch_waits::record_batch_waits,
    order_lines::{check_items, check_minimum, check_products},
    place_order::{OrderTerms, expected_guests, move_exposure},
    record_order_changes::{OrderChangeRecord, record_order_changes},
};
use crate::{
    buyers,
    catalogue::{self, Hold, Quotes},
    cycles,
    orders::{
        Event, OrderError,
        rules::{OrderItem, OrderTotal, PricedLine, line_rows, quantity_changes},
        store,
    },
    platform::{
        http::{etag::IfMatch, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// An order with its cycle. Unless the order is cancelled, the cycle is open and both rows are locked.
#[derive(Clone, Debug)]
pub struct OpenOrder {
    /// The order.
    pub order: order::Model,
    /// Its cycle.
    pub cycle: cycle::Model,
}

/// Locks an order of this buyer that can still be amended or cancelled. The cycle is locked first, as where it closes. A
/// cancelled order is returned without locks.
///
/// # Errors
/// 404 for an order of another buyer; `CycleNotOpen` after the cut-off.
pub async fn lock_open_order(tx: &mut UnitOfWork, buyer: BuyerId, id: OrderId) -> Result<OpenOrder> {
    let order = store::orders::get_of_buyer(tx, buyer, id).await?;
    if order.state == OrderState::Cancelled {
        let cycle = cycles::get_cycle(tx, order.cycle_id).await?;
        return Ok(OpenOrder { order, cycle });
    }
    let cycle = cycles::lock_open(tx, order.cycle_id).await?;
    Ok(OpenOrder { order: store::orders::lock(tx, id).await?, cycle })
}

/// Amends an order of this buyer. A product that stays keeps its line and its capacity; only the increase must be
/// available; that of a product that is no longer sold is refused. The unit price is that of the new quantity's tier. A
/// delivery point that was retired since can stay. Terms equal to the present ones change nothing.
///
/// # Errors
/// As [`place_order`](super::place_order::place_order), 412 where `if_match` names another version, and
/// `OrderNotPlaced`.
pub async fn amend_order(
    tx: &mut UnitOfWork,
    buyer: &buyer::Model,
    id: OrderId,
    if_match: &IfMatch,
    terms: OrderTerms,
) -> Result<order::Model> {
    let OpenOrder { order, cycle } = lock_open_order(tx, buyer.id, id).await?;
    if_match.check(order.version)?;
    if order.state != OrderState::Placed {
        return Err(OrderError::OrderNotPlaced { state: order.state }.into());
    }
    check_items(&terms.items)?;
    let stored = Some(order.delivery_point_id);
    let point = buyers::get_delivery_point_or_stored(tx, buyer.id, terms.delivery_point_id, stored).await?;
    let rows = store::lines::list(tx, &[order.id]).await?;
    let mut products: Vec<ProductId> = terms.items.iter().map(|item| item.product_id).collect();
    products.extend(rows.iter().map(|row| row.product_id));
    products.sort_unstable();
    products.dedup();
    let list = order.price_list_id.zip(order.price_list_version);
    let quotes = catalogue::get_quotes_at(tx, list, &products).await?;
    let before: Vec<PricedLine> = rows.iter().map(PricedLine::from_row).collect();
    let kept: HashMap<ProductId, PricedLine> = before.iter().map(|line| (line.product_id, line.clone())).collect();
    let kept_lines = before.iter().map(|line| (line.product_id, line.into())).collect();
    check_products(&terms.items, &quotes, &kept_lines)?;
    let guests = expected_guests(tx, buyer.id, &cycle, &terms.items).await?;
    let lines = price_amended_lines(tx, &terms.items, &quotes, &kept, guests);
    let unchanged = order.delivery_point_id == point.id && order.details() == terms.details;
    if unchanged && lines == before {
        return Ok(order);
    }
    check_minimum(tx, buyer.order_minimum, &lines)?;
    reserve_changes(tx, &cycle, &lines, &before).await?;
    store::lines::replace(tx, order.id, &line_rows(order.id, cycle.id, &lines)).await?;
    let total = OrderTotal::of(&lines);
    let increase = total.gross() - order.net - order.tax;
    let row = order::ActiveModel {
        id: Unchanged(order.id),
        delivery_point_id: Set(point.id),
        net: Set(total.net),
        tax: Set(total.tax),
        version: Set(order.version + 1),
        ..terms.details.into()
    };
    let order = store::orders::update(tx, row).await?;
    move_exposure(tx, &order, increase, true).await?;
    let products: Vec<ProductId> = lines.iter().map(|line| line.product_id).collect();
    record_batch_waits(tx, &cycle, order.id, &products).await?;
    let (kind, lines) = (OrderChangeKind::Amended, quantity_changes(&before, &lines));
    let change = OrderChangeRecord { order_id: order.id, kind, reason: None, lines };
    record_order_changes(tx, vec![change]).await?;
    tx.audit("order", order.id.0, "amended", json!({ "version": order.version, "grown_by": increase }));
    tx.emit(Event::OrderAmended { order_id: order.id, buyer_id: order.buyer_id });
    Ok(order)
}

/// The items as lines: a product that the order has already keeps its line id, what it was when the line was placed,
/// and its agreed price if it has one.
fn price_amended_lines(
    tx: &UnitOfWork,
    items: &[OrderItem],
    quotes: &Quotes,
    kept: &HashMap<ProductId, PricedLine>,
    guests: i64,
) -> Vec<PricedLine> {
    let lines = items.iter().filter_map(|item| {
        let product = quotes.product(item.product_id)?;
        let before = kept.get(&product.id);
        let multiple = before.map_or(product.order_multiple, |line| line.product.order_multiple);
        let quantity = item.units(guests, multiple);
        let agreed = before.filter(|line| line.price_source == PriceSource::Agreed);
        let price = match agreed {
            Some(line) => line.price.unit_price,
            None => quotes.price(product.id, quantity).or(before.map(|line| line.price.unit_price))?,
        };
        let id = before.map_or_else(|| tx.new_id(), |line| line.id);
        let mut line = PricedLine::new(id, product, *item, quantity, price);
        if let Some(before) = before {
            line.product = before.product.clone();
            // A line that the buyer leaves as it is keeps the reason why it is less than was ordered.
            if line.per_guest == before.per_guest && line.price.quantity == before.price.quantity {
                line.shortfall = before.shortfall;
            }
        }
        if let Some(agreed) = agreed {
            line.price_source = PriceSource::Agreed;
            line.price.discount_bps = agreed.price.discount_bps;
        }
        Some(line)
    });
    lines.collect()
}

/// Reserves the capacity of the new lines and releases that of lines that are removed, under one lock.
async fn reserve_changes(
    tx: &mut UnitOfWork,
    cycle: &cycle::Model,
    lines: &[PricedLine],
    before: &[PricedLine],
) -> Result<()> {
    let mut removed: BTreeMap<_, _> = before.iter().map(|line| (line.id, line)).collect();
    let mut holds: Vec<Hold> = Vec::with_capacity(lines.len() + before.len());
    for line in lines {
        removed.remove(&line.id);
        holds.push(line.hold());
    }
    holds.extend(removed.values().map(|line| Hold { quantity: 0, ..line.hold() }));
    catalogue::reserve(tx, cycles::delivery_slot(cycle), &holds).await?;
    catalogue::release(tx, &removed.into_keys().collect::<Vec<_>>()).await
}
