//! Starting points for the local search.

use super::super::max_min::FractionalSplit;
use super::super::problem::Problem;
use super::super::rounding::{self, Assignment};
use super::repair::repair;
use super::{can_hold, compare_fill};

/// Most splits computed again with batches closed.
const MAX_RERUNS: usize = 12;
/// Most pairs in all of these splits together.
const MAX_RERUN_PAIRS: usize = 200_000;

/// One batch per workshop, the least valuable that still fits, lowest ratio first: leaves out as few workshops as
/// possible.
pub(super) fn one_batch_per_workshop<'a>(relaxed: &Assignment<'a>) -> Assignment<'a> {
    let problem = relaxed.problem;
    let is_worthless = |arc: usize| problem.value_of(arc, 1) == 0;
    let lots = relaxed.lots.iter().enumerate().map(|(arc, lots)| if is_worthless(arc) { *lots } else { 0 });
    let mut assignment = repair(Assignment::from_lots(problem, lots.collect()), false);
    let mut workshops: Vec<usize> = (0..problem.workshops.len()).collect();
    workshops.sort_by(|a, b| assignment.ratio(*a).compare(assignment.ratio(*b)));
    for workshop in workshops {
        let fits = |arc: &usize| {
            let (product, batch) = (problem.arcs[*arc].product, problem.arcs[*arc].min_batch);
            !is_worthless(*arc)
                && can_hold(&assignment, *arc, batch)
                && assignment.totals[product] + batch <= problem.products[product].demand
        };
        let arcs = problem.workshop_arcs[workshop].iter().copied().filter(fits);
        if let Some(arc) = arcs.min_by_key(|arc| (problem.value_of(*arc, problem.arcs[*arc].min_batch), *arc)) {
            assignment.add(arc, problem.arcs[arc].min_batch);
        }
    }
    assignment
}

/// Closes the least filled batch of each product and splits again, until no arc is below its batch.
pub(super) fn close_least_filled<'a>(problem: &'a Problem, relaxed: &Assignment<'a>) -> Assignment<'a> {
    let mut open = vec![true; problem.arcs.len()];
    let mut lots = relaxed.lots.clone();
    for _ in 0..MAX_RERUNS.min(MAX_RERUN_PAIRS / problem.arcs.len().max(1)) {
        let mut closed = false;
        for product in 0..problem.products.len() {
            let least_filled = problem
                .product_arcs(product)
                .filter(|arc| lots[*arc] > 0 && lots[*arc] < problem.arcs[*arc].min_batch)
                .min_by(|a, b| compare_fill(problem, &lots, *a, *b));
            if let Some(arc) = least_filled {
                open[arc] = false;
                closed = true;
            }
        }
        if !closed {
            break;
        }
        let restricted = problem.without_previous().restricted_to(&open);
        let mut fractional = FractionalSplit::solve(&restricted);
        lots = rounding::round(&restricted, &mut fractional).0.lots;
    }
    Assignment::from_lots(problem, lots)
}
