//! Reckoning a season's fairness from what was written down: shares, values by what became of them, and how far apart
//! those stood who could have made more.

mod given;
mod numbers;
mod spread;

pub use given::{Given, Movement};
pub use numbers::{MILLION, micro, number, part, value_of};
pub use spread::{Spread, Stood};
