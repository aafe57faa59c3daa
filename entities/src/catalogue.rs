//! Rows of catalogue.

use crate::prelude::*;

/// A family of products: jam, honey, smoked fish.
pub mod family {
    use super::*;

    /// A family of products: jam, honey, smoked fish.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "family")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: FamilyId,
        pub code: String,
        pub name_es: String,
        pub name_en: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What the catalogue shows, whoever makes it.
pub mod product {
    use super::*;

    /// What the catalogue shows, whoever makes it.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "product")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: ProductId,
        pub code: String,
        pub family_id: FamilyId,
        pub name_es: String,
        pub name_en: String,
        pub description_es: Option<String>,
        pub description_en: Option<String>,
        /// In `net_unit`.
        pub net_content: i64,
        pub net_unit: NetUnit,
        /// Units per lot.
        pub lot_size: i64,
        /// An order line is a multiple of this.
        pub order_multiple: i64,
        pub ingredients_es: Option<String>,
        pub ingredients_en: Option<String>,
        /// Codes, e.g. gluten, milk; empty = none declared.
        #[sea_orm(column_type = "Json")]
        pub allergens: Tags,
        /// Codes, e.g. organic, wild_harvest.
        #[sea_orm(column_type = "Json")]
        pub practices: Tags,
        pub storage: Storage,
        pub shelf_life_days: i32,
        /// VAT on its net price, basis points: 1900, or 0 where exempt.
        pub vat_bps: i32,
        /// SII code of an additional tax, e.g. 24.
        pub additional_tax_code: Option<String>,
        pub additional_tax_bps: i32,
        pub published_at: Option<DateTimeUtc>,
        pub retired_at: Option<DateTimeUtc>,
        pub created_at: DateTimeUtc,
        pub version: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A workshop's ability to make a product.
pub mod offer {
    use super::*;

    /// A workshop's ability to make a product.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "offer")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: OfferId,
        pub workshop_id: WorkshopId,
        pub product_id: ProductId,
        /// Units it can make in one production week.
        pub capacity_per_week: i64,
        /// Units; it makes none or at least this many.
        pub min_batch: Option<i64>,
        /// Days it needs before the delivery.
        pub lead_days: i32,
        /// Bit 0 = January … bit 11 = December; 4095 = all year.
        pub harvest_months: i32,
        pub ended_at: Option<DateTimeUtc>,
        pub created_at: DateTimeUtc,
        pub version: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Prices of one segment; each change of its prices is a new version.
pub mod price_list {
    use super::*;

    /// Prices of one segment; each change of its prices is a new version.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "price_list")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: PriceListId,
        pub code: String,
        pub name: String,
        pub segment_id: SegmentId,
        pub currency: Currency,
        pub version: i32,
        pub created_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A product's net unit price from a quantity on, in the versions it is valid for.
pub mod price {
    use super::*;

    /// A product's net unit price from a quantity on, in the versions it is valid for.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "price")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub price_list_id: PriceListId,
        pub product_id: ProductId,
        /// Tier: from this many units.
        pub min_quantity: i64,
        /// Net, per unit.
        pub amount: Amount,
        /// First version that has it.
        pub from_version: i32,
        /// Last version that has it; none = current.
        pub to_version: Option<i32>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What orders hold of a product in one production week; the row every reservation locks.
pub mod week_capacity {
    use super::*;

    /// What orders hold of a product in one production week; the row every reservation locks.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "week_capacity")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub product_id: ProductId,
        /// The Monday.
        pub week: Date,
        /// Units, sum of the live reservations.
        pub reserved: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Capacity of a production week taken by one order line.
pub mod reservation {
    use super::*;

    /// Capacity of a production week taken by one order line.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "reservation")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The order line that holds it.
        pub holder: OrderLineId,
        pub product_id: ProductId,
        pub week: Date,
        /// Units.
        pub quantity: i64,
        pub created_at: DateTimeUtc,
        pub released_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
