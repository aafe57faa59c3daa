//! Products without value do not affect any ratio, so their lots are simply distributed.

use super::assignment::Assignment;

/// Distributes products without value: first what each workshop made in the previous run, then to current makers, to
/// the largest capacity, by code.
pub(super) fn distribute(assignment: &mut Assignment<'_>) {
    let problem = assignment.problem;
    for (product, node) in problem.products.iter().enumerate().filter(|(_, node)| node.lot_value == 0) {
        for index in problem.product_arcs(product) {
            let arc = &problem.arcs[index];
            let lots = arc.previous.min(arc.capacity).min(node.demand - assignment.totals[product]);
            add_if_batch_allows(assignment, index, lots);
        }
        let mut arcs: Vec<usize> = problem.product_arcs(product).collect();
        arcs.sort_by_key(|arc| (assignment.lots[*arc] == 0, std::cmp::Reverse(problem.arcs[*arc].capacity), *arc));
        for arc in arcs {
            let lots = assignment.residual_capacity(arc).min(node.demand - assignment.totals[product]);
            add_if_batch_allows(assignment, arc, lots);
        }
    }
}

fn add_if_batch_allows(assignment: &mut Assignment<'_>, arc: usize, lots: i64) {
    if assignment.batch_allows(arc, assignment.lots[arc] + lots) {
        assignment.add(arc, lots);
    }
}
