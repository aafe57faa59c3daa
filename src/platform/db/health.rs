//! What a process knows of its connections after a failure.
//!
//! After a failed write SQLite rolls the transaction back by itself, while the driver goes on counting it as open; each
//! later commit would only end a savepoint of a transaction that is never committed. So a connection that was open during a
//! failure is never used again, a connection whose transaction did not end is closed, and on SQLite a commit succeeds only
//! while `UnitOfWork::commit` runs: what follows a lost transaction on the same connection cannot commit by itself.

use std::{
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use crate::platform::mutex::lock;

/// The state of a database as far as one process knows it.
#[derive(Default)]
pub(super) struct Health {
    /// When a write or a connection last failed; none once the database has been verified since.
    failed_at: Mutex<Option<Instant>>,
    /// Connections that are older than this are closed.
    oldest_allowed: Mutex<Option<Instant>>,
    corrupt: AtomicBool,
    commits_refused: AtomicBool,
}

impl Health {
    /// Records a failure after which no open connection can be trusted.
    pub fn record_failure(&self) {
        let now = Instant::now();
        *lock(&self.failed_at) = Some(now);
        *lock(&self.oldest_allowed) = Some(now);
    }

    /// When the failure happened that has not been followed by a verification.
    pub fn failed_at(&self) -> Option<Instant> {
        *lock(&self.failed_at)
    }

    /// Records that the database was verified after the failure at `failed_at`. A later failure stays.
    pub fn record_verified(&self, failed_at: Instant) {
        let mut failed = lock(&self.failed_at);
        if *failed == Some(failed_at) {
            *failed = None;
        }
    }

    /// Records that the database file is damaged, which does not end before a restart.
    pub fn record_corrupt(&self) {
        self.corrupt.store(true, Ordering::Release);
    }

    /// Whether the database file is damaged.
    pub fn is_corrupt(&self) -> bool {
        self.corrupt.load(Ordering::Acquire)
    }

    /// Whether a connection of this age, idle in the pool, may be used. One that counts a transaction as open lost it: a
    /// failure that nothing else has noticed.
    pub fn allows(&self, in_transaction: bool, age: Duration) -> bool {
        if in_transaction {
            tracing::error!("a connection came back inside a transaction and is closed");
            self.record_failure();
            return false;
        }
        let oldest = *lock(&self.oldest_allowed);
        oldest.is_none_or(|oldest| age < oldest.elapsed())
    }

    /// Refuses commits on the writing connection until `allow_commits`, or until the connection is taken again.
    pub fn refuse_commits(&self) {
        self.commits_refused.store(true, Ordering::Release);
    }

    /// Allows the commit that follows.
    pub fn allow_commits(&self) {
        self.commits_refused.store(false, Ordering::Release);
    }

    /// Whether SQLite may commit.
    pub fn may_commit(&self) -> bool {
        !self.commits_refused.load(Ordering::Acquire)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_older_than_a_failure_are_closed() {
        let health = Health::default();
        assert!(health.allows(false, Duration::from_secs(3_600)));
        assert!(!health.allows(true, Duration::from_secs(1)), "inside a transaction");
        let failed_at = health.failed_at().unwrap();
        assert!(!health.allows(false, Duration::from_secs(3_600)) && health.allows(false, Duration::ZERO));
        health.record_failure();
        health.record_verified(failed_at);
        assert!(health.failed_at().is_some(), "a later failure is not verified by an earlier check");
    }
}
