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

/// A product of the catalogue, which one or more workshops make.
pub mod product {
    use super::*;

    /// A product of the catalogue, which one or more workshops make.
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
        /// What it contains.
        #[sea_orm(column_type = "Json")]
        pub allergens: Allergens,
        /// What it may contain in traces.
        #[sea_orm(column_type = "Json")]
        pub may_contain: Allergens,
        /// When somebody declared its allergens; `None` = not declared, so nothing is known of it.
        pub allergens_declared_at: Option<DateTimeUtc>,
        /// What an earlier version held as its allergens and nobody could read, until it is declared.
        pub allergens_unresolved: Option<String>,
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
        #[sea_orm(belongs_to, from = "family_id", to = "id")]
        pub family: HasOne<super::family::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What makes a product a basket: it is made of other products.
pub mod basket {
    use super::*;

    /// What makes a product a basket: it is made of other products.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "basket")]
    pub struct Model {
        /// The product that the basket is.
        #[sea_orm(primary_key, auto_increment = false)]
        pub product_id: ProductId,
        /// The buyer that composed it for itself; `None` = a basket of the cooperative.
        pub buyer_id: Option<BuyerId>,
        /// Where its price is the sum of its components' prices less this part, in basis points; `None` = its price is on
        /// the price lists, as that of any product.
        pub discount_bps: Option<i32>,
        /// What it is packed in, in Spanish.
        pub packaging_es: Option<String>,
        /// What it is packed in, in English.
        pub packaging_en: Option<String>,
        /// Net, per basket; the cooperative's. Its VAT is that of the product.
        pub packaging_price: Amount,
        /// Text of the card for the guest, in Spanish.
        pub card_es: Option<String>,
        /// Text of the card for the guest, in English.
        pub card_en: Option<String>,
        #[sea_orm(belongs_to, from = "product_id", to = "id")]
        pub product: HasOne<super::product::Entity>,
        #[sea_orm(belongs_to, from = "buyer_id", to = "id")]
        pub buyer: HasOne<crate::buyers::buyer::Entity>,
        #[sea_orm(has_many)]
        pub components: HasMany<super::basket_component::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A product in a basket.
pub mod basket_component {
    use super::*;

    /// A product in a basket.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "basket_component")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub basket_id: ProductId,
        pub position: i32,
        pub product_id: ProductId,
        /// Units per basket.
        pub quantity: i64,
        #[sea_orm(belongs_to, from = "basket_id", to = "product_id")]
        pub basket: HasOne<super::basket::Entity>,
        #[sea_orm(belongs_to, from = "product_id", to = "id")]
        pub product: HasOne<super::product::Entity>,
        #[sea_orm(has_many)]
        pub substitutes: HasMany<super::basket_substitute::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A product that may take the place of a component, unit for unit.
pub mod basket_substitute {
    use super::*;

    /// A product that may take the place of a component, unit for unit.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "basket_substitute")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub component_id: Uuid,
        /// Order of preference.
        #[sea_orm(primary_key, auto_increment = false)]
        pub position: i32,
        pub product_id: ProductId,
        #[sea_orm(belongs_to, from = "component_id", to = "id")]
        pub component: HasOne<super::basket_component::Entity>,
        #[sea_orm(belongs_to, from = "product_id", to = "id")]
        pub product: HasOne<super::product::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What a product was called and how it was sold from an instant on, until its next version. It never changes.
pub mod product_version {
    use super::*;

    /// What a product was called and how it was sold from an instant on, until its next version. It never changes.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "product_version")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub product_id: ProductId,
        /// The version of the product that began it.
        #[sea_orm(primary_key, auto_increment = false)]
        pub version: i32,
        pub valid_from: DateTimeUtc,
        pub code: String,
        pub name_es: String,
        pub name_en: String,
        /// In `net_unit`.
        pub net_content: i64,
        pub net_unit: NetUnit,
        /// Units per lot.
        pub lot_size: i64,
        pub order_multiple: i64,
        #[sea_orm(belongs_to, from = "product_id", to = "id")]
        pub product: HasOne<super::product::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A photo of a product, which the file store has in several sizes.
pub mod product_photo {
    use super::*;

    /// A photo of a product, which the file store has in several sizes.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "product_photo")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: PhotoId,
        pub product_id: ProductId,
        /// Order of the product's photos, with gaps; the first one is its cover.
        pub position: i32,
        /// Names its files; made of their contents.
        pub digest: String,
        /// Of its largest size, in pixels.
        pub width: i32,
        /// Of its largest size, in pixels.
        pub height: i32,
        /// What it shows, in Spanish.
        pub alt_es: Option<String>,
        /// What it shows, in English.
        pub alt_en: Option<String>,
        pub created_at: DateTimeUtc,
        pub version: i32,
        #[sea_orm(belongs_to, from = "product_id", to = "id")]
        pub product: HasOne<super::product::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// How much of a product a workshop can make, and when.
pub mod offer {
    use super::*;

    /// How much of a product a workshop can make, and when.
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
        #[sea_orm(belongs_to, from = "workshop_id", to = "id")]
        pub workshop: HasOne<crate::members::workshop::Entity>,
        #[sea_orm(belongs_to, from = "product_id", to = "id")]
        pub product: HasOne<super::product::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The prices of one segment, in versions: each change of prices begins a new one.
pub mod price_list {
    use super::*;

    /// The prices of one segment, in versions: each change of prices begins a new one.
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
        #[sea_orm(belongs_to, from = "segment_id", to = "id")]
        pub segment: HasOne<crate::buyers::segment::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A product's net unit price from a quantity on, and the versions that have it.
pub mod price {
    use super::*;

    /// A product's net unit price from a quantity on, and the versions that have it.
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
        #[sea_orm(belongs_to, from = "price_list_id", to = "id")]
        pub price_list: HasOne<super::price_list::Entity>,
        #[sea_orm(belongs_to, from = "product_id", to = "id")]
        pub product: HasOne<super::product::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The units of a product that orders hold in one production week; every reservation locks this row.
pub mod week_capacity {
    use super::*;

    /// The units of a product that orders hold in one production week; every reservation locks this row.
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
        #[sea_orm(belongs_to, from = "product_id", to = "id")]
        pub product: HasOne<super::product::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Capacity of a production week that one order line holds.
pub mod reservation {
    use super::*;

    /// Capacity of a production week that one order line holds.
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
        /// The zone and the day of the delivery that it is for.
        pub zone_id: ZoneId,
        pub delivery_date: Date,
        /// Units.
        pub quantity: i64,
        pub created_at: DateTimeUtc,
        pub released_at: Option<DateTimeUtc>,
        #[sea_orm(belongs_to, from = "product_id", to = "id")]
        pub product: HasOne<super::product::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
