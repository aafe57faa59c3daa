//! The instant until which a workshop may answer its quota.

use chrono::{DateTime, TimeDelta, Utc};

/// What the deadline of an answer depends on.
#[derive(Clone, Copy, Debug)]
pub struct Deadline {
    /// The instant of publishing.
    pub now: DateTime<Utc>,
    /// Hours that the assembly gives for an answer.
    pub hours: i32,
    /// The instant until which all answers of the cycle are expected.
    pub cycle: DateTime<Utc>,
    /// The start of the day of delivery.
    pub delivery: DateTime<Utc>,
}

impl Deadline {
    /// The deadline of the quotas of the first round: the assembly's hours, but not after the cycle's own instants.
    pub fn first_round(self) -> DateTime<Utc> {
        let full = self.now + TimeDelta::hours(i64::from(self.hours));
        let latest = [self.cycle, self.delivery].into_iter().filter(|at| *at > self.now).min();
        latest.map_or(full, |latest| full.min(latest))
    }

    /// The deadline of re-offered quotas: that of the first round, but at least a quarter of the assembly's hours from
    /// now; never after the start of the delivery day, unless that has passed.
    pub fn reoffer(self) -> DateTime<Utc> {
        let quarter = self.now + TimeDelta::minutes(i64::from(self.hours) * 15);
        let later = self.first_round().max(quarter);
        if self.delivery > self.now { later.min(self.delivery) } else { later }
    }
}
