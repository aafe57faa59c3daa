//! The flow of money from products to units within one part of the network: as much as possible
//! (Dinic 1970: shortest augmenting paths, all of one length at a time).

use super::amount::Amount;

/// Level of a node that a search has not reached.
const UNREACHED: u32 = u32::MAX;

/// A bipartite network: products with what they still have to give, units with what they still need.
pub(super) struct Network<A> {
    /// Start of each product's arcs, and the end.
    pub(super) first: Vec<usize>,
    /// Unit at the end of each arc.
    pub(super) head: Vec<usize>,
    /// Product at the start of each arc.
    pub(super) tail: Vec<usize>,
    pub(super) capacity: Vec<A>,
    pub(super) flow: Vec<A>,
    pub(super) supply: Vec<A>,
    pub(super) need: Vec<A>,
    /// Start of each unit's arcs in `incoming`, and the end.
    unit_first: Vec<usize>,
    incoming: Vec<usize>,
    good_level: Vec<u32>,
    unit_level: Vec<u32>,
    good_next: Vec<usize>,
    unit_next: Vec<usize>,
}

/// A step of an augmenting path.
#[derive(Clone, Copy)]
struct Step {
    arc: usize,
    forward: bool,
}

#[derive(Clone, Copy)]
enum Node {
    Good(usize),
    Unit(usize),
}

impl<A: Amount> Network<A> {
    /// `arcs` are (product, unit, capacity), sorted by product.
    pub(super) fn new(supply: Vec<A>, need: Vec<A>, arcs: impl Iterator<Item = (usize, usize, A)>) -> Self {
        let (goods, units) = (supply.len(), need.len());
        let mut first = vec![0; goods + 1];
        let mut unit_first = vec![0; units + 1];
        let (mut head, mut tail, mut capacity) = (Vec::new(), Vec::new(), Vec::new());
        for (good, unit, room) in arcs {
            first[good + 1] += 1;
            unit_first[unit + 1] += 1;
            head.push(unit);
            tail.push(good);
            capacity.push(room);
        }
        for good in 0..goods {
            first[good + 1] += first[good];
        }
        for unit in 0..units {
            unit_first[unit + 1] += unit_first[unit];
        }
        let mut incoming = vec![0; head.len()];
        let mut place = unit_first.clone();
        for (arc, unit) in head.iter().enumerate() {
            incoming[place[*unit]] = arc;
            place[*unit] += 1;
        }
        Self {
            flow: vec![A::default(); head.len()],
            first,
            head,
            tail,
            capacity,
            supply,
            need,
            unit_first,
            incoming,
            good_level: vec![UNREACHED; goods],
            unit_level: vec![UNREACHED; units],
            good_next: vec![0; goods],
            unit_next: vec![0; units],
        }
    }

    /// Sends what it can directly along one arc, at most `most`.
    pub(super) fn push(&mut self, arc: usize, most: A) {
        let (good, unit) = (self.tail[arc], self.head[arc]);
        let amount = most.min(self.capacity[arc].minus(self.flow[arc])).min(self.supply[good]).min(self.need[unit]);
        self.flow[arc] = self.flow[arc].plus(amount);
        self.supply[good] = self.supply[good].minus(amount);
        self.need[unit] = self.need[unit].minus(amount);
    }

    /// Makes the flow as large as possible. Afterwards [`Self::good_reached`] and [`Self::unit_reached`]
    /// tell what products with something left could still reach: the smallest minimum cut.
    pub(super) fn maximise(&mut self) {
        let mut order: Vec<usize> = (0..self.supply.len()).collect();
        order.sort_by_key(|good| self.first[good + 1] - self.first[*good]);
        for good in order {
            for arc in self.first[good]..self.first[good + 1] {
                if self.supply[good].is_zero() {
                    break;
                }
                self.push(arc, self.supply[good]);
            }
        }
        while self.search() {
            self.good_next.copy_from_slice(&self.first[..self.supply.len()]);
            self.unit_next.copy_from_slice(&self.unit_first[..self.need.len()]);
            for good in 0..self.supply.len() {
                if self.good_level[good] == 0 {
                    self.drain(good);
                }
            }
        }
    }

    /// Could more reach this product?
    pub(super) fn good_reached(&self, good: usize) -> bool {
        self.good_level[good] != UNREACHED
    }

    /// Could more reach this unit?
    pub(super) fn unit_reached(&self, unit: usize) -> bool {
        self.unit_level[unit] != UNREACHED
    }

    /// Breadth first from all products with something left; true if a unit in need was reached.
    fn search(&mut self) -> bool {
        self.good_level.fill(UNREACHED);
        self.unit_level.fill(UNREACHED);
        let mut goods: Vec<usize> = (0..self.supply.len()).filter(|good| !self.supply[*good].is_zero()).collect();
        for good in &goods {
            self.good_level[*good] = 0;
        }
        let mut level = 0;
        let mut found = false;
        while !goods.is_empty() && !found {
            let mut units = Vec::new();
            for good in goods.drain(..) {
                for arc in self.first[good]..self.first[good + 1] {
                    let unit = self.head[arc];
                    if self.unit_level[unit] == UNREACHED && self.flow[arc] < self.capacity[arc] {
                        self.unit_level[unit] = level + 1;
                        found |= !self.need[unit].is_zero();
                        units.push(unit);
                    }
                }
            }
            for unit in units {
                for &arc in &self.incoming[self.unit_first[unit]..self.unit_first[unit + 1]] {
                    let good = self.tail[arc];
                    if self.good_level[good] == UNREACHED && !self.flow[arc].is_zero() {
                        self.good_level[good] = level + 2;
                        goods.push(good);
                    }
                }
            }
            level += 2;
        }
        found
    }

    /// Sends all it can from one product along paths of the current length.
    fn drain(&mut self, source: usize) {
        let mut path: Vec<Step> = Vec::new();
        let mut node = Node::Good(source);
        while !self.supply[source].is_zero() {
            match self.advance(node) {
                Some((step, next)) => {
                    path.push(step);
                    node = next;
                    if let Node::Unit(unit) = next
                        && !self.need[unit].is_zero()
                    {
                        node = self.augment(source, unit, &mut path);
                    }
                }
                None => {
                    let Some(step) = path.pop() else { return };
                    node = if step.forward {
                        self.good_next[self.tail[step.arc]] += 1;
                        Node::Good(self.tail[step.arc])
                    } else {
                        self.unit_next[self.head[step.arc]] += 1;
                        Node::Unit(self.head[step.arc])
                    };
                }
            }
        }
    }

    /// The next usable step from a node, or none: a dead end.
    fn advance(&mut self, node: Node) -> Option<(Step, Node)> {
        match node {
            Node::Good(good) => {
                let end = self.first[good + 1];
                while self.good_next[good] < end {
                    let arc = self.good_next[good];
                    let unit = self.head[arc];
                    if self.unit_level[unit] == self.good_level[good] + 1 && self.flow[arc] < self.capacity[arc] {
                        return Some((Step { arc, forward: true }, Node::Unit(unit)));
                    }
                    self.good_next[good] += 1;
                }
            }
            Node::Unit(unit) => {
                let end = self.unit_first[unit + 1];
                while self.unit_next[unit] < end {
                    let arc = self.incoming[self.unit_next[unit]];
                    let good = self.tail[arc];
                    if self.good_level[good] == self.unit_level[unit].wrapping_add(1) && !self.flow[arc].is_zero() {
                        return Some((Step { arc, forward: false }, Node::Good(good)));
                    }
                    self.unit_next[unit] += 1;
                }
            }
        }
        None
    }

    /// Sends the most the path allows and goes back to where it is first blocked.
    fn augment(&mut self, source: usize, sink: usize, path: &mut Vec<Step>) -> Node {
        let room = |network: &Self, step: &Step| {
            if step.forward { network.capacity[step.arc].minus(network.flow[step.arc]) } else { network.flow[step.arc] }
        };
        let amount =
            path.iter().fold(self.supply[source].min(self.need[sink]), |most, step| most.min(room(self, step)));
        self.supply[source] = self.supply[source].minus(amount);
        self.need[sink] = self.need[sink].minus(amount);
        for step in path.iter() {
            let flow = &mut self.flow[step.arc];
            *flow = if step.forward { flow.plus(amount) } else { flow.minus(amount) };
        }
        let blocked = path.iter().position(|step| room(self, step).is_zero());
        match blocked {
            Some(at) => {
                let step = path[at];
                path.truncate(at);
                if step.forward { Node::Good(self.tail[step.arc]) } else { Node::Unit(self.head[step.arc]) }
            }
            None => Node::Unit(sink),
        }
    }
}
