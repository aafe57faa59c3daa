//! The verbs of the buyers.

mod accounts;
mod points;
mod segments;
mod zones;

pub use accounts::{BuyerTerms, NewBuyer, approve, change_buyer, close, reopen};
pub use points::{PointTerms, add_delivery_point, change_delivery_point, retire_delivery_point};
pub use segments::{put_segment, rename_segment};
pub use zones::{put_zone, rename_zone};
