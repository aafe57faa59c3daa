//! Rows of allocation: runs with their input and result, pins, quotas, carried value and quota links.

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
        /// 1 = a split of the cycle's whole demand; from 2 on = a re-offer of units that became free.
        pub round: i32,
        pub season_id: Option<SeasonId>,
        /// The whole input, in the JSON form that `minga allocate` reads.
        pub instance: Json,
        pub created_at: DateTimeUtc,
        pub created_by: Option<PersonId>,
        pub published_at: Option<DateTimeUtc>,
        #[sea_orm(belongs_to, from = "cycle_id", to = "id")]
        pub cycle: BelongsTo<crate::cycles::cycle::Entity>,
        #[sea_orm(belongs_to, from = "season_id", to = "id")]
        pub season: BelongsTo<Option<crate::members::season::Entity>>,
        #[sea_orm(has_many)]
        pub products: HasMany<super::run_product::Entity>,
        #[sea_orm(has_many)]
        pub workshops: HasMany<super::run_workshop::Entity>,
        #[sea_orm(has_many)]
        pub offers: HasMany<super::run_offer::Entity>,
        #[sea_orm(has_many)]
        pub quotas: HasMany<super::quota::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A product of a run: its demand, the value of a lot and the lots that no workshop makes.
pub mod run_product {
    use super::*;

    /// A product of a run: its demand, the value of a lot and the lots that no workshop makes.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "run_product")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub run_id: RunId,
        pub product_id: ProductId,
        /// Units ordered.
        pub units: i64,
        pub lot_size: i64,
        /// Lots ordered, rounded up.
        pub lots: i64,
        /// Value of a lot. Fixed with the run, so that later price changes do not change it.
        pub lot_value: Amount,
        pub unmet_lots: i64,
        pub unmet_reason: Option<UnmetReason>,
        #[sea_orm(belongs_to, from = "run_id", to = "id")]
        pub run: BelongsTo<super::allocation_run::Entity>,
        #[sea_orm(belongs_to, from = "product_id", to = "id")]
        pub product: BelongsTo<crate::catalogue::product::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A workshop of a run: its ratio before and after, the level of its group, and what kept it from more.
pub mod run_workshop {
    use super::*;

    /// A workshop of a run: its ratio before and after, the level of its group, and what kept it from more.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "run_workshop")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub run_id: RunId,
        pub workshop_id: WorkshopId,
        /// The number under which members see the workshop in this run: 1, 2, … in a random order.
        pub pseudonym: i32,
        pub weight: i64,
        /// Carried value before the run, at the share of the run.
        pub carried: Amount,
        /// The most value that the run may give to the workshop.
        pub limit_value: Option<Amount>,
        /// Decimal: money per unit of weight.
        pub ratio_before: String,
        pub ratio_after: String,
        pub target_ratio: String,
        pub bound_by: BoundBy,
        #[sea_orm(belongs_to, from = "run_id", to = "id")]
        pub run: BelongsTo<super::allocation_run::Entity>,
        #[sea_orm(belongs_to, from = "workshop_id", to = "id")]
        pub workshop: BelongsTo<crate::members::workshop::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The capacity of a workshop for a product in a run, or why it could not supply the product.
pub mod run_offer {
    use super::*;

    /// The capacity of a workshop for a product in a run, or why it could not supply the product.
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
        #[sea_orm(belongs_to, from = "run_id", to = "id")]
        pub run: BelongsTo<super::allocation_run::Entity>,
        #[sea_orm(belongs_to, from = "workshop_id", to = "id")]
        pub workshop: BelongsTo<crate::members::workshop::Entity>,
        #[sea_orm(belongs_to, from = "product_id", to = "id")]
        pub product: BelongsTo<crate::catalogue::product::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A quantity that staff fix before the split, with the reason.
pub mod pin {
    use super::*;

    /// A quantity that staff fix before the split, with the reason.
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
        #[sea_orm(belongs_to, from = "cycle_id", to = "id")]
        pub cycle: BelongsTo<crate::cycles::cycle::Entity>,
        #[sea_orm(belongs_to, from = "workshop_id", to = "id")]
        pub workshop: BelongsTo<crate::members::workshop::Entity>,
        #[sea_orm(belongs_to, from = "product_id", to = "id")]
        pub product: BelongsTo<crate::catalogue::product::Entity>,
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
        /// The round of its run: 1 = the split of the whole demand, from 2 on = a re-offer.
        pub round: i32,
        /// Lots that the run gave; an amendment does not change them.
        pub offered_lots: i64,
        /// Lots that the workshop is to make.
        pub lots: i64,
        /// Units needed, at most lots × lot size.
        pub units: i64,
        pub lot_value: Amount,
        /// Units accepted so far.
        pub accepted_units: i64,
        /// Units rejected for quality, or never delivered by the workshop, so far.
        pub failed_units: i64,
        /// Units damaged in transport so far.
        pub damaged_units: i64,
        pub state: QuotaState,
        pub respond_by: DateTimeUtc,
        pub published_at: Option<DateTimeUtc>,
        pub answered_at: Option<DateTimeUtc>,
        pub answered_by: Option<PersonId>,
        /// Why it was amended, declined or withdrawn.
        pub reason: Option<String>,
        pub frozen_at: Option<DateTimeUtc>,
        pub fulfilled_at: Option<DateTimeUtc>,
        pub created_at: DateTimeUtc,
        pub version: i32,
        #[sea_orm(belongs_to, from = "run_id", to = "id")]
        pub run: BelongsTo<super::allocation_run::Entity>,
        #[sea_orm(belongs_to, from = "cycle_id", to = "id")]
        pub cycle: BelongsTo<crate::cycles::cycle::Entity>,
        #[sea_orm(belongs_to, from = "workshop_id", to = "id")]
        pub workshop: BelongsTo<crate::members::workshop::Entity>,
        #[sea_orm(belongs_to, from = "product_id", to = "id")]
        pub product: BelongsTo<crate::catalogue::product::Entity>,
        #[sea_orm(has_many)]
        pub changes: HasMany<super::quota_change::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A reduction of a published quota with its cause; append-only.
pub mod quota_change {
    use super::*;

    /// A reduction of a published quota with its cause; append-only.
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
        /// Units needed before.
        pub units_before: i64,
        /// Units needed after. They may grow within the same lots, where another quota lost its partial lot.
        pub units_after: i64,
        /// Value of the units that are no longer made, at the lot value of the run.
        pub value: Amount,
        pub at: DateTimeUtc,
        #[sea_orm(belongs_to, from = "quota_id", to = "id")]
        pub quota: BelongsTo<super::quota::Entity>,
        #[sea_orm(belongs_to, from = "cycle_id", to = "id")]
        pub cycle: BelongsTo<crate::cycles::cycle::Entity>,
        #[sea_orm(belongs_to, from = "workshop_id", to = "id")]
        pub workshop: BelongsTo<crate::members::workshop::Entity>,
        #[sea_orm(belongs_to, from = "product_id", to = "id")]
        pub product: BelongsTo<crate::catalogue::product::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// One movement of a workshop's carried value in a season; append-only.
pub mod carried_value {
    use super::*;

    /// One movement of a workshop's carried value in a season; append-only.
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
        /// Signed, at the lot value of the run.
        pub amount: Amount,
        /// The share of the workshop at that time.
        pub weight: i64,
        /// What caused the movement, unique, so that it is recorded once.
        pub cause: String,
        pub at: DateTimeUtc,
        #[sea_orm(belongs_to, from = "season_id", to = "id")]
        pub season: BelongsTo<crate::members::season::Entity>,
        #[sea_orm(belongs_to, from = "workshop_id", to = "id")]
        pub workshop: BelongsTo<crate::members::workshop::Entity>,
        #[sea_orm(belongs_to, from = "cycle_id", to = "id")]
        pub cycle: BelongsTo<Option<crate::cycles::cycle::Entity>>,
        #[sea_orm(belongs_to, from = "product_id", to = "id")]
        pub product: BelongsTo<Option<crate::catalogue::product::Entity>>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A link, sent by mail, by which a person answers the quotas of a workshop in one cycle. The secret is stored hashed.
pub mod quota_link {
    use super::*;

    /// A link, sent by mail, by which a person answers the quotas of a workshop in one cycle. The secret is stored hashed.
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
        /// The person to whom it was sent.
        pub person_id: PersonId,
        pub created_at: DateTimeUtc,
        /// The last deadline of the quotas, or the instant at which they were frozen.
        pub expires_at: DateTimeUtc,
        #[sea_orm(belongs_to, from = "cycle_id", to = "id")]
        pub cycle: BelongsTo<crate::cycles::cycle::Entity>,
        #[sea_orm(belongs_to, from = "workshop_id", to = "id")]
        pub workshop: BelongsTo<crate::members::workshop::Entity>,
        #[sea_orm(belongs_to, from = "person_id", to = "id")]
        pub person: BelongsTo<crate::identity::person::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
