//! The figures of a season's fairness: shares, values by what became of the quotas, and how far apart the workshops'
//! ratios were.

mod micro;
mod season_values;
mod spread;

pub use micro::{MILLION, fraction, micro_to_basis_points, micro_to_hundredths, micro_to_number, parse_micro};
pub use season_values::{Movement, ReducedValue, SeasonValues};
pub use spread::{RatioSpread, WorkshopRatio};
