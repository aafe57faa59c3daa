//! Rows of payments.

use crate::prelude::*;

/// A line of the cooperative's bank statement.
pub mod bank_line {
    use super::*;

    /// A line of the cooperative's bank statement.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "bank_line")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: BankLineId,
        /// Identifies the movement, so that importing a statement again adds nothing; unique.
        pub import_key: String,
        /// The bank's own id; banks use one again, so that it is not unique.
        pub bank_id: Option<String>,
        pub booked_on: Date,
        /// Positive = received.
        pub amount: Amount,
        pub currency: Currency,
        pub reference: String,
        pub counterparty: Option<String>,
        pub state: BankLineState,
        /// The line that it may be again; none where nothing resembled it.
        pub duplicate_of: Option<BankLineId>,
        pub created_at: DateTimeUtc,
        pub version: i32,
        #[sea_orm(self_ref, relation_enum = "Original", from = "duplicate_of", to = "id")]
        pub original: HasOne<Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Money that a buyer paid.
pub mod payment {
    use super::*;

    /// Money that a buyer paid.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "payment")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: PaymentId,
        pub buyer_id: BuyerId,
        pub bank_line_id: Option<BankLineId>,
        pub method: PaymentMethod,
        pub received_on: Date,
        pub amount: Amount,
        /// The part that is not allocated to an invoice.
        pub unallocated: Amount,
        pub currency: Currency,
        /// A remark of the person who recorded it.
        pub note: Option<String>,
        pub recorded_by: Option<PersonId>,
        pub created_at: DateTimeUtc,
        /// When it was reversed: it was recorded wrongly, or taken back.
        pub reversed_at: Option<DateTimeUtc>,
        pub reversed_by: Option<PersonId>,
        pub reversal_reason: Option<String>,
        pub version: i32,
        #[sea_orm(belongs_to, from = "buyer_id", to = "id")]
        pub buyer: HasOne<crate::buyers::buyer::Entity>,
        #[sea_orm(belongs_to, from = "bank_line_id", to = "id")]
        pub bank_line: HasOne<super::bank_line::Entity>,
        #[sea_orm(has_many)]
        pub allocations: HasMany<super::payment_allocation::Entity>,
        #[sea_orm(has_many)]
        pub releases: HasMany<super::payment_release::Entity>,
        #[sea_orm(has_many)]
        pub refunds: HasMany<super::refund::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A payment of an invoice on the checkout page of the card processor.
pub mod card_payment {
    use super::*;

    /// A payment of an invoice on the checkout page of the card processor.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "card_payment")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: CardPaymentId,
        pub invoice_id: InvoiceId,
        pub buyer_id: BuyerId,
        /// What remained to be paid of the invoice when it was requested.
        pub amount: Amount,
        pub currency: Currency,
        pub state: CardPaymentState,
        /// Sent with every attempt, so that the processor creates one page.
        pub idempotency_key: String,
        /// The processor's id of the page.
        pub session: Option<String>,
        /// The address of the page.
        pub url: Option<String>,
        /// The processor's id of the payment, once its refunds were read; unique.
        pub payment_intent: Option<String>,
        /// When the page expires.
        pub expires_at: DateTimeUtc,
        pub failure: Option<CardPaymentFailure>,
        /// The processor's message about the failure.
        pub failure_detail: Option<String>,
        /// The payment, once it was paid.
        pub payment_id: Option<PaymentId>,
        pub created_at: DateTimeUtc,
        pub version: i32,
        #[sea_orm(belongs_to, from = "invoice_id", to = "id")]
        pub invoice: HasOne<crate::invoicing::invoice::Entity>,
        #[sea_orm(belongs_to, from = "buyer_id", to = "id")]
        pub buyer: HasOne<crate::buyers::buyer::Entity>,
        #[sea_orm(belongs_to, from = "payment_id", to = "id")]
        pub payment: HasOne<super::payment::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// An event of the card processor, as it was signed.
pub mod card_event {
    use super::*;

    /// An event of the card processor, as it was signed.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "card_event")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: CardEventId,
        /// The processor's id of the event; unique, so that an event sent twice is stored once.
        pub event_key: String,
        pub body: String,
        pub received_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A payout of the card processor: many card payments in one bank line.
pub mod card_payout {
    use super::*;

    /// A payout of the card processor: many card payments in one bank line.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "card_payout")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: CardPayoutId,
        pub bank_line_id: BankLineId,
        /// What reached the bank.
        pub amount: Amount,
        /// What the processor kept.
        pub fee: Amount,
        pub currency: Currency,
        pub recorded_by: Option<PersonId>,
        pub created_at: DateTimeUtc,
        #[sea_orm(belongs_to, from = "bank_line_id", to = "id")]
        pub bank_line: HasOne<super::bank_line::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The part of a payment that is allocated to one invoice.
pub mod payment_allocation {
    use super::*;

    /// The part of a payment that is allocated to one invoice.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "payment_allocation")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub payment_id: PaymentId,
        pub invoice_id: InvoiceId,
        pub amount: Amount,
        pub created_at: DateTimeUtc,
        #[sea_orm(belongs_to, from = "payment_id", to = "id")]
        pub payment: HasOne<super::payment::Entity>,
        #[sea_orm(belongs_to, from = "invoice_id", to = "id")]
        pub invoice: HasOne<crate::invoicing::invoice::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The part of a payment that an invoice no longer needs, or that it lost by a reversal: it is unallocated again.
pub mod payment_release {
    use super::*;

    /// The part of a payment that an invoice no longer needs, or that it lost by a reversal: it is unallocated again.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "payment_release")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub payment_id: PaymentId,
        pub invoice_id: InvoiceId,
        /// More than zero.
        pub amount: Amount,
        pub reason: ReleaseReason,
        pub created_at: DateTimeUtc,
        #[sea_orm(belongs_to, from = "payment_id", to = "id")]
        pub payment: HasOne<super::payment::Entity>,
        #[sea_orm(belongs_to, from = "invoice_id", to = "id")]
        pub invoice: HasOne<crate::invoicing::invoice::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Money of a payment that goes back to the buyer, by transfer or to the card.
pub mod refund {
    use super::*;

    /// Money of a payment that goes back to the buyer, by transfer or to the card.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "refund")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: RefundId,
        pub payment_id: PaymentId,
        pub buyer_id: BuyerId,
        /// More than zero.
        pub amount: Amount,
        pub currency: Currency,
        pub state: RefundState,
        /// By transfer, or to the card that paid.
        pub method: PaymentMethod,
        /// The processor's id of a refund to a card; unique.
        pub processor_id: Option<String>,
        /// Why the processor did not carry it out; only of a cancelled refund to a card.
        pub failure: Option<String>,
        /// Where it is transferred to, or another remark.
        pub note: Option<String>,
        pub requested_by: Option<PersonId>,
        pub requested_at: DateTimeUtc,
        /// The day of the bank line that shows it.
        pub paid_on: Option<Date>,
        pub cancelled_at: Option<DateTimeUtc>,
        pub version: i32,
        #[sea_orm(belongs_to, from = "payment_id", to = "id")]
        pub payment: HasOne<super::payment::Entity>,
        #[sea_orm(belongs_to, from = "buyer_id", to = "id")]
        pub buyer: HasOne<crate::buyers::buyer::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What a bank line was found to be. A line has one match at most that is not undone.
pub mod bank_line_match {
    use super::*;

    /// What a bank line was found to be. A line has one match at most that is not undone.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "bank_line_match")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: BankLineMatchId,
        pub bank_line_id: BankLineId,
        pub kind: BankLineKind,
        pub payment_id: Option<PaymentId>,
        /// Whether the payment was created by the match; otherwise it was recorded by hand before.
        pub creates_payment: bool,
        pub card_payout_id: Option<CardPayoutId>,
        /// The payout of settlement.
        pub payout_id: Option<PayoutId>,
        pub refund_id: Option<RefundId>,
        /// The advance of settlement.
        pub adjustment_id: Option<AdjustmentId>,
        pub note: Option<String>,
        pub matched_by: Option<PersonId>,
        pub matched_at: DateTimeUtc,
        pub undone_at: Option<DateTimeUtc>,
        pub undone_by: Option<PersonId>,
        pub undo_reason: Option<String>,
        #[sea_orm(belongs_to, from = "bank_line_id", to = "id")]
        pub bank_line: HasOne<super::bank_line::Entity>,
        #[sea_orm(belongs_to, from = "payment_id", to = "id")]
        pub payment: HasOne<super::payment::Entity>,
        #[sea_orm(belongs_to, from = "refund_id", to = "id")]
        pub refund: HasOne<super::refund::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A balance of the cooperative's bank account.
pub mod bank_balance {
    use super::*;

    /// A balance of the cooperative's bank account.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "bank_balance")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: BankBalanceId,
        pub kind: BankBalanceKind,
        pub balance_on: Date,
        pub amount: Amount,
        pub currency: Currency,
        pub recorded_by: Option<PersonId>,
        pub recorded_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
