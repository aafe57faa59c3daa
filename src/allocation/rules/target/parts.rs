//! The decomposition itself: parts of the network, each with a height, cut until every height holds.

use super::super::problem::Problem;
use super::super::wide::{Ratio, Wide};
use super::amount::Amount;
use super::flow::Network;
use super::level::{Claim, Stand, height};
use super::{Flow, Target};

/// Units and products that still interact, with the arcs among them sorted by product.
#[derive(Default)]
struct Part {
    units: Vec<usize>,
    goods: Vec<usize>,
    arcs: Vec<usize>,
}

/// The decomposition in progress.
pub(super) struct Decomposition<'a> {
    problem: &'a Problem,
    /// Money each product still has to give within its part.
    supply: Vec<u128>,
    /// Money each unit has for certain from products of higher parts.
    base: Vec<u128>,
    local_unit: Vec<usize>,
    local_good: Vec<usize>,
    /// Does the flow begin with what the previous run gave?
    near_previous: bool,
    target: Target,
}

/// A height supposed for a part: what each unit takes, times the scale.
struct Supposed {
    ratio: Option<Ratio>,
    scale: u128,
    takes: Vec<Wide>,
    stands: Vec<Stand>,
}

impl<'a> Decomposition<'a> {
    pub(super) fn new(problem: &'a Problem, near_previous: bool) -> Self {
        let (units, goods) = (problem.units.len(), problem.goods.len());
        Self {
            problem,
            supply: problem.goods.iter().map(|good| good.value * u128::from(good.demand.unsigned_abs())).collect(),
            base: vec![0; units],
            local_unit: vec![0; units],
            local_good: vec![0; goods],
            near_previous,
            target: Target {
                ratio: problem.units.iter().map(|unit| Ratio { over: unit.start(), under: unit.weight }).collect(),
                value: vec![Wide::ZERO; units],
                scale: vec![1; units],
                good_scale: vec![1; goods],
                flow: vec![Flow::default(); problem.arcs.len()],
            },
        }
    }

    /// First without any height, so that only capacities and limits hold the flow back; then part by part.
    pub(super) fn run(mut self) -> Target {
        let problem = self.problem;
        let worth = |arc: &usize| problem.worth(*arc, problem.arcs[*arc].capacity);
        let whole = Part {
            units: (0..problem.units.len()).collect(),
            goods: (0..problem.goods.len()).filter(|good| self.supply[*good] > 0).collect(),
            arcs: (0..problem.arcs.len()).filter(|arc| worth(arc) > 0).collect(),
        };
        for good in &whole.goods {
            // demand beyond all capacity can never flow
            let reach: u128 = problem.good_range(*good).map(|arc| worth(&arc)).sum();
            self.supply[*good] = self.supply[*good].min(reach);
        }
        let takes: Vec<Wide> =
            whole.units.iter().map(|unit| Wide::new(self.room(*unit, problem.reach(*unit)))).collect();
        let free = Supposed { ratio: None, scale: 1, stands: vec![Stand::Full; takes.len()], takes };
        let mut waiting = Vec::new();
        self.examine(&whole, &free, &mut waiting);
        while let Some(part) = waiting.pop() {
            for component in self.components(part) {
                let supposed = self.suppose(&component);
                self.examine(&component, &supposed, &mut waiting);
            }
        }
        self.target
    }

    fn room(&self, unit: usize, reach: u128) -> u128 {
        self.problem.units[unit].limit.map_or(reach, |limit| limit.min(reach))
    }

    /// The height at which the part's money would be used up exactly.
    fn suppose(&mut self, part: &Part) -> Supposed {
        self.number(part);
        let mut reach: Vec<u128> = part.units.iter().map(|unit| self.base[*unit]).collect();
        for arc in &part.arcs {
            let open = &self.problem.arcs[*arc];
            reach[self.local_unit[open.unit]] += self.problem.worth(*arc, open.capacity);
        }
        let amount = self.amount(part);
        let claims: Vec<Claim> = part
            .units
            .iter()
            .zip(reach)
            .map(|(unit, reach)| {
                let facts = &self.problem.units[*unit];
                Claim { weight: facts.weight, start: facts.start(), room: self.room(*unit, reach).min(amount) }
            })
            .collect();
        let ratio = height(&claims, amount);
        let stands: Vec<Stand> = claims.iter().map(|claim| claim.stand(ratio)).collect();
        // where nobody stands exactly at the height, whole money is fine enough
        let scale = if stands.contains(&Stand::Level) { ratio.under } else { 1 };
        let takes = claims
            .iter()
            .zip(&stands)
            .map(|(claim, stand)| match stand {
                Stand::Above => Wide::ZERO,
                Stand::Full => Wide::product(claim.room, scale),
                Stand::Level => Wide::product(claim.weight, ratio.over).minus(Wide::product(claim.start, scale)),
            })
            .collect();
        Supposed { ratio: Some(ratio), scale, takes, stands }
    }

    fn amount(&self, part: &Part) -> u128 {
        part.goods.iter().map(|good| self.supply[*good]).sum::<u128>()
            + part.units.iter().map(|unit| self.base[*unit]).sum::<u128>()
    }

    fn number(&mut self, part: &Part) {
        for (local, unit) in part.units.iter().enumerate() {
            self.local_unit[*unit] = local;
        }
        for (local, good) in part.goods.iter().enumerate() {
            self.local_good[*good] = local;
        }
    }

    /// Runs the flow in the narrowest arithmetic that holds it.
    fn examine(&mut self, part: &Part, supposed: &Supposed, waiting: &mut Vec<Part>) {
        let most = Wide::product(self.amount(part) + 2, supposed.scale);
        match most.bits() {
            0..=63 => self.flow::<u64>(part, supposed, waiting),
            64..=127 => self.flow::<u128>(part, supposed, waiting),
            _ => self.flow::<Wide>(part, supposed, waiting),
        }
    }

    fn flow<A: Amount>(&mut self, part: &Part, supposed: &Supposed, waiting: &mut Vec<Part>) {
        self.number(part);
        let scale = supposed.scale;
        // an arc wider than all the money there is can never fill
        let widest = self.amount(part) + 1;
        let arcs = part.arcs.iter().map(|arc| {
            let open = &self.problem.arcs[*arc];
            let capacity = self.problem.worth(*arc, open.capacity).min(widest);
            (self.local_good[open.good], self.local_unit[open.unit], A::from_wide(Wide::product(capacity, scale)))
        });
        let supply = part.goods.iter().map(|good| A::from_wide(Wide::product(self.supply[*good], scale))).collect();
        let mut excess = vec![false; part.units.len()];
        let need = part
            .units
            .iter()
            .zip(&supposed.takes)
            .enumerate()
            .map(|(local, (unit, takes))| {
                let base = Wide::product(self.base[*unit], scale);
                excess[local] = base > *takes;
                A::from_wide(takes.minus(base))
            })
            .collect();
        let mut network = Network::new(supply, need, arcs);
        for (local, arc) in part.arcs.iter().enumerate() {
            let previous = self.problem.arcs[*arc].previous;
            if self.near_previous && previous > 0 {
                let wanted = self.problem.worth(*arc, previous.min(self.problem.arcs[*arc].capacity)).min(widest);
                network.push(local, A::from_wide(Wide::product(wanted, scale)));
            }
        }
        network.maximise();
        let high_good: Vec<bool> = (0..part.goods.len()).map(|good| network.good_reached(good)).collect();
        let high_unit: Vec<bool> =
            (0..part.units.len()).map(|unit| excess[unit] || network.unit_reached(unit)).collect();
        if supposed.ratio.is_none() || high_good.iter().chain(&high_unit).any(|high| *high) {
            self.divide(part, supposed, &network, &high_good, &high_unit, waiting);
        } else {
            self.settle(part, supposed, &network, |_| true);
        }
    }

    /// Cuts a part in two. Without a height the higher side is settled at once: all its units are at their limits.
    fn divide<A: Amount>(
        &mut self,
        part: &Part,
        supposed: &Supposed,
        network: &Network<A>,
        high_good: &[bool],
        high_unit: &[bool],
        waiting: &mut Vec<Part>,
    ) {
        let (mut high, mut low) = (Part::default(), Part::default());
        for (local, unit) in part.units.iter().enumerate() {
            if high_unit[local] { high.units.push(*unit) } else { low.units.push(*unit) }
        }
        for (local, good) in part.goods.iter().enumerate() {
            if high_good[local] { high.goods.push(*good) } else { low.goods.push(*good) }
        }
        for (local, arc) in part.arcs.iter().enumerate() {
            match (high_good[network.tail[local]], high_unit[network.head[local]]) {
                (true, true) => high.arcs.push(*arc),
                (false, false) => low.arcs.push(*arc),
                (true, false) => self.fill(*arc),
                (false, true) => {}
            }
        }
        if supposed.ratio.is_none() {
            self.settle(part, supposed, network, |local| {
                high_good[network.tail[local]] && high_unit[network.head[local]]
            });
            waiting.push(low);
        } else {
            waiting.push(high);
            waiting.push(low);
        }
    }

    /// The arc carries all it can, for good.
    fn fill(&mut self, arc: usize) {
        let open = &self.problem.arcs[arc];
        let worth = self.problem.worth(arc, open.capacity);
        self.supply[open.good] = self.supply[open.good].saturating_sub(worth);
        self.base[open.unit] += worth;
        self.target.flow[arc] = Flow { whole: open.capacity, part: Wide::ZERO };
    }

    /// Writes the flow of a part whose height holds.
    fn settle<A: Amount>(
        &mut self,
        part: &Part,
        supposed: &Supposed,
        network: &Network<A>,
        keep: impl Fn(usize) -> bool,
    ) {
        for (local, unit) in part.units.iter().enumerate() {
            self.target.value[*unit] = supposed.takes[local];
            self.target.scale[*unit] = supposed.scale;
            let facts = &self.problem.units[*unit];
            self.target.ratio[*unit] = match (supposed.stands[local], supposed.ratio) {
                (Stand::Level, Some(ratio)) => ratio,
                (_, _) => Ratio {
                    over: facts.start() + supposed.takes[local].divided(Wide::new(supposed.scale)).0,
                    under: facts.weight,
                },
            };
        }
        for good in &part.goods {
            self.target.good_scale[*good] = supposed.scale;
        }
        for (local, arc) in part.arcs.iter().enumerate() {
            if keep(local) && !network.flow[local].is_zero() {
                let good = self.problem.arcs[*arc].good;
                let lot = Wide::product(self.problem.goods[good].value, supposed.scale);
                let (whole, part) = network.flow[local].to_wide().divided(lot);
                self.target.flow[*arc] = Flow { whole: i64::try_from(whole).unwrap_or(i64::MAX), part };
            }
        }
    }

    /// Divides a part into what hangs together.
    fn components(&mut self, part: Part) -> Vec<Part> {
        self.number(&part);
        let units = part.units.len();
        let mut parent: Vec<usize> = (0..units + part.goods.len()).collect();
        for arc in &part.arcs {
            let open = &self.problem.arcs[*arc];
            let (a, b) =
                (root(&mut parent, self.local_unit[open.unit]), root(&mut parent, units + self.local_good[open.good]));
            parent[a.max(b)] = a.min(b);
        }
        let mut place = vec![usize::MAX; parent.len()];
        let mut found: Vec<Part> = Vec::new();
        let mut home = |node: usize, parent: &mut Vec<usize>, found: &mut Vec<Part>| {
            let root = root(parent, node);
            if place[root] == usize::MAX {
                place[root] = found.len();
                found.push(Part::default());
            }
            place[root]
        };
        for (local, unit) in part.units.iter().enumerate() {
            let at = home(local, &mut parent, &mut found);
            found[at].units.push(*unit);
        }
        for (local, good) in part.goods.iter().enumerate() {
            let at = home(units + local, &mut parent, &mut found);
            found[at].goods.push(*good);
        }
        for arc in &part.arcs {
            let at = home(self.local_unit[self.problem.arcs[*arc].unit], &mut parent, &mut found);
            found[at].arcs.push(*arc);
        }
        found
    }
}

/// Root of a node in the forest of sets, shortening the way.
fn root(parent: &mut [usize], mut node: usize) -> usize {
    while parent[node] != node {
        parent[node] = parent[parent[node]];
        node = parent[node];
    }
    node
}
