//! Wire types of orders.

mod arrivals;
mod orders;
mod standing;

pub use arrivals::*;
pub use orders::*;
pub use standing::*;
