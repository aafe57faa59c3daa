//! From fractions of lots to whole lots, tree by tree from the root down.
//!
//! What is fractional forms a forest of products and units. A unit has one arc that was decided above it and
//! chooses freely below; a product must hand out as many lots as its fractions add up to (rounded up or
//! down) and chooses to whom. Walking down, both can always keep their promise: a product with children
//! whose fractions add up to more than k − 1 has at least k children; a unit that takes the dearest child
//! while that brings it nearer its target ends within one lot of it. Lenstra, Shmoys & Tardos (1990) and
//! Shmoys & Tardos (1993) gave bounds of this kind by a matching; on a forest the walk is enough.

use super::super::problem::Problem;
use super::super::target::Target;
use super::super::wide::Wide;
use super::state::State;

/// The fractional forest during the walk.
struct Walk<'a, 'b> {
    problem: &'a Problem,
    target: &'b Target,
    state: State<'a>,
    /// Fractional arcs of each unit and of each product.
    unit_open: Vec<Vec<usize>>,
    good_open: Vec<Vec<usize>>,
    unit_seen: Vec<bool>,
}

/// A node to be decided, with the arc above it.
enum Visit {
    Unit(usize, Option<usize>),
    Good(usize, usize),
}

/// Rounds a flow without rings. No unit exceeds its limit; a product may be left short where limits forbid more.
pub(super) fn round<'a>(problem: &'a Problem, target: &Target) -> State<'a> {
    let mut walk = Walk {
        problem,
        target,
        state: State::empty(problem),
        unit_open: vec![Vec::new(); problem.units.len()],
        good_open: vec![Vec::new(); problem.goods.len()],
        unit_seen: vec![false; problem.units.len()],
    };
    for (arc, open) in problem.arcs.iter().enumerate() {
        walk.state.give(arc, target.flow[arc].whole);
        if !target.flow[arc].part.is_zero() {
            walk.unit_open[open.unit].push(arc);
            walk.good_open[open.good].push(arc);
        }
    }
    // a root decides for itself alone: units at their limits need that most
    let mut roots: Vec<usize> = (0..problem.units.len()).collect();
    roots.sort_by_key(|unit| !target.at_limit(problem, *unit));
    for root in roots {
        if !walk.unit_seen[root] {
            walk.descend(root);
        }
    }
    walk.state
}

impl Walk<'_, '_> {
    fn descend(&mut self, root: usize) {
        let mut waiting = vec![Visit::Unit(root, None)];
        while let Some(visit) = waiting.pop() {
            match visit {
                Visit::Unit(unit, above) => self.decide_unit(unit, above, &mut waiting),
                Visit::Good(good, above) => self.decide_good(good, above, &mut waiting),
            }
        }
    }

    fn fits(&self, arc: usize) -> bool {
        let unit = self.problem.arcs[arc].unit;
        self.problem.units[unit].limit.is_none_or(|limit| self.state.value[unit] + self.problem.worth(arc, 1) <= limit)
    }

    /// Takes the dearest child while that brings the unit nearer to its target.
    fn decide_unit(&mut self, unit: usize, above: Option<usize>, waiting: &mut Vec<Visit>) {
        self.unit_seen[unit] = true;
        let mut below: Vec<usize> = self.unit_open[unit].iter().copied().filter(|arc| Some(*arc) != above).collect();
        below.sort_by_key(|arc| (std::cmp::Reverse(self.problem.worth(*arc, 1)), *arc));
        let (target, scale) = (self.target.value[unit], self.target.scale[unit]);
        for arc in below {
            let lot = self.problem.worth(arc, 1);
            let nearer = Wide::product(2 * self.state.value[unit] + lot, scale) <= target.plus(target);
            if nearer && self.fits(arc) {
                self.state.give(arc, 1);
            }
            waiting.push(Visit::Good(self.problem.arcs[arc].good, arc));
        }
    }

    /// Hands out the product's fractional lots, to the largest fractions first.
    fn decide_good(&mut self, good: usize, above: usize, waiting: &mut Vec<Visit>) {
        let wanted = self.target.served(self.problem, good).1;
        let mut below: Vec<usize> = self.good_open[good].iter().copied().filter(|arc| *arc != above).collect();
        below.sort_by(|a, b| self.target.flow[*b].part.cmp(&self.target.flow[*a].part).then(a.cmp(b)));
        for arc in below {
            if self.state.total[good] < wanted && self.fits(arc) {
                self.state.give(arc, 1);
            }
            waiting.push(Visit::Unit(self.problem.arcs[arc].unit, Some(arc)));
        }
    }
}
