//! Rows of invoicing.

use crate::prelude::*;

/// An issued document: immutable, numbered without gaps. A credit or debit note is one that references another.
pub mod invoice {
    use super::*;

    /// An issued document: immutable, numbered without gaps. A credit or debit note is one that references another.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "invoice")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: InvoiceId,
        pub kind: InvoiceKind,
        /// Document series.
        pub series: String,
        /// Taken when issued.
        pub number: Option<i64>,
        pub buyer_id: BuyerId,
        pub cycle_id: Option<CycleId>,
        pub delivery_id: Option<DeliveryId>,
        /// The document it corrects.
        pub references_id: Option<InvoiceId>,
        /// The kind of correction.
        pub reference_code: Option<CreditReason>,
        /// Why amounts are corrected; none where a text is, or the document is annulled.
        pub reference_cause: Option<CorrectionCause>,
        /// The reason in words; it is printed.
        pub reference_reason: Option<String>,
        /// The recall whose goods a credit note credits.
        pub recall_id: Option<RecallId>,
        pub currency: Currency,
        pub net: Amount,
        pub tax: Amount,
        pub total: Amount,
        /// Covered by payments and credit notes. Of a credit note: what it covered of the document it corrects.
        pub paid: Amount,
        /// Total of the credit notes that reference it.
        pub credited: Amount,
        /// The part that is a loss: written off and not recovered.
        pub written_off: Amount,
        pub issued_on: Option<Date>,
        pub due_on: Option<Date>,
        pub state: InvoiceState,
        /// Seller and buyer as printed; later changes of the organisations do not change them.
        pub parties: Json,
        /// Key of its PDF in the file store.
        pub file: Option<String>,
        pub created_at: DateTimeUtc,
        pub issued_at: Option<DateTimeUtc>,
        pub version: i32,
        #[sea_orm(belongs_to, from = "buyer_id", to = "id")]
        pub buyer: BelongsTo<crate::buyers::buyer::Entity>,
        #[sea_orm(belongs_to, from = "cycle_id", to = "id")]
        pub cycle: BelongsTo<Option<crate::cycles::cycle::Entity>>,
        #[sea_orm(belongs_to, from = "delivery_id", to = "id")]
        pub delivery: BelongsTo<Option<crate::fulfilment::delivery::Entity>>,
        #[sea_orm(has_many)]
        pub lines: HasMany<super::invoice_line::Entity>,
        #[sea_orm(has_many)]
        pub taxes: HasMany<super::invoice_tax::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// One order line as delivered, or the part of it that a credit note credits.
pub mod invoice_line {
    use super::*;

    /// One order line as delivered, or the part of it that a credit note credits.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "invoice_line")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: InvoiceLineId,
        pub invoice_id: InvoiceId,
        pub position: i32,
        pub order_line_id: Option<OrderLineId>,
        pub product_id: ProductId,
        pub cycle_id: CycleId,
        pub description: String,
        pub quantity: i64,
        /// Net, per `price_units` units.
        pub unit_price: Amount,
        /// The units that `unit_price` is for; 1 unless it is of a basket's component.
        pub price_units: i64,
        pub discount_bps: i32,
        pub net: Amount,
        pub vat_bps: i32,
        pub additional_tax_code: Option<String>,
        pub additional_tax_bps: i32,
        /// Whether it is the packaging of baskets, which no workshop has a share of.
        pub packaging: bool,
        #[sea_orm(belongs_to, from = "invoice_id", to = "id")]
        pub invoice: BelongsTo<super::invoice::Entity>,
        #[sea_orm(belongs_to, from = "order_line_id", to = "id")]
        pub order_line: BelongsTo<Option<crate::orders::order_line::Entity>>,
        #[sea_orm(belongs_to, from = "product_id", to = "id")]
        pub product: BelongsTo<crate::catalogue::product::Entity>,
        #[sea_orm(belongs_to, from = "cycle_id", to = "id")]
        pub cycle: BelongsTo<crate::cycles::cycle::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The invoice line that invoices a delivery line; a delivery line has at most one.
pub mod invoiced_delivery {
    use super::*;

    /// The invoice line that invoices a delivery line; a delivery line has at most one.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "invoiced_delivery")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub delivery_line_id: DeliveryLineId,
        pub invoice_line_id: InvoiceLineId,
        #[sea_orm(belongs_to, from = "delivery_line_id", to = "id")]
        pub delivery_line: BelongsTo<crate::fulfilment::delivery_line::Entity>,
        #[sea_orm(belongs_to, from = "invoice_line_id", to = "id")]
        pub invoice_line: BelongsTo<super::invoice_line::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Units of a batch whose quality fault a line of a credit note corrects. It never changes.
pub mod quality_fault {
    use super::*;

    /// Units of a batch whose quality fault a line of a credit note corrects. It never changes.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "quality_fault")]
    pub struct Model {
        /// The line of the credit note.
        #[sea_orm(primary_key, auto_increment = false)]
        pub invoice_line_id: InvoiceLineId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub batch_id: BatchId,
        /// The maker of the batch.
        pub workshop_id: WorkshopId,
        /// Units at fault.
        pub quantity: i64,
        #[sea_orm(belongs_to, from = "invoice_line_id", to = "id")]
        pub invoice_line: BelongsTo<super::invoice_line::Entity>,
        #[sea_orm(belongs_to, from = "batch_id", to = "id")]
        pub batch: BelongsTo<crate::fulfilment::batch::Entity>,
        #[sea_orm(belongs_to, from = "workshop_id", to = "id")]
        pub workshop: BelongsTo<crate::members::workshop::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A tax of a document: its base and amount, rounded once.
pub mod invoice_tax {
    use super::*;

    /// A tax of a document: its base and amount, rounded once.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "invoice_tax")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub invoice_id: InvoiceId,
        /// `vat` or an additional tax's code.
        pub tax_code: String,
        pub rate_bps: i32,
        pub base: Amount,
        pub amount: Amount,
        #[sea_orm(belongs_to, from = "invoice_id", to = "id")]
        pub invoice: BelongsTo<super::invoice::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What documents print of an organisation besides its name: activity and address.
pub mod billing_details {
    use super::*;

    /// What documents print of an organisation besides its name: activity and address.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "billing_details")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: OrganisationId,
        /// Giro.
        pub activity: String,
        pub address: String,
        pub comuna: String,
        /// Name of the bank and kind of account to which it is paid.
        pub bank: Option<String>,
        /// Number of that account.
        pub bank_account: Option<String>,
        pub version: i32,
        #[sea_orm(belongs_to, from = "organisation_id", to = "id")]
        pub organisation: BelongsTo<crate::identity::organisation::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A debt of a buyer that is written off: by decision of the assembly, requested by one person and approved by another.
pub mod write_off {
    use super::*;

    /// A debt of a buyer that is written off: by decision of the assembly, requested by one person and approved by another.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "write_off")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: WriteOffId,
        pub invoice_id: InvoiceId,
        pub decision_id: DecisionId,
        /// The reason, in words.
        pub reason: String,
        /// What was open of the invoice.
        pub amount: Amount,
        pub currency: Currency,
        pub state: WriteOffState,
        pub requested_by: Option<PersonId>,
        pub requested_at: DateTimeUtc,
        pub approved_by: Option<PersonId>,
        pub approved_at: Option<DateTimeUtc>,
        pub cancelled_by: Option<PersonId>,
        pub cancelled_at: Option<DateTimeUtc>,
        /// Why it was not approved.
        pub cancellation: Option<String>,
        pub version: i32,
        #[sea_orm(belongs_to, from = "invoice_id", to = "id")]
        pub invoice: BelongsTo<super::invoice::Entity>,
        #[sea_orm(belongs_to, from = "decision_id", to = "id")]
        pub decision: BelongsTo<crate::members::decision::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A part of a written-off debt that was paid after all. It never changes.
pub mod debt_recovery {
    use super::*;

    /// A part of a written-off debt that was paid after all. It never changes.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "debt_recovery")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: DebtRecoveryId,
        pub invoice_id: InvoiceId,
        pub amount: Amount,
        pub created_at: DateTimeUtc,
        #[sea_orm(belongs_to, from = "invoice_id", to = "id")]
        pub invoice: BelongsTo<super::invoice::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The rate of current interest from a day on, as the authority publishes it. It never changes; the rate recorded last for a
/// day holds.
pub mod interest_rate {
    use super::*;

    /// The rate of current interest from a day on, as the authority publishes it. It never changes; the rate recorded last
    /// for a day holds.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "interest_rate")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: InterestRateId,
        pub effective_from: Date,
        /// For a year, in basis points.
        pub annual_bps: i32,
        pub recorded_by: Option<PersonId>,
        pub recorded_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
