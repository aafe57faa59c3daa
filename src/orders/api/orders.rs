//! Orders and their lines, as buyers and staff see them.

use std::collections::HashMap;

use chrono::NaiveDate;
use chrono::{DateTime, Utc};
use entities::{
    catalogue::product,
    cycles::cycle,
    orders::{order, order_line},
    values::{
        BuyerId, CycleId, CycleState, DeliveryPointId, Money, OccurrenceId, OrderId, OrderLineId, OrderState, ProductId,
    },
};
use poem_openapi::Object;

use super::order_lines::{DetailLines, OrderBasket, OrderLine, SupplyGap};
use crate::{
    buyers::{self, load_buyer_names},
    catalogue, cycles,
    orders::{
        OrderItem, OrderTerms, PlacedOrder,
        rules::OrderTotal,
        store::{self, orders::OrderFilter},
    },
    platform::{
        http::{
            limits::NOTE,
            page_request::{PageRequest, Rows},
            problem::{Problem, Result},
            text::{LongText, Text},
        },
        unit_of_work::UnitOfWork,
    },
};

/// An order of a buyer in one cycle.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Order {
    /// Identifies the order.
    pub id: OrderId,
    /// Short code that people read out.
    pub code: String,
    /// The buyer.
    pub buyer_id: BuyerId,
    /// The buyer's name; in responses to staff only.
    pub buyer_name: Option<String>,
    /// Its cycle.
    pub cycle_id: CycleId,
    /// The cycle's code.
    pub cycle_code: String,
    /// State of the cycle.
    pub cycle_state: CycleState,
    /// The day of delivery.
    pub delivery_date: NaiveDate,
    /// The order can be amended or cancelled before this instant.
    pub cut_off_at: DateTime<Utc>,
    /// Where it is delivered.
    pub delivery_point_id: DeliveryPointId,
    /// The date of a standing order that it comes from.
    pub occurrence_id: Option<OccurrenceId>,
    /// Your own number of the order.
    pub purchase_order_number: Option<String>,
    /// State of the order.
    pub state: OrderState,
    /// Whether the buyer can still amend or cancel it.
    pub changeable: bool,
    /// Sum of its lines, net.
    pub net: Money,
    /// Taxes expected on them.
    pub tax: Money,
    /// Net and taxes.
    pub total: Money,
    /// When it was placed.
    pub placed_at: Option<DateTime<Utc>>,
    /// When it was cancelled.
    pub cancelled_at: Option<DateTime<Utc>>,
}

impl Order {
    fn new(tx: &UnitOfWork, row: order::Model, cycle: cycle::Model, buyer_name: Option<String>) -> Self {
        let currency = tx.currency();
        let open = cycle.state == CycleState::Open && tx.now() < cycle.cut_off_at;
        let total = OrderTotal { net: row.net, tax: row.tax };
        Self {
            id: row.id,
            code: row.code,
            buyer_id: row.buyer_id,
            buyer_name,
            cycle_id: cycle.id,
            cycle_code: cycle.code,
            cycle_state: cycle.state,
            delivery_date: cycle.delivery_date,
            cut_off_at: cycle.cut_off_at,
            delivery_point_id: row.delivery_point_id,
            occurrence_id: row.occurrence_id,
            purchase_order_number: row.purchase_order_number,
            state: row.state,
            changeable: open && row.state == OrderState::Placed,
            net: row.net.of(currency),
            tax: row.tax.of(currency),
            total: total.gross().of(currency),
            placed_at: row.placed_at,
            cancelled_at: row.cancelled_at,
        }
    }
}

/// An order with its lines.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct OrderDetail {
    /// The order.
    pub order: Order,
    /// A note for the cooperative.
    pub note: Option<String>,
    /// Why it was cancelled.
    pub cancel_reason: Option<String>,
    /// Its delivery point, where it was retired since: it can stay, and takes no new orders.
    pub retired_delivery_point: Option<RetiredDeliveryPoint>,
    /// Its lines, by position, without what is in baskets.
    pub lines: Vec<OrderLine>,
    /// Its baskets, by position.
    pub baskets: Vec<OrderBasket>,
}

/// A delivery point that takes no new orders.
#[derive(Clone, Debug, Object)]
pub struct RetiredDeliveryPoint {
    /// Identifies the delivery point.
    pub id: DeliveryPointId,
    /// Its name.
    pub name: String,
    /// Street, number, place.
    pub address: String,
    /// When it was retired.
    pub retired_at: DateTime<Utc>,
}

/// This delivery point, where it is retired.
pub async fn find_retired_point(tx: &UnitOfWork, id: DeliveryPointId) -> Result<Option<RetiredDeliveryPoint>> {
    let point = buyers::list_delivery_points_by_id(tx, &[id]).await?.remove(&id);
    Ok(point.and_then(|point| {
        let (name, address) = (point.name, point.address);
        point.retired_at.map(|retired_at| RetiredDeliveryPoint { id, name, address, retired_at })
    }))
}

/// An order to place.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none)]
pub struct NewOrder {
    /// An open cycle of your zone.
    pub cycle_id: CycleId,
    /// Where it is delivered.
    pub delivery_point_id: DeliveryPointId,
    /// A note for the cooperative.
    pub note: Option<LongText<NOTE>>,
    /// Your own number of the order; it is printed on the invoice.
    pub purchase_order_number: Option<Text<1, 40>>,
    /// Products and baskets with their quantities; each once.
    #[oai(validator(min_items = 1, max_items = 200))]
    pub lines: Vec<OrderLineInput>,
}

/// The new terms of an order.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none)]
pub struct OrderAmendment {
    /// Where it is delivered.
    pub delivery_point_id: DeliveryPointId,
    /// A note for the cooperative.
    pub note: Option<LongText<NOTE>>,
    /// Your own number of the order; it is printed on the invoice.
    pub purchase_order_number: Option<Text<1, 40>>,
    /// All its products and baskets; each once.
    #[oai(validator(min_items = 1, max_items = 200))]
    pub lines: Vec<OrderLineInput>,
}

/// A product or a basket to order, with its quantity.
#[derive(Clone, Copy, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct OrderLineInput {
    /// The product.
    pub product_id: ProductId,
    /// Units or baskets; per arriving guest where `per_guest`.
    #[oai(validator(minimum(value = "1"), maximum(value = "1000000")))]
    pub quantity: i64,
    /// Whether the quantity is multiplied by the number of arriving guests.
    #[oai(default)]
    pub per_guest: bool,
}

impl From<OrderLineInput> for OrderItem {
    fn from(line: OrderLineInput) -> Self {
        Self { product_id: line.product_id, quantity: line.quantity, per_guest: line.per_guest }
    }
}

impl From<OrderAmendment> for OrderTerms {
    fn from(new: OrderAmendment) -> Self {
        Self {
            delivery_point_id: new.delivery_point_id,
            details: order::Details {
                note: new.note.map(String::from),
                purchase_order_number: new.purchase_order_number.map(String::from),
            },
            items: new.lines.into_iter().map(OrderItem::from).collect(),
        }
    }
}

impl From<NewOrder> for OrderTerms {
    fn from(new: NewOrder) -> Self {
        let NewOrder { cycle_id: _, delivery_point_id, note, purchase_order_number, lines } = new;
        OrderAmendment { delivery_point_id, note, purchase_order_number, lines }.into()
    }
}

/// The cancellation of an order.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none)]
pub struct OrderCancellation {
    /// The reason, for the other party.
    pub reason: Option<LongText<NOTE>>,
}

/// Whether a response names the buyers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// The buyer itself.
    Buyer,
    /// Staff, who see the names of the buyers.
    Staff,
}

/// A page of orders, the newest first.
pub async fn list_orders(
    tx: &UnitOfWork,
    filter: OrderFilter,
    page: &PageRequest,
    audience: Audience,
) -> Result<Rows<Order>> {
    let rows = store::orders::list(tx, filter, page).await?;
    let responses = order_responses(tx, &rows.items, audience).await?;
    Ok(rows.with_items(responses))
}

async fn order_responses(tx: &UnitOfWork, rows: &[order::Model], audience: Audience) -> Result<Vec<Order>> {
    let cycles = store::orders::load_cycles(tx, rows).await?;
    let names = match audience {
        Audience::Buyer => None,
        Audience::Staff => {
            let buyers: Vec<BuyerId> = rows.iter().map(|row| row.buyer_id).collect();
            Some(load_buyer_names(tx, &buyers).await?)
        }
    };
    let orders = rows.iter().zip(cycles).map(|(row, cycle)| {
        let cycle = cycle.ok_or_else(|| Problem::missing_reference("cycle", row.cycle_id))?;
        let name = names.as_ref().map(|names| names.get(row.buyer_id)).transpose()?;
        Ok(Order::new(tx, row.clone(), cycle, name.map(|buyer| buyer.name.clone())))
    });
    orders.collect()
}

/// An order with its lines and baskets.
pub async fn order_detail(tx: &UnitOfWork, row: order::Model, audience: Audience) -> Result<OrderDetail> {
    let rows = store::lines::list_with_products(tx, row.id).await?;
    let ids: Vec<OrderLineId> = rows.iter().map(|(line, _)| line.id).collect();
    let missing = store::shortages::sum_by_line(tx, &ids).await?;
    let gaps = load_supply_gaps(tx, &row, &rows).await?;
    let mut lines = DetailLines::default();
    for (line, product) in rows {
        let product = product.ok_or_else(|| Problem::missing_reference("product", line.product_id))?;
        let short = missing.get(&line.id).copied().unwrap_or(0);
        let gap = gaps.get(&line.product_id).copied().unwrap_or_default();
        lines.add(tx.currency(), line, &product, short, gap);
    }
    let (lines, baskets) = lines.split(tx.currency(), store::baskets::list(tx, &[row.id]).await?);
    let order = order_responses(tx, std::slice::from_ref(&row), audience).await?.pop();
    let order = order.ok_or_else(Problem::internal)?;
    let retired_delivery_point = find_retired_point(tx, row.delivery_point_id).await?;
    Ok(OrderDetail { order, note: row.note, cancel_reason: row.cancel_reason, retired_delivery_point, lines, baskets })
}

/// What lacks of the order's products: of a minimum batch while its cycle takes orders, and of what can be made until its
/// quotas are published.
async fn load_supply_gaps(
    tx: &UnitOfWork,
    order: &order::Model,
    lines: &[(order_line::Model, Option<product::Model>)],
) -> Result<HashMap<ProductId, SupplyGap>> {
    let cycle = cycles::get_cycle(tx, order.cycle_id).await?;
    let unpublished = matches!(cycle.state, CycleState::Open | CycleState::Closed | CycleState::Allocated);
    if order.state != OrderState::Placed || lines.is_empty() || !unpublished {
        return Ok(HashMap::new());
    }
    let open = cycles::check_open(&cycle, tx.now()).is_ok();
    let made = lines.iter().filter(|(line, _)| !line.packaging);
    let products: Vec<ProductId> = made.map(|(line, _)| line.product_id).collect();
    let sellable = catalogue::list_sellable(tx, cycles::delivery_slot(&cycle), &products).await?;
    let gaps = sellable.into_iter().map(|(product, sellable)| {
        let batch_missing = if open { sellable.batch_missing } else { 0 };
        (product, SupplyGap { batch_missing, unsupplied: sellable.unsupplied() })
    });
    Ok(gaps.collect())
}

/// The response to placing an order, without further queries: no unit of it is missing yet.
pub fn placed_order(tx: &UnitOfWork, placed: PlacedOrder) -> Result<OrderDetail> {
    let PlacedOrder { order, lines: rows, baskets, cycle, quotes, batches_missing } = placed;
    let mut lines = DetailLines::default();
    for line in rows {
        let missing = || Problem::missing_reference("product", line.product_id);
        let product = quotes.product(line.product_id).ok_or_else(missing)?;
        let batch_missing = batches_missing.get(&line.product_id).copied().unwrap_or_default();
        lines.add(tx.currency(), line, product, 0, SupplyGap { batch_missing, unsupplied: 0 });
    }
    let (lines, baskets) = lines.split(tx.currency(), baskets);
    let (note, cancel_reason) = (order.note.clone(), order.cancel_reason.clone());
    let order = Order::new(tx, order, cycle, None);
    Ok(OrderDetail { order, note, cancel_reason, retired_delivery_point: None, lines, baskets })
}
