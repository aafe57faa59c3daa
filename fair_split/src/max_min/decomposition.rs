//! The decomposition: subproblems with a candidate level each, cut until every level is confirmed.

use super::super::int256::U256;
use super::super::problem::Problem;
use super::super::ratio::Ratio;
use super::flow_int::FlowInt;
use super::flow_network::FlowNetwork;
use super::subproblem::Subproblem;
use super::water_filling::{LevelPosition, RatioRange, common_level};
use super::{ArcFlow, FractionalSplit};

/// The decomposition in progress.
pub(super) struct Decomposition<'a> {
    problem: &'a Problem,
    /// Money each product can still send within its subproblem.
    supply: Vec<u128>,
    /// Money each workshop receives from saturated arcs of higher subproblems.
    fixed_value: Vec<u128>,
    /// Position of each node in the current subproblem.
    local_workshop: Vec<usize>,
    local_product: Vec<usize>,
    /// Whether flows start from the previous run.
    near_previous: bool,
    result: FractionalSplit,
}

/// A candidate level of a subproblem, with the value each workshop receives at it.
struct LevelCandidate {
    /// `None` for the first flow, where only capacities and limits bind.
    level: Option<Ratio>,
    /// Values are counted in money × scale.
    scale: u128,
    values: Vec<U256>,
    positions: Vec<LevelPosition>,
}

/// The two sides of a minimum cut: for each node of the subproblem, whether it is on the higher side.
struct Cut {
    high_products: Vec<bool>,
    high_workshops: Vec<bool>,
}

impl<'a> Decomposition<'a> {
    pub(super) fn new(problem: &'a Problem, near_previous: bool) -> Self {
        let (workshops, products) = (problem.workshops.len(), problem.products.len());
        let supply = problem.products.iter().map(|node| node.lot_value * u128::from(node.demand.unsigned_abs()));
        let initial_ratio =
            problem.workshops.iter().map(|node| Ratio { numerator: node.initial_value(), denominator: node.share });
        Self {
            problem,
            supply: supply.collect(),
            fixed_value: vec![0; workshops],
            local_workshop: vec![0; workshops],
            local_product: vec![0; products],
            near_previous,
            result: FractionalSplit {
                ratios: initial_ratio.collect(),
                values: vec![U256::ZERO; workshops],
                scales: vec![1; workshops],
                product_scales: vec![1; products],
                flows: vec![ArcFlow::default(); problem.arcs.len()],
            },
        }
    }

    /// First without a level, so that only capacities and limits bind; then one connected component after another.
    pub(super) fn run(mut self) -> FractionalSplit {
        let problem = self.problem;
        let capacity_value = |arc: &usize| problem.value_of(*arc, problem.arcs[*arc].capacity);
        let whole = Subproblem {
            workshops: (0..problem.workshops.len()).collect(),
            products: (0..problem.products.len()).filter(|product| self.supply[*product] > 0).collect(),
            arcs: (0..problem.arcs.len()).filter(|arc| capacity_value(arc) > 0).collect(),
        };
        for product in &whole.products {
            // demand beyond all capacity can never flow
            let capacity: u128 = problem.product_arcs(*product).map(|arc| capacity_value(&arc)).sum();
            self.supply[*product] = self.supply[*product].min(capacity);
        }
        let max_value = |workshop: &usize| U256::from(self.max_value(*workshop, problem.capacity_value(*workshop)));
        let values: Vec<U256> = whole.workshops.iter().map(max_value).collect();
        let unbounded =
            LevelCandidate { level: None, scale: 1, positions: vec![LevelPosition::Full; values.len()], values };
        let mut pending = Vec::new();
        self.test(&whole, &unbounded, &mut pending);
        while let Some(part) = pending.pop() {
            self.index_locally(&part);
            for component in part.components(problem, &self.local_workshop, &self.local_product) {
                let candidate = self.candidate(&component);
                self.test(&component, &candidate, &mut pending);
            }
        }
        self.result
    }

    /// The most value a workshop can receive, given the value of its capacities.
    fn max_value(&self, workshop: usize, capacity_value: u128) -> u128 {
        self.problem.workshops[workshop].limit.map_or(capacity_value, |limit| limit.min(capacity_value))
    }

    /// The level at which the money of the subproblem would be used up exactly.
    fn candidate(&mut self, part: &Subproblem) -> LevelCandidate {
        self.index_locally(part);
        let mut capacity_values: Vec<u128> =
            part.workshops.iter().map(|workshop| self.fixed_value[*workshop]).collect();
        for &index in &part.arcs {
            let arc = &self.problem.arcs[index];
            capacity_values[self.local_workshop[arc.workshop]] += self.problem.value_of(index, arc.capacity);
        }
        let amount = self.total_value(part);
        let ranges: Vec<RatioRange> = part
            .workshops
            .iter()
            .zip(capacity_values)
            .map(|(workshop, capacity_value)| {
                let node = &self.problem.workshops[*workshop];
                let room = self.max_value(*workshop, capacity_value).min(amount);
                RatioRange { share: node.share, initial: node.initial_value(), room }
            })
            .collect();
        let level = common_level(&ranges, amount);
        let positions: Vec<LevelPosition> = ranges.iter().map(|range| range.position(level)).collect();
        // if no workshop is exactly at the level, all values are integers
        let scale = if positions.contains(&LevelPosition::AtLevel) { level.denominator } else { 1 };
        let values = ranges
            .iter()
            .zip(&positions)
            .map(|(range, position)| match position {
                LevelPosition::Above => U256::ZERO,
                LevelPosition::Full => U256::widening_mul(range.room, scale),
                LevelPosition::AtLevel => {
                    U256::widening_mul(range.share, level.numerator) - U256::widening_mul(range.initial, scale)
                }
            })
            .collect();
        LevelCandidate { level: Some(level), scale, values, positions }
    }

    /// All money that flows in a subproblem, including what its workshops receive from higher ones.
    fn total_value(&self, part: &Subproblem) -> u128 {
        part.products.iter().map(|product| self.supply[*product]).sum::<u128>()
            + part.workshops.iter().map(|workshop| self.fixed_value[*workshop]).sum::<u128>()
    }

    fn index_locally(&mut self, part: &Subproblem) {
        for (local, workshop) in part.workshops.iter().enumerate() {
            self.local_workshop[*workshop] = local;
        }
        for (local, product) in part.products.iter().enumerate() {
            self.local_product[*product] = local;
        }
    }

    /// Tests a candidate level in the narrowest integers that hold its flow.
    fn test(&mut self, part: &Subproblem, candidate: &LevelCandidate, pending: &mut Vec<Subproblem>) {
        let largest = U256::widening_mul(self.total_value(part) + 2, candidate.scale);
        match largest.bits() {
            0..=63 => self.test_with::<u64>(part, candidate, pending),
            64..=127 => self.test_with::<u128>(part, candidate, pending),
            _ => self.test_with::<U256>(part, candidate, pending),
        }
    }

    fn test_with<A: FlowInt>(&mut self, part: &Subproblem, candidate: &LevelCandidate, pending: &mut Vec<Subproblem>) {
        self.index_locally(part);
        // a workshop with more fixed value than the level allows belongs to the higher side
        let exceeds: Vec<bool> = part
            .workshops
            .iter()
            .zip(&candidate.values)
            .map(|(workshop, value)| U256::widening_mul(self.fixed_value[*workshop], candidate.scale) > *value)
            .collect();
        let mut network = self.network::<A>(part, candidate);
        network.maximise();
        let cut = Cut {
            high_products: (0..part.products.len()).map(|product| network.product_reachable(product)).collect(),
            high_workshops: (0..part.workshops.len())
                .map(|workshop| exceeds[workshop] || network.workshop_reachable(workshop))
                .collect(),
        };
        let is_cut = cut.high_products.iter().chain(&cut.high_workshops).any(|high| *high);
        if candidate.level.is_none() || is_cut {
            self.cut(part, candidate, &network, &cut, pending);
        } else {
            self.record(part, candidate, &network, |_| true);
        }
    }

    /// The network of a subproblem, with the flow of the previous run if asked for.
    fn network<A: FlowInt>(&self, part: &Subproblem, candidate: &LevelCandidate) -> FlowNetwork<A> {
        let scale = candidate.scale;
        let scaled = |value: u128| A::from_u256(U256::widening_mul(value, scale));
        // an arc with more capacity than all the money can never be saturated
        let max_capacity = self.total_value(part) + 1;
        let arcs = part.arcs.iter().map(|&index| {
            let arc = &self.problem.arcs[index];
            let capacity = self.problem.value_of(index, arc.capacity).min(max_capacity);
            (self.local_product[arc.product], self.local_workshop[arc.workshop], scaled(capacity))
        });
        let supply = part.products.iter().map(|product| scaled(self.supply[*product])).collect();
        let deficit = part
            .workshops
            .iter()
            .zip(&candidate.values)
            .map(|(workshop, value)| A::from_u256(*value - U256::widening_mul(self.fixed_value[*workshop], scale)))
            .collect();
        let mut network = FlowNetwork::new(supply, deficit, arcs);
        if self.near_previous {
            for (local, &index) in part.arcs.iter().enumerate() {
                let arc = &self.problem.arcs[index];
                if arc.previous > 0 {
                    let value = self.problem.value_of(index, arc.previous.min(arc.capacity)).min(max_capacity);
                    network.push(local, scaled(value));
                }
            }
        }
        network
    }

    /// Divides a subproblem along a cut. Without a level, the higher side is final: all its workshops are at their
    /// limits.
    fn cut<A: FlowInt>(
        &mut self,
        part: &Subproblem,
        candidate: &LevelCandidate,
        network: &FlowNetwork<A>,
        cut: &Cut,
        pending: &mut Vec<Subproblem>,
    ) {
        let (mut high, mut low) = (Subproblem::default(), Subproblem::default());
        for (local, workshop) in part.workshops.iter().enumerate() {
            let side = if cut.high_workshops[local] { &mut high } else { &mut low };
            side.workshops.push(*workshop);
        }
        for (local, product) in part.products.iter().enumerate() {
            let side = if cut.high_products[local] { &mut high } else { &mut low };
            side.products.push(*product);
        }
        for (local, arc) in part.arcs.iter().enumerate() {
            match (cut.high_products[network.tail[local]], cut.high_workshops[network.head[local]]) {
                (true, true) => high.arcs.push(*arc),
                (false, false) => low.arcs.push(*arc),
                (true, false) => self.saturate(*arc),
                (false, true) => {}
            }
        }
        if candidate.level.is_none() {
            self.record(part, candidate, network, |local| {
                cut.high_products[network.tail[local]] && cut.high_workshops[network.head[local]]
            });
            pending.push(low);
        } else {
            pending.push(high);
            pending.push(low);
        }
    }

    /// Fixes the flow of an arc at its capacity.
    fn saturate(&mut self, index: usize) {
        let arc = &self.problem.arcs[index];
        let value = self.problem.value_of(index, arc.capacity);
        self.supply[arc.product] = self.supply[arc.product].saturating_sub(value);
        self.fixed_value[arc.workshop] += value;
        self.result.flows[index] = ArcFlow { lots: arc.capacity, remainder: U256::ZERO };
    }

    /// Writes the values of a subproblem, and the flows of its arcs for which `keep` holds, to the result.
    fn record<A: FlowInt>(
        &mut self,
        part: &Subproblem,
        candidate: &LevelCandidate,
        network: &FlowNetwork<A>,
        keep: impl Fn(usize) -> bool,
    ) {
        let scale = candidate.scale;
        for (local, workshop) in part.workshops.iter().enumerate() {
            let value = candidate.values[local];
            self.result.values[*workshop] = value;
            self.result.scales[*workshop] = scale;
            let node = &self.problem.workshops[*workshop];
            self.result.ratios[*workshop] = match (candidate.positions[local], candidate.level) {
                (LevelPosition::AtLevel, Some(level)) => level,
                (_, _) => {
                    Ratio { numerator: node.initial_value() + value.div_rem(scale.into()).0, denominator: node.share }
                }
            };
        }
        for product in &part.products {
            self.result.product_scales[*product] = scale;
        }
        for (local, arc) in part.arcs.iter().enumerate() {
            if keep(local) && !network.flow[local].is_zero() {
                let product = self.problem.arcs[*arc].product;
                let lot = U256::widening_mul(self.problem.products[product].lot_value, scale);
                let (lots, remainder) = network.flow[local].to_u256().div_rem(lot);
                self.result.flows[*arc] = ArcFlow { lots: i64::try_from(lots).unwrap_or(i64::MAX), remainder };
            }
        }
    }
}
