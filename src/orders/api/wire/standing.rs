//! Wire types of standing orders.

use chrono::{DateTime, NaiveDate, Utc};
use entities::{
    orders::{standing_order_line, standing_order_pause},
    values::{
        BuyerId, CycleId, DeliveryPointId, Money, OccurrenceId, OccurrenceReason, OccurrenceState, OrderId,
        OverrideLine, ProductId, StandingOrderId, StandingOrderState,
    },
};
use poem_openapi::Object;
use uuid::Uuid;

use super::WantedLine;
use crate::{
    orders::{DateChange, StandingTerms, Want},
    platform::http::{limits::NAME, text::Text},
};

/// A buyer's recurring order.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct StandingOrder {
    /// Identifies the standing order.
    pub id: StandingOrderId,
    /// Short code.
    pub code: String,
    /// Whose it is.
    pub buyer_id: BuyerId,
    /// The buyer's name; only staff are told.
    pub buyer_name: Option<String>,
    /// What the buyer calls it.
    pub name: String,
    /// Where its orders go.
    pub delivery_point_id: DeliveryPointId,
    /// RFC 5545 rule on dates.
    pub rule: String,
    /// The first day it may fall on.
    pub starts_on: NaiveDate,
    /// The last day it may fall on.
    pub ends_on: Option<NaiveDate>,
    /// Where it stands today.
    pub state: StandingOrderState,
    /// Where it rests today, the last day of the pause.
    pub paused_until: Option<NaiveDate>,
    /// Its version, as `ETag` says it.
    pub version: i32,
}

/// A standing order with its lines and pauses.
#[derive(Clone, Debug, Object)]
pub struct StandingOrderDetail {
    /// The standing order.
    pub standing_order: StandingOrder,
    /// What each of its dates orders.
    pub lines: Vec<StandingOrderLine>,
    /// Its pauses, past ones too.
    pub pauses: Vec<StandingOrderPause>,
}

/// A product of a standing order.
#[derive(Clone, Debug, Object)]
pub struct StandingOrderLine {
    /// The product.
    pub product_id: ProductId,
    /// Units, or per arriving guest where `per_guest`.
    pub quantity: i64,
    /// Whether the quantity follows the arriving guests.
    pub per_guest: bool,
}

impl From<standing_order_line::Model> for StandingOrderLine {
    fn from(row: standing_order_line::Model) -> Self {
        Self { product_id: row.product_id, quantity: row.quantity, per_guest: row.per_guest }
    }
}

/// Days on which a standing order rests.
#[derive(Clone, Debug, Object)]
pub struct StandingOrderPause {
    /// Identifies the pause.
    pub id: Uuid,
    /// First day.
    pub from_date: NaiveDate,
    /// Last day.
    pub until_date: NaiveDate,
}

impl From<standing_order_pause::Model> for StandingOrderPause {
    fn from(row: standing_order_pause::Model) -> Self {
        Self { id: row.id, from_date: row.from_date, until_date: row.until_date }
    }
}

/// A standing order to make, to preview, or as it is to be from now on.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none)]
pub struct PutStandingOrder {
    /// What you call it.
    pub name: Text<1, NAME>,
    /// Where its orders go.
    pub delivery_point_id: DeliveryPointId,
    /// RFC 5545 rule on dates, such as `FREQ=WEEKLY;BYDAY=TU,FR` or `FREQ=WEEKLY;INTERVAL=2;BYDAY=TU`.
    pub rule: Text<1, 200>,
    /// The first day it may fall on; the pace of the rule is counted from here.
    pub starts_on: NaiveDate,
    /// The last day it may fall on.
    pub ends_on: Option<NaiveDate>,
    /// What each of its dates orders; each product once.
    #[oai(validator(min_items = 1, max_items = 200))]
    pub lines: Vec<WantedLine>,
}

impl From<PutStandingOrder> for StandingTerms {
    fn from(put: PutStandingOrder) -> Self {
        Self {
            name: put.name.into(),
            delivery_point_id: put.delivery_point_id,
            rule: put.rule.to_uppercase(),
            starts_on: put.starts_on,
            ends_on: put.ends_on,
            lines: put.lines.into_iter().map(Want::from).collect(),
        }
    }
}

/// A pause to make.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct NewPause {
    /// First day.
    pub from_date: NaiveDate,
    /// Last day.
    pub until_date: NaiveDate,
}

/// What one date of a standing order is to be; empty = as the standing order says.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct PutOccurrence {
    /// Leave this date out.
    #[oai(default)]
    pub skip: bool,
    /// Quantities that differ on this date; 0 leaves a product out, a product that the standing order has not is added.
    #[oai(default, validator(max_items = 200))]
    pub lines: Vec<OverrideLine>,
}

impl From<PutOccurrence> for DateChange {
    fn from(put: PutOccurrence) -> Self {
        Self { skip: put.skip, overrides: put.lines }
    }
}

/// One date of a standing order and what became of it.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Occurrence {
    /// Identifies the date's row.
    pub id: OccurrenceId,
    /// The date.
    pub date: NaiveDate,
    /// The cycle it went to.
    pub cycle_id: Option<CycleId>,
    /// What became of it.
    pub state: OccurrenceState,
    /// Why it is reduced, skipped or blocked.
    pub reason: Option<OccurrenceReason>,
    /// What was changed for that date only.
    pub changes: Vec<OverrideLine>,
    /// The order it became.
    pub order_id: Option<OrderId>,
    /// When that was decided.
    pub decided_at: Option<DateTime<Utc>>,
}

/// A date of a standing order that was reduced, skipped or blocked.
#[derive(Clone, Debug, Object)]
pub struct ToldOccurrence {
    /// The standing order.
    pub standing_order_id: StandingOrderId,
    /// What the buyer calls it.
    pub standing_order_name: String,
    /// Whose it is.
    pub buyer_id: BuyerId,
    /// The buyer's name.
    pub buyer_name: String,
    /// The date and what became of it.
    pub occurrence: Occurrence,
}

/// A date to come of a standing order.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct UpcomingDate {
    /// The date.
    pub date: NaiveDate,
    /// The cycle it goes to; none = no delivery is planned for it yet.
    pub cycle_id: Option<CycleId>,
    /// The day it comes.
    pub delivery_date: Option<NaiveDate>,
    /// Until then it may be changed.
    pub cut_off_at: Option<DateTime<Utc>>,
    /// Where it stands: `due` until its cycle opens.
    pub state: OccurrenceState,
    /// Why it is, or would be now, reduced, skipped or blocked.
    pub reason: Option<OccurrenceReason>,
    /// The order it became.
    pub order_id: Option<OrderId>,
    /// Whether it was changed for that date only.
    pub changed: bool,
    /// What would be ordered; empty where it is decided.
    pub lines: Vec<UpcomingLine>,
    /// Net at today's prices.
    pub net: Money,
    /// Net and taxes.
    pub total: Money,
}

/// A line of a date to come.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct UpcomingLine {
    /// The product.
    pub product_id: ProductId,
    /// Units that would come now.
    pub quantity: i64,
    /// Units wanted, where they would not all come.
    pub wanted: Option<i64>,
    /// Why they would not.
    pub warning: Option<OccurrenceReason>,
    /// Net, per unit, at today's prices.
    pub unit_price: Money,
    /// Net of the line.
    pub net: Money,
}
