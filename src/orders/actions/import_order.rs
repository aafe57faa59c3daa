//! Imports orders that were agreed outside Minga, at prices of their own.

use chrono::NaiveDate;
use entities::{
    orders::{occurrence, order},
    values::{
        Amount, BuyerId, CycleId, CycleState, DeliveryPointId, OccurrenceState, OrderId, Overrides, PriceSource,
        ProductId, StandingOrderId,
    },
};
use sea_orm::{ActiveValue::Set, IntoActiveModel};
use serde_json::json;

use super::{
    order_lines::{FieldFault, check_no_baskets, check_products_once, refuse_faults},
    place_order::{PricedOrder, insert_order},
};
use crate::{
    buyers,
    catalogue::{self, CatalogueError, MIN_PRICE, Quotes},
    cycles,
    orders::{
        OrderError,
        rules::{GuestDays, OrderItem, PricedLine, holds},
        store,
    },
    platform::{
        http::{
            api_error::ApiError,
            problem::{Problem, Result},
        },
        unit_of_work::UnitOfWork,
    },
};

/// An order to import.
#[derive(Clone, Debug)]
pub struct OrderImport {
    /// Its code. An order with this code is not imported again.
    pub code: String,
    /// The buyer.
    pub buyer_id: BuyerId,
    /// A cycle that has not closed.
    pub cycle_id: CycleId,
    /// Where it is delivered.
    pub delivery_point_id: DeliveryPointId,
    /// What the buyer writes on it.
    pub details: order::Details,
    /// Products, quantities and prices.
    pub lines: Vec<OrderLineImport>,
    /// Whether the credit limit of the buyer applies.
    pub enforce_credit: bool,
}

/// A line of an order to import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderLineImport {
    /// The product.
    pub product_id: ProductId,
    /// Units.
    pub quantity: i64,
    /// Net, per unit; none = the price list of the buyer's segment.
    pub unit_price: Option<Amount>,
    /// Discount on the unit price, in basis points.
    pub discount_bps: i32,
}

/// An order that an import stored or found.
#[derive(Clone, Debug)]
pub struct ImportedOrder {
    /// The order.
    pub order: order::Model,
    /// Whether this import stored it.
    pub created: bool,
}

/// Imports an order into a cycle that has not closed. The cycle need not be open, the products need not be published, and
/// the order minimum does not apply. The order reserves capacity and counts in the exposure like any other. An order with
/// the same code, buyer and cycle stays as it is.
///
/// # Errors
/// 404 for an unknown cycle, buyer or delivery point; `CodeTaken`, `CycleClosed`, `DuplicateProduct`, `BasketOnlyInOrders`, `UnknownProduct`, `NoPrice`, `InvalidPrice`, and those
/// of the capacity and of the credit limit.
pub async fn import_order(tx: &mut UnitOfWork, import: OrderImport) -> Result<ImportedOrder> {
    // Of two imports of one order at the same time, the later waits here and finds the order.
    let cycle = cycles::lock_cycle(tx, import.cycle_id).await?;
    if let Some(order) = store::orders::find_by_code(tx, &import.code).await? {
        if (order.buyer_id, order.cycle_id) == (import.buyer_id, import.cycle_id) {
            return Ok(ImportedOrder { order, created: false });
        }
        return Err(OrderError::CodeTaken { code: import.code }.at("/code"));
    }
    if !matches!(cycle.state, CycleState::Draft | CycleState::Open) {
        return Err(OrderError::CycleClosed { cycle: cycle.code }.into());
    }
    let buyer = buyers::list_buyers_by_id(tx, &[import.buyer_id]).await?.remove(&import.buyer_id);
    let buyer = buyer.ok_or_else(|| Problem::not_found("buyer"))?;
    let point = buyers::get_delivery_point(tx, buyer.id, import.delivery_point_id).await?;
    let products: Vec<ProductId> = import.lines.iter().map(|line| line.product_id).collect();
    check_products_once(&products)?;
    let quotes = catalogue::get_quotes(tx, buyer.segment_id, &products).await?;
    check_no_baskets(products, &quotes)?;
    let lines = price_imported_lines(tx, &import.lines, &quotes)?;
    catalogue::reserve_despite_lead_time(tx, cycles::delivery_slot(&cycle), &holds(&lines)).await?;
    let order = PricedOrder {
        buyer_id: buyer.id,
        cycle: &cycle,
        delivery_point_id: point.id,
        code: Some(import.code),
        occurrence_id: None,
        details: import.details,
        price_list: quotes.price_list,
        guest_days: GuestDays { from: cycle.delivery_date, until: None },
        lines: &lines,
        baskets: &[],
        enforce_credit: import.enforce_credit,
    };
    let order = insert_order(tx, order).await?.order;
    Ok(ImportedOrder { order, created: true })
}

/// Links an order to one date of a standing order, so that this date is not ordered again.
///
/// # Errors
/// 404 for an unknown order or standing order, or one of another buyer; `OccurrenceTaken` where the date has an
/// occurrence already.
pub async fn link_to_occurrence(
    tx: &mut UnitOfWork,
    order: OrderId,
    standing: StandingOrderId,
    date: NaiveDate,
) -> Result<()> {
    // Standing orders are locked before orders, as where they become orders.
    let buyer = store::orders::get(tx, order).await?.buyer_id;
    let standing = store::standing_orders::lock(tx, buyer, standing).await?;
    let order = store::orders::lock(tx, order).await?;
    if store::occurrences::find(tx, standing.id, date).await?.is_some() {
        return Err(OrderError::OccurrenceTaken { date }.at("/standing_order_date"));
    }
    let occurrence = occurrence::ActiveModel {
        id: Set(tx.new_id()),
        standing_order_id: Set(standing.id),
        date: Set(date),
        cycle_id: Set(Some(order.cycle_id)),
        state: Set(OccurrenceState::Placed),
        reason: Set(None),
        overrides: Set(Overrides::default()),
        order_id: Set(Some(order.id)),
        created_at: Set(tx.now()),
        decided_at: Set(Some(tx.now())),
    };
    let occurrence = store::occurrences::insert(tx, occurrence).await?;
    let order = order::ActiveModel { occurrence_id: Set(Some(occurrence.id)), ..order.into_active_model() };
    store::orders::update(tx, order).await?;
    tx.audit("occurrence", occurrence.id.0, "placed", json!({ "date": date, "order_id": occurrence.order_id }));
    Ok(())
}

fn price_imported_lines(tx: &UnitOfWork, imports: &[OrderLineImport], quotes: &Quotes) -> Result<Vec<PricedLine>> {
    let mut lines = Vec::with_capacity(imports.len());
    let (mut unknown, mut unpriced, mut too_low) = (Vec::new(), Vec::new(), Vec::new());
    for (i, import) in imports.iter().enumerate() {
        let Some(product) = quotes.product(import.product_id) else {
            let error = OrderError::UnknownProduct { product_id: import.product_id };
            unknown.push(FieldFault::new(format!("/lines/{i}/product_id"), error));
            continue;
        };
        let Some(price) = import.unit_price.or_else(|| quotes.price(product.id, import.quantity)) else {
            let error = OrderError::NoPrice { product: product.code.clone() };
            unpriced.push(FieldFault::new(format!("/lines/{i}/unit_price"), error));
            continue;
        };
        if import.unit_price.is_some_and(|agreed| agreed < MIN_PRICE) {
            too_low.push(format!("/lines/{i}/unit_price"));
        }
        let item = OrderItem { product_id: product.id, quantity: import.quantity, per_guest: false };
        let mut line = PricedLine::new(tx.new_id(), product, item, import.quantity, price);
        line.price.discount_bps = import.discount_bps;
        if import.unit_price.is_some() || import.discount_bps != 0 {
            line.price_source = PriceSource::Agreed;
        }
        lines.push(line);
    }
    refuse_faults(unknown)?;
    refuse_faults(unpriced)?;
    if !too_low.is_empty() {
        let problem = Problem::from(CatalogueError::InvalidPrice);
        return Err(too_low.into_iter().fold(problem, |all, at| all.field(at, CatalogueError::InvalidPrice)));
    }
    Ok(lines)
}
