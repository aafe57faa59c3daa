//! Amends an order until its cut-off. The order keeps the version of the price list that it was placed with.

use std::collections::{BTreeMap, HashMap};

use entities::{
    buyers::buyer,
    catalogue::product,
    cycles::cycle,
    orders::{order, order_line},
    values::{BuyerId, OrderChangeKind, OrderId, OrderLineId, OrderState, PriceSource, ProductId},
};
use sea_orm::ActiveValue::{Set, Unchanged};
use serde_json::json;

use super::{
    batch_waits::record_batch_waits,
    order_lines::{KeptLine, check_baskets, check_items, check_minimum, check_products},
    place_order::{OrderTerms, expected_guests, move_exposure},
    record_order_changes::{OrderChangeRecord, record_order_changes},
};
use crate::{
    buyers,
    catalogue::{self, Hold, Quotes},
    cycles,
    orders::{
        Event, OrderError,
        rules::{
            OrderContent, OrderItem, OrderTotal, PricedBasket, PricedLine, basket_at_quantity, basket_rows, holds,
            line_rows, new_basket, quantity_changes,
        },
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
    let before = StoredContent::load(tx, order.id, &rows).await?;
    check_products(buyer.id, &terms.items, &quotes, &before.kept())?;
    check_baskets(&terms.items, &quotes)?;
    let guests = expected_guests(tx, buyer.id, &cycle, &terms.items).await?;
    let after = before.amended(tx, &terms.items, &quotes, guests);
    let unchanged = order.delivery_point_id == point.id && order.details() == terms.details;
    if unchanged && after == before {
        return Ok(order);
    }
    check_minimum(tx, buyer.order_minimum, &after.lines)?;
    reserve_changes(tx, &cycle, &after.lines, &before.lines).await?;
    after.replace(tx, &order).await?;
    let total = OrderTotal::of(&after.lines);
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
    record_batch_waits(tx, &cycle, order.id, &after.made_products()).await?;
    let (kind, lines) = (OrderChangeKind::Amended, quantity_changes(before.content(), after.content()));
    let change = OrderChangeRecord { order_id: order.id, kind, reason: None, lines };
    record_order_changes(tx, vec![change]).await?;
    tx.audit("order", order.id.0, "amended", json!({ "version": order.version, "grown_by": increase }));
    tx.emit(Event::OrderAmended { order_id: order.id, buyer_id: order.buyer_id });
    Ok(order)
}

/// The lines and baskets of an order.
#[derive(PartialEq)]
struct StoredContent {
    lines: Vec<PricedLine>,
    baskets: Vec<PricedBasket>,
}

impl StoredContent {
    async fn load(tx: &UnitOfWork, order: OrderId, rows: &[order_line::Model]) -> Result<Self> {
        let baskets = store::baskets::list(tx, &[order]).await?;
        Ok(Self {
            lines: rows.iter().map(PricedLine::from_row).collect(),
            baskets: baskets.iter().map(|basket| PricedBasket::from_row(basket, rows)).collect(),
        })
    }

    fn content(&self) -> OrderContent<'_> {
        OrderContent { lines: &self.lines, baskets: &self.baskets }
    }

    /// What the order has of each product and basket.
    fn kept(&self) -> HashMap<ProductId, KeptLine> {
        let lines = self.own_lines().map(|line| (line.product_id, line.into()));
        lines.chain(self.baskets.iter().map(|basket| (basket.product_id(), basket.into()))).collect()
    }

    /// The lines that are in no basket.
    fn own_lines(&self) -> impl Iterator<Item = &PricedLine> {
        self.lines.iter().filter(|line| line.part.is_none())
    }

    /// The products that are made for the order.
    fn made_products(&self) -> Vec<ProductId> {
        self.lines.iter().filter(|line| !line.is_packaging()).map(|line| line.product_id).collect()
    }

    /// The items as lines and baskets: a product that the order has already keeps its line id, what it was when the line
    /// was placed, and its agreed price if it has one; a basket keeps what is in it.
    fn amended(&self, tx: &UnitOfWork, items: &[OrderItem], quotes: &Quotes, guests: i64) -> Self {
        let mut after = Self { lines: Vec::with_capacity(items.len()), baskets: Vec::new() };
        for item in items {
            let Some(product) = quotes.product(item.product_id) else { continue };
            let kept = self.baskets.iter().find(|basket| basket.product_id() == product.id);
            let basket = match kept {
                Some(kept) => Some(basket_at_quantity(kept, &self.lines, item.quantity, quotes)),
                None => new_basket(tx.new_id(), product, item.quantity, quotes, || tx.new_id()),
            };
            if let Some((basket, parts)) = basket {
                after.baskets.push(basket);
                after.lines.extend(parts);
                continue;
            }
            let before = self.own_lines().find(|line| line.product_id == product.id);
            after.lines.extend(amended_line(item, product, quotes, before, guests, || tx.new_id()));
        }
        after
    }

    /// Stores this in place of what the order had.
    async fn replace(&self, tx: &UnitOfWork, order: &order::Model) -> Result<()> {
        store::lines::delete(tx, order.id).await?;
        store::baskets::replace(tx, order.id, &basket_rows(order.id, &self.baskets)).await?;
        store::lines::insert(tx, &line_rows(order.id, order.cycle_id, &self.lines)).await
    }
}

/// The item as a line; none where it has no price.
fn amended_line(
    item: &OrderItem,
    product: &product::Model,
    quotes: &Quotes,
    before: Option<&PricedLine>,
    guests: i64,
    new_id: impl Fn() -> OrderLineId,
) -> Option<PricedLine> {
    let multiple = before.map_or(product.order_multiple, |line| line.product.order_multiple);
    let quantity = item.units(guests, multiple);
    let agreed = before.filter(|line| line.price_source == PriceSource::Agreed);
    let price = match agreed {
        Some(line) => line.price.unit_price,
        None => quotes.price(product.id, quantity).or(before.map(|line| line.price.unit_price))?,
    };
    let id = before.map_or_else(new_id, |line| line.id);
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
}

/// Reserves the capacity of the new lines and releases that of lines that are removed, under one lock.
async fn reserve_changes(
    tx: &mut UnitOfWork,
    cycle: &cycle::Model,
    lines: &[PricedLine],
    before: &[PricedLine],
) -> Result<()> {
    let mut removed: BTreeMap<_, _> =
        before.iter().filter(|line| !line.is_packaging()).map(|line| (line.id, line)).collect();
    let mut holds: Vec<Hold> = holds(lines);
    for hold in &holds {
        removed.remove(&hold.holder);
    }
    holds.extend(removed.values().map(|line| Hold { quantity: 0, ..line.hold() }));
    catalogue::reserve(tx, cycles::delivery_slot(cycle), &holds).await?;
    catalogue::release(tx, &removed.into_keys().collect::<Vec<_>>()).await
}
