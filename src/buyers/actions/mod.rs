//! Commands of the buyers.

mod accounts;
mod delivery_points;
mod exposure;
mod segments;
mod zones;

pub use accounts::{BuyerTerms, NewBuyer, TermsAgreement, approve, close, reopen, update_buyer};
pub use delivery_points::{DeliveryPointTerms, create_delivery_point, retire_delivery_point, update_delivery_point};
pub use exposure::{move_exposure, move_exposures};
pub use segments::{create_segment, update_segment};
pub use zones::{create_zone, update_zone};
