//! Reachability in the residual network of the fractional optimum: from where could a workshop receive more of a
//! product?
//!
//! It could come from unserved demand, or from another maker, who may be compensated with a third product, and so on.
//! The *source rank* of a product is the rank of the best such source. A constraint binds a workshop if it lies
//! between the workshop and a product whose source rank is above the workshop's own rank.

use super::max_min::FractionalSplit;
use super::problem::Problem;

/// Source rank of unserved demand: above every workshop.
const UNSERVED_DEMAND: usize = usize::MAX;

/// Ranks of workshops by ratio, and source ranks of products.
pub(crate) struct ResidualNetwork {
    /// Rank of each workshop's ratio, from 1; equal ratios share a rank.
    ranks: Vec<usize>,
    /// Source rank of each product; 0 means that there is no source.
    source_ranks: Vec<usize>,
    /// Workshops whose products are marked. A later source cannot have a higher rank.
    visited: Vec<bool>,
}

impl ResidualNetwork {
    /// Searches from the sources in descending order, so that each product is reached once, by its best source.
    pub(crate) fn new(problem: &Problem, fractional: &FractionalSplit) -> Self {
        let ratios = &fractional.ratios;
        let mut order: Vec<usize> = (0..problem.workshops.len()).collect();
        order.sort_by(|a, b| ratios[*b].compare(ratios[*a]));
        let mut ranks = vec![0; order.len()];
        for (position, workshop) in order.iter().enumerate().rev() {
            let next_lower = order.get(position + 1).copied();
            ranks[*workshop] = match next_lower {
                Some(lower) if ratios[lower].compare(ratios[*workshop]).is_eq() => ranks[lower],
                _ => order.len() - position,
            };
        }
        let mut network = Self {
            ranks,
            source_ranks: vec![0; problem.products.len()],
            visited: vec![false; problem.workshops.len()],
        };
        for (index, product) in problem.products.iter().enumerate() {
            let is_open = product.lot_value > 0 && network.source_ranks[index] == 0;
            if is_open && *fractional.served_lots(problem, index).start() < product.demand {
                network.search_from(problem, fractional, index, UNSERVED_DEMAND);
            }
        }
        for workshop in order {
            for arc in &problem.workshop_arcs[workshop] {
                let product = problem.arcs[*arc].product;
                if has_flow(fractional, *arc) && network.source_ranks[product] == 0 {
                    let rank = network.ranks[workshop];
                    network.search_from(problem, fractional, product, rank);
                }
            }
        }
        network
    }

    /// Assigns a source rank to a product, and to every product whose makers could be compensated with it.
    fn search_from(&mut self, problem: &Problem, fractional: &FractionalSplit, product: usize, rank: usize) {
        let mut pending = vec![product];
        self.source_ranks[product] = rank;
        while let Some(product) = pending.pop() {
            for arc in problem.product_arcs(product).filter(|arc| has_residual(problem, fractional, *arc)) {
                let workshop = problem.arcs[arc].workshop;
                if std::mem::replace(&mut self.visited[workshop], true) {
                    continue;
                }
                for other in &problem.workshop_arcs[workshop] {
                    let next = problem.arcs[*other].product;
                    if self.source_ranks[next] == 0 && has_flow(fractional, *other) {
                        self.source_ranks[next] = rank;
                        pending.push(next);
                    }
                }
            }
        }
    }

    /// Whether more of the product would raise the workshop's ratio.
    pub(crate) fn could_raise(&self, product: usize, workshop: usize) -> bool {
        self.source_ranks[product] > self.ranks[workshop]
    }
}

/// Whether the optimum sends anything along the arc.
pub(crate) fn has_flow(fractional: &FractionalSplit, arc: usize) -> bool {
    let flow = fractional.flows[arc];
    flow.lots > 0 || !flow.remainder.is_zero()
}

/// Whether the arc has capacity left.
pub(crate) fn has_residual(problem: &Problem, fractional: &FractionalSplit, arc: usize) -> bool {
    fractional.flows[arc].lots < problem.arcs[arc].capacity
}
