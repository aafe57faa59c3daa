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
