//! The entry point: from an instance to its result.

use super::error::InstanceError;
use super::explain::SolvedRun;
use super::instance::{Instance, Quota};
use super::max_min::FractionalSplit;
use super::min_batch;
use super::problem::{CloseReason, Problem};
use super::ratio::Ratio;
use super::reasons::{BindingConstraint, UnmetReason};
use super::rounding::{self, Assignment};

/// The result for one workshop.
///
/// Ratios are money per share and for display only: every decision was taken on exact fractions.
#[derive(Clone, Debug, PartialEq)]
pub struct WorkshopResult {
    /// Code of the workshop.
    pub workshop: String,
    /// Carried value per share.
    pub ratio_before: f64,
    /// Carried value and value of the quotas, per share.
    pub ratio_after: f64,
    /// Ratio in the fractional optimum.
    pub target_ratio: f64,
    /// The constraint that kept the workshop from a higher ratio.
    pub bound_by: BindingConstraint,
}

/// Demand of one product that is not served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnmetDemand {
    /// Code of the product.
    pub product: String,
    /// Lots not served, greater than zero.
    pub lots: i64,
    /// Why they are not served.
    pub reason: UnmetReason,
}

/// The result of a run. Every list is sorted by code.
#[derive(Clone, Debug, PartialEq)]
pub struct SplitResult {
    /// Lots per workshop and product, greater than zero, pins included.
    pub quotas: Vec<Quota>,
    /// Demand that is not served.
    pub unmet: Vec<UnmetDemand>,
    /// One row per workshop of the instance.
    pub workshops: Vec<WorkshopResult>,
}

/// Splits the demand among the workshops.
///
/// # Errors
/// [`InstanceError`] if the instance is invalid. It names what is wrong and the codes concerned; nothing is split.
pub fn split(instance: &Instance) -> Result<SplitResult, InstanceError> {
    let problem = Problem::new(instance)?;
    let mut fractional = FractionalSplit::solve(&problem);
    let (assignment, relaxed) = solve(&problem, &mut fractional);
    let run = SolvedRun { problem: &problem, fractional: &fractional, assignment: &assignment, relaxed: &relaxed };
    let (bounds, unmet) = if instance.pins.is_empty() {
        (run.binding_constraints(None), run.unmet_demand(None))
    } else {
        // pins are judged by the run without them
        let unpinned = Problem::new(&Instance { pins: Vec::new(), ..instance.clone() })?;
        let mut unpinned_fractional = FractionalSplit::solve(&unpinned);
        let (unpinned_assignment, _) = solve(&unpinned, &mut unpinned_fractional);
        let totals = &unpinned_assignment.totals;
        let unserved: Vec<i64> =
            unpinned.products.iter().zip(totals).map(|(product, total)| product.demand - total).collect();
        (run.binding_constraints(Some(&unpinned_fractional)), run.unmet_demand(Some(&unserved)))
    };
    Ok(SplitResult {
        quotas: quotas(&problem, &assignment),
        unmet: unmet
            .into_iter()
            .map(|(product, lots, reason)| UnmetDemand { product: problem.products[product].id.clone(), lots, reason })
            .collect(),
        workshops: bounds
            .into_iter()
            .enumerate()
            .map(|(workshop, bound)| workshop_result(&problem, &fractional, &assignment, workshop, bound))
            .collect(),
    })
}

/// The result, and the result that ignores minimum batches.
fn solve<'a>(problem: &'a Problem, fractional: &mut FractionalSplit) -> (Assignment<'a>, Assignment<'a>) {
    if problem.arcs.iter().all(|arc| arc.min_batch <= 1) {
        let (assignment, _) = rounding::round(problem, fractional);
        return (assignment.clone(), assignment);
    }
    min_batch::solve(problem, fractional)
}

fn quotas(problem: &Problem, assignment: &Assignment<'_>) -> Vec<Quota> {
    let assigned = problem.arcs.iter().zip(&assignment.lots).map(|(arc, lots)| (arc.workshop, arc.product, *lots));
    let pinned = problem.closed_pairs.iter().filter_map(|pair| match pair.reason {
        CloseReason::Pinned(lots) => Some((pair.workshop, pair.product, lots)),
        _ => None,
    });
    let mut rows: Vec<(usize, usize, i64)> = assigned.chain(pinned).filter(|row| row.2 > 0).collect();
    rows.sort_unstable();
    rows.into_iter()
        .map(|(workshop, product, lots)| Quota {
            workshop: problem.workshops[workshop].id.clone(),
            product: problem.products[product].id.clone(),
            lots,
        })
        .collect()
}

fn workshop_result(
    problem: &Problem,
    fractional: &FractionalSplit,
    assignment: &Assignment<'_>,
    workshop: usize,
    bound_by: BindingConstraint,
) -> WorkshopResult {
    let node = &problem.workshops[workshop];
    let ratio = |value: u128| problem.to_f64(Ratio { numerator: value, denominator: node.share });
    WorkshopResult {
        workshop: node.id.clone(),
        ratio_before: ratio(node.carried_value),
        ratio_after: ratio(node.initial_value() + assignment.values[workshop]),
        target_ratio: problem.to_f64(fractional.ratios[workshop]),
        bound_by,
    }
}
