//! Why a unit did not get more, and why a product was not served whole. A reason is true when relaxing what it
//! names moves the result, so each is read off the target's own flow: from whom could money still come?

use super::instance::Blocked;
use super::problem::{Cause, Problem};
use super::pulls::{Pulls, carries, has_room};
use super::rounding::State;
use super::target::Target;

/// What kept a unit from more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bound {
    /// The fair level: more for it would come from someone who stands no higher.
    Level,
    /// Its capacity for a product.
    ProductCapacity,
    /// Its overall limit.
    UnitLimit,
    /// A missing or invalid certificate.
    Certificate,
    /// A missing or invalid sanitary authorisation.
    Authorisation,
    /// Out of harvest.
    Harvest,
    /// A pause.
    Pause,
    /// A minimum batch.
    MinimumBatch,
    /// A quantity fixed by staff.
    Pin,
    /// All that is wanted of its products it makes already, or nothing is wanted.
    NoDemand,
}

impl Bound {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Level => "level",
            Self::ProductCapacity => "product_capacity",
            Self::UnitLimit => "unit_limit",
            Self::Certificate => "certificate",
            Self::Authorisation => "authorisation",
            Self::Harvest => "harvest",
            Self::Pause => "pause",
            Self::MinimumBatch => "minimum_batch",
            Self::Pin => "pin",
            Self::NoDemand => "no_demand",
        }
    }
}

/// Why part of a product's demand is not served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shortfall {
    /// The makers' capacities or overall limits are used up.
    Capacity,
    /// A minimum batch stands in the way.
    MinimumBatch,
    /// The fractional target serves all of it, whole lots cannot.
    Rounding,
    /// A quantity fixed by staff stands in the way.
    Pin,
    /// Nobody may make it.
    NoMaker,
}

impl Shortfall {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Capacity => "capacity",
            Self::MinimumBatch => "minimum_batch",
            Self::Rounding => "rounding",
            Self::Pin => "pin",
            Self::NoMaker => "no_maker",
        }
    }
}

/// A finished run, with the run it is compared with where pins are in force.
pub(crate) struct Finished<'a> {
    pub(crate) problem: &'a Problem,
    pub(crate) target: &'a Target,
    /// The result.
    pub(crate) state: &'a State<'a>,
    /// The result before minimum batches were respected.
    pub(crate) free: &'a State<'a>,
}

impl Finished<'_> {
    /// What bound each unit. `unpinned` is the same run without pins.
    pub(crate) fn bounds(&self, unpinned: Option<&Target>) -> Vec<Bound> {
        let pulls = Pulls::of(self.problem, self.target);
        let mut closed: Vec<Vec<(usize, Cause)>> = vec![Vec::new(); self.problem.units.len()];
        for pair in &self.problem.closed {
            closed[pair.unit].push((pair.good, pair.cause));
        }
        let mut makers = vec![0_usize; self.problem.goods.len()];
        for (arc, open) in self.problem.arcs.iter().enumerate() {
            makers[open.good] += usize::from(carries(self.target, arc));
        }
        closed
            .iter()
            .enumerate()
            .map(|(unit, closed)| {
                if self.lost_by_batch(unit) {
                    return Bound::MinimumBatch;
                }
                let pinned = closed.iter().any(|(_, cause)| matches!(cause, Cause::Pinned(_)));
                let moved = unpinned.map(|target| target.ratio[unit].compare(self.target.ratio[unit]));
                let only_pins = self.problem.unit_arcs[unit].iter().all(|arc| self.problem.arcs[*arc].capacity == 0);
                if pinned && moved.is_some_and(|moved| moved.is_gt() || (only_pins && moved.is_lt())) {
                    return Bound::Pin;
                }
                match self.binds(unit, closed, &pulls, &makers) {
                    Bound::NoDemand if moved.is_some_and(std::cmp::Ordering::is_gt) => Bound::Pin,
                    bound => bound,
                }
            })
            .collect()
    }

    /// The result gives the unit less than it would get without minimum batches, and one of its own was in the way.
    fn lost_by_batch(&self, unit: usize) -> bool {
        self.state.value[unit] < self.free.value[unit]
            && self.problem.unit_arcs[unit].iter().any(|arc| !self.free.batch_allows(*arc, self.free.lots[*arc]))
    }

    fn binds(&self, unit: usize, closed: &[(usize, Cause)], pulls: &Pulls, makers: &[usize]) -> Bound {
        let (problem, target) = (self.problem, self.target);
        let arcs = &problem.unit_arcs[unit];
        let good = |arc: &usize| problem.arcs[*arc].good;
        let wanted = |good: usize| problem.goods[good].asked > 0;
        if !arcs.iter().map(good).chain(closed.iter().map(|pair| pair.0)).any(wanted) {
            return Bound::NoDemand;
        }
        // a limit of exactly all it could make holds nothing back: there the capacity is named
        if target.at_limit(problem, unit) && problem.units[unit].limit != Some(problem.reach(unit)) {
            if arcs.iter().any(|arc| has_room(problem, target, *arc) && pulls.lifts(good(arc), unit)) {
                return Bound::UnitLimit;
            }
        } else {
            let blocked = closed
                .iter()
                .filter_map(|(good, cause)| match cause {
                    Cause::Blocked(why) if pulls.lifts(*good, unit) => Some(*why),
                    _ => None,
                })
                .min();
            if let Some(why) = blocked {
                return why.into();
            }
            let full = arcs.iter().any(|arc| !has_room(problem, target, *arc) && pulls.lifts(good(arc), unit));
            if full || closed.iter().any(|(good, cause)| *cause == Cause::NoCapacity && pulls.lifts(*good, unit)) {
                return Bound::ProductCapacity;
            }
        }
        let shared = arcs.iter().any(|arc| makers[good(arc)] > usize::from(carries(target, *arc)));
        if shared { Bound::Level } else { Bound::NoDemand }
    }

    /// Lots of each product not served, with the reason; products served whole are left out. `unpinned` gives the lots
    /// not served without pins.
    pub(crate) fn shortfalls(&self, unpinned: Option<&[i64]>) -> Vec<(usize, i64, Shortfall)> {
        let mut makers = vec![false; self.problem.goods.len()];
        for good in self.problem.arcs.iter().map(|arc| arc.good) {
            makers[good] = true;
        }
        for pair in &self.problem.closed {
            makers[pair.good] |= !matches!(pair.cause, Cause::Blocked(_));
        }
        let mut short = Vec::new();
        for (number, good) in self.problem.goods.iter().enumerate() {
            let lots = good.demand - self.state.total[number];
            if lots > 0 {
                let without_pins = unpinned.and_then(|lots| lots.get(number)).copied();
                let reason =
                    if makers[number] { self.shortfall(number, lots, without_pins) } else { Shortfall::NoMaker };
                short.push((number, lots, reason));
            }
        }
        short
    }

    fn shortfall(&self, good: usize, lots: i64, without_pins: Option<i64>) -> Shortfall {
        let problem = self.problem;
        let waits_for_batch =
            |arc: usize| self.state.lots[arc] == 0 && problem.arcs[arc].batch > 1 && problem.arcs[arc].capacity > 0;
        if self.free.total[good] > self.state.total[good] {
            return Shortfall::MinimumBatch;
        }
        if problem.goods[good].value == 0 {
            return if problem.good_range(good).any(waits_for_batch) {
                Shortfall::MinimumBatch
            } else {
                Shortfall::Capacity
            };
        }
        if self.target.served(problem, good).0 >= problem.goods[good].demand {
            return Shortfall::Rounding;
        }
        if without_pins.is_some_and(|without| without < lots) { Shortfall::Pin } else { Shortfall::Capacity }
    }
}

impl From<Blocked> for Bound {
    fn from(why: Blocked) -> Self {
        match why {
            Blocked::Certificate => Self::Certificate,
            Blocked::Authorisation => Self::Authorisation,
            Blocked::Harvest => Self::Harvest,
            Blocked::Pause => Self::Pause,
        }
    }
}
