//! Limits of sessions, links, passwords and sign-in attempts.

use std::{net::IpAddr, time::Duration};

use chrono::TimeDelta;

/// How long a session lasts. A month, because producers use phones with a poor signal and should rarely sign in.
pub const SESSION_LIFETIME: TimeDelta = TimeDelta::days(30);
/// How long a one-time link can be used.
pub const LINK_LIFETIME: TimeDelta = TimeDelta::days(3);
/// The window in which failed attempts are counted.
pub const ATTEMPTS_WINDOW: TimeDelta = TimeDelta::minutes(15);
/// Failed attempts allowed for one account within the window.
const ATTEMPTS_PER_ACCOUNT: u64 = 10;
/// Failed attempts allowed from one network within the window. Higher, because the guests of a lodge share one address.
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
#[derive(Clone, Copy, Debug)]
pub struct FailedAttempts {
    /// Of one account.
    pub account: u64,
    /// From one network.
    pub network: u64,
}

/// Whether another attempt may be made after these.
pub fn may_attempt(failed: FailedAttempts) -> bool {
    failed.account < ATTEMPTS_PER_ACCOUNT && failed.network < ATTEMPTS_PER_NETWORK
}

/// The network for which attempts are counted: an IPv4 address, or the /64 of an IPv6 address, because one customer of
/// a provider usually has all of it.
pub fn network_of(address: Option<IpAddr>) -> String {
    match address {
        Some(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        Some(address) => address.to_string(),
        None => "unknown".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_are_counted_by_network() {
        assert_eq!(network_of("200.1.2.3".parse().ok()), "200.1.2.3");
        assert_eq!(network_of("2001:db8:1:2:3:4:5:6".parse().ok()), network_of("2001:db8:1:2::9".parse().ok()));
        assert_ne!(network_of("2001:db8:1:2::1".parse().ok()), network_of("2001:db8:1:3::1".parse().ok()));
        let may = |account, network| may_attempt(FailedAttempts { account, network });
        assert!(may(9, 49) && !may(10, 0) && !may(0, 50));
    }
}
