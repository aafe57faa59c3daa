//! Rows of identity.

use crate::prelude::*;

/// A human who signs in; may belong to several organisations.
pub mod person {
    use super::*;

    /// A human who signs in; may belong to several organisations.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "person")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: PersonId,
        /// Lower case, unique.
        pub email: String,
        pub name: String,
        pub language: Language,
        /// Argon2id PHC string; none until set.
        pub password_hash: Option<String>,
        pub disabled_at: Option<DateTimeUtc>,
        pub created_at: DateTimeUtc,
        pub version: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Any party: the cooperative (one per installation), a producer or a buyer.
pub mod organisation {
    use super::*;

    /// Any party: the cooperative (one per installation), a producer or a buyer.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "organisation")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: OrganisationId,
        pub kind: OrganisationKind,
        /// Stable code used by imports and as the deterministic tie-break.
        pub code: String,
        /// What people call it.
        pub name: String,
        pub legal_name: String,
        /// RUT without dots, with dash, where the country is Chile.
        pub tax_id: Option<String>,
        /// Where its documents and notices go.
        pub email: Option<String>,
        pub phone: Option<String>,
        pub created_at: DateTimeUtc,
        pub version: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A person's role in one organisation.
pub mod membership {
    use super::*;

    /// A person's role in one organisation.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "membership")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: PersonId,
        pub organisation_id: OrganisationId,
        pub role: Role,
        pub created_at: DateTimeUtc,
        pub ended_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A signed-in browser or program; its token is stored hashed.
pub mod session {
    use super::*;

    /// A signed-in browser or program; its token is stored hashed.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "session")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: SessionId,
        /// SHA-256 of the bearer token, hex.
        pub token_hash: String,
        pub person_id: PersonId,
        /// The organisation the person acts for.
        pub organisation_id: Option<OrganisationId>,
        pub created_at: DateTimeUtc,
        pub expires_at: DateTimeUtc,
        pub ended_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A one-time link: the first staff account of a new installation, or a password to set.
pub mod sign_in_link {
    use super::*;

    /// A one-time link: the first staff account of a new installation, or a password to set.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sign_in_link")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub token_hash: String,
        pub purpose: LinkPurpose,
        pub person_id: Option<PersonId>,
        pub created_at: DateTimeUtc,
        pub expires_at: DateTimeUtc,
        pub used_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A failed sign-in, counted against its account and its address.
pub mod sign_in_attempt {
    use super::*;

    /// A failed sign-in, counted against its account and its address.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sign_in_attempt")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// SHA-256 of the lower-case address that was tried, hex.
        pub account: String,
        /// Client's network address.
        pub address: String,
        pub at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
