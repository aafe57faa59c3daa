//! The line to the mailer, as this process knows it. A server that does not answer costs seconds for each message;
//! after a failure the line rests, so that the worker goes on with what is not mail.

use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

/// How long the line rests after a failure.
const RESTS: TimeDelta = TimeDelta::minutes(1);

/// The line to the mailer; one for a process, and only ever a hint.
#[derive(Default)]
pub struct MailLine(Mutex<Option<(DateTime<Utc>, String)>>);

impl MailLine {
    /// Why the line rests `now`; none where it is worth a try.
    pub fn rests(&self, now: DateTime<Utc>) -> Option<String> {
        let failed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        failed.as_ref().filter(|(at, _)| now < *at + RESTS).map(|(_, why)| why.clone())
    }

    /// The mailer was away `now`.
    pub fn failed(&self, now: DateTime<Utc>, why: &str) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, why.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_rests_for_a_while_and_says_why() {
        let (line, at) = (MailLine::default(), DateTime::from_timestamp(1_800_000_000, 0).unwrap());
        assert_eq!(line.rests(at), None);
        line.failed(at, "away");
        assert_eq!(line.rests(at + RESTS - TimeDelta::seconds(1)).as_deref(), Some("away"));
        assert_eq!(line.rests(at + RESTS), None);
    }
}
