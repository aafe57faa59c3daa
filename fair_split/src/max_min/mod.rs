//! The fractional optimum: the unique lexicographically max-min vector of ratios, as a flow of money from products to
//! workshops.
//!
//! The values that sets of workshops can receive together form a polymatroid. The fairest vector of its base is found
//! by decomposition (Megiddo 1974; Fujishige 1980; Groenevelt 1991; Gallo, Grigoriadis & Tarjan 1989). Suppose that
//! all workshops of a subproblem reach one common level. A maximum flow either confirms the level, or its minimum cut
//! separates the workshops whose level is lower from those whose level is higher. Nothing flows from products of the
//! lower side to the higher side, and what flows from products of the higher side to the lower side saturates its
//! arcs, so both sides are smaller problems of the same kind. Levels are exact fractions; the flow of a subproblem is
//! counted in money × the denominator of its level.

mod decomposition;
mod flow_int;
mod flow_network;
mod subproblem;
mod water_filling;

use std::ops::RangeInclusive;

use super::int256::U256;
use super::problem::Problem;
use super::ratio::Ratio;

/// Flow of one arc.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ArcFlow {
    /// Whole lots.
    pub(crate) lots: i64,
    /// The rest in money × the product's scale, less than one lot.
    pub(crate) remainder: U256,
}

impl ArcFlow {
    pub(crate) fn is_zero(self) -> bool {
        self.lots == 0 && self.remainder.is_zero()
    }
}

/// The fractional optimum of a problem. Minimum batches are ignored, and products without value receive no flow.
#[derive(Debug)]
pub(crate) struct FractionalSplit {
    /// Exact ratio of each workshop.
    pub(crate) ratios: Vec<Ratio>,
    /// Value of each workshop beyond its initial value, in money × its scale.
    pub(crate) values: Vec<U256>,
    /// Scale of each workshop's value.
    pub(crate) scales: Vec<u128>,
    /// Scale of the flows of each product.
    pub(crate) product_scales: Vec<u128>,
    /// Flow of each arc.
    pub(crate) flows: Vec<ArcFlow>,
}

impl FractionalSplit {
    /// Computes the optimum.
    pub(crate) fn solve(problem: &Problem) -> Self {
        decomposition::Decomposition::new(problem, false).run()
    }

    /// Computes the same ratios with flows that start from the previous run.
    pub(crate) fn solve_near_previous(problem: &Problem) -> Self {
        decomposition::Decomposition::new(problem, true).run()
    }

    /// Value of a workshop rounded down to the smallest unit of money, and whether that is exact.
    pub(crate) fn floor_value(&self, workshop: usize) -> (u128, bool) {
        let (floor, remainder) = self.values[workshop].div_rem(self.scales[workshop].into());
        (floor, remainder.is_zero())
    }

    /// Whether a workshop is exactly at its overall limit.
    pub(crate) fn is_at_limit(&self, problem: &Problem, workshop: usize) -> bool {
        problem.workshops[workshop]
            .limit
            .is_some_and(|limit| self.values[workshop] == U256::widening_mul(limit, self.scales[workshop]))
    }

    /// Lots served of a product, rounded down and rounded up.
    pub(crate) fn served_lots(&self, problem: &Problem, product: usize) -> RangeInclusive<i64> {
        let (mut lots, mut remainder) = (0, U256::ZERO);
        for flow in &self.flows[problem.product_arcs(product)] {
            lots += flow.lots;
            remainder = remainder + flow.remainder;
        }
        let lot = U256::widening_mul(problem.products[product].lot_value, self.product_scales[product]);
        let (more, remainder) = remainder.div_rem(lot);
        lots += i64::try_from(more).unwrap_or(0);
        lots..=lots + i64::from(!remainder.is_zero())
    }
}
