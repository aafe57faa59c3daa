//! Rounds the fractional forest to whole lots, tree by tree from the root down.
//!
//! Each workshop has at most one arc that was decided above it, and decides the arcs below it freely. Each product
//! hands out as many lots as its fractions add up to, rounded up or down, and decides which workshops below receive
//! them. Both can always meet their bound: a product whose children's fractions add up to more than k − 1 has at
//! least k children, and a workshop that takes its most valuable child while that brings it closer to its fractional
//! value ends within one lot of it. Lenstra, Shmoys & Tardos (1990) and Shmoys & Tardos (1993) obtain bounds of this
//! kind by a matching; on a forest, one traversal is enough.

use super::super::int256::U256;
use super::super::max_min::FractionalSplit;
use super::super::problem::Problem;
use super::assignment::Assignment;

/// The traversal of the fractional forest.
struct TreeRounding<'a, 'b> {
    problem: &'a Problem,
    fractional: &'b FractionalSplit,
    assignment: Assignment<'a>,
    /// Fractional arcs of each workshop and of each product.
    workshop_arcs: Vec<Vec<usize>>,
    product_arcs: Vec<Vec<usize>>,
    visited: Vec<bool>,
}

/// A node to decide, with the arc to its parent.
enum Visit {
    Workshop(usize, Option<usize>),
    Product(usize, usize),
}

/// Rounds a flow without cycles. No workshop exceeds its limit; a product may be left short where limits require it.
pub(super) fn round<'a>(problem: &'a Problem, fractional: &FractionalSplit) -> Assignment<'a> {
    let mut rounding = TreeRounding {
        problem,
        fractional,
        assignment: Assignment::empty(problem),
        workshop_arcs: vec![Vec::new(); problem.workshops.len()],
        product_arcs: vec![Vec::new(); problem.products.len()],
        visited: vec![false; problem.workshops.len()],
    };
    for (index, arc) in problem.arcs.iter().enumerate() {
        let flow = fractional.flows[index];
        rounding.assignment.add(index, flow.lots);
        if !flow.remainder.is_zero() {
            rounding.workshop_arcs[arc.workshop].push(index);
            rounding.product_arcs[arc.product].push(index);
        }
    }
    // a root has no arc decided above it, which matters most for workshops at their limits
    let mut roots: Vec<usize> = (0..problem.workshops.len()).collect();
    roots.sort_by_key(|workshop| !fractional.is_at_limit(problem, *workshop));
    for root in roots {
        if !rounding.visited[root] {
            rounding.round_tree(root);
        }
    }
    rounding.assignment
}

impl TreeRounding<'_, '_> {
    fn round_tree(&mut self, root: usize) {
        let mut pending = vec![Visit::Workshop(root, None)];
        while let Some(visit) = pending.pop() {
            match visit {
                Visit::Workshop(workshop, parent) => self.round_workshop(workshop, parent, &mut pending),
                Visit::Product(product, parent) => self.round_product(product, parent, &mut pending),
            }
        }
    }

    /// Whether the arc's workshop can take one more lot within its limit.
    fn fits(&self, arc: usize) -> bool {
        let workshop = self.problem.arcs[arc].workshop;
        let value = self.assignment.values[workshop] + self.problem.value_of(arc, 1);
        self.problem.workshops[workshop].limit.is_none_or(|limit| value <= limit)
    }

    /// Takes the most valuable child while that brings the workshop closer to its fractional value.
    fn round_workshop(&mut self, workshop: usize, parent: Option<usize>, pending: &mut Vec<Visit>) {
        self.visited[workshop] = true;
        let mut children: Vec<usize> =
            self.workshop_arcs[workshop].iter().copied().filter(|arc| Some(*arc) != parent).collect();
        children.sort_by_key(|arc| (std::cmp::Reverse(self.problem.value_of(*arc, 1)), *arc));
        let (target, scale) = (self.fractional.values[workshop], self.fractional.scales[workshop]);
        for arc in children {
            let lot = self.problem.value_of(arc, 1);
            let closer = U256::widening_mul(2 * self.assignment.values[workshop] + lot, scale) <= target + target;
            if closer && self.fits(arc) {
                self.assignment.add(arc, 1);
            }
            pending.push(Visit::Product(self.problem.arcs[arc].product, arc));
        }
    }

    /// Hands out the product's fractional lots, to the largest fractions first.
    fn round_product(&mut self, product: usize, parent: usize, pending: &mut Vec<Visit>) {
        let max_total = *self.fractional.served_lots(self.problem, product).end();
        let mut children: Vec<usize> =
            self.product_arcs[product].iter().copied().filter(|arc| *arc != parent).collect();
        let remainder = |arc: &usize| self.fractional.flows[*arc].remainder;
        children.sort_by(|a, b| remainder(b).cmp(&remainder(a)).then(a.cmp(b)));
        for arc in children {
            if self.assignment.totals[product] < max_total && self.fits(arc) {
                self.assignment.add(arc, 1);
            }
            pending.push(Visit::Workshop(self.problem.arcs[arc].workshop, Some(arc)));
        }
    }
}
