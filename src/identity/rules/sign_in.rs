//! Limits of sessions, links, passwords and sign-in attempts.

use std::{net::IpAddr, time::Duration};

use chrono::TimeDelta;

/// How long a session lasts. A month, because producers use phones with a poor signal and should rarely sign in.
pub const SESSION_LIFETIME: TimeDelta = TimeDelta::days(30);
/// How long a browser is recognised after the last sign-in; the longest that browsers keep a cookie.
pub const DEVICE_LIFETIME: TimeDelta = TimeDelta::days(400);
/// How long a one-time link can be used.
pub const LINK_LIFETIME: TimeDelta = TimeDelta::days(3);
/// The window in which failed attempts are counted.
pub const ATTEMPTS_WINDOW: TimeDelta = TimeDelta::minutes(15);
/// Failed attempts allowed within the window for one account on one device, or from one network on unrecognised devices.
const ATTEMPTS_PER_SOURCE: u64 = 10;
/// Failed attempts allowed within the window for one account on unrecognised devices, from all networks.
const ATTEMPTS_PER_ACCOUNT: u64 = 50;
/// Failed attempts allowed within the window from one network on unrecognised devices. Higher than for one account,
/// because the guests of a lodge share one address.
const ATTEMPTS_PER_NETWORK: u64 = 50;
/// How long to wait after too many attempts.
pub const RETRY_AFTER: Duration = Duration::from_secs(15 * 60);
/// Fewest characters of a password (NIST SP 800-63B-4: 15 where the password is the only factor).
pub const PASSWORD_MIN: usize = 15;
/// Most characters of a password.
pub const PASSWORD_MAX: usize = 128;
/// End of the e-mail addresses of the demo's people. The domain is reserved, so no real person has such an address.
pub const DEMO_DOMAIN: &str = "@demo.example";

/// Failed sign-in attempts within the window.
#[derive(Clone, Copy, Debug, Default)]
pub struct FailedAttempts {
    /// Of the account and the source together.
    pub source: u64,
    /// Of the account, on unrecognised devices. None where the device is recognised.
    pub account: Option<u64>,
    /// From the network, on unrecognised devices. None where the device is recognised, or the network is unknown.
    pub network: Option<u64>,
}

/// Whether another attempt may be made after these.
///
/// A device on which the person signed in before has a count of its own, which nobody else can use up: guesses from
/// elsewhere do not keep the person out.
pub fn may_attempt(failed: FailedAttempts) -> bool {
    failed.source < ATTEMPTS_PER_SOURCE
        && failed.account.is_none_or(|failed| failed < ATTEMPTS_PER_ACCOUNT)
        && failed.network.is_none_or(|failed| failed < ATTEMPTS_PER_NETWORK)
}

/// The network for which attempts are counted: an IPv4 address, or the /64 of an IPv6 address, because one customer of
/// a provider usually has all of it. None where the address is unknown: many clients may then look like one.
pub fn network_of(address: Option<IpAddr>) -> Option<String> {
    match address? {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Some(format!("{a:x}:{b:x}:{c:x}:{d:x}::/64"))
        }
        address => Some(address.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_are_counted_by_network() {
        assert_eq!(network_of("200.1.2.3".parse().ok()).unwrap(), "200.1.2.3");
        assert_eq!(network_of("2001:db8:1:2:3:4:5:6".parse().ok()), network_of("2001:db8:1:2::9".parse().ok()));
        assert_ne!(network_of("2001:db8:1:2::1".parse().ok()), network_of("2001:db8:1:3::1".parse().ok()));
        assert_eq!(network_of(None), None);
    }

    #[test]
    fn a_recognised_device_is_limited_by_its_own_attempts_alone() {
        let may = |source, account, network| may_attempt(FailedAttempts { source, account, network });
        assert!(may(9, None, None) && !may(10, None, None));
        assert!(may(9, Some(49), Some(49)) && !may(10, Some(10), Some(10)));
        assert!(!may(0, Some(50), Some(0)) && !may(0, Some(0), Some(50)));
    }
}
