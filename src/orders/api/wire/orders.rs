//! Wire types of one-off orders and of what a cycle's orders add up to.

use chrono::{DateTime, NaiveDate, Utc};
use entities::values::{
    BuyerId, CycleId, CycleState, DeliveryPointId, Money, OccurrenceId, OccurrenceReason, OrderId, OrderLineId,
    OrderState, PriceSource, ProductId, ShortageCause,
};
use poem_openapi::Object;

use crate::{
    orders::Want,
    platform::http::{limits::NOTE, text::LongText},
};

/// What one buyer wants in one cycle.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Order {
    /// Identifies the order.
    pub id: OrderId,
    /// Short code that people read out.
    pub code: String,
    /// Whose it is.
    pub buyer_id: BuyerId,
    /// The buyer's name; only staff are told.
    pub buyer_name: Option<String>,
    /// Its cycle.
    pub cycle_id: CycleId,
    /// The cycle's code.
    pub cycle_code: String,
    /// Where the cycle stands.
    pub cycle_state: CycleState,
    /// The day it comes.
    pub delivery_date: NaiveDate,
    /// Until then it may be changed.
    pub cut_off_at: DateTime<Utc>,
    /// Where it goes.
    pub delivery_point_id: DeliveryPointId,
    /// The standing order's date it came from.
    pub occurrence_id: Option<OccurrenceId>,
    /// Where it stands.
    pub state: OrderState,
    /// Whether it may still be changed or cancelled.
    pub changeable: bool,
    /// Sum of its lines, net.
    pub net: Money,
    /// Taxes expected on them.
    pub tax: Money,
    /// Both.
    pub total: Money,
    /// When it was placed.
    pub placed_at: Option<DateTime<Utc>>,
    /// When it was cancelled.
    pub cancelled_at: Option<DateTime<Utc>>,
}

/// An order with its lines.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct OrderDetail {
    /// The order.
    pub order: Order,
    /// For the cooperative to read.
    pub note: Option<String>,
    /// Why it was cancelled.
    pub cancel_reason: Option<String>,
    /// Its lines, in the buyer's order.
    pub lines: Vec<OrderLine>,
}

/// A product and how much of it an order wants.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct OrderLine {
    /// Identifies the line.
    pub id: OrderLineId,
    /// The product.
    pub product_id: ProductId,
    /// Its code.
    pub product_code: String,
    /// Its name in Spanish.
    pub name_es: String,
    /// Its name in English.
    pub name_en: String,
    /// Units ordered.
    pub quantity: i64,
    /// Units per arriving guest, where the quantity follows the guests.
    pub per_guest: Option<i64>,
    /// Units wanted, where there were not that many.
    pub wanted: Option<i64>,
    /// Why there were not.
    pub reduced_by: Option<OccurrenceReason>,
    /// Units of it that will not come: a shortage told since.
    pub short: i64,
    /// Where the price comes from.
    pub price_source: PriceSource,
    /// Net, per unit.
    pub unit_price: Money,
    /// Basis points off the unit price.
    pub discount_bps: i32,
    /// Net of the line.
    pub net: Money,
}

/// An order to place.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none)]
pub struct NewOrder {
    /// The cycle: one of your zone that is open.
    pub cycle_id: CycleId,
    /// Where it goes.
    pub delivery_point_id: DeliveryPointId,
    /// For the cooperative to read.
    pub note: Option<LongText<NOTE>>,
    /// What and how much; each product once.
    #[oai(validator(min_items = 1, max_items = 200))]
    pub lines: Vec<WantedLine>,
}

/// What an order is to be from now on.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none)]
pub struct OrderAmendment {
    /// Where it goes.
    pub delivery_point_id: DeliveryPointId,
    /// For the cooperative to read.
    pub note: Option<LongText<NOTE>>,
    /// All its lines; each product once.
    #[oai(validator(min_items = 1, max_items = 200))]
    pub lines: Vec<WantedLine>,
}

/// A product and how much of it is wanted.
#[derive(Clone, Copy, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct WantedLine {
    /// The product.
    pub product_id: ProductId,
    /// Units; per arriving guest where `per_guest`.
    #[oai(validator(minimum(value = "1"), maximum(value = "1000000")))]
    pub quantity: i64,
    /// Whether the quantity follows the arriving guests.
    #[oai(default)]
    pub per_guest: bool,
}

impl From<WantedLine> for Want {
    fn from(line: WantedLine) -> Self {
        Self { product_id: line.product_id, quantity: line.quantity, per_guest: line.per_guest }
    }
}

/// Why an order is cancelled.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none)]
pub struct OrderCancellation {
    /// In a few words, for the other side to read.
    pub reason: Option<LongText<NOTE>>,
}

/// What a cycle's orders add up to for one product.
#[derive(Clone, Debug, Object)]
pub struct DemandLine {
    /// The product.
    pub product_id: ProductId,
    /// Its code.
    pub product_code: String,
    /// Its name in Spanish.
    pub name_es: String,
    /// Its name in English.
    pub name_en: String,
    /// Units ordered.
    pub units: i64,
    /// Units per lot.
    pub lot_size: i64,
    /// Lots to make: the units, rounded up.
    pub lots: i64,
    /// Net value of the units.
    pub net: Money,
}

/// How a cycle's orders stand.
#[derive(Clone, Debug, Object)]
pub struct CycleOrders {
    /// How many stand in each state, and their sums.
    pub states: Vec<OrdersInState>,
    /// Dates of standing orders that wait for their job.
    pub occurrences_due: i64,
    /// Dates that were reduced, skipped or blocked, with the reason.
    pub occurrences_told: Vec<ToldOccurrence>,
}

/// Orders of a cycle in one state.
#[derive(Clone, Debug, Object)]
pub struct OrdersInState {
    /// The state.
    pub state: OrderState,
    /// How many.
    pub orders: i64,
    /// Their net.
    pub net: Money,
    /// Their taxes.
    pub tax: Money,
}

/// Units of an order line that will not come.
#[derive(Clone, Debug, Object)]
pub struct Shortage {
    /// The line.
    pub order_line_id: OrderLineId,
    /// The product.
    pub product_id: ProductId,
    /// Why.
    pub cause: ShortageCause,
    /// Units.
    pub quantity: i64,
    /// When it was recorded.
    pub created_at: DateTime<Utc>,
}

pub use super::standing::ToldOccurrence;
