//! Minimum batches: a workshop makes none of a product, or at least its batch.
//!
//! Deciding which batches to open is NP-hard (it contains bin packing), so this is a heuristic, and the only one in
//! the split.
//!
//! 1. Starts: the split without minimum batches, repaired in two ways; the split with the least filled batches closed
//!    repeatedly; and one batch per workshop.
//! 2. Repair: what lies between zero and its batch is closed or raised, product by product.
//! 3. Local search on the sorted ratios: lots or whole batches to a workshop with a lower ratio, a batch collected
//!    from several makers, a batch divided among several, two workshops swapping products.
//! 4. On small instances, each batch in turn is toggled and the search repeated; improvements are kept.
//!
//! Searches are limited by the number of changes examined, not by time, so the same input gives the same output.
//! Every assignment that leaves this module respects capacities, limits, demand and every minimum batch.

mod local_search;
mod repair;
mod starts;
mod toggle;

use std::cmp::Ordering;

use super::max_min::FractionalSplit;
use super::problem::Problem;
use super::ratio::Ratio;
use super::rounding::{self, Assignment};
use local_search::{compare_lexicographically, improve};
use repair::repair;

/// With more pairs than these there is only one start, so that large instances stay fast.
const MAX_PAIRS: usize = 60_000;
/// Changes examined by the search from one start.
const MAX_TRIALS: usize = 300_000;

/// The assignment that respects every minimum batch, and the assignment that ignores them.
pub(crate) fn solve<'a>(problem: &'a Problem, fractional: &mut FractionalSplit) -> (Assignment<'a>, Assignment<'a>) {
    let relaxed_problem = problem.without_min_batches();
    // the start must not depend on the previous run, or a run with its own result as previous would differ
    let cold_problem = relaxed_problem.without_previous();
    let cold = Assignment::from_lots(problem, rounding::round(&cold_problem, fractional).0.lots);
    let relaxed = if relaxed_problem.has_previous() {
        Assignment::from_lots(problem, rounding::round(&relaxed_problem, fractional).0.lots)
    } else {
        cold.clone()
    };
    let result = if !respects_batches(&cold) {
        prefer_previous(problem, search(problem, &cold))
    } else if respects_batches(&relaxed) {
        relaxed.clone()
    } else {
        cold
    };
    (result, relaxed)
}

fn respects_batches(assignment: &Assignment<'_>) -> bool {
    assignment.lots.iter().enumerate().all(|(arc, lots)| assignment.batch_allows(arc, *lots))
}

/// The previous run, repaired where necessary, unless `found` is fairer.
fn prefer_previous<'a>(problem: &'a Problem, found: Assignment<'a>) -> Assignment<'a> {
    let lots = problem.arcs.iter().zip(&found.lots).map(|(arc, lots)| {
        if problem.products[arc.product].lot_value == 0 { *lots } else { arc.previous.min(arc.capacity) }
    });
    let previous = Assignment::from_lots(problem, lots.collect());
    let exceeds_limit =
        |workshop: usize| problem.workshops[workshop].limit.is_some_and(|limit| previous.values[workshop] > limit);
    if !problem.has_previous() || !previous.is_within_demand() || (0..problem.workshops.len()).any(exceeds_limit) {
        return found;
    }
    // if valid, it is kept unchanged: a search that ended at its budget would otherwise continue with every run
    let near =
        if respects_batches(&previous) { previous } else { improve(repair(previous, true), &mut { MAX_TRIALS }) };
    if is_fairer(&found, &near) { found } else { near }
}

/// The fairest assignment found that respects every minimum batch.
fn search<'a>(problem: &'a Problem, relaxed: &Assignment<'a>) -> Assignment<'a> {
    let mut best = improve(repair(relaxed.clone(), true), &mut { MAX_TRIALS });
    if problem.arcs.len() > MAX_PAIRS {
        return best;
    }
    let starts = [
        repair(relaxed.clone(), false),
        repair(starts::close_least_filled(problem, relaxed), true),
        starts::one_batch_per_workshop(relaxed),
    ];
    for start in starts {
        let candidate = improve(start, &mut { MAX_TRIALS });
        if is_fairer(&candidate, &best) {
            best = candidate;
        }
    }
    toggle::toggle_each(best)
}

/// Whether the sorted ratios of `a` are lexicographically greater than those of `b`.
fn is_fairer(a: &Assignment<'_>, b: &Assignment<'_>) -> bool {
    let sorted = |assignment: &Assignment<'_>| {
        let mut ratios: Vec<Ratio> = (0..assignment.values.len()).map(|workshop| assignment.ratio(workshop)).collect();
        ratios.sort_by(|a, b| a.compare(*b));
        ratios
    };
    compare_lexicographically(&sorted(a), &sorted(b)) == Ordering::Greater
}

/// Compares how much of their batches two arcs have filled.
fn compare_fill(problem: &Problem, lots: &[i64], a: usize, b: usize) -> Ordering {
    let fill = |arc: usize| Ratio {
        numerator: lots[arc].unsigned_abs().into(),
        denominator: problem.arcs[arc].min_batch.unsigned_abs().into(),
    };
    fill(a).compare(fill(b)).then(a.cmp(&b))
}

/// Whether the arc can take so many more lots within its capacity and its workshop's limit.
fn can_hold(assignment: &Assignment<'_>, arc: usize, lots: i64) -> bool {
    let problem = assignment.problem;
    let workshop = problem.arcs[arc].workshop;
    assignment.residual_capacity(arc) >= lots
        && problem.workshops[workshop]
            .limit
            .is_none_or(|limit| assignment.values[workshop] + problem.value_of(arc, lots) <= limit)
}
