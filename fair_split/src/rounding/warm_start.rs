//! Warm start from the previous run.
//!
//! Workshops have planned with the previous quotas, so these should not change without need. Where little has changed
//! since (a cancelled order, a pin), the previous run is repaired instead of replaced.

use super::super::problem::{Arc, Problem};
use super::assignment::{Assignment, ValueBounds};
use super::exchange_chains::place_unserved;
use super::moves::improve;

/// Most lots missing or in excess that are repaired; beyond that, the previous run is no useful start.
const MAX_REPAIRS: i64 = 2000;

/// The previous run, repaired until it is within all bounds and serves at least `min_totals` lots of each product;
/// `None` if that fails. If nothing has changed, the previous run is returned as it is.
pub(super) fn repair_previous<'a>(
    problem: &'a Problem,
    bounds: &ValueBounds,
    min_totals: &[i64],
) -> Option<Assignment<'a>> {
    let mut assignment =
        Assignment::from_lots(problem, problem.arcs.iter().map(|arc| reusable_lots(problem, arc)).collect());
    let mut budget = MAX_REPAIRS;
    for (product, min_total) in min_totals.iter().enumerate() {
        budget -= (min_total - assignment.totals[product]).max(0);
        while budget > 0 && assignment.totals[product] > problem.products[product].demand {
            assignment.remove(best_off_maker(&assignment, product)?, 1);
            budget -= 1;
        }
    }
    for workshop in 0..problem.workshops.len() {
        while budget > 0 && assignment.values[workshop] > bounds.max[workshop] {
            let excess = assignment.values[workshop] - bounds.max[workshop];
            assignment.remove(lot_to_release(&assignment, workshop, excess)?, 1);
            budget -= 1;
        }
    }
    if budget <= 0 {
        return None;
    }
    place_unserved(&mut assignment, bounds, min_totals);
    improve(&mut assignment, bounds);
    (assignment.serves(min_totals) && assignment.is_within(bounds)).then_some(assignment)
}

/// Lots of the previous run that an arc can keep. Products without value are distributed separately.
fn reusable_lots(problem: &Problem, arc: &Arc) -> i64 {
    if problem.products[arc.product].lot_value > 0 { arc.previous.min(arc.capacity) } else { 0 }
}

/// The arc of the product's maker with the highest ratio.
fn best_off_maker(assignment: &Assignment<'_>, product: usize) -> Option<usize> {
    let makers = assignment.problem.product_arcs(product).filter(|arc| assignment.lots[*arc] > 0);
    makers.max_by(|a, b| assignment.ratio_of_arc(*a).compare(assignment.ratio_of_arc(*b)).then(b.cmp(a)))
}

/// The arc from which a workshop releases a lot to remove an excess: the least valuable lot that covers the excess,
/// else the most valuable.
fn lot_to_release(assignment: &Assignment<'_>, workshop: usize, excess: u128) -> Option<usize> {
    let arcs = assignment.problem.workshop_arcs[workshop].iter().copied();
    arcs.filter(|arc| assignment.lots[*arc] > 0).min_by_key(|arc| {
        let value = assignment.problem.value_of(*arc, 1);
        (value < excess, if value < excess { u128::MAX - value } else { value }, *arc)
    })
}
