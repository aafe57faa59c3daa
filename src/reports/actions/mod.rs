//! What the reports compute.

mod compute_fairness;

pub use compute_fairness::{CycleFairness, SeasonFairness, WorkshopFairness, compute_fairness};
