//! Maximum flow of money from products to workshops within one subproblem, by Dinic's algorithm (1970): blocking flows
//! along shortest augmenting paths.

use super::flow_int::FlowInt;

/// Distance of a node that the search has not reached.
const UNREACHED: u32 = u32::MAX;

/// A bipartite network: products with remaining supply, workshops with remaining deficit.
pub(super) struct FlowNetwork<A> {
    /// Index of each product's first arc, and the number of arcs at the end.
    product_starts: Vec<usize>,
    /// Workshop at the head of each arc.
    pub(super) head: Vec<usize>,
    /// Product at the tail of each arc.
    pub(super) tail: Vec<usize>,
    capacity: Vec<A>,
    pub(super) flow: Vec<A>,
    /// What each product can still send.
    supply: Vec<A>,
    /// What each workshop can still receive.
    deficit: Vec<A>,
    /// Index of each workshop's first entry in `incoming`, and the number of arcs at the end.
    workshop_starts: Vec<usize>,
    incoming: Vec<usize>,
    product_distance: Vec<u32>,
    workshop_distance: Vec<u32>,
    /// Next arc to try from each node during a blocking flow.
    product_next: Vec<usize>,
    workshop_next: Vec<usize>,
}

/// A step of an augmenting path.
#[derive(Clone, Copy)]
struct Step {
    arc: usize,
    forward: bool,
}

#[derive(Clone, Copy)]
enum Node {
    Product(usize),
    Workshop(usize),
}

impl<A: FlowInt> FlowNetwork<A> {
    /// `arcs` are (product, workshop, capacity), sorted by product.
    pub(super) fn new(supply: Vec<A>, deficit: Vec<A>, arcs: impl Iterator<Item = (usize, usize, A)>) -> Self {
        let (products, workshops) = (supply.len(), deficit.len());
        let mut product_starts = vec![0; products + 1];
        let mut workshop_starts = vec![0; workshops + 1];
        let (mut head, mut tail, mut capacity) = (Vec::new(), Vec::new(), Vec::new());
        for (product, workshop, arc_capacity) in arcs {
            product_starts[product + 1] += 1;
            workshop_starts[workshop + 1] += 1;
            head.push(workshop);
            tail.push(product);
            capacity.push(arc_capacity);
        }
        for product in 0..products {
            product_starts[product + 1] += product_starts[product];
        }
        for workshop in 0..workshops {
            workshop_starts[workshop + 1] += workshop_starts[workshop];
        }
        let mut incoming = vec![0; head.len()];
        let mut next = workshop_starts.clone();
        for (arc, workshop) in head.iter().enumerate() {
            incoming[next[*workshop]] = arc;
            next[*workshop] += 1;
        }
        Self {
            flow: vec![A::default(); head.len()],
            product_starts,
            head,
            tail,
            capacity,
            supply,
            deficit,
            workshop_starts,
            incoming,
            product_distance: vec![UNREACHED; products],
            workshop_distance: vec![UNREACHED; workshops],
            product_next: vec![0; products],
            workshop_next: vec![0; workshops],
        }
    }

    /// Sends as much as possible along one arc directly, at most `limit`.
    pub(super) fn push(&mut self, arc: usize, limit: A) {
        let (product, workshop) = (self.tail[arc], self.head[arc]);
        let residual = self.capacity[arc] - self.flow[arc];
        let amount = limit.min(residual).min(self.supply[product]).min(self.deficit[workshop]);
        self.flow[arc] = self.flow[arc] + amount;
        self.supply[product] = self.supply[product] - amount;
        self.deficit[workshop] = self.deficit[workshop] - amount;
    }

    /// Maximises the flow. Afterwards [`Self::product_reachable`] and [`Self::workshop_reachable`] describe the
    /// minimum cut with the smallest source side.
    pub(super) fn maximise(&mut self) {
        self.push_greedily();
        while self.search() {
            self.product_next.copy_from_slice(&self.product_starts[..self.supply.len()]);
            self.workshop_next.copy_from_slice(&self.workshop_starts[..self.deficit.len()]);
            for product in 0..self.supply.len() {
                if self.product_distance[product] == 0 {
                    self.block_from(product);
                }
            }
        }
    }

    /// Sends what can be sent directly, from the products with the fewest arcs first.
    fn push_greedily(&mut self) {
        let mut order: Vec<usize> = (0..self.supply.len()).collect();
        order.sort_by_key(|product| self.product_starts[product + 1] - self.product_starts[*product]);
        for product in order {
            for arc in self.product_starts[product]..self.product_starts[product + 1] {
                if self.supply[product].is_zero() {
                    break;
                }
                self.push(arc, self.supply[product]);
            }
        }
    }

    /// Whether a product is reachable from remaining supply in the residual network.
    pub(super) fn product_reachable(&self, product: usize) -> bool {
        self.product_distance[product] != UNREACHED
    }

    /// Whether a workshop is reachable from remaining supply in the residual network.
    pub(super) fn workshop_reachable(&self, workshop: usize) -> bool {
        self.workshop_distance[workshop] != UNREACHED
    }

    /// Breadth-first search from all products with remaining supply; returns whether it reached a workshop with a
    /// deficit.
    fn search(&mut self) -> bool {
        self.product_distance.fill(UNREACHED);
        self.workshop_distance.fill(UNREACHED);
        let has_supply = |product: &usize| !self.supply[*product].is_zero();
        let mut products: Vec<usize> = (0..self.supply.len()).filter(has_supply).collect();
        for product in &products {
            self.product_distance[*product] = 0;
        }
        let mut distance = 0;
        let mut found = false;
        while !products.is_empty() && !found {
            let mut workshops = Vec::new();
            for product in products.drain(..) {
                for arc in self.product_starts[product]..self.product_starts[product + 1] {
                    let workshop = self.head[arc];
                    if self.workshop_distance[workshop] == UNREACHED && self.flow[arc] < self.capacity[arc] {
                        self.workshop_distance[workshop] = distance + 1;
                        found |= !self.deficit[workshop].is_zero();
                        workshops.push(workshop);
                    }
                }
            }
            for workshop in workshops {
                for &arc in &self.incoming[self.workshop_starts[workshop]..self.workshop_starts[workshop + 1]] {
                    let product = self.tail[arc];
                    if self.product_distance[product] == UNREACHED && !self.flow[arc].is_zero() {
                        self.product_distance[product] = distance + 2;
                        products.push(product);
                    }
                }
            }
            distance += 2;
        }
        found
    }

    /// Sends as much as possible from one product along paths of the current length.
    fn block_from(&mut self, source: usize) {
        let mut path: Vec<Step> = Vec::new();
        let mut node = Node::Product(source);
        while !self.supply[source].is_zero() {
            match self.advance(node) {
                Some((step, next)) => {
                    path.push(step);
                    node = next;
                    if let Node::Workshop(workshop) = next
                        && !self.deficit[workshop].is_zero()
                    {
                        node = self.augment(source, workshop, &mut path);
                    }
                }
                None => {
                    // a dead end: retreat by one step and skip its arc from now on
                    let Some(step) = path.pop() else { return };
                    node = if step.forward {
                        self.product_next[self.tail[step.arc]] += 1;
                        Node::Product(self.tail[step.arc])
                    } else {
                        self.workshop_next[self.head[step.arc]] += 1;
                        Node::Workshop(self.head[step.arc])
                    };
                }
            }
        }
    }

    /// The next admissible step from a node; `None` at a dead end.
    fn advance(&mut self, node: Node) -> Option<(Step, Node)> {
        match node {
            Node::Product(product) => {
                let end = self.product_starts[product + 1];
                while self.product_next[product] < end {
                    let arc = self.product_next[product];
                    let workshop = self.head[arc];
                    if self.workshop_distance[workshop] == self.product_distance[product] + 1
                        && self.flow[arc] < self.capacity[arc]
                    {
                        return Some((Step { arc, forward: true }, Node::Workshop(workshop)));
                    }
                    self.product_next[product] += 1;
                }
            }
            Node::Workshop(workshop) => {
                let end = self.workshop_starts[workshop + 1];
                while self.workshop_next[workshop] < end {
                    let arc = self.incoming[self.workshop_next[workshop]];
                    let product = self.tail[arc];
                    if self.product_distance[product] == self.workshop_distance[workshop].wrapping_add(1)
                        && !self.flow[arc].is_zero()
                    {
                        return Some((Step { arc, forward: false }, Node::Product(product)));
                    }
                    self.workshop_next[workshop] += 1;
                }
            }
        }
        None
    }

    /// Sends the bottleneck of the path and truncates it before its first saturated step; returns the node there.
    fn augment(&mut self, source: usize, sink: usize, path: &mut Vec<Step>) -> Node {
        let residual = |network: &Self, step: &Step| {
            if step.forward { network.capacity[step.arc] - network.flow[step.arc] } else { network.flow[step.arc] }
        };
        let direct = self.supply[source].min(self.deficit[sink]);
        let amount = path.iter().fold(direct, |bottleneck, step| bottleneck.min(residual(self, step)));
        self.supply[source] = self.supply[source] - amount;
        self.deficit[sink] = self.deficit[sink] - amount;
        for step in path.iter() {
            let flow = &mut self.flow[step.arc];
            *flow = if step.forward { *flow + amount } else { *flow - amount };
        }
        let saturated = path.iter().position(|step| residual(self, step).is_zero());
        match saturated {
            Some(at) => {
                let step = path[at];
                path.truncate(at);
                if step.forward { Node::Product(self.tail[step.arc]) } else { Node::Workshop(self.head[step.arc]) }
            }
            None => Node::Workshop(sink),
        }
    }
}
