//! What a credit note took from a pool because of a quality fault.

use crate::prelude::*;

/// What a credit note took from a pool because of a quality fault: the maker of the batch bears it. It never changes; a
/// wrong one is reversed by another row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pool_fault")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PoolFaultId,
    pub pool_id: PoolId,
    /// The maker of the batch.
    pub workshop_id: WorkshopId,
    /// The line of the credit note; unique with the batch, reversals apart.
    pub invoice_line_id: InvoiceLineId,
    pub batch_id: BatchId,
    /// Net value; negative in a reversal, as its taxes are.
    pub net: Amount,
    /// VAT on it.
    pub vat: Amount,
    /// Additional taxes on it.
    pub additional_tax: Amount,
    /// The row that this one reverses; unique.
    pub reverses_id: Option<PoolFaultId>,
    /// Why it is reversed.
    pub reversal_reason: Option<String>,
    pub created_at: DateTimeUtc,
    pub created_by: Option<PersonId>,
    #[sea_orm(belongs_to, from = "pool_id", to = "id")]
    pub pool: HasOne<super::pool::Entity>,
    #[sea_orm(belongs_to, from = "workshop_id", to = "id")]
    pub workshop: HasOne<crate::members::workshop::Entity>,
    #[sea_orm(belongs_to, from = "invoice_line_id", to = "id")]
    pub invoice_line: HasOne<crate::invoicing::invoice_line::Entity>,
    #[sea_orm(belongs_to, from = "batch_id", to = "id")]
    pub batch: HasOne<crate::fulfilment::batch::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
