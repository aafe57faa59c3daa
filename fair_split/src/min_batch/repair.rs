//! Makes an assignment respect every minimum batch.

use super::super::rounding::Assignment;
use super::local_search::{compare_by_ratio, max_lots};
use super::{can_hold, compare_fill};

/// Leaves no arc between zero and its batch: raises it if `raise` is set and the lots can be found, else closes it.
pub(super) fn repair(mut assignment: Assignment<'_>, raise: bool) -> Assignment<'_> {
    let problem = assignment.problem;
    for product in 0..problem.products.len() {
        loop {
            let mut below: Vec<usize> = problem
                .product_arcs(product)
                .filter(|arc| !assignment.batch_allows(*arc, assignment.lots[*arc]))
                .collect();
            below.sort_by(|a, b| compare_fill(problem, &assignment.lots, *a, *b));
            let Some(&least_filled) = below.first() else { break };
            let most_filled = below.last().copied().unwrap_or(least_filled);
            if !(raise && raise_to_batch(&mut assignment, most_filled, &below)) {
                let lots = assignment.lots[least_filled];
                assignment.remove(least_filled, lots);
                redistribute(&mut assignment, product, least_filled, lots);
            }
        }
    }
    assignment
}

/// Raises an arc to its batch with unserved lots, lots of other arcs below their batch, and lots of others above
/// theirs; returns whether there were enough.
fn raise_to_batch(assignment: &mut Assignment<'_>, arc: usize, below: &[usize]) -> bool {
    let problem = assignment.problem;
    let product = problem.arcs[arc].product;
    let missing = problem.arcs[arc].min_batch - assignment.lots[arc];
    if problem.arcs[arc].min_batch > problem.arcs[arc].capacity || !can_hold(assignment, arc, missing) {
        return false;
    }
    let mut givers: Vec<(usize, i64)> =
        below.iter().filter(|giver| **giver != arc).map(|giver| (*giver, assignment.lots[*giver])).collect();
    for giver in problem.product_arcs(product) {
        let above_batch = assignment.lots[giver] - problem.arcs[giver].min_batch;
        if giver != arc && above_batch > 0 {
            givers.push((giver, above_batch));
        }
    }
    let unserved = problem.products[product].demand - assignment.totals[product];
    let mut left = missing - unserved.min(missing);
    let mut losses = Vec::new();
    for (giver, available) in givers {
        let lots = available.min(left);
        if lots > 0 {
            losses.push((giver, lots));
            left -= lots;
        }
    }
    if left == 0 {
        for (giver, lots) in losses {
            assignment.remove(giver, lots);
        }
        assignment.add(arc, missing);
    }
    left == 0
}

/// Gives lots to the other makers of the product, lowest ratio first. What nobody can take stays unserved.
pub(super) fn redistribute(assignment: &mut Assignment<'_>, product: usize, except: usize, mut lots: i64) {
    let mut takers: Vec<usize> =
        assignment.problem.product_arcs(product).filter(|arc| *arc != except && assignment.lots[*arc] > 0).collect();
    takers.sort_by(|a, b| compare_by_ratio(assignment, *a, *b));
    for taker in takers {
        let taken = max_lots(assignment, taker).min(lots);
        assignment.add(taker, taken);
        lots -= taken;
    }
}
