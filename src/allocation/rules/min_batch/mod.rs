//! Minimum batches: a unit makes none of a product, or at least its batch. Deciding which batches to open is
//! NP-hard (it contains bin packing), so this is a heuristic, and the only one in the split.
//!
//! 1. Start from the split without minimum batches; from splits that close the most hopeless batch of each product
//!    and run again; and from one batch for each unit.
//! 2. Close or raise what lies between nothing and its batch, product by product.
//! 3. Local search on the sorted ratios: lots or whole batches to a worse-off unit, a batch gathered from several
//!    makers, a batch dissolved among several, two units exchanging products.
//! 4. On small instances, each batch in turn is closed or opened by force and the search repeated; better is kept.
//!
//! Each search looks at so many changes and no more, counted and not timed: the same input gives the same output.
//!
//! Every state that leaves this module respects capacities, limits, demand and every minimum batch.

mod search;

use std::cmp::Ordering;

use super::problem::Problem;
use super::rounding::{self, State, compare};
use super::target::Target;
use search::{by_ratio, lexicographic, most, polished};

/// Splits run again with hopeless batches closed.
const MOST_RERUNS: usize = 12;
/// Pairs split in all of these runs together.
const MOST_RERUN_PAIRS: usize = 200_000;
/// With more pairs than these there is one start only, so that a large cooperative need not wait.
const MOST_PAIRS: usize = 60_000;
/// Changes that the search from one start looks at.
const MOST_TRIALS: usize = 300_000;
/// Up to this many pairs with a minimum batch, each is tried closed and open …
const MOST_FORCED: usize = 80;
/// … while the searches that follow have looked at no more changes than these.
const MOST_FORCED_TRIALS: usize = 2_000_000;

/// The split that respects every minimum batch, and the split without regard to them.
pub(crate) fn solve<'a>(problem: &'a Problem, target: &mut Target) -> (State<'a>, State<'a>) {
    let loose = problem.without_batches();
    // what a fresh start gives must not hang on the previous run, or the next run would choose otherwise
    let fresh = loose.without_previous();
    let free = State::of(problem, rounding::round(&fresh, target).0.lots);
    let near =
        if loose.has_previous() { State::of(problem, rounding::round(&loose, target).0.lots) } else { free.clone() };
    let result = if !respects(&free) {
        near_previous(problem, respect(problem, &free))
    } else if respects(&near) {
        near.clone()
    } else {
        free
    };
    (result, near)
}

fn respects(state: &State<'_>) -> bool {
    state.lots.iter().enumerate().all(|(arc, lots)| state.batch_allows(arc, *lots))
}

/// The previous run, mended where it must be, where that is not less fair than what was found without it.
fn near_previous<'a>(problem: &'a Problem, found: State<'a>) -> State<'a> {
    let lots = problem
        .arcs
        .iter()
        .zip(&found.lots)
        .map(|(arc, lots)| if problem.goods[arc.good].value == 0 { *lots } else { arc.previous.min(arc.capacity) });
    let kept = State::of(problem, lots.collect());
    let limited = |unit: usize| problem.units[unit].limit.is_some_and(|limit| kept.value[unit] > limit);
    if !problem.has_previous() || !kept.is_wanted() || (0..problem.units.len()).any(limited) {
        return found;
    }
    // as it stands if it can: a search that was cut short would go on with it each time
    let near = if respects(&kept) { kept } else { polished(mended(kept, true), &mut { MOST_TRIALS }) };
    if fairer(&found, &near) { found } else { near }
}

/// Makes a split respect every minimum batch.
fn respect<'a>(problem: &'a Problem, free: &State<'a>) -> State<'a> {
    let mut best = polished(mended(free.clone(), true), &mut { MOST_TRIALS });
    if problem.arcs.len() > MOST_PAIRS {
        return best;
    }
    for start in [mended(free.clone(), false), mended(rerun(problem, free), true), spread(free)] {
        let candidate = polished(start, &mut { MOST_TRIALS });
        if fairer(&candidate, &best) {
            best = candidate;
        }
    }
    force_each(best)
}

/// One batch for each unit, the cheapest that is still to be had, worst-off first: a start that leaves out as few as it can.
fn spread<'a>(free: &State<'a>) -> State<'a> {
    let problem = free.problem;
    let worthless = |arc: usize| problem.worth(arc, 1) == 0;
    let lots = free.lots.iter().enumerate().map(|(arc, lots)| if worthless(arc) { *lots } else { 0 });
    let mut state = mended(State::of(problem, lots.collect()), false);
    let mut units: Vec<usize> = (0..problem.units.len()).collect();
    units.sort_by(|a, b| compare(state.ratio(*a), state.ratio(*b)));
    for unit in units {
        let fits = |arc: &usize| {
            let (good, batch) = (problem.arcs[*arc].good, problem.arcs[*arc].batch);
            !worthless(*arc) && holds(&state, *arc, batch) && state.total[good] + batch <= problem.goods[good].demand
        };
        let cheapest = problem.unit_arcs[unit].iter().copied().filter(fits);
        if let Some(arc) = cheapest.min_by_key(|arc| (problem.worth(*arc, problem.arcs[*arc].batch), *arc)) {
            state.give(arc, problem.arcs[arc].batch);
        }
    }
    state
}

/// Closes the least filled batch of each product and splits again, until nothing lies below its batch.
fn rerun<'a>(problem: &'a Problem, free: &State<'a>) -> State<'a> {
    let mut open = vec![true; problem.arcs.len()];
    let mut lots = free.lots.clone();
    for _ in 0..MOST_RERUNS.min(MOST_RERUN_PAIRS / problem.arcs.len().max(1)) {
        let mut closed = false;
        for good in 0..problem.goods.len() {
            let worst = problem
                .good_range(good)
                .filter(|arc| lots[*arc] > 0 && lots[*arc] < problem.arcs[*arc].batch)
                .min_by(|a, b| filled(problem, &lots, *a, *b));
            if let Some(arc) = worst {
                open[arc] = false;
                closed = true;
            }
        }
        if !closed {
            break;
        }
        let narrowed = problem.without_previous().only(&open);
        let mut target = Target::of(&narrowed);
        lots = rounding::round(&narrowed, &mut target).0.lots;
    }
    State::of(problem, lots)
}

/// Which of two arcs has less of its batch filled?
fn filled(problem: &Problem, lots: &[i64], a: usize, b: usize) -> Ordering {
    let part = |arc: usize| (lots[arc].unsigned_abs().into(), problem.arcs[arc].batch.unsigned_abs().into());
    compare(part(a), part(b)).then(a.cmp(&b))
}

/// Leaves nothing between zero and its batch: raised where the lots can be found (if `raise`), else closed.
fn mended(mut state: State<'_>, raise: bool) -> State<'_> {
    let problem = state.problem;
    for good in 0..problem.goods.len() {
        loop {
            let mut below: Vec<usize> =
                problem.good_range(good).filter(|arc| !state.batch_allows(*arc, state.lots[*arc])).collect();
            below.sort_by(|a, b| filled(problem, &state.lots, *a, *b));
            let Some(&least) = below.first() else { break };
            let fullest = below.last().copied().unwrap_or(least);
            if !(raise && top_up(&mut state, fullest, &below)) {
                let lots = state.lots[least];
                state.take(least, lots);
                hand_out(&mut state, good, least, lots);
            }
        }
    }
    state
}

/// Raises an arc to its batch from what is not served, from other batches too small, and from what others make above theirs.
fn top_up(state: &mut State<'_>, arc: usize, below: &[usize]) -> bool {
    let problem = state.problem;
    let good = problem.arcs[arc].good;
    let missing = problem.arcs[arc].batch - state.lots[arc];
    if problem.arcs[arc].batch > problem.arcs[arc].capacity || !holds(state, arc, missing) {
        return false;
    }
    let mut givers: Vec<(usize, i64)> =
        below.iter().filter(|giver| **giver != arc).map(|giver| (*giver, state.lots[*giver])).collect();
    for giver in problem.good_range(good) {
        let above = state.lots[giver] - problem.arcs[giver].batch;
        if giver != arc && above > 0 {
            givers.push((giver, above));
        }
    }
    let mut left = missing - (problem.goods[good].demand - state.total[good]).min(missing);
    let mut taken = Vec::new();
    for (giver, most) in givers {
        let lots = most.min(left);
        if lots > 0 {
            taken.push((giver, lots));
            left -= lots;
        }
    }
    if left == 0 {
        for (giver, lots) in taken {
            state.take(giver, lots);
        }
        state.give(arc, missing);
    }
    left == 0
}

/// Could the arc's unit hold so many more lots?
fn holds(state: &State<'_>, arc: usize, more: i64) -> bool {
    let unit = state.problem.arcs[arc].unit;
    state.spare(arc) >= more
        && state.problem.units[unit]
            .limit
            .is_none_or(|limit| state.value[unit] + state.problem.worth(arc, more) <= limit)
}

/// Gives lots to those who already make the product, worst-off first; what nobody can take stays unserved.
fn hand_out(state: &mut State<'_>, good: usize, not: usize, mut lots: i64) {
    let mut takers: Vec<usize> =
        state.problem.good_range(good).filter(|arc| *arc != not && state.lots[*arc] > 0).collect();
    takers.sort_by(|a, b| by_ratio(state, *a, *b));
    for taker in takers {
        let given = most(state, taker).min(lots);
        state.give(taker, given);
        lots -= given;
    }
}

/// Is the first state's sorted vector of ratios the better one?
fn fairer(a: &State<'_>, b: &State<'_>) -> bool {
    let sorted = |state: &State<'_>| {
        let mut ratios: Vec<(u128, u128)> = (0..state.value.len()).map(|unit| state.ratio(unit)).collect();
        ratios.sort_by(|a, b| compare(*a, *b));
        ratios
    };
    lexicographic(&sorted(a), &sorted(b)) == Ordering::Greater
}

/// Tries each batch closed and open, keeping what is fairer.
fn force_each(mut best: State<'_>) -> State<'_> {
    let problem = best.problem;
    let arcs: Vec<usize> = (0..problem.arcs.len()).filter(|arc| problem.arcs[*arc].batch > 1).collect();
    if arcs.len() > MOST_FORCED {
        return best;
    }
    let mut left = MOST_FORCED_TRIALS;
    let mut again = true;
    while again {
        again = false;
        for arc in &arcs {
            if left == 0 {
                return best;
            }
            let candidate = polished(forced(best.clone(), *arc), &mut left);
            if fairer(&candidate, &best) {
                best = candidate;
                again = true;
            }
        }
    }
    best
}

/// Closes an open batch, or opens a closed one with the lots of the best-off makers.
fn forced(mut state: State<'_>, arc: usize) -> State<'_> {
    let (good, lots, batch) = (state.problem.arcs[arc].good, state.lots[arc], state.problem.arcs[arc].batch);
    if lots > 0 {
        state.take(arc, lots);
        hand_out(&mut state, good, arc, lots);
        return state;
    }
    if !holds(&state, arc, batch) {
        return state;
    }
    let mut left = batch - (state.problem.goods[good].demand - state.total[good]).min(batch);
    let mut givers: Vec<usize> = state.problem.good_range(good).filter(|giver| state.lots[*giver] > 0).collect();
    givers.sort_by(|a, b| by_ratio(&state, *b, *a));
    let mut opened = state.clone();
    for giver in givers {
        let lots = opened.lots[giver].min(left);
        opened.take(giver, lots);
        left -= lots;
    }
    if left > 0 {
        return state;
    }
    opened.give(arc, batch);
    mended(opened, false)
}
