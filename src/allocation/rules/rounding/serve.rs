//! What the walk down the trees left short because a unit stood at its overall limit is placed elsewhere
//! where a chain of exchanges allows it. Products of no value touch no ratio and are simply shared out.

use std::collections::VecDeque;

use super::super::problem::Problem;
use super::state::{Bounds, State};

/// Exchanges looked at in one run, so that a large instance stays quick.
const MOST_TRIALS: usize = 1_000_000;

/// Places lots of products of which less is given out than must be.
pub(super) fn place_missing(state: &mut State<'_>, bounds: &Bounds, least: &[i64]) {
    let mut trials = 0;
    for good in 0..least.len() {
        while state.problem.goods[good].value > 0 && state.total[good] < least[good] && trials < MOST_TRIALS {
            let mut search = Search { state, bounds, least, start: good, passed_by: vec![None; least.len()] };
            if !search.place(&mut trials) {
                break;
            }
        }
    }
}

/// The shortest chain that makes room for a lot: a unit takes it and passes on one of its own, another takes that, and so on,
/// until a unit has room, or the lot passed on is one that the target's fraction need not serve.
struct Search<'a, 'b> {
    state: &'b mut State<'a>,
    bounds: &'b Bounds,
    /// Lots of each product that must be served.
    least: &'b [i64],
    start: usize,
    /// For a product reached: the arc that takes the lot before it, and the arc that passes on a lot of this product.
    passed_by: Vec<Option<(usize, usize)>>,
}

impl Search<'_, '_> {
    /// Looks for the chain and makes its exchanges; false if there is none.
    fn place(&mut self, trials: &mut usize) -> bool {
        let mut waiting = VecDeque::from([self.start]);
        while let Some(good) = waiting.pop_front() {
            if good != self.start && self.state.total[good] > self.least[good] {
                self.make(good);
                return true;
            }
            if let Some(home) = self.home(good) {
                self.make(good);
                self.state.give(home, 1);
                return true;
            }
            self.pass_on(good, &mut waiting, trials);
            if *trials > MOST_TRIALS {
                return false;
            }
        }
        false
    }

    /// An arc whose unit has room for a lot of the product.
    fn home(&self, good: usize) -> Option<usize> {
        let value = self.state.problem.goods[good].value;
        let mut arcs = self.state.problem.good_range(good);
        arcs.find(|arc| {
            let unit = self.state.problem.arcs[*arc].unit;
            self.state.spare(*arc) > 0 && self.allows(unit, value, 0) && !self.in_chain(unit, good)
        })
    }

    /// Enters every product that some unit could pass on in return for a lot of this one.
    fn pass_on(&mut self, good: usize, waiting: &mut VecDeque<usize>, trials: &mut usize) {
        let problem = self.state.problem;
        for arc in problem.good_range(good).filter(|arc| self.state.spare(*arc) > 0) {
            let unit = problem.arcs[arc].unit;
            if self.in_chain(unit, good) {
                continue;
            }
            for &other in &problem.unit_arcs[unit] {
                *trials += 1;
                let passed = problem.arcs[other].good;
                let (gain, loss) = (problem.goods[good].value, problem.goods[passed].value);
                let fresh = passed != self.start && loss > 0 && self.passed_by[passed].is_none();
                if fresh && self.state.lots[other] > 0 && self.allows(unit, gain, loss) {
                    self.passed_by[passed] = Some((arc, other));
                    waiting.push_back(passed);
                }
            }
        }
    }

    /// Within the unit's bounds after gaining and losing some money?
    fn allows(&self, unit: usize, gain: u128, loss: u128) -> bool {
        let after = self.state.value[unit] + gain;
        after >= loss && (self.bounds.least[unit]..=self.bounds.most[unit]).contains(&(after - loss))
    }

    /// The exchanges that lead to a product, last first.
    fn chain(&self, good: usize) -> impl Iterator<Item = (usize, usize)> {
        let goods = std::iter::successors(Some(good), |good| {
            self.passed_by[*good].map(|(taken, _)| self.state.problem.arcs[taken].good)
        });
        goods.filter_map(|good| self.passed_by[good])
    }

    fn in_chain(&self, unit: usize, good: usize) -> bool {
        self.chain(good).any(|(taken, _)| self.state.problem.arcs[taken].unit == unit)
    }

    /// Makes the exchanges that lead to a product.
    fn make(&mut self, good: usize) {
        let chain: Vec<(usize, usize)> = self.chain(good).collect();
        for (taken, passed) in chain {
            self.state.take(passed, 1);
            self.state.give(taken, 1);
        }
    }
}

/// Products of no value: first what each made before, then to those who make it, to the largest capacity, by code.
pub(super) fn share_out_worthless(state: &mut State<'_>) {
    let problem: &Problem = state.problem;
    for (good, facts) in problem.goods.iter().enumerate().filter(|(_, facts)| facts.value == 0) {
        for arc in problem.good_range(good) {
            let open = &problem.arcs[arc];
            give_worthless(state, arc, open.previous.min(open.capacity).min(facts.demand - state.total[good]));
        }
        let mut arcs: Vec<usize> = problem.good_range(good).collect();
        arcs.sort_by_key(|arc| (state.lots[*arc] == 0, std::cmp::Reverse(problem.arcs[*arc].capacity), *arc));
        for arc in arcs {
            give_worthless(state, arc, state.spare(arc).min(facts.demand - state.total[good]));
        }
    }
}

fn give_worthless(state: &mut State<'_>, arc: usize, lots: i64) {
    if state.batch_allows(arc, state.lots[arc] + lots) {
        state.give(arc, lots);
    }
}
