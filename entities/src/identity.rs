//! Rows of identity.

use crate::prelude::*;

/// A person who signs in, and who may have roles in several organisations.
pub mod person {
    use super::*;

    /// A person who signs in, and who may have roles in several organisations.
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
        /// Argon2id hash as a PHC string; none until the person sets a password.
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
        /// Stable code: the key of imports, and the tie-break where an order must be reproducible.
        pub code: String,
        /// What people call it.
        pub name: String,
        pub legal_name: String,
        /// RUT without dots, with dash, where the country is Chile.
        pub tax_id: Option<String>,
        /// Where its documents and messages are sent.
        pub email: Option<String>,
        pub phone: Option<String>,
        pub created_at: DateTimeUtc,
        pub version: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A role of a person in one organisation.
pub mod membership {
    use super::*;

    /// A role of a person in one organisation.
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
        #[sea_orm(belongs_to, from = "person_id", to = "id")]
        pub person: HasOne<super::person::Entity>,
        #[sea_orm(belongs_to, from = "organisation_id", to = "id")]
        pub organisation: HasOne<super::organisation::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A session of a signed-in browser or program. Its token is stored as a hash.
pub mod session {
    use super::*;

    /// A session of a signed-in browser or program. Its token is stored as a hash.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "session")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: SessionId,
        /// SHA-256 of the token, in hex.
        pub token_hash: String,
        pub person_id: PersonId,
        /// The organisation that the person acts for.
        pub organisation_id: Option<OrganisationId>,
        pub created_at: DateTimeUtc,
        pub expires_at: DateTimeUtc,
        pub ended_at: Option<DateTimeUtc>,
        #[sea_orm(belongs_to, from = "person_id", to = "id")]
        pub person: HasOne<super::person::Entity>,
        #[sea_orm(belongs_to, from = "organisation_id", to = "id")]
        pub organisation: HasOne<super::organisation::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A one-time link: to create the first administrator, or to set a password.
pub mod sign_in_link {
    use super::*;

    /// A one-time link: to create the first administrator, or to set a password.
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
        #[sea_orm(belongs_to, from = "person_id", to = "id")]
        pub person: HasOne<super::person::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A browser in which a person has signed in. Its token is stored as a hash; several people may use one browser.
pub mod sign_in_device {
    use super::*;

    /// A browser in which a person has signed in. Its token is stored as a hash; several people may use one browser.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sign_in_device")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// SHA-256 of the token, in hex.
        pub token_hash: String,
        pub person_id: PersonId,
        /// The last sign-in.
        pub used_at: DateTimeUtc,
        #[sea_orm(belongs_to, from = "person_id", to = "id")]
        pub person: HasOne<super::person::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A failed sign-in attempt, counted for its account and its source.
pub mod sign_in_attempt {
    use super::*;

    /// A failed sign-in attempt, counted for its account and its source.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sign_in_attempt")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// SHA-256 of the e-mail address in lower case, in hex; of a recognised device and the address, where there is one.
        pub account: String,
        /// The client's network: an IPv4 address, or the /64 of an IPv6 address; `unknown` where its address is not known,
        /// `device` where the device is recognised.
        pub address: String,
        pub at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
