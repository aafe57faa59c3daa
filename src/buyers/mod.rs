//! The buyers: their accounts with segment, zone, terms and credit, the doors their deliveries go to, and the delivery
//! zones. An account's exposure is what it has ordered and not yet paid; it moves once per business fact.
//!
//! ```text
//! account:         approved ──close──▶ closed ──reopen──▶ approved      (fact: closed_at)
//! delivery point:  live ──retire──▶ retired                             (fact: retired_at)
//! ```
//!
//! Upstream: `identity` (the organisation). Tells: `BuyerApproved`. Orders, invoicing and payments move the exposure.

mod actions;
mod api;
mod events;
mod exposure;
mod reads;
mod store;

pub use actions::{
    BuyerTerms, NewBuyer, PointTerms, add_delivery_point, approve, change_buyer, change_delivery_point, close,
    put_segment, put_zone, rename_segment, rename_zone, reopen, retire_delivery_point,
};
pub use api::{APIS, Apis};
pub use events::Event;
pub use exposure::{Movement, move_exposure, move_exposures};
pub use store::{
    buyer, buyer_by_code, buyer_of, buyers, delivery_point_of, delivery_points, open_account, points_of, segment,
    segments, zone, zones,
};
