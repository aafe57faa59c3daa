//! The clock and the generator of ids, passed in as values: an installation uses the system's, tests and the demo use a
//! clock that they move and a seeded generator. Instants are truncated to microseconds, the precision of both databases.

use std::sync::Mutex;

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use rand::{Rng, SeedableRng, rngs::StdRng};
use uuid::Uuid;

use super::mutex::lock;

/// Returns the present instant.
pub trait Clock: Send + Sync {
    /// Now, in UTC, truncated to microseconds.
    fn now(&self) -> DateTime<Utc>;
}

/// The system's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the only place that reads the system clock")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now().trunc_subsecs(6)
    }
}

/// A clock that only moves when it is set. Used by the tests and the demo's season.
pub struct MovableClock(Mutex<DateTime<Utc>>);

impl MovableClock {
    /// A clock that shows `at`.
    pub fn new(at: DateTime<Utc>) -> Self {
        Self(Mutex::new(at.trunc_subsecs(6)))
    }

    /// Sets the clock to `at`.
    pub fn set(&self, at: DateTime<Utc>) {
        *lock(&self.0) = at.trunc_subsecs(6);
    }

    /// Advances the clock by `by`.
    pub fn advance(&self, by: TimeDelta) {
        let mut at = lock(&self.0);
        *at += by;
    }
}

impl Clock for MovableClock {
    fn now(&self) -> DateTime<Utc> {
        *lock(&self.0)
    }
}

/// Generates ids and secrets. Ids are UUIDs of version 7 whose twelve bits after the millisecond are a counter, so that
/// the ids of one process sort in the order of their generation (RFC 9562, section 6.2, method 1).
pub struct Ids(Mutex<State>);

struct State {
    rng: StdRng,
    millis: u64,
    counter: u16,
}

const COUNTER_MAX: u16 = 0x0fff;

impl Ids {
    /// A generator seeded by the operating system.
    #[expect(clippy::disallowed_methods, reason = "the only place that reads the system's random numbers")]
    pub fn from_system() -> Self {
        Self::with(StdRng::from_rng(&mut rand::rng()))
    }

    /// A generator with a fixed seed, for tests and the demo.
    pub fn from_seed(seed: u64) -> Self {
        Self::with(StdRng::seed_from_u64(seed))
    }

    fn with(rng: StdRng) -> Self {
        Self(Mutex::new(State { rng, millis: 0, counter: 0 }))
    }

    /// A new id with the timestamp `now`.
    pub fn uuid(&self, now: DateTime<Utc>) -> Uuid {
        let mut state = lock(&self.0);
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
        if millis > state.millis {
            (state.millis, state.counter) = (millis, 0);
        } else if state.counter == COUNTER_MAX {
            (state.millis, state.counter) = (state.millis + 1, 0);
        } else {
            state.counter += 1;
        }
        let mut bytes = [0; 10];
        state.rng.fill_bytes(&mut bytes);
        let [high, low] = state.counter.to_be_bytes();
        let [first, second, ..] = &mut bytes;
        (*first, *second) = (high, low);
        uuid::Builder::from_unix_timestamp_millis(state.millis, &bytes).into_uuid()
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        lock(&self.0).rng.fill_bytes(&mut bytes);
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_in_the_order_of_their_generation() {
        let ids = Ids::from_seed(7);
        let now = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        let ids: Vec<Uuid> = (0..10_000).map(|_| ids.uuid(now)).collect();
        assert!(ids.is_sorted());
        assert!(ids.iter().all(|id| id.get_version_num() == 7));
    }
}
