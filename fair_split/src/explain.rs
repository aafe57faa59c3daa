//! Finds the reasons of a result: the binding constraint of each workshop and the reason of each unmet demand, read
//! off the residual network of the fractional optimum.

use std::cmp::Ordering;

use super::max_min::FractionalSplit;
use super::problem::{CloseReason, Problem};
use super::reasons::{BindingConstraint, UnmetReason};
use super::residual::{ResidualNetwork, has_flow, has_residual};
use super::rounding::Assignment;

/// A solved run.
pub(crate) struct SolvedRun<'a> {
    pub(crate) problem: &'a Problem,
    pub(crate) fractional: &'a FractionalSplit,
    /// The result.
    pub(crate) assignment: &'a Assignment<'a>,
    /// The result that ignores minimum batches.
    pub(crate) relaxed: &'a Assignment<'a>,
}

/// What the constraints of all workshops are judged by.
struct Context {
    residual: ResidualNetwork,
    /// Workshops with a fractional flow of each product.
    maker_counts: Vec<usize>,
}

/// Product and reason of a closed pair.
type Closed = (usize, CloseReason);

impl SolvedRun<'_> {
    /// The binding constraint of each workshop. `unpinned` is the optimum of the same instance without pins.
    pub(crate) fn binding_constraints(&self, unpinned: Option<&FractionalSplit>) -> Vec<BindingConstraint> {
        let problem = self.problem;
        let mut closed: Vec<Vec<Closed>> = vec![Vec::new(); problem.workshops.len()];
        for pair in &problem.closed_pairs {
            closed[pair.workshop].push((pair.product, pair.reason));
        }
        let mut maker_counts = vec![0_usize; problem.products.len()];
        for (index, arc) in problem.arcs.iter().enumerate() {
            maker_counts[arc.product] += usize::from(has_flow(self.fractional, index));
        }
        let context = Context { residual: ResidualNetwork::new(problem, self.fractional), maker_counts };
        closed
            .iter()
            .enumerate()
            .map(|(workshop, closed)| {
                let unpinned_order =
                    unpinned.map(|optimum| optimum.ratios[workshop].compare(self.fractional.ratios[workshop]));
                self.binding_constraint(workshop, closed, unpinned_order, &context)
            })
            .collect()
    }

    /// The binding constraint of one workshop. `unpinned_order` compares its ratio without pins with its ratio.
    fn binding_constraint(
        &self,
        workshop: usize,
        closed: &[Closed],
        unpinned_order: Option<Ordering>,
        context: &Context,
    ) -> BindingConstraint {
        if self.loses_by_own_batch(workshop) {
            return BindingConstraint::MinimumBatch;
        }
        let arcs = &self.problem.workshop_arcs[workshop];
        let is_pinned = closed.iter().any(|(_, reason)| matches!(reason, CloseReason::Pinned(_)));
        let has_only_pins = arcs.iter().all(|arc| self.problem.arcs[*arc].capacity == 0);
        let moved_by_pins = match unpinned_order {
            Some(Ordering::Greater) => true,
            Some(Ordering::Less) => has_only_pins,
            Some(Ordering::Equal) | None => false,
        };
        if is_pinned && moved_by_pins {
            return BindingConstraint::Pin;
        }
        match self.constraint_in_residual(workshop, closed, context) {
            BindingConstraint::NoDemand if unpinned_order == Some(Ordering::Greater) => BindingConstraint::Pin,
            constraint => constraint,
        }
    }

    /// Whether the workshop receives less than it would without minimum batches, because of one of its own.
    fn loses_by_own_batch(&self, workshop: usize) -> bool {
        let relaxed = self.relaxed;
        self.assignment.values[workshop] < relaxed.values[workshop]
            && self.problem.workshop_arcs[workshop].iter().any(|arc| !relaxed.batch_allows(*arc, relaxed.lots[*arc]))
    }

    /// The constraint behind which there is unserved demand or a maker with a higher ratio.
    fn constraint_in_residual(&self, workshop: usize, closed: &[Closed], context: &Context) -> BindingConstraint {
        let (problem, fractional) = (self.problem, self.fractional);
        let arcs = &problem.workshop_arcs[workshop];
        let product = |arc: &usize| problem.arcs[*arc].product;
        let could_raise = |product: usize| context.residual.could_raise(product, workshop);
        let in_demand = |product: usize| problem.products[product].total_demand > 0;
        if !arcs.iter().map(product).chain(closed.iter().map(|pair| pair.0)).any(in_demand) {
            return BindingConstraint::NoDemand;
        }
        // where the limit equals the value of all capacities, the capacity is reported
        let limit_equals_capacity = problem.workshops[workshop].limit == Some(problem.capacity_value(workshop));
        if fractional.is_at_limit(problem, workshop) && !limit_equals_capacity {
            if arcs.iter().any(|arc| has_residual(problem, fractional, *arc) && could_raise(product(arc))) {
                return BindingConstraint::WorkshopLimit;
            }
        } else {
            let unavailable = closed
                .iter()
                .filter_map(|(product, reason)| match reason {
                    CloseReason::Unavailable(reason) if could_raise(*product) => Some(*reason),
                    _ => None,
                })
                .min();
            if let Some(reason) = unavailable {
                return reason.into();
            }
            let is_saturated = |arc: &usize| !has_residual(problem, fractional, *arc) && could_raise(product(arc));
            let lacks_capacity =
                |(product, reason): &Closed| *reason == CloseReason::NoCapacity && could_raise(*product);
            if arcs.iter().any(is_saturated) || closed.iter().any(lacks_capacity) {
                return BindingConstraint::ProductCapacity;
            }
        }
        let has_competitor = |arc: &usize| context.maker_counts[product(arc)] > usize::from(has_flow(fractional, *arc));
        if arcs.iter().any(has_competitor) { BindingConstraint::Level } else { BindingConstraint::NoDemand }
    }

    /// Product, lots and reason of each unmet demand. `unpinned` gives the lots of each product that are not served
    /// without pins.
    pub(crate) fn unmet_demand(&self, unpinned: Option<&[i64]>) -> Vec<(usize, i64, UnmetReason)> {
        let mut has_maker = vec![false; self.problem.products.len()];
        for arc in &self.problem.arcs {
            has_maker[arc.product] = true;
        }
        for pair in &self.problem.closed_pairs {
            has_maker[pair.product] |= !matches!(pair.reason, CloseReason::Unavailable(_));
        }
        let mut unmet = Vec::new();
        for (index, product) in self.problem.products.iter().enumerate() {
            let lots = product.demand - self.assignment.totals[index];
            if lots > 0 {
                let unpinned_lots = unpinned.and_then(|lots| lots.get(index)).copied();
                let reason =
                    if has_maker[index] { self.unmet_reason(index, lots, unpinned_lots) } else { UnmetReason::NoMaker };
                unmet.push((index, lots, reason));
            }
        }
        unmet
    }

    fn unmet_reason(&self, product: usize, lots: i64, unpinned_lots: Option<i64>) -> UnmetReason {
        let problem = self.problem;
        let node = &problem.products[product];
        if self.relaxed.totals[product] > self.assignment.totals[product] {
            return UnmetReason::MinimumBatch;
        }
        if node.lot_value == 0 {
            let is_closed_batch = |arc: usize| {
                self.assignment.lots[arc] == 0 && problem.arcs[arc].min_batch > 1 && problem.arcs[arc].capacity > 0
            };
            let has_closed_batch = problem.product_arcs(product).any(is_closed_batch);
            return if has_closed_batch { UnmetReason::MinimumBatch } else { UnmetReason::Capacity };
        }
        if *self.fractional.served_lots(problem, product).start() >= node.demand {
            return UnmetReason::Rounding;
        }
        let caused_by_pins = unpinned_lots.is_some_and(|unpinned| unpinned < lots);
        if caused_by_pins { UnmetReason::Pin } else { UnmetReason::Capacity }
    }
}
