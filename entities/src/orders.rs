//! Rows of orders.

use crate::prelude::*;

/// An order of a buyer in one cycle.
pub mod order {
    use sea_orm::ActiveValue::Set;

    use super::*;

    /// An order of a buyer in one cycle.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "orders")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: OrderId,
        /// Short code that people read out.
        pub code: String,
        pub buyer_id: BuyerId,
        pub cycle_id: CycleId,
        pub delivery_point_id: DeliveryPointId,
        /// The date of a standing order that it comes from.
        pub occurrence_id: Option<OccurrenceId>,
        pub price_list_id: Option<PriceListId>,
        /// The version of the price list at which it was placed; amendments keep it.
        pub price_list_version: Option<i32>,
        pub state: OrderState,
        /// Sum of its lines.
        pub net: Amount,
        /// VAT and additional taxes expected on them.
        pub tax: Amount,
        pub note: Option<String>,
        /// The buyer's own number of the order.
        pub purchase_order_number: Option<String>,
        /// Per-guest lines count the guests arriving from this day …
        pub guests_from: Date,
        /// … to before this one; none = to before the zone's next delivery.
        pub guests_until: Option<Date>,
        pub placed_at: Option<DateTimeUtc>,
        pub placed_by: Option<PersonId>,
        pub cancelled_at: Option<DateTimeUtc>,
        pub cancel_reason: Option<String>,
        pub created_at: DateTimeUtc,
        pub version: i32,
        #[sea_orm(belongs_to, from = "buyer_id", to = "id")]
        pub buyer: HasOne<crate::buyers::buyer::Entity>,
        #[sea_orm(belongs_to, from = "cycle_id", to = "id")]
        pub cycle: HasOne<crate::cycles::cycle::Entity>,
        #[sea_orm(has_many)]
        pub lines: HasMany<super::order_line::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}

    /// What a buyer writes on an order besides its lines. A placed, an amended and an imported order carry it whole, so
    /// that a new field is added here and in the API's `orders.rs` only.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Details {
        /// A note for the cooperative.
        pub note: Option<String>,
        /// The buyer's own number of the order.
        pub purchase_order_number: Option<String>,
    }

    impl Model {
        /// What the buyer wrote on the order.
        pub fn details(&self) -> Details {
            Details { note: self.note.clone(), purchase_order_number: self.purchase_order_number.clone() }
        }
    }

    /// Sets the columns of the details and no others.
    impl From<Details> for ActiveModel {
        fn from(details: Details) -> Self {
            let Details { note, purchase_order_number } = details;
            Self { note: Set(note), purchase_order_number: Set(purchase_order_number), ..Default::default() }
        }
    }
}

/// One product of an order.
pub mod order_line {
    use super::*;

    /// One product of an order.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "order_line")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: OrderLineId,
        pub order_id: OrderId,
        /// Its order's cycle, for set-based sums.
        pub cycle_id: CycleId,
        pub position: i32,
        pub product_id: ProductId,
        /// Units ordered.
        pub quantity: i64,
        /// Units per arriving guest; `quantity` is then computed from the arrivals.
        pub per_guest: Option<i64>,
        /// Units that were ordered, where fewer were available.
        pub wanted: Option<i64>,
        /// Why fewer were available.
        pub reduced_by: Option<OccurrenceReason>,
        pub price_source: PriceSource,
        /// Net, per `price_units` units.
        pub unit_price: Amount,
        /// The units that `unit_price` is for: of a basket's component, those in one basket; otherwise 1.
        pub price_units: i64,
        /// Discount on the unit price, in basis points.
        pub discount_bps: i32,
        /// Round half away from zero of price × quantity ÷ price units × (1 − discount).
        pub net: Amount,
        /// The basket that it is a part of.
        pub order_basket_id: Option<OrderBasketId>,
        /// Whether it is the packaging of its basket: the cooperative's, ordered and invoiced, and made by nobody. Its
        /// product is the basket.
        pub packaging: bool,
        /// Code of the product when the line was placed; it and the following stay what the buyer ordered.
        pub product_code: String,
        pub name_es: String,
        pub name_en: String,
        pub net_content: i64,
        pub net_unit: NetUnit,
        /// Units are ordered in multiples of it.
        pub order_multiple: i64,
        pub vat_bps: i32,
        pub additional_tax_code: Option<String>,
        pub additional_tax_bps: i32,
        #[sea_orm(belongs_to, from = "order_id", to = "id")]
        pub order: HasOne<super::order::Entity>,
        #[sea_orm(belongs_to, from = "product_id", to = "id")]
        pub product: HasOne<crate::catalogue::product::Entity>,
        #[sea_orm(belongs_to, from = "order_basket_id", to = "id")]
        pub basket: HasOne<super::order_basket::Entity>,
        #[sea_orm(has_many)]
        pub shortages: HasMany<super::shortage::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Baskets of one kind in an order. What is in them, and their packaging, are lines of the order.
pub mod order_basket {
    use super::*;

    /// Baskets of one kind in an order. What is in them, and their packaging, are lines of the order.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "order_basket")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: OrderBasketId,
        /// Unique with the product.
        pub order_id: OrderId,
        pub position: i32,
        /// The basket in the catalogue.
        pub product_id: ProductId,
        /// Baskets ordered.
        pub quantity: i64,
        /// Net, per basket with its packaging: the sum of the amounts of its lines per basket.
        pub unit_price: Amount,
        /// Where its price is the sum of its components' prices less this part, in basis points; as it was when it was
        /// placed, like everything that follows.
        pub discount_bps: Option<i32>,
        /// Net price of its packaging, per basket.
        pub packaging_price: Amount,
        pub product_code: String,
        pub name_es: String,
        pub name_en: String,
        /// VAT of its packaging.
        pub vat_bps: i32,
        pub packaging_es: Option<String>,
        pub packaging_en: Option<String>,
        pub card_es: Option<String>,
        pub card_en: Option<String>,
        #[sea_orm(belongs_to, from = "order_id", to = "id")]
        pub order: HasOne<super::order::Entity>,
        #[sea_orm(belongs_to, from = "product_id", to = "id")]
        pub product: HasOne<crate::catalogue::product::Entity>,
        #[sea_orm(has_many)]
        pub lines: HasMany<super::order_line::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// One change of an order. Append-only.
pub mod order_change {
    use super::*;

    /// One change of an order. Append-only.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "order_change")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub order_id: OrderId,
        pub kind: OrderChangeKind,
        /// The person; none where a job or an import changed the order.
        pub changed_by: Option<PersonId>,
        pub changed_at: DateTimeUtc,
        /// Why it was cancelled.
        pub reason: Option<String>,
        /// The lines whose quantity changed.
        #[sea_orm(column_type = "Json")]
        pub lines: LineQuantityChanges,
        #[sea_orm(belongs_to, from = "order_id", to = "id")]
        pub order: HasOne<super::order::Entity>,
        #[sea_orm(belongs_to, from = "changed_by", to = "id")]
        pub person: HasOne<crate::identity::person::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A favourite product of a buyer.
pub mod favourite_product {
    use super::*;

    /// A favourite product of a buyer.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "favourite_product")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub buyer_id: BuyerId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub product_id: ProductId,
        pub created_at: DateTimeUtc,
        #[sea_orm(belongs_to, from = "buyer_id", to = "id")]
        pub buyer: HasOne<crate::buyers::buyer::Entity>,
        #[sea_orm(belongs_to, from = "product_id", to = "id")]
        pub product: HasOne<crate::catalogue::product::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A buyer's recurring order.
pub mod standing_order {
    use super::*;

    /// A buyer's recurring order.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "standing_order")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: StandingOrderId,
        pub code: String,
        pub buyer_id: BuyerId,
        pub delivery_point_id: DeliveryPointId,
        pub name: String,
        /// RFC 5545 RRULE on dates, without DTSTART.
        pub rule: String,
        pub starts_on: Date,
        /// Last day.
        pub ends_on: Option<Date>,
        pub state: StandingOrderState,
        pub ended_at: Option<DateTimeUtc>,
        /// The standing order that it continues, from its first day on.
        pub predecessor_id: Option<StandingOrderId>,
        /// The standing order that continues it, from the day after its last on.
        pub successor_id: Option<StandingOrderId>,
        pub created_at: DateTimeUtc,
        pub version: i32,
        #[sea_orm(belongs_to, from = "buyer_id", to = "id")]
        pub buyer: HasOne<crate::buyers::buyer::Entity>,
        #[sea_orm(self_ref, relation_enum = "Predecessor", from = "predecessor_id", to = "id")]
        pub predecessor: HasOne<Entity>,
        #[sea_orm(self_ref, relation_enum = "Successor", from = "successor_id", to = "id")]
        pub successor: HasOne<Entity>,
        #[sea_orm(has_many)]
        pub lines: HasMany<super::standing_order_line::Entity>,
        #[sea_orm(has_many)]
        pub pauses: HasMany<super::standing_order_pause::Entity>,
        #[sea_orm(has_many)]
        pub occurrences: HasMany<super::occurrence::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A product of a standing order.
pub mod standing_order_line {
    use super::*;

    /// A product of a standing order.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "standing_order_line")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub standing_order_id: StandingOrderId,
        pub position: i32,
        pub product_id: ProductId,
        /// Units per order, or per guest where `per_guest`.
        pub quantity: i64,
        pub per_guest: bool,
        #[sea_orm(belongs_to, from = "standing_order_id", to = "id")]
        pub standing_order: HasOne<super::standing_order::Entity>,
        #[sea_orm(belongs_to, from = "product_id", to = "id")]
        pub product: HasOne<crate::catalogue::product::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Days on which a standing order is paused.
pub mod standing_order_pause {
    use super::*;

    /// Days on which a standing order is paused.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "standing_order_pause")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub standing_order_id: StandingOrderId,
        pub from_date: Date,
        /// Last day.
        pub until_date: Date,
        pub created_at: DateTimeUtc,
        #[sea_orm(belongs_to, from = "standing_order_id", to = "id")]
        pub standing_order: HasOne<super::standing_order::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// One date of a standing order and its outcome.
pub mod occurrence {
    use super::*;

    /// One date of a standing order and its outcome.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "occurrence")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: OccurrenceId,
        pub standing_order_id: StandingOrderId,
        pub date: Date,
        pub cycle_id: Option<CycleId>,
        pub state: OccurrenceState,
        /// Why it is reduced, skipped or blocked.
        pub reason: Option<OccurrenceReason>,
        /// The changes for this date only.
        #[sea_orm(column_type = "Json")]
        pub overrides: Overrides,
        pub order_id: Option<OrderId>,
        pub created_at: DateTimeUtc,
        pub decided_at: Option<DateTimeUtc>,
        #[sea_orm(belongs_to, from = "standing_order_id", to = "id")]
        pub standing_order: HasOne<super::standing_order::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Guests arriving at a lodge on a date.
pub mod arrival {
    use super::*;

    /// Guests arriving at a lodge on a date.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "arrival")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: ArrivalId,
        pub buyer_id: BuyerId,
        /// The lodge's own reference; unique per buyer.
        pub reference: String,
        pub date: Date,
        pub guests: i32,
        pub source: ArrivalSource,
        pub cancelled_at: Option<DateTimeUtc>,
        pub created_at: DateTimeUtc,
        /// When it was recorded, changed or cancelled last.
        pub changed_at: Option<DateTimeUtc>,
        pub version: i32,
        #[sea_orm(belongs_to, from = "buyer_id", to = "id")]
        pub buyer: HasOne<crate::buyers::buyer::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What a closed delivery counts of an arrival that was recorded, changed or cancelled after its cut-off. Append-only.
pub mod arrival_count {
    use super::*;

    /// What a closed delivery counts of an arrival that was recorded, changed or cancelled after its cut-off. Append-only.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "arrival_count")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub arrival_id: ArrivalId,
        /// The cycle of the delivery; unique with the arrival.
        pub cycle_id: CycleId,
        /// The day of the arrival at the cut-off.
        pub date: Date,
        /// Its guests at the cut-off; 0 where the delivery counts none of them.
        pub guests: i32,
        pub created_at: DateTimeUtc,
        #[sea_orm(belongs_to, from = "arrival_id", to = "id")]
        pub arrival: HasOne<super::arrival::Entity>,
        #[sea_orm(belongs_to, from = "cycle_id", to = "id")]
        pub cycle: HasOne<crate::cycles::cycle::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Units of an order line that cannot be delivered, with the cause.
pub mod shortage {
    use super::*;

    /// Units of an order line that cannot be delivered, with the cause.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "shortage")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub order_line_id: OrderLineId,
        pub cycle_id: CycleId,
        pub product_id: ProductId,
        pub cause: ShortageCause,
        /// Key of the fact that caused it; unique with the line.
        pub cause_key: String,
        /// Units.
        pub quantity: i64,
        pub created_at: DateTimeUtc,
        #[sea_orm(belongs_to, from = "order_line_id", to = "id")]
        pub order_line: HasOne<super::order_line::Entity>,
        #[sea_orm(belongs_to, from = "product_id", to = "id")]
        pub product: HasOne<crate::catalogue::product::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// An order that waits for a minimum batch of a product to come together.
pub mod batch_wait {
    use super::*;

    /// An order that waits for a minimum batch of a product to come together.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "batch_wait")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub cycle_id: CycleId,
        pub order_id: OrderId,
        pub product_id: ProductId,
        pub created_at: DateTimeUtc,
        /// When enough was ordered.
        pub filled_at: Option<DateTimeUtc>,
        /// When the cycle closed without enough.
        pub unfilled_at: Option<DateTimeUtc>,
        #[sea_orm(belongs_to, from = "cycle_id", to = "id")]
        pub cycle: HasOne<crate::cycles::cycle::Entity>,
        #[sea_orm(belongs_to, from = "order_id", to = "id")]
        pub order: HasOne<super::order::Entity>,
        #[sea_orm(belongs_to, from = "product_id", to = "id")]
        pub product: HasOne<crate::catalogue::product::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
