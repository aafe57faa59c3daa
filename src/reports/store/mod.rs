//! The queries of the reports. Each reads one season and groups it in the database.

mod run_ratios;
mod season_values;
mod seasons;

pub use run_ratios::{RunRatio, list_run_ratios};
pub use season_values::{list_short_units, sum_movements, sum_reductions};
pub use seasons::{get_newest_season, get_season};
