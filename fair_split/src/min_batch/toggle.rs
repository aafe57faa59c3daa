//! Toggles single batches: closes an open one, opens a closed one.

use super::super::rounding::Assignment;
use super::local_search::{compare_by_ratio, improve};
use super::repair::{redistribute, repair};
use super::{can_hold, is_fairer};

/// With more pairs with a minimum batch than these, none is toggled.
const MAX_BATCHES: usize = 80;
/// Changes examined by all searches that follow a toggle.
const MAX_TRIALS: usize = 2_000_000;

/// Toggles each batch in turn and keeps what is fairer, until nothing improves or the budget is used up.
pub(super) fn toggle_each(mut best: Assignment<'_>) -> Assignment<'_> {
    let problem = best.problem;
    let arcs: Vec<usize> = (0..problem.arcs.len()).filter(|arc| problem.arcs[*arc].min_batch > 1).collect();
    if arcs.len() > MAX_BATCHES {
        return best;
    }
    let mut budget = MAX_TRIALS;
    let mut improved = true;
    while improved {
        improved = false;
        for arc in &arcs {
            if budget == 0 {
                return best;
            }
            let candidate = improve(toggle(best.clone(), *arc), &mut budget);
            if is_fairer(&candidate, &best) {
                best = candidate;
                improved = true;
            }
        }
    }
    best
}

/// Closes an open batch, or opens a closed one with unserved lots and those of the makers with the highest ratios.
fn toggle(mut assignment: Assignment<'_>, arc: usize) -> Assignment<'_> {
    let problem = assignment.problem;
    let (product, batch) = (problem.arcs[arc].product, problem.arcs[arc].min_batch);
    let lots = assignment.lots[arc];
    if lots > 0 {
        assignment.remove(arc, lots);
        redistribute(&mut assignment, product, arc, lots);
        return assignment;
    }
    if !can_hold(&assignment, arc, batch) {
        return assignment;
    }
    let unserved = problem.products[product].demand - assignment.totals[product];
    let mut left = batch - unserved.min(batch);
    let mut givers: Vec<usize> = problem.product_arcs(product).filter(|giver| assignment.lots[*giver] > 0).collect();
    givers.sort_by(|a, b| compare_by_ratio(&assignment, *b, *a));
    let mut opened = assignment.clone();
    for giver in givers {
        let lots = opened.lots[giver].min(left);
        opened.remove(giver, lots);
        left -= lots;
    }
    if left > 0 {
        return assignment;
    }
    opened.add(arc, batch);
    repair(opened, false)
}
