//! Cycle canceling: makes the arcs with a fractional share of their capacity a forest.
//!
//! Where arcs that are neither empty nor saturated form a cycle of products and workshops, money can be sent around it
//! without changing the value of any workshop or the total of any product, until one arc of the cycle is empty or
//! saturated. The remaining forest also has few makers per product.

use super::super::int256::U256;
use super::super::max_min::{ArcFlow, FractionalSplit};
use super::super::problem::Problem;

/// Parent arc of a root.
const NONE: usize = usize::MAX;

/// A forest over workshops (first) and products (after them), with the arc to each node's parent.
struct Forest<'a> {
    problem: &'a Problem,
    fractional: &'a mut FractionalSplit,
    parent_arc: Vec<usize>,
    /// Flow of the arcs in the forest, in money × scale.
    money: Vec<U256>,
}

/// Removes every cycle of arcs that are neither empty nor saturated.
pub(super) fn cancel_cycles(problem: &Problem, fractional: &mut FractionalSplit) {
    let nodes = problem.workshops.len() + problem.products.len();
    let mut forest =
        Forest { problem, fractional, parent_arc: vec![NONE; nodes], money: vec![U256::ZERO; problem.arcs.len()] };
    for arc in 0..problem.arcs.len() {
        if forest.is_partial_flow(arc) {
            forest.insert(arc);
        }
    }
    for arc in 0..problem.arcs.len() {
        if forest.is_partial_flow(arc) {
            forest.store_flow(arc);
        }
    }
}

impl Forest<'_> {
    /// Whether the stored flow of an arc is neither empty nor saturated.
    fn is_partial_flow(&self, arc: usize) -> bool {
        let flow = self.fractional.flows[arc];
        !flow.is_zero() && flow.lots < self.problem.arcs[arc].capacity
    }

    /// Whether the money of an arc in the forest is neither zero nor all its capacity.
    fn is_partial(&self, arc: usize) -> bool {
        !self.money[arc].is_zero() && self.money[arc] < self.capacity_money(arc)
    }

    fn scale(&self, arc: usize) -> u128 {
        self.fractional.product_scales[self.problem.arcs[arc].product]
    }

    fn capacity_money(&self, arc: usize) -> U256 {
        U256::widening_mul(self.problem.value_of(arc, self.problem.arcs[arc].capacity), self.scale(arc))
    }

    fn endpoints(&self, arc: usize) -> (usize, usize) {
        let node = &self.problem.arcs[arc];
        (node.workshop, self.problem.workshops.len() + node.product)
    }

    fn parent(&self, node: usize) -> Option<usize> {
        let arc = self.parent_arc[node];
        if arc == NONE {
            return None;
        }
        let (workshop, product) = self.endpoints(arc);
        Some(if workshop == node { product } else { workshop })
    }

    /// Adds an arc. If it closes a cycle, cancels the cycle, which removes at least one arc.
    fn insert(&mut self, arc: usize) {
        let flow = self.fractional.flows[arc];
        self.money[arc] = U256::widening_mul(self.problem.value_of(arc, flow.lots), self.scale(arc)) + flow.remainder;
        let (workshop, product) = self.endpoints(arc);
        if let Some(path) = self.path(workshop, product) {
            self.cancel(arc, &path);
            if !self.is_partial(arc) {
                return;
            }
        }
        self.make_root(workshop);
        self.parent_arc[workshop] = arc;
    }

    /// The arcs on the path between two nodes; `None` if they are in different trees.
    fn path(&self, from: usize, to: usize) -> Option<Vec<usize>> {
        let (up, down) = (self.path_to_root(from), self.path_to_root(to));
        if up.last().map_or(from, |last| last.1) != down.last().map_or(to, |last| last.1) {
            return None;
        }
        let common = up.iter().rev().zip(down.iter().rev()).take_while(|(a, b)| a.0 == b.0).count();
        let mut path: Vec<usize> = up.iter().take(up.len() - common).map(|step| step.0).collect();
        path.extend(down.iter().take(down.len() - common).rev().map(|step| step.0));
        Some(path)
    }

    /// The arcs from a node to its root, each with the node above it.
    fn path_to_root(&self, mut node: usize) -> Vec<(usize, usize)> {
        let mut steps = Vec::new();
        while let Some(parent) = self.parent(node) {
            steps.push((self.parent_arc[node], parent));
            node = parent;
        }
        steps
    }

    /// Sends money around the cycle of `arc` and `path`, which runs from the arc's workshop to its product.
    fn cancel(&mut self, arc: usize, path: &[usize]) {
        // directions alternate: arcs at even positions gain what those at odd positions lose, or the reverse
        let cycle: Vec<usize> = std::iter::once(arc).chain(path.iter().copied()).collect();
        // the most money that can be sent, and whether that empties an arc
        let bottleneck = |forest: &Self, gaining: usize| {
            cycle
                .iter()
                .enumerate()
                .map(|(position, arc)| {
                    let money = forest.money[*arc];
                    if position % 2 == gaining { (forest.capacity_money(*arc) - money, false) } else { (money, true) }
                })
                .min_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)))
        };
        let (Some(even), Some(odd)) = (bottleneck(self, 0), bottleneck(self, 1)) else { return };
        // for fewer makers, prefer the direction that empties an arc over one that saturates it
        let gaining = usize::from(odd.1 && !even.1);
        let amount = if gaining == 0 { even.0 } else { odd.0 };
        for (position, arc) in cycle.iter().enumerate() {
            let money = self.money[*arc];
            self.money[*arc] = if position % 2 == gaining { money + amount } else { money - amount };
        }
        for arc in path {
            if !self.is_partial(*arc) {
                let (workshop, product) = self.endpoints(*arc);
                let child = if self.parent_arc[workshop] == *arc { workshop } else { product };
                self.parent_arc[child] = NONE;
            }
        }
    }

    /// Reverses the path from a node to its root, so that the node becomes the root.
    fn make_root(&mut self, node: usize) {
        let steps = self.path_to_root(node);
        self.parent_arc[node] = NONE;
        for (arc, parent) in steps {
            self.parent_arc[parent] = arc;
        }
    }

    /// Writes the money of an arc back as lots.
    fn store_flow(&mut self, arc: usize) {
        let lot_value = self.problem.products[self.problem.arcs[arc].product].lot_value;
        let (lots, remainder) = self.money[arc].div_rem(U256::widening_mul(lot_value, self.scale(arc)));
        self.fractional.flows[arc] = ArcFlow { lots: i64::try_from(lots).unwrap_or(i64::MAX), remainder };
    }
}
