//! The instance made ready for arithmetic: sorted by code, checked, every number a whole multiple of the
//! smallest digit in use, and the pins already taken out of demand, capacity and limit.

use super::instance::Blocked;
use super::wide::Ratio;

/// A unit; money in the smallest unit of the instance.
#[derive(Clone, Debug)]
pub(crate) struct Unit {
    pub(crate) id: String,
    /// Share.
    pub(crate) weight: u128,
    /// Carried value.
    pub(crate) history: u128,
    /// Value of its pins.
    pub(crate) pinned: u128,
    /// What is left of its overall limit after pins; none where it can make less.
    pub(crate) limit: Option<u128>,
    /// Value of the dearest lot it may make: one that is wanted and that it has capacity for.
    pub(crate) dearest: u128,
}

impl Unit {
    /// Where its ratio starts: carried value and pins.
    pub(crate) fn start(&self) -> u128 {
        self.history + self.pinned
    }
}

/// A product.
#[derive(Clone, Debug)]
pub(crate) struct Good {
    pub(crate) id: String,
    /// Value of a lot.
    pub(crate) value: u128,
    /// Demand left after pins.
    pub(crate) demand: i64,
    /// Demand as asked.
    pub(crate) asked: i64,
}

/// A pair that may receive lots.
#[derive(Clone, Debug)]
pub(crate) struct Arc {
    pub(crate) unit: usize,
    pub(crate) good: usize,
    /// Capacity in lots, greater than zero.
    pub(crate) capacity: i64,
    /// Minimum batch, 1 where there is none.
    pub(crate) batch: i64,
    /// Lots of the previous run.
    pub(crate) previous: i64,
}

/// A pair that stands in the offers but receives nothing, or only its pin.
#[derive(Clone, Debug)]
pub(crate) struct Closed {
    pub(crate) unit: usize,
    pub(crate) good: usize,
    pub(crate) cause: Cause,
}

/// Why a pair is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    NoCapacity,
    Blocked(Blocked),
    Pinned(i64),
}

/// The whole instance.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    pub(crate) units: Vec<Unit>,
    pub(crate) goods: Vec<Good>,
    /// Sorted by good, then unit.
    pub(crate) arcs: Vec<Arc>,
    pub(crate) closed: Vec<Closed>,
    /// Start of each good's run in `arcs`, and the end.
    pub(crate) good_arcs: Vec<usize>,
    /// Arc numbers by unit.
    pub(crate) unit_arcs: Vec<Vec<usize>>,
    /// Decimal places taken out of money.
    pub(crate) money_places: u32,
    /// `shares = weight × share_factor / 10^share_places`.
    pub(crate) share_places: u32,
    pub(crate) share_factor: u128,
}

impl Problem {
    /// Money a unit would get if all its capacity were used.
    pub(crate) fn reach(&self, unit: usize) -> u128 {
        self.unit_arcs[unit].iter().map(|arc| self.worth(*arc, self.arcs[*arc].capacity)).sum()
    }

    /// Money value of some lots of an arc.
    pub(crate) fn worth(&self, arc: usize, lots: i64) -> u128 {
        self.goods[self.arcs[arc].good].value * u128::from(lots.unsigned_abs())
    }

    /// A ratio of this problem's numbers as money per share, for reading only.
    pub(crate) fn shown(&self, ratio: Ratio) -> f64 {
        let tens = |places: u32| 10_f64.powi(i32::try_from(places).unwrap_or(i32::MAX));
        let exact = ratio.reduced();
        exact.over as f64 / exact.under as f64 * (tens(self.share_places) / tens(self.money_places))
            / self.share_factor as f64
    }

    /// The same problem without minimum batches.
    pub(crate) fn without_batches(&self) -> Self {
        let mut loose = self.clone();
        loose.arcs.iter_mut().for_each(|arc| arc.batch = 1);
        loose
    }

    /// The same problem as if there had been no run before.
    pub(crate) fn without_previous(&self) -> Self {
        let mut fresh = self.clone();
        fresh.arcs.iter_mut().for_each(|arc| arc.previous = 0);
        fresh
    }

    /// Was there a run before?
    pub(crate) fn has_previous(&self) -> bool {
        self.arcs.iter().any(|arc| arc.previous > 0)
    }

    /// The same problem with only some pairs open, and without minimum batches.
    pub(crate) fn only(&self, open: &[bool]) -> Self {
        let mut narrowed = self.without_batches();
        for (arc, open) in narrowed.arcs.iter_mut().zip(open) {
            if !open {
                arc.capacity = 0;
            }
        }
        narrowed
    }

    /// The arcs of a good.
    pub(crate) fn good_range(&self, good: usize) -> std::ops::Range<usize> {
        self.good_arcs[good]..self.good_arcs[good + 1]
    }
}
