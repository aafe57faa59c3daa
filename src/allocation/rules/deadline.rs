//! Until when a workshop may answer its quota.

use chrono::{DateTime, TimeDelta, Utc};

/// Until when a workshop answers.
#[derive(Clone, Copy, Debug)]
pub struct Deadline {
    /// The instant of publishing.
    pub now: DateTime<Utc>,
    /// Hours that the assembly gives.
    pub hours: i32,
    /// When all answers of the cycle should be in.
    pub cycle: DateTime<Utc>,
    /// When the day of delivery begins.
    pub delivery: DateTime<Utc>,
}

impl Deadline {
    /// For the quotas of a run: the hours that the assembly gives, but not beyond the cycle's own last instant.
    pub fn first(self) -> DateTime<Utc> {
        let full = self.now + TimeDelta::hours(i64::from(self.hours));
        let latest = [self.cycle, self.delivery].into_iter().filter(|at| *at > self.now).min();
        latest.map_or(full, |latest| full.min(latest))
    }

    /// For what is offered again: as long as the others still have, and a quarter of the hours at least.
    pub fn again(self) -> DateTime<Utc> {
        let quarter = self.now + TimeDelta::minutes(i64::from(self.hours) * 15);
        let wanted = self.first().max(quarter);
        if self.delivery > self.now { wanted.min(self.delivery) } else { wanted }
    }
}
