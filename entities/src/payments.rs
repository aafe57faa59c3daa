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
        /// What makes the line itself: the same statement twice changes nothing.
        pub import_key: String,
        pub booked_on: Date,
        /// Positive = received.
        pub amount: Amount,
        pub currency: Currency,
        pub reference: String,
        pub counterparty: Option<String>,
        pub state: BankLineState,
        pub created_at: DateTimeUtc,
        pub version: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Money a buyer paid.
pub mod payment {
    use super::*;

    /// Money a buyer paid.
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
        /// Not yet spread over invoices: stays visible.
        pub unallocated: Amount,
        pub currency: Currency,
        /// What was said of it where no bank line tells.
        pub note: Option<String>,
        pub recorded_by: Option<PersonId>,
        pub created_at: DateTimeUtc,
        pub version: i32,
        #[sea_orm(belongs_to, from = "buyer_id", to = "id")]
        pub buyer: HasOne<crate::buyers::buyer::Entity>,
        #[sea_orm(belongs_to, from = "bank_line_id", to = "id")]
        pub bank_line: HasOne<super::bank_line::Entity>,
        #[sea_orm(has_many)]
        pub allocations: HasMany<super::payment_allocation::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A buyer's attempt to pay an invoice on the card processor's page.
pub mod card_payment {
    use super::*;

    /// A buyer's attempt to pay an invoice on the card processor's page.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "card_payment")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: CardPaymentId,
        pub invoice_id: InvoiceId,
        pub buyer_id: BuyerId,
        /// What was open of the invoice.
        pub amount: Amount,
        pub currency: Currency,
        pub state: CardPaymentState,
        /// The same at every try, so that the processor makes one page.
        pub idempotency_key: String,
        /// The processor's name of the page.
        pub session: Option<String>,
        /// Where the buyer pays.
        pub url: Option<String>,
        /// When the page closes.
        pub expires_at: DateTimeUtc,
        pub failure: Option<CardPaymentFailure>,
        /// The processor's words.
        pub failure_detail: Option<String>,
        /// The money, once the processor says that it was paid.
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

/// What the card processor told, as it was signed.
pub mod card_event {
    use super::*;

    /// What the card processor told, as it was signed.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "card_event")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: CardEventId,
        /// What makes the event itself: told twice it is one.
        pub event_key: String,
        pub body: String,
        pub received_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Money that the card processor paid into the bank.
pub mod card_payout {
    use super::*;

    /// Money that the card processor paid into the bank.
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

/// The part of a payment that pays one invoice.
pub mod payment_allocation {
    use super::*;

    /// The part of a payment that pays one invoice.
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
