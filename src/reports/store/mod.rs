//! The queries of the reports. Those of fairness read one season and group it in the database.

mod job_subjects;
mod line_trace;
mod run_ratios;
mod season_values;
mod seasons;

pub use job_subjects::{JobSubject, list_job_subjects};
pub use line_trace::{
    LineOfBatch, TracedGoods, TracedLine, TracedPool, TracedShare, TracedStatement, find_traced_pool, get_traced_line,
    list_lines_of_batch, list_lines_of_pool, list_traced_goods, list_traced_shares, list_traced_statements,
};
pub use run_ratios::{RunRatio, list_run_ratios};
pub use season_values::{list_short_units, sum_movements, sum_reductions};
pub use seasons::{get_newest_season, get_season};
