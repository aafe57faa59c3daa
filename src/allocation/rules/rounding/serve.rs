//! What the walk down the trees left short because a unit stood at its overall limit is placed elsewhere
//! where a chain of two exchanges allows it. Products of no value touch no ratio and are simply shared out.

use super::super::problem::Problem;
use super::super::target::Target;
use super::state::{Bounds, State};

/// Places lots of products that the target serves and the state does not.
pub(super) fn place_missing(state: &mut State<'_>, bounds: &Bounds, target: &Target) {
    for good in 0..state.problem.goods.len() {
        let wanted = target.served(state.problem, good).0;
        while state.problem.goods[good].value > 0 && state.total[good] < wanted {
            if !(place(state, bounds, good) || exchange(state, bounds, target, good)) {
                break;
            }
        }
    }
}

/// Within the unit's bounds after gaining and losing some money?
fn allows(state: &State<'_>, bounds: &Bounds, unit: usize, gain: u128, loss: u128) -> bool {
    let after = state.value[unit] + gain;
    after >= loss && (bounds.least[unit]..=bounds.most[unit]).contains(&(after - loss))
}

/// Directly, at any unit with room.
fn place(state: &mut State<'_>, bounds: &Bounds, good: usize) -> bool {
    let value = state.problem.goods[good].value;
    let free = state
        .problem
        .good_range(good)
        .find(|arc| state.spare(*arc) > 0 && allows(state, bounds, state.problem.arcs[*arc].unit, value, 0));
    if let Some(arc) = free {
        state.give(arc, 1);
    }
    free.is_some()
}

/// A unit takes the lot and passes another of its lots on, or leaves it where the target's fraction allows.
fn exchange(state: &mut State<'_>, bounds: &Bounds, target: &Target, good: usize) -> bool {
    let problem = state.problem;
    for arc in problem.good_range(good) {
        let unit = problem.arcs[arc].unit;
        if state.spare(arc) == 0 {
            continue;
        }
        for &other in &problem.unit_arcs[unit] {
            let passed = problem.arcs[other].good;
            let (gain, loss) = (problem.goods[good].value, problem.goods[passed].value);
            if state.lots[other] == 0 || passed == good || loss == 0 || !allows(state, bounds, unit, gain, loss) {
                continue;
            }
            let heir = problem.good_range(passed).find(|heir| {
                let next = problem.arcs[*heir].unit;
                next != unit && state.spare(*heir) > 0 && allows(state, bounds, next, loss, 0)
            });
            if heir.is_some() || state.total[passed] > target.served(problem, passed).0 {
                state.take(other, 1);
                state.give(arc, 1);
                if let Some(heir) = heir {
                    state.give(heir, 1);
                }
                return true;
            }
        }
    }
    false
}

/// Products of no value: first to whoever made them before, then to the largest capacity, then by code.
pub(super) fn share_out_worthless(state: &mut State<'_>) {
    let problem: &Problem = state.problem;
    for (good, facts) in problem.goods.iter().enumerate().filter(|(_, facts)| facts.value == 0) {
        let mut arcs: Vec<usize> = problem.good_range(good).collect();
        arcs.sort_by_key(|arc| {
            let open = &problem.arcs[*arc];
            (open.previous == 0, std::cmp::Reverse(open.capacity), *arc)
        });
        for arc in arcs {
            let lots = problem.arcs[arc].capacity.min(facts.demand - state.total[good]);
            if state.batch_allows(arc, lots) {
                state.give(arc, lots);
            }
        }
    }
}
