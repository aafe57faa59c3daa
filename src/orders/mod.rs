//! CONTRACT STUB
mod rules;
use crate::platform::{
    http::problem::Answer,
    work::{Fact, Work},
};
use entities::{orders::*, values::*};
#[derive(Debug)]
pub enum Event {
    OrderPlaced { order_id: OrderId, buyer_id: BuyerId },
    OrderAmended { order_id: OrderId, buyer_id: BuyerId },
    OrderCancelled { order_id: OrderId, buyer_id: BuyerId },
    OccurrenceDecided { occurrence_id: OccurrenceId, buyer_id: BuyerId },
    ShortageRecorded { cycle_id: CycleId, order_ids: Vec<OrderId> },
}
impl Fact for Event {}
/// What a closed cycle's orders add up to, by product code order: units and net value. One set-based query.
#[derive(Clone, Debug)]
pub struct Demand {
    pub product_id: ProductId,
    pub units: i64,
    pub net: Amount,
}
pub async fn demand(_w: &Work, _cycle: CycleId) -> Answer<Vec<Demand>> {
    todo!()
}
/// Shares a shortage of `units` of a product among the cycle's order lines by the rule (priority class, then in proportion, whole units), once per cause key.
pub async fn record_shortage(
    _w: &mut Work,
    _cycle: CycleId,
    _product: ProductId,
    _units: i64,
    _cause: ShortageCause,
    _cause_key: String,
) -> Answer<()> {
    todo!()
}
/// An order line still to be delivered: ordered less shortages.
#[derive(Clone, Debug)]
pub struct DueLine {
    pub line: order_line::Model,
    pub order_id: OrderId,
    pub buyer_id: BuyerId,
    pub delivery_point_id: DeliveryPointId,
    pub priority: i32,
    pub due: i64,
}
pub async fn due_lines(_w: &Work, _cycle: CycleId) -> Answer<Vec<DueLine>> {
    todo!()
}
pub async fn lines(
    _w: &Work,
    _ids: &[OrderLineId],
) -> Answer<std::collections::HashMap<OrderLineId, order_line::Model>> {
    todo!()
}
/// Moves placed orders of a cycle to in_delivery / delivered.
pub async fn mark(_w: &mut Work, _orders: &[OrderId], _to: OrderState) -> Answer<()> {
    todo!()
}
pub async fn orders(_w: &Work, _ids: &[OrderId]) -> Answer<std::collections::HashMap<OrderId, order::Model>> {
    todo!()
}
