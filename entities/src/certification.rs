//! Rows of certification.

use crate::prelude::*;

/// The seal of one workshop for one product, from one day until another.
pub mod certificate {
    use super::*;

    /// The seal of one workshop for one product, from one day until another.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "certificate")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: CertificateId,
        /// Public number, shown at /sello/{number}.
        pub number: String,
        pub workshop_id: WorkshopId,
        /// The product; its row belongs to catalogue.
        pub product_id: ProductId,
        /// The product's name when it was certified, in Spanish; catalogue stores it.
        pub product_name_es: Option<String>,
        /// The same in English.
        pub product_name_en: Option<String>,
        pub valid_from: Date,
        /// Last valid day.
        pub valid_until: Date,
        pub granted_at: DateTimeUtc,
        pub suspended_at: Option<DateTimeUtc>,
        /// Why it is suspended; none where it is not.
        pub suspension: Option<SuspensionKind>,
        pub withdrawn_at: Option<DateTimeUtc>,
        /// Why it is suspended or withdrawn.
        pub reason: Option<String>,
        /// The version of the protocol that was in force when it was granted; none where there was none.
        pub protocol_id: Option<ProtocolId>,
        pub version: i32,
        #[sea_orm(belongs_to, from = "workshop_id", to = "id")]
        pub workshop: HasOne<crate::members::workshop::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// One version of what a family of products must meet to carry the seal. A published one never changes.
pub mod protocol {
    use super::*;

    /// One version of what a family of products must meet to carry the seal. A published one never changes.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "protocol")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: ProtocolId,
        /// The family; its row belongs to catalogue.
        pub family_id: FamilyId,
        /// Counts the versions of the family.
        pub number: i32,
        /// What it asks, or what is new in it, in Spanish.
        pub summary_es: String,
        /// The same in English.
        pub summary_en: String,
        /// Open major criteria with which a workshop still passes.
        pub max_open_major: i32,
        /// Open minor criteria with which a workshop still passes.
        pub max_open_minor: i32,
        pub created_at: DateTimeUtc,
        pub published_at: Option<DateTimeUtc>,
        /// First day on which it is in force; none while it is a draft.
        pub applies_from: Option<Date>,
        /// Day by which certificates of earlier versions are to be renewed.
        pub renew_by: Option<Date>,
        pub version: i32,
        #[sea_orm(has_many)]
        pub criteria: HasMany<super::criterion::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What a protocol asks of a workshop in one point.
pub mod criterion {
    use super::*;

    /// What a protocol asks of a workshop in one point.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "criterion")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub protocol_id: ProtocolId,
        /// Names it within its protocol, and the same point in other versions.
        pub code: String,
        pub attribute: CriterionAttribute,
        pub severity: CriterionSeverity,
        /// What is asked, in Spanish.
        pub text_es: String,
        /// The same in English.
        pub text_en: String,
        /// What shows that it is met, in Spanish.
        pub evidence_es: String,
        /// The same in English.
        pub evidence_en: String,
        /// How to meet it, in plain words, in Spanish.
        pub guidance_es: String,
        /// The same in English.
        pub guidance_en: String,
        #[sea_orm(belongs_to, from = "protocol_id", to = "id")]
        pub protocol: HasOne<super::protocol::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
