//! What the reports compute.

mod compute_fairness;
mod trace_line;

pub use compute_fairness::{CycleFairness, SeasonFairness, WorkshopFairness, compute_fairness};
pub use trace_line::{LineTrace, TraceReader, trace_line};
