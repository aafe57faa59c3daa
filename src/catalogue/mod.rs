//! CONTRACT STUB
use std::collections::HashMap;
use chrono::NaiveDate;
use entities::{catalogue::*, values::*};
use crate::platform::{http::problem::Answer, work::{Work, Fact}};
#[derive(Debug)]
pub enum Event {
    /// Product, its offers or who may supply it changed: search follows.
    ProductChanged { product_id: ProductId },
}
impl Fact for Event {}
pub async fn products(_w: &Work, _ids: &[ProductId]) -> Answer<HashMap<ProductId, product::Model>> { todo!() }
/// `may_supply`: each live offer of these products (all where empty), and what forbids it on `delivery_date` (certificate, authorisation, pause, harvest; none = may supply).
#[derive(Clone, Debug)]
pub struct OfferSupply { pub offer: offer::Model, pub blocked_by: Option<BoundBy> }
pub async fn may_supply(_w: &Work, _delivery_date: NaiveDate, _products: &[ProductId]) -> Answer<Vec<OfferSupply>> { todo!() }
/// What may still be ordered of each product for a delivery date, in units.
#[derive(Clone, Debug, Default)]
pub struct Sellable { pub capacity: i64, pub reserved: i64, /// capacity − reserved, not below 0 
 pub units: i64, /// longest lead time of the makers that may supply, days 
 pub lead_days: i32, /// reason where capacity is 0 
 pub blocked_by: Option<BoundBy> }
pub async fn sellable(_w: &Work, _delivery_date: NaiveDate, _products: &[ProductId]) -> Answer<HashMap<ProductId, Sellable>> { todo!() }
/// One order line's hold on capacity.
#[derive(Clone, Debug)]
pub struct Hold { pub holder: OrderLineId, pub product_id: ProductId, pub quantity: i64 }
/// Takes capacity of the delivery date's production week for these lines, or refuses whole with 409 `capacity_exceeded` naming each line (`/lines/{i}/quantity`) and what is left. A holder that has a reservation is moved to its new quantity. Locks week_capacity rows in product order: two buyers racing for the last lot cannot both win.
pub async fn reserve(_w: &mut Work, _delivery_date: NaiveDate, _holds: &[Hold]) -> Answer<()> { todo!() }
/// As `reserve`, but gives what there is (down to 0) and says how much each hold got.
pub async fn reserve_up_to(_w: &mut Work, _delivery_date: NaiveDate, _holds: &[Hold]) -> Answer<Vec<i64>> { todo!() }
pub async fn release(_w: &mut Work, _holders: &[OrderLineId]) -> Answer<()> { todo!() }
/// A segment's price list in one version.
#[derive(Clone, Debug)]
pub struct PriceBook { pub price_list_id: PriceListId, pub version: i32, pub currency: Currency, /// (product → tiers, ascending by min_quantity)
 pub tiers: HashMap<ProductId, Vec<(i64, Amount)>> }
impl PriceBook { /// Net unit price at that quantity; none = not on the list. 
 pub fn price(&self, product: ProductId, quantity: i64) -> Option<Amount> { self.tiers.get(&product)?.iter().rev().find(|(from, _)| *from <= quantity).or_else(|| self.tiers.get(&product)?.first()).map(|(_, a)| *a) } }
pub async fn price_book_of(_w: &Work, _segment: SegmentId) -> Answer<Option<PriceBook>> { todo!() }
pub async fn price_book_at(_w: &Work, _list: PriceListId, _version: i32) -> Answer<PriceBook> { todo!() }
