//! Before lots can be whole, the fractional flow is made simple: whenever open arcs form a ring of products and
//! units, money can be sent around it without changing what any unit or product has, until one arc of the
//! ring is empty or full. What remains open has no ring, and so few makers share a product.

use super::super::problem::Problem;
use super::super::target::{Flow, Target};
use super::super::wide::Wide;

/// No parent: the node is a root.
const NONE: usize = usize::MAX;

/// A forest over units (first) and products (after them); each node knows the arc to its parent.
struct Forest<'a> {
    problem: &'a Problem,
    target: &'a mut Target,
    parent_arc: Vec<usize>,
    /// Flow of the arcs in the forest, in money × scale.
    money: Vec<Wide>,
}

/// Removes every ring of arcs that are neither empty nor full.
pub(super) fn break_rings(problem: &Problem, target: &mut Target) {
    let nodes = problem.units.len() + problem.goods.len();
    let mut forest =
        Forest { problem, target, parent_arc: vec![NONE; nodes], money: vec![Wide::ZERO; problem.arcs.len()] };
    for arc in 0..problem.arcs.len() {
        if forest.is_open_flow(arc) {
            forest.add(arc);
        }
    }
    for arc in 0..problem.arcs.len() {
        if forest.is_open_flow(arc) {
            forest.write(arc);
        }
    }
}

impl Forest<'_> {
    /// Neither empty nor full, as far as the target has it written.
    fn is_open_flow(&self, arc: usize) -> bool {
        let flow = self.target.flow[arc];
        (flow.whole > 0 || !flow.part.is_zero()) && flow.whole < self.problem.arcs[arc].capacity
    }

    fn lot(&self, arc: usize) -> Wide {
        let good = self.problem.arcs[arc].good;
        Wide::product(self.problem.goods[good].value, self.target.good_scale[good])
    }

    fn full(&self, arc: usize) -> Wide {
        let good = self.problem.arcs[arc].good;
        Wide::product(self.problem.worth(arc, self.problem.arcs[arc].capacity), self.target.good_scale[good])
    }

    fn ends(&self, arc: usize) -> (usize, usize) {
        let open = &self.problem.arcs[arc];
        (open.unit, self.problem.units.len() + open.good)
    }

    fn parent(&self, node: usize) -> Option<usize> {
        let arc = self.parent_arc[node];
        if arc == NONE {
            return None;
        }
        let (unit, good) = self.ends(arc);
        Some(if unit == node { good } else { unit })
    }

    /// Adds an arc; if it closes a ring, sends money around until an arc drops out.
    fn add(&mut self, arc: usize) {
        let flow = self.target.flow[arc];
        let (scale, worth) = (self.target.good_scale[self.problem.arcs[arc].good], self.problem.worth(arc, flow.whole));
        self.money[arc] = Wide::product(worth, scale).plus(flow.part);
        let (unit, good) = self.ends(arc);
        if let Some(path) = self.path(unit, good) {
            self.turn(arc, &path);
            if !self.is_open(arc) {
                return;
            }
        }
        self.make_root(unit);
        self.parent_arc[unit] = arc;
    }

    fn is_open(&self, arc: usize) -> bool {
        !self.money[arc].is_zero() && self.money[arc] < self.full(arc)
    }

    /// The arcs from one node to another, each with the node below it, or none if they are in different trees.
    fn path(&self, from: usize, to: usize) -> Option<Vec<usize>> {
        let (up, down) = (self.ascent(from), self.ascent(to));
        if up.last().map_or(from, |last| last.1) != down.last().map_or(to, |last| last.1) {
            return None;
        }
        let common = up.iter().rev().zip(down.iter().rev()).take_while(|(a, b)| a.0 == b.0).count();
        let mut path: Vec<usize> = up.iter().take(up.len() - common).map(|step| step.0).collect();
        path.extend(down.iter().take(down.len() - common).rev().map(|step| step.0));
        Some(path)
    }

    /// The arcs from a node to its root, each with the node above it.
    fn ascent(&self, mut node: usize) -> Vec<(usize, usize)> {
        let mut steps = Vec::new();
        while let Some(above) = self.parent(node) {
            steps.push((self.parent_arc[node], above));
            node = above;
        }
        steps
    }

    /// Sends money around the ring of `arc` and `path` (which runs from the arc's unit to its product).
    fn turn(&mut self, arc: usize, path: &[usize]) {
        // arcs of the ring take turns: those at even places gain what those at odd places lose
        let ring: Vec<usize> = std::iter::once(arc).chain(path.iter().copied()).collect();
        let most = |forest: &Self, gaining: usize| {
            ring.iter()
                .enumerate()
                .map(|(place, arc)| {
                    let money = forest.money[*arc];
                    if place % 2 == gaining { (forest.full(*arc).minus(money), false) } else { (money, true) }
                })
                .min_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)))
        };
        let (Some(even), Some(odd)) = (most(self, 0), most(self, 1)) else { return };
        // fewer makers: rather empty an arc than fill one
        let gaining = usize::from(odd.1 && !even.1);
        let amount = if gaining == 0 { even.0 } else { odd.0 };
        for (place, arc) in ring.iter().enumerate() {
            let money = self.money[*arc];
            self.money[*arc] = if place % 2 == gaining { money.plus(amount) } else { money.minus(amount) };
        }
        for arc in path {
            if !self.is_open(*arc) {
                let (unit, good) = self.ends(*arc);
                let below = if self.parent_arc[unit] == *arc { unit } else { good };
                self.parent_arc[below] = NONE;
            }
        }
    }

    /// Turns the tree so that the node becomes its root.
    fn make_root(&mut self, node: usize) {
        let steps = self.ascent(node);
        self.parent_arc[node] = NONE;
        for (arc, above) in steps {
            self.parent_arc[above] = arc;
        }
    }

    /// Writes the money back as lots.
    fn write(&mut self, arc: usize) {
        let (whole, part) = self.money[arc].divided(self.lot(arc));
        self.target.flow[arc] = Flow { whole: i64::try_from(whole).unwrap_or(i64::MAX), part };
    }
}
