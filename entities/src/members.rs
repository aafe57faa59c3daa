//! Rows of members.

use crate::prelude::*;

/// What the assembly decided, dated; settings that others read point to one.
pub mod decision {
    use super::*;

    /// What the assembly decided, dated; settings that others read point to one.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "decision")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: DecisionId,
        pub code: String,
        pub title: String,
        pub decided_on: Date,
        pub effective_from: Date,
        #[sea_orm(column_type = "Json")]
        pub settings: DecisionSettings,
        pub created_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The dated accounting period in which fairness is balanced.
pub mod season {
    use super::*;

    /// The dated accounting period in which fairness is balanced.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "season")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: SeasonId,
        pub code: String,
        pub name: String,
        pub starts_on: Date,
        pub ends_on: Date,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A member's workshop: what is certified, holds capacity and receives quotas.
pub mod workshop {
    use super::*;

    /// A member's workshop: what is certified, holds capacity and receives quotas.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "workshop")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: WorkshopId,
        pub organisation_id: OrganisationId,
        /// Stable code: pseudonym-free tie-break and import key.
        pub code: String,
        pub name: String,
        /// CUT code of the comuna.
        pub comuna_code: Option<String>,
        /// Its name.
        pub comuna: Option<String>,
        pub story_es: Option<String>,
        pub story_en: Option<String>,
        pub tax_status: TaxStatus,
        /// How much of the sum of its offers it could make if all were asked at once, in basis points; none = all.
        pub overall_limit_bps: Option<i32>,
        /// First day in the group.
        pub joined_on: Date,
        /// Last day in the group.
        pub left_on: Option<Date>,
        pub created_at: DateTimeUtc,
        pub version: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The part of the group's work a workshop has agreed to, from a date on.
pub mod share {
    use super::*;

    /// The part of the group's work a workshop has agreed to, from a date on.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "share")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub workshop_id: WorkshopId,
        /// Relative weight, greater than zero.
        pub weight: i64,
        pub from_date: Date,
        pub decision_id: Option<DecisionId>,
        pub created_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The health authority's permission for a workshop (DS 977/1996: three years).
pub mod sanitary_authorisation {
    use super::*;

    /// The health authority's permission for a workshop (DS 977/1996: three years).
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sanitary_authorisation")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub workshop_id: WorkshopId,
        pub number: String,
        pub valid_from: Date,
        pub valid_until: Date,
        pub created_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Days on which a workshop agreed not to work.
pub mod pause {
    use super::*;

    /// Days on which a workshop agreed not to work.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "pause")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub workshop_id: WorkshopId,
        pub from_date: Date,
        /// Last day; none = until said otherwise.
        pub until_date: Option<Date>,
        pub reason: String,
        pub created_at: DateTimeUtc,
        /// When it was agreed as it stands: its last day was last set then.
        pub changed_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Where a workshop's payouts go; the newest row of a workshop counts.
pub mod bank_account {
    use super::*;

    /// Where a workshop's payouts go; the newest row of a workshop counts.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "bank_account")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub workshop_id: WorkshopId,
        /// Code of the bank in the transfer system.
        pub bank_code: String,
        pub account_kind: BankAccountKind,
        pub account_number: String,
        pub holder_name: String,
        pub holder_tax_id: String,
        pub email: Option<String>,
        pub created_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
