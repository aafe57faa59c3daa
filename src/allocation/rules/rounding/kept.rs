//! The previous run as a start: whoever has planned with it should not be given other lots without need. Where little has
//! changed since (an order cancelled, a quantity pinned) it is mended rather than begun anew.

use super::super::problem::{Arc, Problem};
use super::moves::improve;
use super::serve::place_missing;
use super::state::{Bounds, State, compare};

/// Lots that may be missing or too many; beyond that the situation is another one.
const MOST_MENDED: i64 = 2000;

/// The previous run, mended until it keeps every promise and serves at least so many lots of each product; none where that
/// does not come about. Where nothing has changed it comes back as it was.
pub(super) fn start<'a>(problem: &'a Problem, bounds: &Bounds, least: &[i64]) -> Option<State<'a>> {
    let mut state = State::of(problem, problem.arcs.iter().map(|arc| kept_lots(problem, arc)).collect());
    let mut left = MOST_MENDED;
    for (good, least) in least.iter().enumerate() {
        left -= (least - state.total[good]).max(0);
        while left > 0 && state.total[good] > problem.goods[good].demand {
            state.take(best_off(&state, good)?, 1);
            left -= 1;
        }
    }
    for unit in 0..problem.units.len() {
        while left > 0 && state.value[unit] > bounds.most[unit] {
            state.take(relief(&state, unit, state.value[unit] - bounds.most[unit])?, 1);
            left -= 1;
        }
    }
    if left <= 0 {
        return None;
    }
    place_missing(&mut state, bounds, least);
    improve(&mut state, bounds);
    let serves = state.total.iter().zip(least).all(|(total, least)| total >= least);
    (serves && state.is_within(bounds)).then_some(state)
}

/// What an arc may keep. Products of no value are shared out apart.
fn kept_lots(problem: &Problem, arc: &Arc) -> i64 {
    if problem.goods[arc.good].value > 0 { arc.previous.min(arc.capacity) } else { 0 }
}

/// The arc of the maker of a product that stands highest.
fn best_off(state: &State<'_>, good: usize) -> Option<usize> {
    let ratio = |arc: usize| state.ratio(state.problem.arcs[arc].unit);
    let holders = state.problem.good_range(good).filter(|arc| state.lots[*arc] > 0);
    holders.max_by(|a, b| compare(ratio(*a), ratio(*b)).then(b.cmp(a)))
}

/// The arc whose lot a unit gives up to be rid of some money: the cheapest that is enough, else the dearest.
fn relief(state: &State<'_>, unit: usize, excess: u128) -> Option<usize> {
    let held = state.problem.unit_arcs[unit].iter().copied().filter(|arc| state.lots[*arc] > 0);
    held.min_by_key(|arc| {
        let worth = state.problem.worth(*arc, 1);
        (worth < excess, if worth < excess { u128::MAX - worth } else { worth }, *arc)
    })
}
