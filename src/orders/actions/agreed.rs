//! Orders that were agreed outside: an import's, at prices of their own.

use chrono::NaiveDate;
use entities::{
    cycles::cycle,
    orders::{occurrence, order},
    values::{
        Amount, BuyerId, CycleId, CycleState, DeliveryPointId, OccurrenceState, OrderId, Overrides, PriceSource,
        ProductId, StandingOrderId,
    },
};
use sea_orm::{ActiveValue::Set, IntoActiveModel};
use serde_json::json;

use crate::{
    buyers, catalogue, cycles,
    orders::{
        OrderError,
        actions::place::{Placing, put},
        draft::{FieldFault, Line, Want, refuse},
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

/// An order as it was agreed.
#[derive(Clone, Debug)]
pub struct AgreedOrder {
    /// Its code: the same again changes nothing.
    pub code: String,
    /// Whose it is.
    pub buyer_id: BuyerId,
    /// Its cycle; one that has not closed yet.
    pub cycle_id: CycleId,
    /// Where it goes.
    pub delivery_point_id: DeliveryPointId,
    /// What, how much and at which price.
    pub lines: Vec<AgreedLine>,
    /// Whether the buyer's credit limit binds.
    pub enforce_credit: bool,
}

/// A line as it was agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgreedLine {
    /// The product.
    pub product_id: ProductId,
    /// Units.
    pub quantity: i64,
    /// Net, per unit; none = the price list of the buyer's segment.
    pub unit_price: Option<Amount>,
    /// Basis points off the unit price.
    pub discount_bps: i32,
}

/// Places an agreed order in a cycle that has not closed yet, whether or not it is open, published or above a minimum.
/// It takes capacity and counts in the exposure like any other. An order with this code stays as it is: then it is
/// answered with `false`.
///
/// # Errors
/// 404 for an unknown cycle, buyer or delivery point; 409 `cycle_closed`, `code_taken`, `product_unknown`, `no_price`,
/// `capacity_exceeded`, `credit_limit_exceeded`.
pub async fn place_agreed(tx: &mut UnitOfWork, agreed: AgreedOrder) -> Result<(order::Model, bool)> {
    if let Some(order) = store::orders::by_code(tx, &agreed.code).await? {
        if (order.buyer_id, order.cycle_id) == (agreed.buyer_id, agreed.cycle_id) {
            return Ok((order, false));
        }
        return Err(OrderError::CodeTaken { code: agreed.code }.at("/code"));
    }
    let cycle = not_closed(tx, agreed.cycle_id).await?;
    let buyer = buyers::buyers(tx, &[agreed.buyer_id]).await?.remove(&agreed.buyer_id);
    let buyer = buyer.ok_or_else(|| Problem::not_found("buyer"))?;
    let point = buyers::delivery_point_of(tx, buyer.id, agreed.delivery_point_id).await?;
    let products: Vec<ProductId> = agreed.lines.iter().map(|line| line.product_id).collect();
    let quotes = catalogue::quotes(tx, buyer.segment_id, &products).await?;
    let lines = priced(tx, &agreed.lines, &quotes)?;
    let holds: Vec<_> = lines.iter().map(Line::hold).collect();
    catalogue::reserve_agreed(tx, cycle.delivery_date, &holds).await?;
    let placing = Placing {
        buyer_id: buyer.id,
        cycle: &cycle,
        delivery_point_id: point.id,
        code: Some(agreed.code),
        occurrence_id: None,
        note: None,
        price_list: quotes.price_list,
        guests: (cycle.delivery_date, None),
        lines: &lines,
        enforce_credit: agreed.enforce_credit,
    };
    let (order, _) = put(tx, placing).await?;
    Ok((order, true))
}

/// Says that an order stands for one date of a standing order, so that the date is not ordered again.
///
/// # Errors
/// 404 for an unknown order or standing order, or one of another buyer; 409 `occurrence_taken` where the date has its
/// order already.
pub async fn stands_for(tx: &mut UnitOfWork, order: OrderId, standing: StandingOrderId, date: NaiveDate) -> Result<()> {
    let order = store::orders::get(tx, order).await?;
    let standing = store::standing::of(tx, order.buyer_id, standing).await?;
    if store::occurrences::on(tx, standing.id, date).await?.is_some() {
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
    let linked = order::ActiveModel { occurrence_id: Set(Some(occurrence.id)), ..order.into_active_model() };
    store::orders::update(tx, linked).await?;
    tx.audit("occurrence", occurrence.id.0, "placed", json!({ "date": date, "order_id": occurrence.order_id }));
    Ok(())
}

async fn not_closed(tx: &mut UnitOfWork, id: CycleId) -> Result<cycle::Model> {
    let cycle = cycles::lock(tx, id).await?;
    if matches!(cycle.state, CycleState::Draft | CycleState::Open) {
        return Ok(cycle);
    }
    Err(OrderError::CycleClosed { cycle: cycle.code }.into())
}

fn priced(tx: &UnitOfWork, agreed: &[AgreedLine], quotes: &catalogue::Quotes) -> Result<Vec<Line>> {
    let mut lines = Vec::with_capacity(agreed.len());
    let (mut unknown, mut unpriced) = (Vec::new(), Vec::new());
    for (i, line) in agreed.iter().enumerate() {
        let Some(product) = quotes.product(line.product_id) else {
            let error = OrderError::UnknownProduct { product_id: line.product_id };
            unknown.push(FieldFault::new(format!("/lines/{i}/product_id"), error));
            continue;
        };
        let Some(price) = line.unit_price.or_else(|| quotes.price(product.id, line.quantity)) else {
            let error = OrderError::NoPrice { product: product.code.clone() };
            unpriced.push(FieldFault::new(format!("/lines/{i}/unit_price"), error));
            continue;
        };
        let want = Want { product_id: product.id, quantity: line.quantity, per_guest: false };
        let mut priced = Line::of(tx.new_id(), product, want, line.quantity, price);
        priced.priced.discount_bps = line.discount_bps;
        if line.unit_price.is_some() || line.discount_bps != 0 {
            priced.source = PriceSource::Agreed;
        }
        lines.push(priced);
    }
    refuse(unknown)?;
    refuse(unpriced)?;
    Ok(lines)
}
