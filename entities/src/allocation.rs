//! Rows of allocation.

use crate::prelude::*;

/// One execution of the fair split; never edited.
pub mod allocation_run {
    use super::*;

    /// One execution of the fair split; never edited.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "allocation_run")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: RunId,
        pub cycle_id: CycleId,
        /// 1, 2, … within the cycle.
        pub number: i32,
        /// 1 = a split of the cycle's demand; 2 and on = what became free was offered again.
        pub round: i32,
        pub season_id: Option<SeasonId>,
        /// The whole input, in the form `minga allocate` reads.
        pub instance: Json,
        pub created_at: DateTimeUtc,
        pub created_by: Option<PersonId>,
        pub published_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A product of a run: its demand, what a lot is worth and what was not served.
pub mod run_product {
    use super::*;

    /// A product of a run: its demand, what a lot is worth and what was not served.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "run_product")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub run_id: RunId,
        pub product_id: ProductId,
        /// Ordered.
        pub units: i64,
        pub lot_size: i64,
        /// Ordered, rounded up.
        pub lots: i64,
        /// Frozen with the run.
        pub lot_value: Amount,
        pub unmet_lots: i64,
        pub unmet_reason: Option<UnmetReason>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A workshop of a run: its ratio before and after, the level, and what bound it.
pub mod run_workshop {
    use super::*;

    /// A workshop of a run: its ratio before and after, the level, and what bound it.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "run_workshop")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub run_id: RunId,
        pub workshop_id: WorkshopId,
        /// What the members are shown in place of the workshop: 1, 2, … in an order drawn for this run.
        pub pseudonym: i32,
        pub weight: i64,
        /// Value carried into the run, at the run's share.
        pub carried: Amount,
        /// Overall limit in money.
        pub limit_value: Option<Amount>,
        /// Decimal, money per unit of weight.
        pub ratio_before: String,
        pub ratio_after: String,
        pub target_ratio: String,
        pub bound_by: BoundBy,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What a workshop could make of a product in a run, or why it could not.
pub mod run_offer {
    use super::*;

    /// What a workshop could make of a product in a run, or why it could not.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "run_offer")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub run_id: RunId,
        pub workshop_id: WorkshopId,
        pub product_id: ProductId,
        pub capacity_lots: i64,
        pub min_batch_lots: Option<i64>,
        /// Certificate, authorisation, harvest or pause.
        pub blocked_by: Option<BoundBy>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A quantity fixed by staff, with its reason.
pub mod pin {
    use super::*;

    /// A quantity fixed by staff, with its reason.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "pin")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: PinId,
        pub cycle_id: CycleId,
        pub workshop_id: WorkshopId,
        pub product_id: ProductId,
        pub lots: i64,
        pub reason: String,
        pub created_by: Option<PersonId>,
        pub created_at: DateTimeUtc,
        pub removed_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What one workshop makes of one product in one cycle.
pub mod quota {
    use super::*;

    /// What one workshop makes of one product in one cycle.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "quota")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: QuotaId,
        pub run_id: RunId,
        pub cycle_id: CycleId,
        pub workshop_id: WorkshopId,
        pub product_id: ProductId,
        /// 1 = the run's own; 2 and on = offered again.
        pub round: i32,
        /// Lots of the run; an amendment does not change them.
        pub offered_lots: i64,
        /// Lots that the workshop is to make.
        pub lots: i64,
        /// Units really needed, at most lots × lot size.
        pub units: i64,
        pub lot_value: Amount,
        /// Units accepted so far.
        pub accepted_units: i64,
        /// Units rejected for quality, or never brought, so far.
        pub failed_units: i64,
        /// Units damaged on the way so far.
        pub damaged_units: i64,
        pub state: QuotaState,
        pub respond_by: DateTimeUtc,
        pub published_at: Option<DateTimeUtc>,
        pub answered_at: Option<DateTimeUtc>,
        pub answered_by: Option<PersonId>,
        /// Why it was amended or declined.
        pub reason: Option<String>,
        pub frozen_at: Option<DateTimeUtc>,
        pub fulfilled_at: Option<DateTimeUtc>,
        pub created_at: DateTimeUtc,
        pub version: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Something of a published quota is made no more, and why; append-only.
pub mod quota_change {
    use super::*;

    /// Something of a published quota is made no more, and why; append-only.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "quota_change")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub quota_id: QuotaId,
        /// The quota's version with this change; once per version.
        pub quota_version: i32,
        pub cycle_id: CycleId,
        pub workshop_id: WorkshopId,
        pub product_id: ProductId,
        pub cause: QuotaChangeCause,
        pub lots_before: i64,
        pub lots_after: i64,
        /// Units really needed before …
        pub units_before: i64,
        /// … and after: they may grow within the same lots, where somebody else's part of a lot fell away.
        pub units_after: i64,
        /// Value of the units that fell away, at the cycle's frozen values.
        pub value: Amount,
        pub at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// One movement of the value a workshop has been given this season; append-only.
pub mod carried_value {
    use super::*;

    /// One movement of the value a workshop has been given this season; append-only.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "carried_value")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub season_id: SeasonId,
        pub workshop_id: WorkshopId,
        pub cycle_id: Option<CycleId>,
        pub product_id: Option<ProductId>,
        pub kind: CarriedKind,
        /// Signed, at the cycle's frozen values.
        pub amount: Amount,
        /// The workshop's share at that time.
        pub weight: i64,
        /// The business fact, unique.
        pub cause: String,
        pub at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A link in a mail by which a person answers a workshop's quotas of one cycle; its secret is stored hashed.
pub mod quota_link {
    use super::*;

    /// A link in a mail by which a person answers a workshop's quotas of one cycle; its secret is stored hashed.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "quota_link")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// SHA-256 of the secret, hex.
        pub token_hash: String,
        pub cycle_id: CycleId,
        pub workshop_id: WorkshopId,
        /// Whose mail it was sent in.
        pub person_id: PersonId,
        pub created_at: DateTimeUtc,
        /// The last deadline of the quotas, or their freezing.
        pub expires_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
