//! Rules of applications: how many may be sent, until when they can be decided, and how long they are kept.

use chrono::{DateTime, TimeDelta, Utc};
use entities::{buyers::application, values::ApplicationState};

use crate::buyers::errors::BuyerError;

/// The window in which applications are counted.
pub const ATTEMPTS_WINDOW: TimeDelta = TimeDelta::hours(24);
/// Applications with one mail address within the window: a company may have two lodges, and somebody who applies for
/// others must not fill a mailbox.
const ATTEMPTS_PER_EMAIL: u64 = 5;
/// Applications from one network within the window.
const ATTEMPTS_PER_NETWORK: u64 = 20;
/// How long the link of a mail can be used.
pub const LINK_LIFETIME: TimeDelta = TimeDelta::days(60);
/// How long an application is kept whose address was not confirmed.
pub const UNCONFIRMED_RETENTION: TimeDelta = TimeDelta::days(14);
/// How long an application is kept after it was decided or withdrawn (Ley 21.719). What an account needs of it is in the
/// account.
pub const DECIDED_RETENTION: TimeDelta = TimeDelta::days(365);
/// The states in which an application waits for staff or for the applicant.
pub const OPEN_STATES: [ApplicationState; 3] =
    [ApplicationState::Submitted, ApplicationState::InReview, ApplicationState::MoreAsked];

/// Applications that were sent within the window.
#[derive(Clone, Copy, Debug, Default)]
pub struct RecentAttempts {
    /// With the mail address.
    pub email: u64,
    /// From the network; none where it is not known, because many applicants may then look like one.
    pub network: Option<u64>,
}

/// Whether another application may be sent after these.
pub fn may_apply(recent: RecentAttempts) -> bool {
    recent.email < ATTEMPTS_PER_EMAIL && recent.network.is_none_or(|sent| sent < ATTEMPTS_PER_NETWORK)
}

/// Until when the mail address of an application can be confirmed.
pub fn confirm_by(application: &application::Model) -> DateTime<Utc> {
    application.submitted_at + UNCONFIRMED_RETENTION
}

/// Checks that an application can still change.
///
/// # Errors
/// `ApplicationDecided` where it was approved, refused or withdrawn.
pub fn check_open(application: &application::Model) -> Result<(), BuyerError> {
    let state = application.state;
    if OPEN_STATES.contains(&state) { Ok(()) } else { Err(BuyerError::ApplicationDecided { state }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn applications_are_limited_by_mail_address_and_by_network() {
        let may = |email, network| may_apply(RecentAttempts { email, network });
        assert!(may(0, None) && may(4, Some(19)));
        assert!(!may(5, None) && !may(0, Some(20)));
    }
}
