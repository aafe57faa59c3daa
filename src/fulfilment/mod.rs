//! CONTRACT STUB
use entities::{fulfilment::*, values::*};
use crate::platform::{http::problem::Answer, work::{Work, Fact}};
#[derive(Debug)]
pub enum Event {
    GoodsReceived { cycle_id: CycleId, receipt_id: ReceiptId },
    DeliveryDispatched { delivery_id: DeliveryId },
    DeliveryConfirmed { delivery_id: DeliveryId, cycle_id: CycleId },
    /// Every delivery of the cycle is confirmed.
    CycleDelivered { cycle_id: CycleId },
}
impl Fact for Event {}
pub async fn delivery(_w: &Work, _id: DeliveryId) -> Answer<delivery::Model> { todo!() }
pub async fn delivery_lines(_w: &Work, _deliveries: &[DeliveryId]) -> Answer<Vec<delivery_line::Model>> { todo!() }
/// Confirmed deliveries of a cycle.
pub async fn confirmed_in(_w: &Work, _cycle: CycleId) -> Answer<Vec<delivery::Model>> { todo!() }
/// Units accepted from each unit of each product in a cycle (delivered or not): the pool's measure.
#[derive(Clone, Debug)]
pub struct Accepted { pub product_id: ProductId, pub unit_id: UnitId, pub units: i64 }
pub async fn accepted_in(_w: &Work, _cycle: CycleId) -> Answer<Vec<Accepted>> { todo!() }
