//! From the fractional optimum to whole lots.
//!
//! Cycles of fractional arcs are canceled, the remaining forest is rounded, unserved lots are placed, single lots are
//! moved while that is fairer, and ties are broken by preference. Every step stays within the bounds around the
//! optimum.

mod assignment;
mod cycle_canceling;
mod exchange_chains;
mod moves;
mod preferences;
mod tree_rounding;
mod warm_start;
mod zero_value;

pub(crate) use assignment::{Assignment, ValueBounds};

use super::max_min::FractionalSplit;
use super::problem::Problem;

/// Most alternations of tie-breaking and single-lot moves.
const MAX_PASSES: usize = 20;

/// Whole lots near the fractional optimum, ignoring minimum batches. Cancels the cycles in the flow of `fractional`.
pub(crate) fn round<'a>(problem: &'a Problem, fractional: &mut FractionalSplit) -> (Assignment<'a>, ValueBounds) {
    let bounds = ValueBounds::around(problem, fractional);
    let min_totals: Vec<i64> =
        (0..problem.products.len()).map(|product| *fractional.served_lots(problem, product).start()).collect();
    let cold = cold_start(problem, fractional, &bounds, &min_totals);
    let mut assignment = near_previous(problem, &bounds, &min_totals, &cold).unwrap_or(cold);
    zero_value::distribute(&mut assignment);
    finish(&mut assignment, &bounds);
    (assignment, bounds)
}

/// Rounds a fractional flow along its trees and places the lots this leaves unserved.
fn cold_start<'a>(
    problem: &'a Problem,
    fractional: &mut FractionalSplit,
    bounds: &ValueBounds,
    min_totals: &[i64],
) -> Assignment<'a> {
    cycle_canceling::cancel_cycles(problem, fractional);
    let mut assignment = tree_rounding::round(problem, fractional);
    exchange_chains::place_unserved(&mut assignment, bounds, min_totals);
    assignment
}

/// The repaired previous run, else the rounding of a flow close to it; `None` if neither serves what the cold start
/// serves.
///
/// The cold start does not depend on the previous run, so a run with its own result as the previous run compares with
/// the same totals and returns the same quotas.
fn near_previous<'a>(
    problem: &'a Problem,
    bounds: &ValueBounds,
    min_totals: &[i64],
    cold: &Assignment<'_>,
) -> Option<Assignment<'a>> {
    if !problem.has_previous() {
        return None;
    }
    let min_totals: Vec<i64> = min_totals.iter().zip(&cold.totals).map(|(min, total)| *min.min(total)).collect();
    warm_start::repair_previous(problem, bounds, &min_totals).or_else(|| {
        let mut near = FractionalSplit::solve_near_previous(problem);
        let assignment = cold_start(problem, &mut near, bounds, &min_totals);
        assignment.serves(&min_totals).then_some(assignment)
    })
}

/// Alternates single-lot moves and tie-breaking until neither changes anything.
pub(crate) fn finish(assignment: &mut Assignment<'_>, bounds: &ValueBounds) {
    moves::improve(assignment, bounds);
    for _ in 0..MAX_PASSES {
        if !preferences::apply(assignment, bounds) {
            return;
        }
        moves::improve(assignment, bounds);
    }
}
