//! From the fractional target to whole lots: rings broken, trees rounded, what is missing placed, single lots
//! moved while that is fairer, and ties settled by preference. Every step keeps the bounds of the target.

mod forest;
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
    forest::break_rings(problem, target);
    let mut state = trees::round(problem, target);
    let bounds = Bounds::of(problem, target);
    serve::place_missing(&mut state, &bounds, target);
    serve::share_out_worthless(&mut state);
    finish(&mut state, &bounds);
    (state, bounds)
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
