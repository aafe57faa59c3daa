//! Where fairness leaves a choice: fewer makers per product, then closeness to the previous run, then the
//! smaller code. Only changes that leave the sorted ratios exactly as they are, found by local search.

use std::collections::{BTreeMap, BTreeSet};

use super::super::problem::Problem;
use super::moves::{can_give, can_take};
use super::state::{Bounds, State};

/// Exchanges looked at in one pass, so that a large instance stays quick.
const MOST_TRIALS: usize = 400_000;

/// What a change costs: makers, distance to the previous run, code. Less is better.
type Cost = (i64, i64, i64);

/// One pass of neutral changes; true if anything changed.
pub(super) fn settle(state: &mut State<'_>, bounds: &Bounds) -> bool {
    let mut changed = false;
    for good in 0..state.problem.goods.len() {
        if state.problem.goods[good].value > 0 {
            changed |= swap_places(state, bounds, good);
        }
    }
    changed | exchange_equals(state)
}

/// Cost of changing an arc by some lots.
fn cost(state: &State<'_>, arc: usize, change: i64) -> Cost {
    let open = &state.problem.arcs[arc];
    let (before, after) = (state.lots[arc], state.lots[arc] + change);
    let code = i64::try_from(open.unit).unwrap_or(i64::MAX);
    (
        i64::from(after > 0) - i64::from(before > 0),
        (after - open.previous).abs() - (before - open.previous).abs(),
        change.saturating_mul(code),
    )
}

fn sum(a: Cost, b: Cost) -> Cost {
    (a.0 + b.0, a.1 + b.1, a.2.saturating_add(b.2))
}

/// Those who could take one more lot of a product, by ratio and then by what it costs. Entries may be stale.
type Takers = BTreeMap<(u128, u128), BTreeSet<(Cost, usize)>>;

/// Enters an arc among the takers if its unit could take a lot.
fn enter(takers: &mut Takers, state: &State<'_>, bounds: &Bounds, arc: usize) {
    if can_take(state, bounds, arc) {
        let ratio = state.ratio(state.problem.arcs[arc].unit);
        takers.entry(ratio).or_default().insert((cost(state, arc, 1), arc));
    }
}

/// Where the arc's unit would stand after giving up a lot.
fn place_after(state: &State<'_>, arc: usize) -> (u128, u128) {
    let (money, share) = state.ratio(state.problem.arcs[arc].unit);
    (money - state.problem.worth(arc, 1), share)
}

/// One lot moves between two units of equal share that thereby change places.
fn swap_places(state: &mut State<'_>, bounds: &Bounds, good: usize) -> bool {
    let problem = state.problem;
    let givers: Vec<usize> = problem.good_range(good).filter(|arc| can_give(state, bounds, *arc)).collect();
    let mut places: Vec<(u128, u128)> = givers.iter().map(|arc| place_after(state, *arc)).collect();
    places.sort_unstable();
    let mut takers = Takers::new();
    for arc in problem.good_range(good) {
        if places.binary_search(&state.ratio(problem.arcs[arc].unit)).is_ok() {
            enter(&mut takers, state, bounds, arc);
        }
    }
    let mut changed = false;
    for giver in givers {
        if takers.is_empty() || !can_give(state, bounds, giver) {
            continue;
        }
        let place = place_after(state, giver);
        let Some(waiting) = takers.get_mut(&place) else { continue };
        while let Some(&(gain, taker)) = waiting.first() {
            let fresh = state.ratio(problem.arcs[taker].unit) == place && cost(state, taker, 1) == gain;
            if fresh && can_take(state, bounds, taker) {
                if sum(cost(state, giver, -1), gain) < (0, 0, 0) {
                    state.take(giver, 1);
                    state.give(taker, 1);
                    changed = true;
                    enter(&mut takers, state, bounds, giver);
                    enter(&mut takers, state, bounds, taker);
                }
                break;
            }
            waiting.pop_first();
        }
    }
    changed
}

/// A unit gives all it makes of a product to another maker and takes as many lots of equal value of a product that
/// both may make.
fn exchange_equals(state: &mut State<'_>) -> bool {
    let problem = state.problem;
    let (mut changed, mut trials) = (false, 0);
    let mut values: Vec<u128> = problem.goods.iter().map(|good| good.value).collect();
    values.sort_unstable();
    let twins =
        |value: &u128| values.partition_point(|other| other <= value) - values.partition_point(|other| other < value);
    let has_twin: Vec<bool> = problem.goods.iter().map(|good| good.value > 0 && twins(&good.value) > 1).collect();
    for arc in 0..problem.arcs.len() {
        let (unit, value, lots) = (problem.arcs[arc].unit, problem.worth(arc, 1), state.lots[arc]);
        if lots == 0 || !has_twin[problem.arcs[arc].good] {
            continue;
        }
        trials += problem.unit_arcs[unit].len();
        for &gain in &problem.unit_arcs[unit] {
            let fits = gain != arc && state.spare(gain) >= lots && state.batch_allows(gain, state.lots[gain] + lots);
            if fits && problem.worth(gain, 1) == value && exchange(state, arc, gain, &mut trials) {
                changed = true;
                break;
            }
        }
        if trials > MOST_TRIALS {
            break;
        }
    }
    changed
}

/// Finds the other unit for an exchange that costs less; true if it was made.
fn exchange(state: &mut State<'_>, arc: usize, gain: usize, trials: &mut usize) -> bool {
    let (problem, lots) = (state.problem, state.lots[arc]);
    for heir in problem.good_range(problem.arcs[arc].good) {
        *trials += 1;
        let Some(loss) = partner(state, heir, arc, problem.arcs[gain].good, lots) else { continue };
        let given = sum(cost(state, arc, -lots), cost(state, heir, lots));
        let change = sum(given, sum(cost(state, gain, lots), cost(state, loss, -lots)));
        if (change.0, change.1) < (0, 0) {
            state.take(arc, lots);
            state.give(heir, lots);
            state.take(loss, lots);
            state.give(gain, lots);
            return true;
        }
    }
    false
}

/// The arc of the heir's unit that can give up the lots in return.
fn partner(state: &State<'_>, heir: usize, arc: usize, other: usize, lots: i64) -> Option<usize> {
    let problem: &Problem = state.problem;
    if heir == arc
        || state.spare(heir) < lots
        || state.lots[heir] == 0
        || !state.batch_allows(heir, state.lots[heir] + lots)
    {
        return None;
    }
    let unit = problem.arcs[heir].unit;
    let range = problem.good_range(other);
    let found = problem.arcs[range.clone()].binary_search_by_key(&unit, |candidate| candidate.unit).ok()?;
    let loss = range.start + found;
    (state.lots[loss] >= lots && state.batch_allows(loss, state.lots[loss] - lots)).then_some(loss)
}
