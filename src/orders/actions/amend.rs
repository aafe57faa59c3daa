//! Changing an order until its cut-off: it keeps the prices of the day it was placed on.

use std::collections::{BTreeMap, HashMap};

use entities::{
    buyers::buyer,
    cycles::cycle,
    orders::order,
    values::{Amount, BuyerId, DeliveryPointId, OrderId, OrderState, PriceSource, ProductId},
};
use sea_orm::{ActiveValue::Set, IntoActiveModel};
use serde_json::json;

use crate::{
    buyers,
    catalogue::{self, Hold, Quotes},
    cycles,
    orders::{
        Event, OrderError,
        actions::place::{check_minimum, expose, guests_of},
        draft::{self, Line, Want, check_products, check_wants},
        store,
    },
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// What an order is to be from now on.
#[derive(Clone, Debug)]
pub struct OrderChange {
    /// Where it goes.
    pub delivery_point_id: DeliveryPointId,
    /// For the cooperative to read.
    pub note: Option<String>,
    /// All its lines.
    pub lines: Vec<Want>,
}

/// The order of this buyer (of any where none) that may still be changed, with its cycle; both stay as they are until
/// the work ends. The cycle is locked first: its closing does the same.
///
/// # Errors
/// 404 for an order of another; 409 `cycle_not_open` after its cut-off, `order_state` where it is no longer placed.
pub async fn open_for_change(
    tx: &mut UnitOfWork,
    buyer: Option<BuyerId>,
    id: OrderId,
) -> Result<(order::Model, cycle::Model)> {
    let seen = match buyer {
        Some(buyer) => store::orders::of(tx, buyer, id).await?,
        None => store::orders::get(tx, id).await?,
    };
    if seen.state == OrderState::Cancelled {
        let cycle = cycles::cycle(tx, seen.cycle_id).await?;
        return Ok((seen, cycle));
    }
    let cycle = cycles::lock_open(tx, seen.cycle_id).await?;
    let order = store::orders::lock(tx, &[id]).await?.pop().ok_or_else(|| Problem::not_found("order"))?;
    Ok((order, cycle))
}

/// Changes an order: lines that stay keep their place in the makers' capacity, what grows must still be there. The
/// tier of each price follows the new quantity; the price list stays the version it was placed at. The same again
/// changes nothing.
///
/// # Errors
/// As placing, and 409 `order_state` where it is no longer placed.
pub async fn amend(
    tx: &mut UnitOfWork,
    buyer: &buyer::Model,
    (order, cycle): (order::Model, cycle::Model),
    change: OrderChange,
) -> Result<order::Model> {
    if order.state != OrderState::Placed {
        return Err(OrderError::OrderNotPlaced { state: order.state }.into());
    }
    check_wants(&change.lines)?;
    let point = buyers::delivery_point_of(tx, buyer.id, change.delivery_point_id).await?;
    let rows = store::lines::of_orders(tx, &[order.id]).await?;
    let mut products: Vec<ProductId> = change.lines.iter().map(|want| want.product_id).collect();
    products.extend(rows.iter().map(|row| row.product_id));
    products.sort_unstable();
    products.dedup();
    let list = order.price_list_id.zip(order.price_list_version);
    let quotes = catalogue::quotes_at(tx, list, &products).await?;
    let before: Vec<Line> = rows.iter().map(|row| Line::stored(row, quotes.product(row.product_id))).collect();
    let kept: HashMap<ProductId, Line> = before.iter().map(|line| (line.product_id, *line)).collect();
    check_products(&change.lines, &quotes, &kept)?;
    let guests = guests_of(tx, buyer.id, &cycle, &change.lines).await?;
    let lines = changed(tx, &change.lines, &quotes, &kept, guests);
    let same = order.delivery_point_id == point.id && order.note == change.note;
    if same && lines == before {
        return Ok(order);
    }
    check_minimum(tx, buyer.order_minimum, &lines)?;
    take(tx, &cycle, &lines, &before).await?;
    store::lines::replace(tx, order.id, &draft::rows(order.id, cycle.id, &lines)).await?;
    let (net, tax) = draft::sums(&lines);
    let grown = net + tax - order.net - order.tax;
    let version = order.version + 1;
    let row = order::ActiveModel {
        delivery_point_id: Set(point.id),
        note: Set(change.note),
        net: Set(net),
        tax: Set(tax),
        version: Set(version),
        ..order.into_active_model()
    };
    let order = store::orders::update(tx, row).await?;
    expose(tx, &order, grown, true).await?;
    told(tx, &order, grown);
    Ok(order)
}

fn told(tx: &mut UnitOfWork, order: &order::Model, grown: Amount) {
    tx.audit("order", order.id.0, "amended", json!({ "version": order.version, "grown_by": grown }));
    tx.emit(Event::OrderAmended { order_id: order.id, buyer_id: order.buyer_id });
}

/// The wants as lines: a product that the order had keeps its line, and an agreed price.
fn changed(
    tx: &UnitOfWork,
    wants: &[Want],
    quotes: &Quotes,
    kept: &HashMap<ProductId, Line>,
    guests: i64,
) -> Vec<Line> {
    let lines = wants.iter().filter_map(|want| {
        let product = quotes.product(want.product_id)?;
        let quantity = want.units(guests, product.order_multiple);
        let had = kept.get(&product.id);
        let agreed = had.filter(|line| line.source == PriceSource::Agreed);
        let price = match agreed {
            Some(line) => line.priced.unit_price,
            None => quotes.price(product.id, quantity).or(had.map(|line| line.priced.unit_price))?,
        };
        let id = had.map_or_else(|| tx.new_id(), |line| line.id);
        let mut line = Line::of(id, product, *want, quantity, price);
        if let Some(agreed) = agreed {
            line.source = PriceSource::Agreed;
            line.priced.discount_bps = agreed.priced.discount_bps;
        }
        Some(line)
    });
    lines.collect()
}

/// Takes what the new lines hold and gives back the rest, under one lock.
async fn take(tx: &mut UnitOfWork, cycle: &cycle::Model, lines: &[Line], before: &[Line]) -> Result<()> {
    let mut gone: BTreeMap<_, _> = before.iter().map(|line| (line.id, line)).collect();
    let mut holds: Vec<Hold> = Vec::with_capacity(lines.len() + before.len());
    for line in lines {
        gone.remove(&line.id);
        holds.push(line.hold());
    }
    holds.extend(gone.values().map(|line| Hold { quantity: 0, ..line.hold() }));
    catalogue::reserve(tx, cycle.delivery_date, &holds).await?;
    catalogue::release(tx, &gone.into_keys().collect::<Vec<_>>()).await
}
