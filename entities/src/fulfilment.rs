//! Rows of fulfilment.

use crate::prelude::*;

/// Units of one product that a workshop made in one go; its code is on the labels.
pub mod batch {
    use super::*;

    /// Units of one product that a workshop made in one go; its code is on the labels.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "batch")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: BatchId,
        pub code: String,
        pub workshop_id: WorkshopId,
        pub product_id: ProductId,
        pub quota_id: Option<QuotaId>,
        pub made_on: Date,
        pub best_before: Date,
        /// Units.
        pub quantity: i64,
        /// When it was blocked for safety: nothing of it leaves any more.
        pub blocked_at: Option<DateTimeUtc>,
        pub created_at: DateTimeUtc,
        pub created_by: Option<PersonId>,
        #[sea_orm(belongs_to, from = "workshop_id", to = "id")]
        pub workshop: BelongsTo<crate::members::workshop::Entity>,
        #[sea_orm(belongs_to, from = "product_id", to = "id")]
        pub product: BelongsTo<crate::catalogue::product::Entity>,
        #[sea_orm(belongs_to, from = "quota_id", to = "id")]
        pub quota: BelongsTo<Option<crate::allocation::quota::Entity>>,
        #[sea_orm(has_many)]
        pub receipts: HasMany<super::goods_receipt::Entity>,
        #[sea_orm(has_many)]
        pub delivery_lines: HasMany<super::delivery_line::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Units of a quota that the cooperative accepted, rejected or recorded as missing.
pub mod goods_receipt {
    use super::*;

    /// Units of a quota that the cooperative accepted, rejected or recorded as missing.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "goods_receipt")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: ReceiptId,
        pub cycle_id: CycleId,
        pub quota_id: QuotaId,
        /// None for missing units.
        pub batch_id: Option<BatchId>,
        /// Units.
        pub accepted: i64,
        /// Units.
        pub rejected: i64,
        pub rejection: Option<RejectionCause>,
        pub rejection_reason: Option<String>,
        pub received_at: DateTimeUtc,
        pub received_by: Option<PersonId>,
        /// The receipt that it replaces.
        pub replaces_id: Option<ReceiptId>,
        /// When it was cancelled: it counts no more.
        pub cancelled_at: Option<DateTimeUtc>,
        pub cancelled_by: Option<PersonId>,
        pub cancel_reason: Option<String>,
        #[sea_orm(belongs_to, from = "cycle_id", to = "id")]
        pub cycle: BelongsTo<crate::cycles::cycle::Entity>,
        #[sea_orm(belongs_to, from = "quota_id", to = "id")]
        pub quota: BelongsTo<crate::allocation::quota::Entity>,
        #[sea_orm(belongs_to, from = "batch_id", to = "id")]
        pub batch: BelongsTo<Option<super::batch::Entity>>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The goods for one delivery point of a buyer in one cycle.
pub mod delivery {
    use super::*;

    /// The goods for one delivery point of a buyer in one cycle.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "delivery")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: DeliveryId,
        pub code: String,
        pub cycle_id: CycleId,
        pub buyer_id: BuyerId,
        pub delivery_point_id: DeliveryPointId,
        pub state: DeliveryState,
        pub prepared_at: DateTimeUtc,
        pub dispatched_at: Option<DateTimeUtc>,
        pub confirmed_at: Option<DateTimeUtc>,
        pub confirmed_by: Option<PersonId>,
        /// When it ended without reaching its buyer.
        pub failed_at: Option<DateTimeUtc>,
        pub failed_by: Option<PersonId>,
        pub failure_reason: Option<String>,
        pub version: i32,
        #[sea_orm(belongs_to, from = "cycle_id", to = "id")]
        pub cycle: BelongsTo<crate::cycles::cycle::Entity>,
        #[sea_orm(belongs_to, from = "buyer_id", to = "id")]
        pub buyer: BelongsTo<crate::buyers::buyer::Entity>,
        #[sea_orm(belongs_to, from = "delivery_point_id", to = "id")]
        pub delivery_point: BelongsTo<crate::buyers::delivery_point::Entity>,
        #[sea_orm(has_many)]
        pub lines: HasMany<super::delivery_line::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Units of one batch in a delivery, for one order line.
pub mod delivery_line {
    use super::*;

    /// Units of one batch in a delivery, for one order line.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "delivery_line")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: DeliveryLineId,
        pub delivery_id: DeliveryId,
        pub order_line_id: OrderLineId,
        pub product_id: ProductId,
        pub batch_id: BatchId,
        pub workshop_id: WorkshopId,
        pub quantity: i64,
        #[sea_orm(belongs_to, from = "delivery_id", to = "id")]
        pub delivery: BelongsTo<super::delivery::Entity>,
        #[sea_orm(belongs_to, from = "order_line_id", to = "id")]
        pub order_line: BelongsTo<crate::orders::order_line::Entity>,
        #[sea_orm(belongs_to, from = "product_id", to = "id")]
        pub product: BelongsTo<crate::catalogue::product::Entity>,
        #[sea_orm(belongs_to, from = "batch_id", to = "id")]
        pub batch: BelongsTo<super::batch::Entity>,
        #[sea_orm(belongs_to, from = "workshop_id", to = "id")]
        pub workshop: BelongsTo<crate::members::workshop::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Goods that the cooperative took over from their makers, who are paid for them as if a buyer had them.
pub mod stock_item {
    use super::*;

    /// Goods that the cooperative took over from their makers, who are paid for them as if a buyer had them.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "stock_item")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: StockItemId,
        /// Identifies the fact, so that goods are taken over once; unique.
        pub key: String,
        pub cycle_id: CycleId,
        pub product_id: ProductId,
        pub batch_id: BatchId,
        pub workshop_id: WorkshopId,
        pub source: StockSource,
        /// The line of the delivery that failed; none for a surplus.
        pub delivery_line_id: Option<DeliveryLineId>,
        /// Units taken over.
        pub units: i64,
        /// Units that are still there.
        pub remaining: i64,
        /// Net value of all units: what their makers are paid.
        pub value: Amount,
        pub created_at: DateTimeUtc,
        pub created_by: Option<PersonId>,
        #[sea_orm(belongs_to, from = "cycle_id", to = "id")]
        pub cycle: BelongsTo<crate::cycles::cycle::Entity>,
        #[sea_orm(belongs_to, from = "product_id", to = "id")]
        pub product: BelongsTo<crate::catalogue::product::Entity>,
        #[sea_orm(belongs_to, from = "batch_id", to = "id")]
        pub batch: BelongsTo<super::batch::Entity>,
        #[sea_orm(belongs_to, from = "workshop_id", to = "id")]
        pub workshop: BelongsTo<crate::members::workshop::Entity>,
        #[sea_orm(belongs_to, from = "delivery_line_id", to = "id")]
        pub delivery_line: BelongsTo<Option<super::delivery_line::Entity>>,
        #[sea_orm(has_many)]
        pub disposals: HasMany<super::stock_disposal::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Units that left the cooperative's stock, or the reversal of such a row. It never changes.
pub mod stock_disposal {
    use super::*;

    /// Units that left the cooperative's stock, or the reversal of such a row. It never changes.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "stock_disposal")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: StockDisposalId,
        pub stock_item_id: StockItemId,
        pub kind: StockDisposalKind,
        /// Units; negative in a reversal.
        pub units: i64,
        /// The part of the item's value that left with them; negative in a reversal.
        pub cost: Amount,
        /// What was received for them, with taxes; zero where they were not sold; negative in a reversal.
        pub total: Amount,
        /// The VAT in `total`.
        pub vat: Amount,
        /// The additional taxes in `total`.
        pub additional_tax: Amount,
        pub recipient: Option<String>,
        /// Number of the tax document of a sale.
        pub document: Option<String>,
        pub reason: Option<String>,
        /// The disposal that this one reverses; unique.
        pub reverses_id: Option<StockDisposalId>,
        pub disposed_at: DateTimeUtc,
        pub disposed_by: Option<PersonId>,
        #[sea_orm(belongs_to, from = "stock_item_id", to = "id")]
        pub stock_item: BelongsTo<super::stock_item::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The recall of batches whose certificate was suspended for safety.
pub mod recall {
    use super::*;

    /// The recall of batches whose certificate was suspended for safety.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "recall")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: RecallId,
        pub certificate_id: CertificateId,
        pub workshop_id: WorkshopId,
        pub product_id: ProductId,
        pub reason: String,
        pub opened_at: DateTimeUtc,
        pub opened_by: Option<PersonId>,
        /// When it turned out to be a false alarm.
        pub lifted_at: Option<DateTimeUtc>,
        pub lifted_by: Option<PersonId>,
        pub lift_reason: Option<String>,
        #[sea_orm(belongs_to, from = "workshop_id", to = "id")]
        pub workshop: BelongsTo<crate::members::workshop::Entity>,
        #[sea_orm(belongs_to, from = "product_id", to = "id")]
        pub product: BelongsTo<crate::catalogue::product::Entity>,
        #[sea_orm(has_many)]
        pub batches: HasMany<super::recalled_batch::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A batch of a recall.
pub mod recalled_batch {
    use super::*;

    /// A batch of a recall.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "recalled_batch")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub batch_id: BatchId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub recall_id: RecallId,
        #[sea_orm(belongs_to, from = "recall_id", to = "id")]
        pub recall: BelongsTo<super::recall::Entity>,
        #[sea_orm(belongs_to, from = "batch_id", to = "id")]
        pub batch: BelongsTo<super::batch::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
