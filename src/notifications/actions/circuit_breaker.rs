//! The circuit breaker of the mail server. A server that does not respond costs seconds for each message; after a
//! failure no message is tried for a while, so that the worker can run other jobs.

use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

/// How long no message is tried after a failure.
const OPEN_FOR: TimeDelta = TimeDelta::minutes(1);

/// A failure of the mail server.
#[derive(Clone, Debug)]
struct MailFailure {
    at: DateTime<Utc>,
    reason: String,
}

/// The circuit breaker of the mail server, one for a process.
#[derive(Default)]
pub struct MailCircuitBreaker(Mutex<Option<MailFailure>>);

impl MailCircuitBreaker {
    /// Why no message is to be tried `now`; none where one may be.
    pub fn open_reason(&self, now: DateTime<Utc>) -> Option<String> {
        let last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.as_ref().filter(|failure| now < failure.at + OPEN_FOR).map(|failure| failure.reason.clone())
    }

    /// Records that the mail server did not respond.
    pub fn record_failure(&self, at: DateTime<Utc>, reason: &str) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(MailFailure { at, reason: reason.to_owned() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_open_for_a_while_after_a_failure() {
        let (breaker, at) = (MailCircuitBreaker::default(), DateTime::from_timestamp(1_800_000_000, 0).unwrap());
        assert_eq!(breaker.open_reason(at), None);
        breaker.record_failure(at, "away");
        assert_eq!(breaker.open_reason(at + OPEN_FOR - TimeDelta::seconds(1)).as_deref(), Some("away"));
        assert_eq!(breaker.open_reason(at + OPEN_FOR), None);
    }
}
