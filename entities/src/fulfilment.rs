//! Rows of fulfilment.

use crate::prelude::*;

/// What was made in one go; traceable, on the label.
pub mod batch {
    use super::*;

    /// What was made in one go; traceable, on the label.
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
        pub created_at: DateTimeUtc,
        pub created_by: Option<PersonId>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What the cooperative accepted and rejected of a batch.
pub mod goods_receipt {
    use super::*;

    /// What the cooperative accepted and rejected of a batch.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "goods_receipt")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: ReceiptId,
        pub cycle_id: CycleId,
        pub quota_id: QuotaId,
        /// None where nothing was brought.
        pub batch_id: Option<BatchId>,
        /// Units.
        pub accepted: i64,
        /// Units.
        pub rejected: i64,
        pub rejection: Option<RejectionCause>,
        pub rejection_reason: Option<String>,
        pub received_at: DateTimeUtc,
        pub received_by: Option<PersonId>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What leaves for a buyer in one cycle.
pub mod delivery {
    use super::*;

    /// What leaves for a buyer in one cycle.
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
        pub version: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Units of one batch delivered for one order line.
pub mod delivery_line {
    use super::*;

    /// Units of one batch delivered for one order line.
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
    }

    impl ActiveModelBehavior for ActiveModel {}
}
