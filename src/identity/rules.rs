//! The laws of doors, passwords and tries.

use std::{net::IpAddr, time::Duration};

use chrono::TimeDelta;
use entities::values::{OrganisationKind, Role};
use serde::Serialize;

/// How long a session lasts. Producers are on phones with poor signal: a month, not a day.
pub const SESSION: TimeDelta = TimeDelta::days(30);
/// How long a one-time link can be used.
pub const LINK: TimeDelta = TimeDelta::days(3);
/// The window in which failed tries are counted.
pub const TRIES_WINDOW: TimeDelta = TimeDelta::minutes(15);
/// Failed tries of one account within the window.
pub const TRIES_PER_ACCOUNT: u64 = 10;
/// Failed tries from one address within the window; a lodge's guests share one.
pub const TRIES_PER_ADDRESS: u64 = 50;
/// Characters of a password at least (NIST SP 800-63B-4: 15 where it stands alone).
pub const PASSWORD_MIN: usize = 15;
/// Characters of a password at most.
pub const PASSWORD_MAX: usize = 128;
/// Where the demo's people have their addresses; nobody else can be one of them.
pub const DEMO_DOMAIN: &str = "@demo.example";

/// What a caller needs to call an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// Anybody of a buyer.
    Buyer,
    /// Anybody of a producer.
    Producer,
    /// Anybody of the cooperative.
    StaffViewer,
    /// The daily work.
    Staff,
    /// Certificates.
    StaffQuality,
    /// Money.
    StaffFinance,
    /// People and settings.
    StaffAdmin,
}

impl Permission {
    /// Whether somebody with `roles` in an organisation of `kind` has this permission, to change something or only to
    /// read.
    pub fn is_granted(self, kind: OrganisationKind, roles: &[Role], changes: bool) -> bool {
        let any = |wanted: &[Role]| roles.iter().any(|role| wanted.contains(role));
        let party = !roles.is_empty() && (!changes || roles.iter().any(|role| *role != Role::Viewer));
        let cooperative = kind == OrganisationKind::Cooperative;
        match self {
            Self::Buyer => kind == OrganisationKind::Buyer && party,
            Self::Producer => kind == OrganisationKind::Producer && party,
            Self::StaffViewer => cooperative && !roles.is_empty(),
            Self::Staff => cooperative && any(&[Role::Staff, Role::Admin]),
            Self::StaffQuality => cooperative && any(&[Role::Quality, Role::Admin]),
            Self::StaffFinance => cooperative && any(&[Role::Finance, Role::Admin]),
            Self::StaffAdmin => cooperative && any(&[Role::Admin]),
        }
    }

    /// Who has this permission, for the English sentence of a refusal.
    pub fn holders(self) -> &'static str {
        match self {
            Self::Buyer => "people who act for a buyer and may do more than look",
            Self::Producer => "people who act for a producer and may do more than look",
            Self::StaffViewer => "the cooperative's people",
            Self::Staff => "the cooperative's staff",
            Self::StaffQuality => "the cooperative's quality people",
            Self::StaffFinance => "the cooperative's finance people",
            Self::StaffAdmin => "the cooperative's administrators",
        }
    }
}

/// Whether a role means something in an organisation of `kind`: certificates and money are the cooperative's.
pub fn role_fits(kind: OrganisationKind, role: Role) -> bool {
    kind == OrganisationKind::Cooperative || matches!(role, Role::Admin | Role::Staff | Role::Viewer)
}

/// Whether one more try may be made, with so many failed ones of its account and its address in the window.
pub fn may_try(of_account: u64, of_address: u64) -> bool {
    of_account < TRIES_PER_ACCOUNT && of_address < TRIES_PER_ADDRESS
}

/// The address under which tries are counted: of IPv6 the /64 network, which one person has whole.
pub fn network(address: Option<IpAddr>) -> String {
    match address {
        Some(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        Some(address) => address.to_string(),
        None => "unknown".to_owned(),
    }
}

/// How long to wait after too many tries.
pub const TRY_AGAIN: Duration = Duration::from_secs(15 * 60);

/// Name of the session's cookie. Over TLS its prefix makes browsers refuse one that another host or a plain
/// connection planted.
pub fn cookie_name(https: bool) -> &'static str {
    if https { "__Host-minga_session" } else { "minga_session" }
}

/// The `Set-Cookie` of a session token that lasts `seconds`; 0 takes it away.
pub fn cookie(https: bool, token: &str, seconds: i64) -> String {
    let secure = if https { "; Secure" } else { "" };
    format!("{}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}", cookie_name(https))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLES: [Role; 5] = [Role::Admin, Role::Staff, Role::Viewer, Role::Quality, Role::Finance];
    const PERMISSIONS: [Permission; 7] = [
        Permission::Buyer,
        Permission::Producer,
        Permission::StaffViewer,
        Permission::Staff,
        Permission::StaffQuality,
        Permission::StaffFinance,
        Permission::StaffAdmin,
    ];

    fn granted(kind: OrganisationKind, roles: &[Role], changes: bool) -> Vec<Permission> {
        PERMISSIONS.into_iter().filter(|permission| permission.is_granted(kind, roles, changes)).collect()
    }

    #[test]
    fn each_role_grants_its_permissions_and_no_other() {
        use Permission::*;
        let cooperative = OrganisationKind::Cooperative;
        let all = vec![StaffViewer, Staff, StaffQuality, StaffFinance, StaffAdmin];
        assert_eq!(granted(cooperative, &[Role::Admin], true), all);
        assert_eq!(granted(cooperative, &[Role::Staff], true), [StaffViewer, Staff]);
        assert_eq!(granted(cooperative, &[Role::Quality], true), [StaffViewer, StaffQuality]);
        assert_eq!(granted(cooperative, &[Role::Finance], true), [StaffViewer, StaffFinance]);
        assert_eq!(granted(cooperative, &[Role::Viewer], true), [StaffViewer]);
        for role in ROLES {
            assert!(granted(OrganisationKind::Buyer, &[role], false) == [Buyer], "{role:?}");
            assert!(granted(OrganisationKind::Producer, &[role], false) == [Producer], "{role:?}");
        }
        assert_eq!(granted(OrganisationKind::Buyer, &[Role::Viewer], true), []);
        assert_eq!(granted(OrganisationKind::Producer, &[Role::Viewer, Role::Staff], true), [Producer]);
    }

    #[test]
    fn nothing_is_granted_without_a_role() {
        for kind in [OrganisationKind::Cooperative, OrganisationKind::Buyer, OrganisationKind::Producer] {
            assert_eq!(granted(kind, &[], false), []);
        }
    }

    #[test]
    fn tries_are_counted_by_network() {
        assert_eq!(network("200.1.2.3".parse().ok()), "200.1.2.3");
        assert_eq!(network("2001:db8:1:2:3:4:5:6".parse().ok()), network("2001:db8:1:2::9".parse().ok()));
        assert_ne!(network("2001:db8:1:2::1".parse().ok()), network("2001:db8:1:3::1".parse().ok()));
        assert!(may_try(9, 49) && !may_try(10, 0) && !may_try(0, 50));
    }

    #[test]
    fn the_cookie_is_bound_to_its_host_over_tls() {
        assert!(cookie(true, "t", 9).starts_with("__Host-minga_session=t; Path=/; HttpOnly; SameSite=Lax; Max-Age=9"));
        assert!(cookie(true, "t", 9).ends_with("; Secure"));
        assert!(!cookie(false, "t", 9).contains("Secure"));
    }
}
