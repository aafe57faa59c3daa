//! From the fractional target to whole lots: rings broken, trees rounded, what is missing placed, single lots
//! moved while that is fairer, and ties settled by preference. Every step keeps the bounds of the target.

mod forest;
mod kept;
mod moves;
mod preferences;
mod serve;
mod state;
mod trees;

pub(crate) use state::{Bounds, State, compare};

use super::problem::Problem;
use super::target::Target;

/// Rounds of preference and improvement.
const MOST_PASSES: usize = 20;

/// Whole lots near the target, without regard to minimum batches. The target's flow comes back without rings.
pub(crate) fn round<'a>(problem: &'a Problem, target: &mut Target) -> (State<'a>, Bounds) {
    let bounds = Bounds::of(problem, target);
    let least: Vec<i64> = (0..problem.goods.len()).map(|good| target.served(problem, good).0).collect();
    let fresh = walked(problem, target, &bounds, &least);
    let mut state = near_previous(problem, &bounds, &least, &fresh).unwrap_or(fresh);
    serve::share_out_worthless(&mut state);
    finish(&mut state, &bounds);
    (state, bounds)
}

/// Down the trees of the target, with what that leaves short placed where it can be.
fn walked<'a>(problem: &'a Problem, target: &mut Target, bounds: &Bounds, least: &[i64]) -> State<'a> {
    forest::break_rings(problem, target);
    let mut state = trees::round(problem, target);
    serve::place_missing(&mut state, bounds, least);
    state
}

/// The previous run where it can be kept, else a walk down a flow close to it; none if neither serves what a fresh start
/// serves. A fresh start knows of no previous run, so what was chosen once is chosen again.
fn near_previous<'a>(problem: &'a Problem, bounds: &Bounds, least: &[i64], fresh: &State<'_>) -> Option<State<'a>> {
    if !problem.has_previous() {
        return None;
    }
    let least: Vec<i64> = least.iter().zip(&fresh.total).map(|(least, total)| *least.min(total)).collect();
    kept::start(problem, bounds, &least).or_else(|| {
        let near = walked(problem, &mut Target::near_previous(problem), bounds, &least);
        near.total.iter().zip(&least).all(|(total, least)| total >= least).then_some(near)
    })
}

/// Improves by single lots, then settles ties, until neither changes anything.
pub(crate) fn finish(state: &mut State<'_>, bounds: &Bounds) {
    moves::improve(state, bounds);
    for _ in 0..MOST_PASSES {
        if !preferences::settle(state, bounds) {
            return;
        }
        moves::improve(state, bounds);
    }
}
