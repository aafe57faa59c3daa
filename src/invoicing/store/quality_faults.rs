//! Queries of the quality faults that credit notes correct.

use entities::{
    invoicing::{invoice_line, quality_fault},
    values::InvoiceId,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// A quality fault with the line that credits it.
#[derive(Clone, Debug)]
pub struct CreditedFault {
    /// The fault.
    pub fault: quality_fault::Model,
    /// The line of the credit note.
    pub line: invoice_line::Model,
}

/// The quality faults that the lines of these credit notes correct, by line and batch.
pub async fn list_quality_faults(tx: &UnitOfWork, notes: &[InvoiceId]) -> Result<Vec<CreditedFault>> {
    let mut faults = Vec::new();
    for chunk in notes.chunks(ROWS_PER_INSERT) {
        let found = quality_fault::Entity::find()
            .find_also_related(invoice_line::Entity)
            .filter(invoice_line::Column::InvoiceId.is_in(chunk.iter().copied()))
            .order_by_asc(quality_fault::Column::InvoiceLineId)
            .order_by_asc(quality_fault::Column::BatchId);
        for (fault, line) in found.all(tx.db()).await? {
            let line = line.ok_or_else(|| Problem::missing_reference("invoice_line", fault.invoice_line_id))?;
            faults.push(CreditedFault { fault, line });
        }
    }
    Ok(faults)
}

/// Inserts the quality faults of a credit note.
pub async fn insert_quality_faults(tx: &UnitOfWork, faults: Vec<quality_fault::Model>) -> Result<()> {
    if faults.is_empty() {
        return Ok(());
    }
    let rows = faults.into_iter().map(quality_fault::ActiveModel::from);
    quality_fault::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    Ok(())
}
