//! Rows of certification.

use crate::prelude::*;

/// The seal for one workshop and one product, from one day until another.
pub mod certificate {
    use super::*;

    /// The seal for one workshop and one product, from one day until another.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "certificate")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: CertificateId,
        /// Public number, shown at /sello/{number}.
        pub number: String,
        pub workshop_id: WorkshopId,
        /// The product named; its row belongs to catalogue.
        pub product_id: ProductId,
        /// Its name when it was certified, in Spanish; catalogue writes it as the certificate is granted.
        pub product_name_es: Option<String>,
        /// The same in English.
        pub product_name_en: Option<String>,
        pub valid_from: Date,
        /// Last valid day.
        pub valid_until: Date,
        pub granted_at: DateTimeUtc,
        pub suspended_at: Option<DateTimeUtc>,
        pub withdrawn_at: Option<DateTimeUtc>,
        /// Why it is suspended or withdrawn.
        pub reason: Option<String>,
        pub version: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
