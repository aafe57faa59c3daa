//! Rows of buyers.

use crate::prelude::*;

/// A kind of buyer: lodge, tour operator, restaurant, shop.
pub mod segment {
    use super::*;

    /// A kind of buyer: lodge, tour operator, restaurant, shop.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "segment")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: SegmentId,
        pub code: String,
        pub name_es: String,
        pub name_en: String,
        pub version: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A delivery area with cycles of its own.
pub mod zone {
    use super::*;

    /// A delivery area with cycles of its own.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "zone")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: ZoneId,
        pub code: String,
        pub name: String,
        pub version: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A buying organisation's account: terms, credit limit and exposure.
pub mod buyer {
    use super::*;

    /// A buying organisation's account: terms, credit limit and exposure.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "buyer")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: BuyerId,
        pub organisation_id: OrganisationId,
        pub code: String,
        pub segment_id: SegmentId,
        pub zone_id: ZoneId,
        /// Calendar days from receipt until an invoice is due (Ley 21.131).
        pub payment_terms_days: i32,
        /// Number of the registered agreement that allows more than thirty days.
        pub terms_agreement_number: Option<String>,
        /// The day on which it was registered.
        pub terms_agreement_on: Option<Date>,
        pub invoicing_terms: InvoicingTerms,
        /// None = no limit.
        pub credit_limit: Option<Amount>,
        /// What is ordered and not yet paid, with tax.
        pub exposure: Amount,
        /// Least net value of one order.
        pub order_minimum: Amount,
        /// Priority in a shortage: 1 is served first.
        pub priority: i32,
        pub approved_at: DateTimeUtc,
        pub closed_at: Option<DateTimeUtc>,
        pub version: i32,
        #[sea_orm(belongs_to, from = "organisation_id", to = "id")]
        pub organisation: HasOne<crate::identity::organisation::Entity>,
        #[sea_orm(belongs_to, from = "segment_id", to = "id")]
        pub segment: HasOne<super::segment::Entity>,
        #[sea_orm(belongs_to, from = "zone_id", to = "id")]
        pub zone: HasOne<super::zone::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A place where a buyer receives deliveries.
pub mod delivery_point {
    use super::*;

    /// A place where a buyer receives deliveries.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "delivery_point")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: DeliveryPointId,
        pub buyer_id: BuyerId,
        pub name: String,
        pub address: String,
        pub comuna_code: Option<String>,
        pub notes: Option<String>,
        pub created_at: DateTimeUtc,
        pub retired_at: Option<DateTimeUtc>,
        pub version: i32,
        #[sea_orm(belongs_to, from = "buyer_id", to = "id")]
        pub buyer: HasOne<super::buyer::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// One change of a buyer's credit exposure, once per cause.
pub mod exposure_movement {
    use super::*;

    /// One change of a buyer's credit exposure, once per cause.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "exposure_movement")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub buyer_id: BuyerId,
        /// The business fact: kind and id.
        pub cause: String,
        /// Signed.
        pub amount: Amount,
        pub at: DateTimeUtc,
        #[sea_orm(belongs_to, from = "buyer_id", to = "id")]
        pub buyer: HasOne<super::buyer::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// An application of a business that wants to buy. It and what belongs to it are deleted by age.
pub mod application {
    use super::*;

    /// An application of a business that wants to buy.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "application")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: ApplicationId,
        pub state: ApplicationState,
        /// Since when it is in this state.
        pub state_since: DateTimeUtc,
        /// The applicant's language.
        pub language: Language,
        pub segment_id: SegmentId,
        /// What people call the business.
        pub name: String,
        pub legal_name: String,
        /// A RUT without dots, or the country and the tax id that it has there.
        pub tax_id: String,
        /// Giro.
        pub activity: String,
        /// Street and number of the legal address.
        pub address: String,
        pub comuna: String,
        pub contact_name: String,
        /// Lower case.
        pub email: String,
        pub phone: Option<String>,
        /// Where it would receive deliveries.
        pub delivery_address: String,
        pub delivery_comuna: String,
        pub delivery_hours: String,
        /// What it expects to buy, and when.
        pub expected_purchases: Option<String>,
        /// How it came to know the cooperative.
        pub referral: Option<String>,
        pub submitted_at: DateTimeUtc,
        /// When the address was confirmed by the link; staff see it from then on.
        pub confirmed_at: Option<DateTimeUtc>,
        /// Why it was refused.
        pub reason: Option<String>,
        /// The account that it became.
        pub buyer_id: Option<BuyerId>,
        pub version: i32,
        #[sea_orm(belongs_to, from = "segment_id", to = "id")]
        pub segment: HasOne<super::segment::Entity>,
        #[sea_orm(belongs_to, from = "buyer_id", to = "id")]
        pub buyer: HasOne<super::buyer::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What staff ask an applicant, and the answer.
pub mod application_question {
    use super::*;

    /// What staff ask an applicant, and the answer.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "application_question")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub application_id: ApplicationId,
        pub question: String,
        pub asked_at: DateTimeUtc,
        pub answer: Option<String>,
        pub answered_at: Option<DateTimeUtc>,
        #[sea_orm(belongs_to, from = "application_id", to = "id")]
        pub application: HasOne<super::application::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A document of an application, without its contents.
pub mod application_document {
    use super::*;

    /// A document of an application, without its contents.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "application_document")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: ApplicationDocumentId,
        pub application_id: ApplicationId,
        /// The name that the applicant's device had for it, on one line.
        pub name: String,
        pub kind: ApplicationDocumentKind,
        /// SHA-256 of what was sent, in hex: the same file is stored once.
        pub digest: String,
        pub bytes: i32,
        pub created_at: DateTimeUtc,
        #[sea_orm(belongs_to, from = "application_id", to = "id")]
        pub application: HasOne<super::application::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The contents of a document of an application. They are rows, so that deleting the application erases them.
pub mod application_file {
    use super::*;

    /// The contents of a document of an application.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "application_file")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub document_id: ApplicationDocumentId,
        pub contents: Vec<u8>,
        #[sea_orm(belongs_to, from = "document_id", to = "id")]
        pub document: HasOne<super::application_document::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A link, sent by mail, by which an applicant sees its application. The secret is stored hashed.
pub mod application_link {
    use super::*;

    /// A link, sent by mail, by which an applicant sees its application. The secret is stored hashed.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "application_link")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// SHA-256 of the secret, hex.
        pub token_hash: String,
        pub application_id: ApplicationId,
        pub created_at: DateTimeUtc,
        pub expires_at: DateTimeUtc,
        #[sea_orm(belongs_to, from = "application_id", to = "id")]
        pub application: HasOne<super::application::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// An application that was sent, counted for its mail address and its network.
pub mod application_attempt {
    use super::*;

    /// An application that was sent, counted for its mail address and its network.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "application_attempt")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// SHA-256 of the mail address in lower case, in hex.
        pub email_hash: String,
        /// An IPv4 address, or the /64 of an IPv6 address; none where it is not known.
        pub network: Option<String>,
        pub at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
