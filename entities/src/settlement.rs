//! Rows of settlement.

use crate::prelude::*;

pub mod pool_fault;

/// An account of the ledger.
pub mod account {
    use super::*;

    /// An account of the ledger.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "account")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: AccountId,
        /// Its name, such as `assets:receivable:LODGE`; unique.
        pub code: String,
        pub kind: AccountKind,
        /// The buyer or workshop that it belongs to; none = the cooperative itself.
        pub party: Option<Uuid>,
        pub currency: Currency,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A balanced entry of the ledger. It never changes.
pub mod journal_entry {
    use super::*;

    /// A balanced entry of the ledger. It never changes.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "journal_entry")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: EntryId,
        pub date: Date,
        pub kind: EntryKind,
        /// Identifies the business fact, so that it is posted once; unique.
        pub key: String,
        pub description: String,
        pub created_at: DateTimeUtc,
        #[sea_orm(has_many)]
        pub postings: HasMany<super::posting::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// One side of an entry. The amounts of an entry add up to zero.
pub mod posting {
    use super::*;

    /// One side of an entry. The amounts of an entry add up to zero.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "posting")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub entry_id: EntryId,
        pub account_id: AccountId,
        /// Positive for a debit.
        pub amount: Amount,
        #[sea_orm(belongs_to, from = "entry_id", to = "id")]
        pub entry: HasOne<super::journal_entry::Entity>,
        #[sea_orm(belongs_to, from = "account_id", to = "id")]
        pub account: HasOne<super::account::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The net value of one product's deliveries in one cycle, shared by its makers.
pub mod pool {
    use super::*;

    /// The net value of one product's deliveries in one cycle, shared by its makers.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "pool")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: PoolId,
        pub cycle_id: CycleId,
        pub product_id: ProductId,
        pub currency: Currency,
        /// Net value of the invoiced lines.
        pub net: Amount,
        /// VAT of those lines.
        pub vat: Amount,
        /// Additional taxes of those lines.
        pub additional_tax: Amount,
        /// The part of `net` that is paid.
        pub paid_net: Amount,
        /// The part of `vat` that is paid.
        pub paid_vat: Amount,
        /// The part of `additional_tax` that is paid.
        pub paid_additional_tax: Amount,
        /// The part of `net` that the cooperative pays for goods that no buyer got. It counts as paid.
        pub purchased: Amount,
        /// When its earnings fall due; frozen when it closes.
        pub payables_due: PayablesDue,
        pub state: PoolState,
        pub closed_at: Option<DateTimeUtc>,
        pub settled_at: Option<DateTimeUtc>,
        pub version: i32,
        #[sea_orm(belongs_to, from = "cycle_id", to = "id")]
        pub cycle: HasOne<crate::cycles::cycle::Entity>,
        #[sea_orm(belongs_to, from = "product_id", to = "id")]
        pub product: HasOne<crate::catalogue::product::Entity>,
        #[sea_orm(has_many)]
        pub shares: HasMany<super::pool_share::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A workshop's share of a pool, created when the pool is closed.
pub mod pool_share {
    use super::*;

    /// A workshop's share of a pool, created when the pool is closed.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "pool_share")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub pool_id: PoolId,
        pub workshop_id: WorkshopId,
        /// Units accepted from the workshop.
        pub accepted: i64,
        /// Part of the pool's net value, before commission.
        pub net: Amount,
        /// Part of the pool's VAT that the workshop receives, because it declares it.
        pub vat: Amount,
        /// Part of the pool's additional taxes that the workshop receives, because it declares them.
        pub additional_tax: Amount,
        /// Part of the pool's VAT that the cooperative keeps, because it declares it.
        pub kept_vat: Amount,
        /// Part of the pool's additional taxes that the cooperative keeps, because it declares them.
        pub kept_additional_tax: Amount,
        pub sale_taxes: SaleTaxes,
        pub commission_bps: i32,
        pub commission_vat_bps: i32,
        pub commission: Amount,
        pub commission_vat: Amount,
        /// What of it is payable before the buyers have paid it.
        pub carried: Amount,
        #[sea_orm(belongs_to, from = "pool_id", to = "id")]
        pub pool: HasOne<super::pool::Entity>,
        #[sea_orm(belongs_to, from = "workshop_id", to = "id")]
        pub workshop: HasOne<crate::members::workshop::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The rate of commission for a workshop, a family of products, or both, from a day on. It never changes.
pub mod commission_rate {
    use super::*;

    /// The rate of commission for a workshop, a family of products, or both, from a day on. It never changes.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "commission_rate")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: CommissionRateId,
        /// The decision of the assembly that sets it.
        pub decision_id: DecisionId,
        /// None = every workshop.
        pub workshop_id: Option<WorkshopId>,
        /// None = every family.
        pub family_id: Option<FamilyId>,
        /// In basis points of the net share; none = a less specific rate holds again.
        pub rate_bps: Option<i32>,
        /// The first day of delivery on which it holds.
        pub valid_from: Date,
        pub created_at: DateTimeUtc,
        pub created_by: Option<PersonId>,
        #[sea_orm(belongs_to, from = "decision_id", to = "id")]
        pub decision: HasOne<crate::members::decision::Entity>,
        #[sea_orm(belongs_to, from = "workshop_id", to = "id")]
        pub workshop: HasOne<crate::members::workshop::Entity>,
        #[sea_orm(belongs_to, from = "family_id", to = "id")]
        pub family: HasOne<crate::catalogue::family::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Earnings of a workshop in a pool that became payable by one fact, such as a payment.
pub mod payable {
    use super::*;

    /// Earnings of a workshop in a pool that became payable by one fact, such as a payment.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "payable")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub pool_id: PoolId,
        pub workshop_id: WorkshopId,
        /// Identifies the fact; unique with workshop and pool.
        pub cause: String,
        pub net: Amount,
        pub vat: Amount,
        pub additional_tax: Amount,
        /// VAT of its part that the cooperative keeps.
        pub kept_vat: Amount,
        /// Additional taxes of its part that the cooperative keeps.
        pub kept_additional_tax: Amount,
        pub commission: Amount,
        pub commission_vat: Amount,
        pub at: DateTimeUtc,
        pub statement_line_id: Option<StatementLineId>,
        #[sea_orm(belongs_to, from = "pool_id", to = "id")]
        pub pool: HasOne<super::pool::Entity>,
        #[sea_orm(belongs_to, from = "workshop_id", to = "id")]
        pub workshop: HasOne<crate::members::workshop::Entity>,
        #[sea_orm(belongs_to, from = "statement_line_id", to = "id")]
        pub statement_line: HasOne<super::statement_line::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What a workshop earned in a period, line by line.
pub mod statement {
    use super::*;

    /// What a workshop earned in a period, line by line.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "statement")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: StatementId,
        pub number: Option<i64>,
        pub workshop_id: WorkshopId,
        pub from_date: Date,
        pub until_date: Date,
        pub currency: Currency,
        pub total: Amount,
        pub state: StatementState,
        pub file: Option<String>,
        pub created_at: DateTimeUtc,
        pub issued_at: Option<DateTimeUtc>,
        pub version: i32,
        #[sea_orm(belongs_to, from = "workshop_id", to = "id")]
        pub workshop: HasOne<crate::members::workshop::Entity>,
        #[sea_orm(has_many)]
        pub lines: HasMany<super::statement_line::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// One line of a statement: a part of the earnings in one pool, or an adjustment.
pub mod statement_line {
    use super::*;

    /// One line of a statement: a part of the earnings in one pool, or an adjustment.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "statement_line")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: StatementLineId,
        pub statement_id: StatementId,
        pub position: i32,
        pub kind: StatementLineKind,
        pub pool_id: Option<PoolId>,
        pub description: String,
        pub quantity: Option<i64>,
        pub amount: Amount,
        #[sea_orm(belongs_to, from = "statement_id", to = "id")]
        pub statement: HasOne<super::statement::Entity>,
        #[sea_orm(belongs_to, from = "pool_id", to = "id")]
        pub pool: HasOne<super::pool::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// An advance or a deduction: what the next statement of a workshop takes off. Only its statement line changes.
pub mod adjustment {
    use super::*;

    /// An advance or a deduction: what the next statement of a workshop takes off. Only its statement line changes.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "adjustment")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: AdjustmentId,
        pub workshop_id: WorkshopId,
        pub kind: AdjustmentKind,
        pub currency: Currency,
        /// What is taken off; negative in a reversal.
        pub amount: Amount,
        /// The day on which the advance was paid, or the deduction or reversal recorded.
        pub dated_on: Date,
        /// How an advance was paid.
        pub method: Option<AdvanceMethod>,
        /// Why; of a reversal, why it is reversed.
        pub reason: String,
        /// Where the workshop consented to a deduction.
        pub consent: Option<String>,
        /// The adjustment that this one reverses; unique.
        pub reverses_id: Option<AdjustmentId>,
        pub statement_line_id: Option<StatementLineId>,
        pub created_at: DateTimeUtc,
        pub created_by: Option<PersonId>,
        #[sea_orm(belongs_to, from = "workshop_id", to = "id")]
        pub workshop: HasOne<crate::members::workshop::Entity>,
        #[sea_orm(belongs_to, from = "statement_line_id", to = "id")]
        pub statement_line: HasOne<super::statement_line::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Payouts that are sent to the bank in one file.
pub mod payout_batch {
    use super::*;

    /// Payouts that are sent to the bank in one file.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "payout_batch")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: PayoutBatchId,
        pub number: i64,
        pub currency: Currency,
        pub format: BankFileFormat,
        pub state: PayoutState,
        pub total: Amount,
        pub prepared_at: DateTimeUtc,
        pub prepared_by: Option<PersonId>,
        pub approved_at: Option<DateTimeUtc>,
        pub approved_by: Option<PersonId>,
        pub exported_at: Option<DateTimeUtc>,
        pub confirmed_at: Option<DateTimeUtc>,
        pub failed_at: Option<DateTimeUtc>,
        pub cancelled_at: Option<DateTimeUtc>,
        pub cancelled_by: Option<PersonId>,
        /// Why it was cancelled, or not approved.
        pub cancellation: Option<String>,
        /// Name of its bank file.
        pub file: Option<String>,
        /// The bank file as it was exported first.
        pub file_content: Option<String>,
        pub version: i32,
        #[sea_orm(has_many)]
        pub payouts: HasMany<super::payout::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What one workshop is paid in a batch.
pub mod payout {
    use super::*;

    /// What one workshop is paid in a batch.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "payout")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: PayoutId,
        pub batch_id: PayoutBatchId,
        pub workshop_id: WorkshopId,
        pub statement_id: StatementId,
        pub amount: Amount,
        pub state: PayoutState,
        /// The bank account as it was when the batch was created.
        pub account: Json,
        /// The statement, unless the payout has failed, was returned or cancelled; unique, so that a statement is paid once.
        pub live_statement: Option<StatementId>,
        pub confirmed_on: Option<Date>,
        pub returned_on: Option<Date>,
        /// Why the bank did not carry it out, or returned it.
        pub failure: Option<String>,
        /// The bank line that confirmed it; none where a person did.
        pub confirmed_line_id: Option<BankLineId>,
        /// The bank line that showed its return; none where a person recorded it.
        pub returned_line_id: Option<BankLineId>,
        /// How often a confirmation or a return was undone.
        pub undone: i32,
        #[sea_orm(belongs_to, from = "confirmed_line_id", to = "id", relation_enum = "ConfirmedLine")]
        pub confirmed_line: HasOne<crate::payments::bank_line::Entity>,
        #[sea_orm(belongs_to, from = "returned_line_id", to = "id", relation_enum = "ReturnedLine")]
        pub returned_line: HasOne<crate::payments::bank_line::Entity>,
        #[sea_orm(belongs_to, from = "batch_id", to = "id")]
        pub batch: HasOne<super::payout_batch::Entity>,
        #[sea_orm(belongs_to, from = "workshop_id", to = "id")]
        pub workshop: HasOne<crate::members::workshop::Entity>,
        #[sea_orm(belongs_to, from = "statement_id", to = "id")]
        pub statement: HasOne<super::statement::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// How much of an invoice is paid, as settlement has distributed it.
pub mod invoice_progress {
    use super::*;

    /// How much of an invoice is paid, as settlement has distributed it.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "invoice_progress")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub invoice_id: InvoiceId,
        pub paid: Amount,
        #[sea_orm(belongs_to, from = "invoice_id", to = "id")]
        pub invoice: HasOne<crate::invoicing::invoice::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The value of an invoice line, and how much of it is paid.
pub mod line_progress {
    use super::*;

    /// The value of an invoice line, and how much of it is paid.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "line_progress")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub invoice_line_id: InvoiceLineId,
        pub invoice_id: InvoiceId,
        /// The pool of its product; none for packaging, which is the cooperative's.
        pub pool_id: Option<PoolId>,
        /// Net value of the line, less what was credited or written off.
        pub net: Amount,
        /// Its VAT, less what was credited or written off.
        pub vat: Amount,
        /// Its additional taxes, less what was credited or written off.
        pub additional_tax: Amount,
        /// The part of `net` that is paid.
        pub paid_net: Amount,
        /// The part of `vat` that is paid.
        pub paid_vat: Amount,
        /// The part of `additional_tax` that is paid.
        pub paid_additional_tax: Amount,
        /// What `net` lost by a write-off, and no payment has recovered.
        pub written_off_net: Amount,
        /// What `vat` lost by it.
        pub written_off_vat: Amount,
        /// What `additional_tax` lost by it.
        pub written_off_additional_tax: Amount,
        #[sea_orm(belongs_to, from = "invoice_line_id", to = "id")]
        pub invoice_line: HasOne<crate::invoicing::invoice_line::Entity>,
        #[sea_orm(belongs_to, from = "invoice_id", to = "id")]
        pub invoice: HasOne<crate::invoicing::invoice::Entity>,
        #[sea_orm(belongs_to, from = "pool_id", to = "id")]
        pub pool: HasOne<super::pool::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The cooperative's own bank account, which payouts are charged to; one row.
pub mod payout_account {
    use super::*;

    /// The cooperative's own bank account, which payouts are charged to; one row.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "payout_account")]
    pub struct Model {
        /// Always 1.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i32,
        /// Code of the bank in the transfer system.
        pub bank_code: String,
        pub account_number: String,
        pub holder_name: String,
        pub holder_tax_id: String,
        pub version: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
