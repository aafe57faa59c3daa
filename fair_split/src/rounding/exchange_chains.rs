//! Places lots that tree rounding left unserved because a workshop was at its limit, by chains of exchanges.

use std::collections::VecDeque;

use super::assignment::{Assignment, ValueBounds};

/// Most exchanges examined in one run, so that large instances stay fast.
const MAX_TRIALS: usize = 1_000_000;

/// Places lots of products with fewer lots assigned than `min_totals`.
pub(super) fn place_unserved(assignment: &mut Assignment<'_>, bounds: &ValueBounds, min_totals: &[i64]) {
    let mut trials = 0;
    for product in 0..min_totals.len() {
        while assignment.problem.products[product].lot_value > 0
            && assignment.totals[product] < min_totals[product]
            && trials < MAX_TRIALS
        {
            let mut search =
                ChainSearch { assignment, bounds, min_totals, start: product, exchanges: vec![None; min_totals.len()] };
            if !search.place(&mut trials) {
                break;
            }
        }
    }
}

/// An exchange at one workshop: it takes a lot on one arc and passes on a lot of another.
#[derive(Clone, Copy)]
struct Exchange {
    takes: usize,
    passes_on: usize,
}

/// Breadth-first search for the shortest chain that makes room for a lot: a workshop takes it and passes on one of its
/// own lots, another workshop takes that, and so on, until a workshop has room or the last lot need not be served.
struct ChainSearch<'a, 'b> {
    assignment: &'b mut Assignment<'a>,
    bounds: &'b ValueBounds,
    /// Lots of each product that must be served.
    min_totals: &'b [i64],
    /// The product of the lot to place.
    start: usize,
    /// The exchange that passes on a lot of each product reached.
    exchanges: Vec<Option<Exchange>>,
}

impl ChainSearch<'_, '_> {
    /// Finds a chain and applies it; returns whether there was one.
    fn place(&mut self, trials: &mut usize) -> bool {
        let mut queue = VecDeque::from([self.start]);
        while let Some(product) = queue.pop_front() {
            if product != self.start && self.assignment.totals[product] > self.min_totals[product] {
                self.apply_chain(product);
                return true;
            }
            if let Some(arc) = self.arc_with_room(product) {
                self.apply_chain(product);
                self.assignment.add(arc, 1);
                return true;
            }
            self.expand(product, &mut queue, trials);
            if *trials > MAX_TRIALS {
                return false;
            }
        }
        false
    }

    /// An arc whose workshop can take a lot of the product without passing on another.
    fn arc_with_room(&self, product: usize) -> Option<usize> {
        let problem = self.assignment.problem;
        let value = problem.products[product].lot_value;
        problem.product_arcs(product).find(|arc| {
            let workshop = problem.arcs[*arc].workshop;
            self.assignment.residual_capacity(*arc) > 0
                && self.allows(workshop, value, 0)
                && !self.in_chain(workshop, product)
        })
    }

    /// Enqueues every product of which some workshop can pass on a lot in exchange for one of this product.
    fn expand(&mut self, product: usize, queue: &mut VecDeque<usize>, trials: &mut usize) {
        let problem = self.assignment.problem;
        for takes in problem.product_arcs(product).filter(|arc| self.assignment.residual_capacity(*arc) > 0) {
            let workshop = problem.arcs[takes].workshop;
            if self.in_chain(workshop, product) {
                continue;
            }
            for &passes_on in &problem.workshop_arcs[workshop] {
                *trials += 1;
                let next = problem.arcs[passes_on].product;
                let (gain, loss) = (problem.products[product].lot_value, problem.products[next].lot_value);
                let is_new = next != self.start && loss > 0 && self.exchanges[next].is_none();
                if is_new && self.assignment.lots[passes_on] > 0 && self.allows(workshop, gain, loss) {
                    self.exchanges[next] = Some(Exchange { takes, passes_on });
                    queue.push_back(next);
                }
            }
        }
    }

    /// Whether the workshop stays within its bounds after gaining and losing some value.
    fn allows(&self, workshop: usize, gain: u128, loss: u128) -> bool {
        let after_gain = self.assignment.values[workshop] + gain;
        after_gain >= loss && self.bounds.contains(workshop, after_gain - loss)
    }

    /// The exchanges that lead to a product, last first.
    fn chain(&self, product: usize) -> impl Iterator<Item = Exchange> {
        let products = std::iter::successors(Some(product), |product| {
            self.exchanges[*product].map(|exchange| self.assignment.problem.arcs[exchange.takes].product)
        });
        products.filter_map(|product| self.exchanges[product])
    }

    fn in_chain(&self, workshop: usize, product: usize) -> bool {
        self.chain(product).any(|exchange| self.assignment.problem.arcs[exchange.takes].workshop == workshop)
    }

    /// Applies the exchanges that lead to a product.
    fn apply_chain(&mut self, product: usize) {
        let chain: Vec<Exchange> = self.chain(product).collect();
        for exchange in chain {
            self.assignment.remove(exchange.passes_on, 1);
            self.assignment.add(exchange.takes, 1);
        }
    }
}
