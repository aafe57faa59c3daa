//! Whole lots per arc, and the bounds on each workshop's value.

use super::super::max_min::FractionalSplit;
use super::super::problem::Problem;
use super::super::ratio::Ratio;

/// The range of values allowed for each workshop, beyond its initial value.
#[derive(Debug)]
pub(crate) struct ValueBounds {
    pub(crate) min: Vec<u128>,
    /// Includes the workshop's limit.
    pub(crate) max: Vec<u128>,
}

impl ValueBounds {
    /// One most valuable lot around the fractional optimum; two for a workshop at its limit, which is never exceeded.
    pub(crate) fn around(problem: &Problem, fractional: &FractionalSplit) -> Self {
        let mut bounds = Self { min: Vec::new(), max: Vec::new() };
        for (index, workshop) in problem.workshops.iter().enumerate() {
            let (value, exact) = fractional.floor_value(index);
            let lots = if fractional.is_at_limit(problem, index) { 2 } else { 1 };
            let tolerance = lots * workshop.max_lot_value;
            bounds.min.push((value + u128::from(!exact)).saturating_sub(tolerance));
            let max = value + tolerance;
            bounds.max.push(workshop.limit.map_or(max, |limit| max.min(limit)));
        }
        bounds
    }

    pub(crate) fn contains(&self, workshop: usize, value: u128) -> bool {
        (self.min[workshop]..=self.max[workshop]).contains(&value)
    }
}

/// An assignment of whole lots to arcs.
#[derive(Clone, Debug)]
pub(crate) struct Assignment<'a> {
    pub(crate) problem: &'a Problem,
    /// Lots of each arc.
    pub(crate) lots: Vec<i64>,
    /// Value of each workshop beyond its initial value.
    pub(crate) values: Vec<u128>,
    /// Lots assigned of each product.
    pub(crate) totals: Vec<i64>,
    /// Approximate ratio of each workshop and reciprocal of its share, used only to skip clearly worse candidates.
    approx: Vec<(f64, f64)>,
}

/// Relative error allowed for approximate ratios; closer ones are compared exactly.
const APPROX_ERROR: f64 = 1e-9;

impl<'a> Assignment<'a> {
    /// No lots at all.
    pub(crate) fn empty(problem: &'a Problem) -> Self {
        let mut assignment = Self {
            problem,
            lots: vec![0; problem.arcs.len()],
            values: vec![0; problem.workshops.len()],
            totals: vec![0; problem.products.len()],
            approx: problem.workshops.iter().map(|workshop| (0.0, 1.0 / workshop.share as f64)).collect(),
        };
        (0..problem.workshops.len()).for_each(|workshop| assignment.update_approx(workshop));
        assignment
    }

    /// The given lots, arc by arc.
    pub(crate) fn from_lots(problem: &'a Problem, lots: Vec<i64>) -> Self {
        let mut assignment = Self::empty(problem);
        for (arc, lots) in lots.into_iter().enumerate() {
            assignment.add(arc, lots);
        }
        assignment
    }

    fn update_approx(&mut self, workshop: usize) {
        let total = self.ratio(workshop).numerator;
        self.approx[workshop].0 = total as f64 * self.approx[workshop].1;
    }

    /// Lower and upper bound of a workshop's ratio after it loses `value`.
    pub(super) fn approx_ratio_after_loss(&self, workshop: usize, value: f64) -> (f64, f64) {
        let (ratio, per_share) = self.approx[workshop];
        let (after, error) = (ratio - value * per_share, ratio * APPROX_ERROR);
        (after - error, after + error)
    }

    /// Adds lots to an arc.
    pub(crate) fn add(&mut self, arc: usize, lots: i64) {
        let node = &self.problem.arcs[arc];
        self.lots[arc] += lots;
        self.totals[node.product] += lots;
        self.values[node.workshop] += self.problem.value_of(arc, lots);
        self.update_approx(node.workshop);
    }

    /// Removes lots from an arc.
    pub(crate) fn remove(&mut self, arc: usize, lots: i64) {
        let node = &self.problem.arcs[arc];
        self.lots[arc] -= lots;
        self.totals[node.product] -= lots;
        self.values[node.workshop] -= self.problem.value_of(arc, lots);
        self.update_approx(node.workshop);
    }

    /// Ratio of a workshop. The denominator is its share.
    pub(crate) fn ratio(&self, workshop: usize) -> Ratio {
        let node = &self.problem.workshops[workshop];
        Ratio { numerator: node.initial_value() + self.values[workshop], denominator: node.share }
    }

    /// Ratio of the workshop of an arc.
    pub(crate) fn ratio_of_arc(&self, arc: usize) -> Ratio {
        self.ratio(self.problem.arcs[arc].workshop)
    }

    /// Lots that an arc can still take within its capacity.
    pub(crate) fn residual_capacity(&self, arc: usize) -> i64 {
        self.problem.arcs[arc].capacity - self.lots[arc]
    }

    /// Whether every workshop is within its bounds and no product exceeds its demand.
    pub(super) fn is_within(&self, bounds: &ValueBounds) -> bool {
        let mut values = self.values.iter().enumerate();
        values.all(|(workshop, value)| bounds.contains(workshop, *value)) && self.is_within_demand()
    }

    /// Whether no product exceeds its demand.
    pub(crate) fn is_within_demand(&self) -> bool {
        self.totals.iter().zip(&self.problem.products).all(|(total, product)| *total <= product.demand)
    }

    /// Whether at least so many lots of each product are assigned.
    pub(super) fn serves(&self, min_totals: &[i64]) -> bool {
        self.totals.iter().zip(min_totals).all(|(total, min)| total >= min)
    }

    /// Whether a number of lots respects the arc's minimum batch.
    pub(crate) fn batch_allows(&self, arc: usize, lots: i64) -> bool {
        lots == 0 || lots >= self.problem.arcs[arc].min_batch
    }
}
