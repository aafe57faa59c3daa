//! CONTRACT STUB
use std::collections::HashMap;
use entities::{buyers::*, values::*};
use crate::{identity, platform::{http::problem::Answer, work::{Work, Fact}}};
#[derive(Debug)]
pub enum Event { BuyerApproved { buyer_id: BuyerId } }
impl Fact for Event {}
/// The account of the calling buyer's organisation (404 where it has none or it is closed).
pub async fn buyer_of(_w: &Work, _caller: &identity::Buyer) -> Answer<buyer::Model> { todo!() }
pub async fn buyers(_w: &Work, _ids: &[BuyerId]) -> Answer<HashMap<BuyerId, buyer::Model>> { todo!() }
pub async fn delivery_points(_w: &Work, _ids: &[DeliveryPointId]) -> Answer<HashMap<DeliveryPointId, delivery_point::Model>> { todo!() }
/// A live delivery point of this buyer, or 404.
pub async fn delivery_point_of(_w: &Work, _buyer: BuyerId, _id: DeliveryPointId) -> Answer<delivery_point::Model> { todo!() }
/// Moves the buyer's exposure by `amount` (may be negative), once per cause: a repetition changes nothing. One statement locks the row. Where `amount` > 0 and `enforce_limit`, refuses 409 `credit_limit_exceeded` above the limit.
pub async fn move_exposure(_w: &mut Work, _buyer: BuyerId, _cause: String, _amount: Amount, _enforce_limit: bool) -> Answer<()> { todo!() }
