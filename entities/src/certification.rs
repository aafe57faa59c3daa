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
        pub version: i32,
        #[sea_orm(belongs_to, from = "workshop_id", to = "id")]
        pub workshop: HasOne<crate::members::workshop::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
