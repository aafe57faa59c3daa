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
    }

    impl ActiveModelBehavior for ActiveModel {}
}
