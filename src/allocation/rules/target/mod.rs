//! The target: the one best vector of ratios, lexicographically max-min, as a flow of money from
//! products to units.
//!
//! The value that sets of units can receive together is a polymatroid, and on its base the fairest
//! vector is found by decomposition (Megiddo 1974; Fujishige 1980; Groenevelt 1991; Gallo, Grigoriadis &
//! Tarjan 1989): suppose one height for all units of a part; a maximum flow either confirms it, or its
//! minimum cut divides the part into units that must stay at or below that height and units that stand at
//! or above it. Nothing flows from the lower side's products to the higher side, and what flows from the
//! higher side's products to the lower side fills its arcs, so both sides are smaller problems of the
//! same kind. Heights are exact fractions; a part's flow is counted in money × the fraction's lower number.

mod amount;
mod flow;
mod level;
mod parts;

use super::problem::Problem;
use super::wide::{Ratio, Wide};

/// Flow on one arc: whole lots and the rest in money × scale, less than one lot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flow {
    pub(crate) whole: i64,
    pub(crate) part: Wide,
}

/// The fractional optimum.
#[derive(Debug)]
pub(crate) struct Target {
    /// Ratio of each unit: exact.
    pub(crate) ratio: Vec<Ratio>,
    /// Value given to each unit beyond its start, in money × its `scale`.
    pub(crate) value: Vec<Wide>,
    /// Scale of each unit's value.
    pub(crate) scale: Vec<u128>,
    /// Scale of the flows of each product.
    pub(crate) good_scale: Vec<u128>,
    /// Flow of each arc.
    pub(crate) flow: Vec<Flow>,
}

impl Target {
    /// The target of a problem, without regard to minimum batches. Products of no value are left out.
    pub(crate) fn of(problem: &Problem) -> Self {
        parts::Decomposition::new(problem, false).run()
    }

    /// The same target, reached by a flow that stays close to the previous run.
    pub(crate) fn near_previous(problem: &Problem) -> Self {
        parts::Decomposition::new(problem, true).run()
    }

    /// Value given to a unit, rounded down to whole money, and whether that is exact.
    pub(crate) fn whole_value(&self, unit: usize) -> (u128, bool) {
        let (whole, rest) = self.value[unit].divided(Wide::new(self.scale[unit]));
        (whole, rest.is_zero())
    }

    /// Does the unit stand exactly at its overall limit?
    pub(crate) fn at_limit(&self, problem: &Problem, unit: usize) -> bool {
        problem.units[unit].limit.is_some_and(|limit| self.value[unit] == Wide::product(limit, self.scale[unit]))
    }

    /// Lots of a product that the target serves: rounded down and rounded up.
    pub(crate) fn served(&self, problem: &Problem, good: usize) -> (i64, i64) {
        let (mut whole, mut part) = (0, Wide::ZERO);
        for flow in &self.flow[problem.good_range(good)] {
            whole += flow.whole;
            part = part.plus(flow.part);
        }
        let lot = Wide::product(problem.goods[good].value, self.good_scale[good]);
        let (more, rest) = part.divided(lot);
        whole += i64::try_from(more).unwrap_or(0);
        (whole, whole + i64::from(!rest.is_zero()))
    }
}
