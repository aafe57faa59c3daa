//! Rows of members.

use crate::prelude::*;

/// A decision of the assembly, with the settings that it makes from a day on.
pub mod decision {
    use super::*;

    /// A decision of the assembly, with the settings that it makes from a day on.
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

/// The accounting period over which fairness is balanced.
pub mod season {
    use super::*;

    /// The accounting period over which fairness is balanced.
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

/// A member's place of production: it is certified, has capacity and receives quotas.
pub mod workshop {
    use super::*;

    /// A member's place of production: it is certified, has capacity and receives quotas.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "workshop")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: WorkshopId,
        pub organisation_id: OrganisationId,
        /// Stable code: the key of imports, and the tie-break where an order must be reproducible.
        pub code: String,
        pub name: String,
        /// Official (CUT) code of its comuna.
        pub comuna_code: Option<String>,
        /// Name of its comuna.
        pub comuna: Option<String>,
        pub story_es: Option<String>,
        pub story_en: Option<String>,
        pub tax_status: TaxStatus,
        /// The part of the sum of its offers that it can make at once, in basis points; none = all.
        pub overall_limit_bps: Option<i32>,
        /// First day in the group.
        pub joined_on: Date,
        /// Last day in the group.
        pub left_on: Option<Date>,
        pub created_at: DateTimeUtc,
        pub version: i32,
        #[sea_orm(belongs_to, from = "organisation_id", to = "id")]
        pub organisation: HasOne<crate::identity::organisation::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The part of the group's work that a workshop has agreed to, from a day on.
pub mod share {
    use super::*;

    /// The part of the group's work that a workshop has agreed to, from a day on.
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
        #[sea_orm(belongs_to, from = "workshop_id", to = "id")]
        pub workshop: HasOne<super::workshop::Entity>,
        #[sea_orm(belongs_to, from = "decision_id", to = "id")]
        pub decision: HasOne<super::decision::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The sanitary authorisation of a workshop (DS 977/1996: three years).
pub mod sanitary_authorisation {
    use super::*;

    /// The sanitary authorisation of a workshop (DS 977/1996: three years).
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
        #[sea_orm(belongs_to, from = "workshop_id", to = "id")]
        pub workshop: HasOne<super::workshop::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A period in which a workshop makes nothing.
pub mod pause {
    use super::*;

    /// A period in which a workshop makes nothing.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "pause")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub workshop_id: WorkshopId,
        pub from_date: Date,
        /// Last day; none = no end is agreed yet.
        pub until_date: Option<Date>,
        pub reason: String,
        pub created_at: DateTimeUtc,
        /// When its last day was last set.
        pub changed_at: DateTimeUtc,
        #[sea_orm(belongs_to, from = "workshop_id", to = "id")]
        pub workshop: HasOne<super::workshop::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The bank account for a workshop's payouts. The newest row of a workshop is in force; older ones are kept.
pub mod bank_account {
    use super::*;

    /// The bank account for a workshop's payouts. The newest row of a workshop is in force; older ones are kept.
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
        /// The person who entered it; none = an operator's import.
        pub created_by: Option<PersonId>,
        /// When another person of finance confirmed it with the workshop.
        pub confirmed_at: Option<DateTimeUtc>,
        pub confirmed_by: Option<PersonId>,
        #[sea_orm(belongs_to, from = "workshop_id", to = "id")]
        pub workshop: HasOne<super::workshop::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
