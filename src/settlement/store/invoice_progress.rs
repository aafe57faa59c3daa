//! Queries of how far payments have covered invoices and their lines.

use entities::{
    settlement::{invoice_progress, line_progress},
    values::{Amount, InvoiceId, InvoiceLineId},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::LockType};

use crate::{
    platform::{
        http::problem::Result,
        unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
    },
    settlement::rules::LineValue,
};

/// Adds `amount` to what is paid of an invoice, under a lock on that sum, and returns the sum.
pub async fn update_paid(tx: &UnitOfWork, invoice: InvoiceId, amount: Amount) -> Result<Amount> {
    let row = invoice_progress::ActiveModel { invoice_id: Set(invoice), paid: Set(Amount::ZERO) };
    invoice_progress::Entity::insert(row)
        .on_conflict_do_nothing_on([invoice_progress::Column::InvoiceId])
        .exec_without_returning(tx.db())
        .await?;
    let row = invoice_progress::Entity::find_by_id(invoice).lock(LockType::Update).one(tx.db()).await?;
    let before = row.map(|row| row.paid).unwrap_or_default();
    if amount != Amount::ZERO {
        let row = invoice_progress::ActiveModel { invoice_id: Set(invoice), paid: Set(before + amount) };
        invoice_progress::Entity::update(row).exec(tx.db()).await?;
    }
    Ok(before + amount)
}

/// The progress of an invoice's lines, in the order of the lines.
pub async fn list_line_progress(tx: &UnitOfWork, invoice: InvoiceId) -> Result<Vec<line_progress::Model>> {
    let lines = line_progress::Entity::find()
        .filter(line_progress::Column::InvoiceId.eq(invoice))
        .order_by_asc(line_progress::Column::InvoiceLineId);
    Ok(lines.all(tx.db()).await?)
}

/// Stores the progress of new invoice lines.
pub async fn insert_line_progress(tx: &UnitOfWork, rows: &[line_progress::Model]) -> Result<()> {
    for chunk in rows.chunks(ROWS_PER_INSERT) {
        let rows = chunk.iter().cloned().map(line_progress::ActiveModel::from);
        line_progress::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// Stores the value of an invoice line, which a credit note or a write-off reduces.
pub async fn update_line_value(tx: &UnitOfWork, line: InvoiceLineId, value: LineValue) -> Result<()> {
    let changes = line_progress::ActiveModel {
        invoice_line_id: Set(line),
        net: Set(value.net),
        vat: Set(value.vat),
        additional_tax: Set(value.additional_tax),
        ..Default::default()
    };
    line_progress::Entity::update(changes).exec(tx.db()).await?;
    Ok(())
}

/// Stores how much of an invoice line is written off.
pub async fn update_line_written_off(tx: &UnitOfWork, line: InvoiceLineId, lost: LineValue) -> Result<()> {
    let changes = line_progress::ActiveModel {
        invoice_line_id: Set(line),
        written_off_net: Set(lost.net),
        written_off_vat: Set(lost.vat),
        written_off_additional_tax: Set(lost.additional_tax),
        ..Default::default()
    };
    line_progress::Entity::update(changes).exec(tx.db()).await?;
    Ok(())
}

/// Stores how much of an invoice line is paid.
pub async fn update_line_paid(tx: &UnitOfWork, line: InvoiceLineId, paid: LineValue) -> Result<()> {
    let changes = line_progress::ActiveModel {
        invoice_line_id: Set(line),
        paid_net: Set(paid.net),
        paid_vat: Set(paid.vat),
        paid_additional_tax: Set(paid.additional_tax),
        ..Default::default()
    };
    line_progress::Entity::update(changes).exec(tx.db()).await?;
    Ok(())
}
