//! A cycle of the season on the wire.

use chrono::NaiveDate;
use entities::values::CycleId;
use poem_openapi::Object;

use crate::reports::{fairness::CycleSpread, rules};

/// How even a cycle left the group. Ratios are money per share, in minor units.
#[derive(Clone, Debug, Object)]
pub struct FairnessCycle {
    /// The cycle.
    pub cycle_id: CycleId,
    /// Its code.
    pub code: String,
    /// Its day of delivery.
    pub delivery_date: NaiveDate,
    /// The lowest ratio.
    pub lowest: f64,
    /// The middle one.
    pub median: f64,
    /// The highest.
    pub highest: f64,
    /// The widest gap between two that could have made more and stand at the same fair level.
    pub gap: f64,
    /// The dearest lot of those, per share: no split of whole lots promises less.
    pub lot: f64,
    /// How many could have made more.
    pub could_make_more: u32,
}

impl From<&CycleSpread> for FairnessCycle {
    fn from(cycle: &CycleSpread) -> Self {
        let spread = cycle.spread;
        Self {
            cycle_id: cycle.cycle_id,
            code: cycle.code.clone(),
            delivery_date: cycle.delivery_date,
            lowest: rules::number(spread.lowest),
            median: rules::number(spread.median),
            highest: rules::number(spread.highest),
            gap: rules::number(spread.gap),
            lot: rules::number(spread.lot),
            could_make_more: u32::try_from(spread.free).unwrap_or(u32::MAX),
        }
    }
}
