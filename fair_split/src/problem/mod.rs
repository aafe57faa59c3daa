//! The instance as a bipartite network of products and workshops.
//!
//! Rows are sorted by code and checked. Every amount of money and every share is an exact integer multiple of the
//! smallest decimal place in use. Pins are already subtracted from demand, capacity and limits.

mod build;
mod pins;

use super::instance::UnavailableReason;
use super::ratio::Ratio;

/// A workshop. Money is in the smallest decimal place of the instance.
#[derive(Clone, Debug)]
pub(crate) struct WorkshopNode {
    pub(crate) id: String,
    /// Share, in lowest terms with the other shares.
    pub(crate) share: u128,
    pub(crate) carried_value: u128,
    /// Value of its pins.
    pub(crate) pinned_value: u128,
    /// Limit left after its pins; `None` where the capacities are the stricter bound.
    pub(crate) limit: Option<u128>,
    /// Value of its most valuable feasible lot: one in demand, of a product it has capacity for.
    pub(crate) max_lot_value: u128,
}

impl WorkshopNode {
    /// Value before anything is split: carried value and pins.
    pub(crate) fn initial_value(&self) -> u128 {
        self.carried_value + self.pinned_value
    }
}

/// A product.
#[derive(Clone, Debug)]
pub(crate) struct ProductNode {
    pub(crate) id: String,
    /// Value of a lot.
    pub(crate) lot_value: u128,
    /// Demand left after pins, in lots.
    pub(crate) demand: i64,
    /// Demand of the instance, in lots.
    pub(crate) total_demand: i64,
}

/// A pair of workshop and product that can receive lots.
#[derive(Clone, Debug)]
pub(crate) struct Arc {
    pub(crate) workshop: usize,
    pub(crate) product: usize,
    /// Capacity in lots, at most the demand.
    pub(crate) capacity: i64,
    /// Minimum batch in lots, 1 where there is none.
    pub(crate) min_batch: i64,
    /// Lots of the previous run.
    pub(crate) previous: i64,
}

/// A pair with an offer that receives nothing, or exactly its pin.
#[derive(Clone, Debug)]
pub(crate) struct ClosedPair {
    pub(crate) workshop: usize,
    pub(crate) product: usize,
    pub(crate) reason: CloseReason,
}

/// Why a pair is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CloseReason {
    NoCapacity,
    Unavailable(UnavailableReason),
    Pinned(i64),
}

/// The network.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    pub(crate) workshops: Vec<WorkshopNode>,
    pub(crate) products: Vec<ProductNode>,
    /// Sorted by product, then workshop.
    pub(crate) arcs: Vec<Arc>,
    pub(crate) closed_pairs: Vec<ClosedPair>,
    /// Index of each product's first arc, and the number of arcs at the end.
    pub(crate) product_arc_starts: Vec<usize>,
    /// Indices of each workshop's arcs.
    pub(crate) workshop_arcs: Vec<Vec<usize>>,
    /// Money is counted in `10^-money_places`.
    pub(crate) money_places: u32,
    /// A share of the instance is `share × share_factor / 10^share_places`.
    pub(crate) share_places: u32,
    pub(crate) share_factor: u128,
}

impl Problem {
    /// Value a workshop would receive if all its capacity were used.
    pub(crate) fn capacity_value(&self, workshop: usize) -> u128 {
        self.workshop_arcs[workshop].iter().map(|arc| self.value_of(*arc, self.arcs[*arc].capacity)).sum()
    }

    /// Value of a number of lots of an arc's product.
    pub(crate) fn value_of(&self, arc: usize, lots: i64) -> u128 {
        self.products[self.arcs[arc].product].lot_value * u128::from(lots.unsigned_abs())
    }

    /// A ratio in the instance's own money per share, for display only.
    pub(crate) fn to_f64(&self, ratio: Ratio) -> f64 {
        let power_of_ten = |places: u32| 10_f64.powi(i32::try_from(places).unwrap_or(i32::MAX));
        let exact = ratio.reduced();
        exact.numerator as f64 / exact.denominator as f64
            * (power_of_ten(self.share_places) / power_of_ten(self.money_places))
            / self.share_factor as f64
    }

    /// The problem without minimum batches.
    pub(crate) fn without_min_batches(&self) -> Self {
        let mut relaxed = self.clone();
        relaxed.arcs.iter_mut().for_each(|arc| arc.min_batch = 1);
        relaxed
    }

    /// The problem without a previous run.
    pub(crate) fn without_previous(&self) -> Self {
        let mut fresh = self.clone();
        fresh.arcs.iter_mut().for_each(|arc| arc.previous = 0);
        fresh
    }

    /// Whether there is a previous run.
    pub(crate) fn has_previous(&self) -> bool {
        self.arcs.iter().any(|arc| arc.previous > 0)
    }

    /// The problem restricted to the arcs marked in `open`, without minimum batches.
    pub(crate) fn restricted_to(&self, open: &[bool]) -> Self {
        let mut restricted = self.without_min_batches();
        for (arc, open) in restricted.arcs.iter_mut().zip(open) {
            if !open {
                arc.capacity = 0;
            }
        }
        restricted
    }

    /// Indices of a product's arcs.
    pub(crate) fn product_arcs(&self, product: usize) -> std::ops::Range<usize> {
        self.product_arc_starts[product]..self.product_arc_starts[product + 1]
    }
}
