//! Which roles may call which operations.

use entities::values::{OrganisationKind, Role};
use serde::Serialize;

/// What a caller needs to call an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// A role in a buyer; to change something, one other than `viewer`.
    Buyer,
    /// A role in a producer; to change something, one other than `viewer`.
    Producer,
    /// Any role in the cooperative.
    StaffViewer,
    /// The cooperative's daily work.
    Staff,
    /// The cooperative's certificates.
    StaffQuality,
    /// The cooperative's money.
    StaffFinance,
    /// The cooperative's people and settings.
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

/// Whether `role` exists in an organisation of `kind`. Quality and finance exist in the cooperative only.
pub fn is_role_allowed(kind: OrganisationKind, role: Role) -> bool {
    kind == OrganisationKind::Cooperative || matches!(role, Role::Admin | Role::Staff | Role::Viewer)
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
}
