//! Rows of invoicing.

use crate::prelude::*;

/// An issued document: immutable, numbered without gaps. A credit note is one that references another.
pub mod invoice {
    use super::*;

    /// An issued document: immutable, numbered without gaps. A credit note is one that references another.
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
        /// What it corrects there.
        pub reference_code: Option<CreditReason>,
        /// The same in words.
        pub reference_reason: Option<String>,
        pub currency: Currency,
        pub net: Amount,
        pub tax: Amount,
        pub total: Amount,
        /// What payments and credit notes have covered; of a credit note, what it covered of its invoice.
        pub paid: Amount,
        /// Total of the credit notes that reference it.
        pub credited: Amount,
        pub issued_on: Option<Date>,
        pub due_on: Option<Date>,
        pub state: InvoiceState,
        /// Seller and buyer as they were when issued.
        pub parties: Json,
        /// Key of its PDF in the file store.
        pub file: Option<String>,
        pub created_at: DateTimeUtc,
        pub issued_at: Option<DateTimeUtc>,
        pub version: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// One order line as delivered.
pub mod invoice_line {
    use super::*;

    /// One order line as delivered.
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
        pub unit_price: Amount,
        pub discount_bps: i32,
        pub net: Amount,
        pub vat_bps: i32,
        pub additional_tax_code: Option<String>,
        pub additional_tax_bps: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Which invoice a delivered line is on; at most one at any time.
pub mod invoiced_delivery {
    use super::*;

    /// Which invoice a delivered line is on; at most one at any time.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "invoiced_delivery")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub delivery_line_id: DeliveryLineId,
        pub invoice_line_id: InvoiceLineId,
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
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What a document says of an organisation beyond its name: business and address.
pub mod billing_details {
    use super::*;

    /// What a document says of an organisation beyond its name: business and address.
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
        pub version: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A delivered cycle whose confirmed deliveries are all invoiced; told once.
pub mod invoiced_cycle {
    use super::*;

    /// A delivered cycle whose confirmed deliveries are all invoiced; told once.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "invoiced_cycle")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub cycle_id: CycleId,
        pub invoiced_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
