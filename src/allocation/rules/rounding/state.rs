//! Whole lots under way: who makes how many, what that is worth, and the bounds that no step may leave.

use super::super::problem::Problem;
use super::super::target::Target;
use super::super::wide::compare_products;
use std::cmp::Ordering;

/// How far a unit's value may go.
#[derive(Debug)]
pub(crate) struct Bounds {
    /// Least value of each unit.
    pub(crate) least: Vec<u128>,
    /// Most value of each unit, its limit included.
    pub(crate) most: Vec<u128>,
}

impl Bounds {
    /// Within one dearest lot of the target; two below it for a unit at its overall limit, which is never exceeded.
    pub(crate) fn of(problem: &Problem, target: &Target) -> Self {
        let mut bounds = Self { least: Vec::new(), most: Vec::new() };
        for (number, unit) in problem.units.iter().enumerate() {
            let (value, exact) = target.whole_value(number);
            let lots = if target.at_limit(problem, number) { 2 } else { 1 };
            bounds.least.push((value + u128::from(!exact)).saturating_sub(lots * unit.dearest));
            let most = value + lots * unit.dearest;
            bounds.most.push(unit.limit.map_or(most, |limit| most.min(limit)));
        }
        bounds
    }
}

/// An assignment of whole lots.
#[derive(Clone, Debug)]
pub(crate) struct State<'a> {
    pub(crate) problem: &'a Problem,
    /// Lots of each arc.
    pub(crate) lots: Vec<i64>,
    /// Money each unit receives beyond its start.
    pub(crate) value: Vec<u128>,
    /// Lots given out of each product.
    pub(crate) total: Vec<i64>,
    /// Roughly each unit's ratio and the inverse of its share: only to pass over candidates that are clearly worse.
    rough: Vec<(f64, f64)>,
}

/// Rough numbers closer than this, relative to their size, are left to the exact comparison.
const ROUGHNESS: f64 = 1e-9;

impl<'a> State<'a> {
    /// Nothing given out yet.
    pub(crate) fn empty(problem: &'a Problem) -> Self {
        let mut state = Self {
            problem,
            lots: vec![0; problem.arcs.len()],
            value: vec![0; problem.units.len()],
            total: vec![0; problem.goods.len()],
            rough: problem.units.iter().map(|unit| (0.0, 1.0 / unit.weight as f64)).collect(),
        };
        (0..problem.units.len()).for_each(|unit| state.refresh(unit));
        state
    }

    /// These lots, arc by arc.
    pub(crate) fn of(problem: &'a Problem, lots: Vec<i64>) -> Self {
        let mut state = Self::empty(problem);
        for (arc, lots) in lots.into_iter().enumerate() {
            state.give(arc, lots);
        }
        state
    }

    fn refresh(&mut self, unit: usize) {
        let (money, _) = self.ratio(unit);
        self.rough[unit].0 = money as f64 * self.rough[unit].1;
    }

    /// Bounds around a unit's ratio after it gives up some money: certainly not below, certainly not above.
    pub(super) fn rough_after(&self, unit: usize, money: f64) -> (f64, f64) {
        let (ratio, per_share) = self.rough[unit];
        let (after, margin) = (ratio - money * per_share, ratio * ROUGHNESS);
        (after - margin, after + margin)
    }

    /// Gives lots to an arc.
    pub(crate) fn give(&mut self, arc: usize, lots: i64) {
        let open = &self.problem.arcs[arc];
        self.lots[arc] += lots;
        self.total[open.good] += lots;
        self.value[open.unit] += self.problem.worth(arc, lots);
        self.refresh(open.unit);
    }

    /// Takes lots away from an arc.
    pub(crate) fn take(&mut self, arc: usize, lots: i64) {
        let open = &self.problem.arcs[arc];
        self.lots[arc] -= lots;
        self.total[open.good] -= lots;
        self.value[open.unit] -= self.problem.worth(arc, lots);
        self.refresh(open.unit);
    }

    /// Ratio of a unit, as money over share.
    pub(crate) fn ratio(&self, unit: usize) -> (u128, u128) {
        (self.problem.units[unit].start() + self.value[unit], self.problem.units[unit].weight)
    }

    /// Lots an arc could still take within its capacity.
    pub(crate) fn spare(&self, arc: usize) -> i64 {
        self.problem.arcs[arc].capacity - self.lots[arc]
    }

    /// Is every unit within its bounds, and no product given out beyond its demand?
    pub(super) fn is_within(&self, bounds: &Bounds) -> bool {
        let mut units = self.value.iter().enumerate();
        units.all(|(unit, value)| (bounds.least[unit]..=bounds.most[unit]).contains(value)) && self.is_wanted()
    }

    /// Is no product given out beyond its demand?
    pub(crate) fn is_wanted(&self) -> bool {
        self.total.iter().zip(&self.problem.goods).all(|(total, good)| *total <= good.demand)
    }

    /// Would this number of lots respect the minimum batch?
    pub(crate) fn batch_allows(&self, arc: usize, lots: i64) -> bool {
        lots == 0 || lots >= self.problem.arcs[arc].batch
    }
}

/// Compares two ratios given as money over share.
pub(crate) fn compare(a: (u128, u128), b: (u128, u128)) -> Ordering {
    if a.1 == b.1 { a.0.cmp(&b.0) } else { compare_products(a.0, b.1, b.0, a.1) }
}
