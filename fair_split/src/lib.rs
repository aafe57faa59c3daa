//! Fair division of demand among workshops with limited capacity.
//!
//! Several workshops make the same products for a common buyer. [`split()`] decides how many lots of each product each
//! workshop makes, so that the value assigned per share is as even as capacities, limits and demand allow. It reports
//! for every workshop and every unserved product which constraint was binding.
//!
//! The crate is pure: no input or output, no clock, no randomness, and no floating-point number takes part in a
//! decision. The same [`Instance`] gives the same [`SplitResult`], whatever the order of its rows.
//!
//! # Model
//!
//! | term | meaning |
//! |---|---|
//! | [`Workshop`] | a producer with a *share* of the common work, an optional *limit* in money, and the value it *carries* from earlier runs |
//! | [`Product`] | has a value per *lot* and a *demand* in lots; a lot is the indivisible unit of the split |
//! | [`Offer`] | a workshop's *capacity* for a product in lots, with an optional *minimum batch* (none, or at least that many) |
//! | pin | a quantity fixed beforehand; it counts toward demand, capacity and limit before anything else is split |
//! | ratio | (carried value + value of the assigned lots) ÷ share |
//! | level | the ratio that workshops which compete for the same demand reach together |
//! | [`Quota`] | the lots of one product that one workshop makes |
//!
//! # Guarantees
//!
//! Without minimum batches there is exactly one lexicographically max-min vector of ratios with divisible lots: the
//! lowest ratio is as high as possible, then the next lowest, and so on. [`WorkshopResult::target_ratio`] is that
//! vector. The quotas are whole lots such that
//!
//! - demand, capacities, limits and pins are respected exactly;
//! - every workshop's value differs from its fractional value by at most its most valuable feasible lot (two lots for
//!   a workshop at its limit);
//! - without limits, each product's total is the fractional total rounded down or up;
//! - no move of a single lot within these bounds improves the sorted vector of ratios;
//! - a run with its own result as [`Instance::previous`] returns the same quotas.
//!
//! Among equally fair results, fewer makers per product are preferred, then closeness to the previous run, then the
//! smaller code. Minimum batches make the problem NP-hard; they are always respected, by a heuristic.
//!
//! # Example
//!
//! Two workshops make jam. Berta has twice the share of Ana and already carries a value of 30.
//!
//! ```
//! use fair_split::{BindingConstraint, Decimal, Instance, Offer, Product, Workshop, split};
//!
//! let workshop = |id: &str, share: i64, carried_value: i64| Workshop {
//!     id: id.to_owned(),
//!     share: Decimal::from(share),
//!     limit: None,
//!     carried_value: Decimal::from(carried_value),
//! };
//! let offer = |workshop: &str| Offer {
//!     workshop: workshop.to_owned(),
//!     product: "jam".to_owned(),
//!     capacity: 12,
//!     min_batch: 0,
//!     unavailable: None,
//! };
//! let instance = Instance {
//!     workshops: vec![workshop("ana", 1, 0), workshop("berta", 2, 30)],
//!     products: vec![Product { id: "jam".to_owned(), lot_value: Decimal::from(10), demand: 12 }],
//!     offers: vec![offer("ana"), offer("berta")],
//!     ..Instance::default()
//! };
//!
//! let result = split(&instance)?;
//!
//! // The common level is (12 × 10 + 30) ÷ 3 = 50, so Ana makes 5 lots and Berta 7.
//! assert_eq!(result.quotas.iter().map(|quota| quota.lots).collect::<Vec<_>>(), [5, 7]);
//! assert!(result.workshops.iter().all(|workshop| workshop.ratio_after == 50.0));
//! assert!(result.workshops.iter().all(|workshop| workshop.bound_by == BindingConstraint::Level));
//! # Ok::<(), fair_split::InstanceError>(())
//! ```
//!
//! [`json`] reads and writes the same as JSON text.
//!
//! # Algorithm
//!
//! 1. [`Instance`] → checked problem in exact integers (module `problem`).
//! 2. The fractional optimum, by decomposition with maximum flows (`max_min`).
//! 3. Whole lots near the optimum: cycle canceling, rounding along trees, single-lot moves, tie-breaking (`rounding`).
//! 4. Minimum batches, by repair and local search (`min_batch`).
//! 5. Binding constraints and reasons, from the residual flow (`explain`).

mod decimal;
mod error;
mod explain;
mod instance;
mod int256;
pub mod json;
mod max_min;
mod min_batch;
mod problem;
mod ratio;
mod reasons;
mod residual;
mod rounding;
mod split;

#[cfg(test)]
mod tests;

pub use decimal::{Decimal, ParseDecimalError};
pub use error::{InstanceError, InstanceErrorKind};
pub use instance::{Instance, Offer, Product, Quota, UnavailableReason, Workshop};
pub use reasons::{BindingConstraint, UnmetReason};
pub use split::{SplitResult, UnmetDemand, WorkshopResult, split};
