//! From whom more of a product could come.
//!
//! If a unit wants more of a product, it must come from demand nobody serves, or from another maker, who may be made
//! good with a third product, and so on. The best of these sources is the product's *pull*. A constraint binds a
//! unit if behind it lies a product whose pull stands above the unit's own ratio.

use super::problem::Problem;
use super::target::Target;

/// Pull from demand that nobody serves: above every ratio.
const UNSERVED: usize = usize::MAX;

/// Ranks of the units' target ratios (equal ratios share a rank) and the pull of each product as a rank + 1; 0 means none.
pub(crate) struct Pulls {
    rank: Vec<usize>,
    pull: Vec<usize>,
    /// Units whose products have been marked: a later source cannot stand higher.
    passed: Vec<bool>,
}

impl Pulls {
    /// Follows the residual flow from the highest sources down, so that each product is reached once.
    pub(crate) fn of(problem: &Problem, target: &Target) -> Self {
        let mut order: Vec<usize> = (0..problem.units.len()).collect();
        order.sort_by(|a, b| target.ratio[*b].compare(target.ratio[*a]));
        let mut rank = vec![0; order.len()];
        for (place, unit) in order.iter().enumerate().rev() {
            let below = order.get(place + 1).copied();
            rank[*unit] = match below {
                Some(below) if target.ratio[below].compare(target.ratio[*unit]).is_eq() => rank[below],
                _ => order.len() - place,
            };
        }
        let mut pulls = Self { rank, pull: vec![0; problem.goods.len()], passed: vec![false; problem.units.len()] };
        for (number, good) in problem.goods.iter().enumerate() {
            if good.value > 0 && pulls.pull[number] == 0 && target.served(problem, number).0 < good.demand {
                pulls.spread(problem, target, number, UNSERVED);
            }
        }
        for unit in order {
            for arc in &problem.unit_arcs[unit] {
                let good = problem.arcs[*arc].good;
                if carries(target, *arc) && pulls.pull[good] == 0 {
                    let rank = pulls.rank[unit];
                    pulls.spread(problem, target, good, rank);
                }
            }
        }
        pulls
    }

    /// Marks a product, and every product whose makers could be made good with it.
    fn spread(&mut self, problem: &Problem, target: &Target, good: usize, pull: usize) {
        let mut waiting = vec![good];
        self.pull[good] = pull;
        while let Some(good) = waiting.pop() {
            for arc in problem.good_range(good).filter(|arc| has_room(problem, target, *arc)) {
                let unit = problem.arcs[arc].unit;
                if std::mem::replace(&mut self.passed[unit], true) {
                    continue;
                }
                for other in &problem.unit_arcs[unit] {
                    let next = problem.arcs[*other].good;
                    if self.pull[next] == 0 && carries(target, *other) {
                        self.pull[next] = pull;
                        waiting.push(next);
                    }
                }
            }
        }
    }

    /// Would more of the product lift the unit?
    pub(crate) fn lifts(&self, good: usize, unit: usize) -> bool {
        self.pull[good] > self.rank[unit]
    }
}

/// Does the target send anything along the arc?
pub(crate) fn carries(target: &Target, arc: usize) -> bool {
    let flow = target.flow[arc];
    flow.whole > 0 || !flow.part.is_zero()
}

/// Could the arc carry more?
pub(crate) fn has_room(problem: &Problem, target: &Target, arc: usize) -> bool {
    target.flow[arc].whole < problem.arcs[arc].capacity
}
