//! The queries of the reports: each one pass over a season, grouped in the database.

mod given;
mod runs;
mod seasons;

pub use given::{gone, moved, short};
pub use runs::{RunRow, runs};
pub use seasons::{newest_season, season};
