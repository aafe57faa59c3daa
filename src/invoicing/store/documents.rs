//! Invoices and credit notes.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::{
    invoicing::{invoice, invoice_line, invoice_tax, invoiced_delivery},
    values::{Amount, BuyerId, DeliveryLineId, InvoiceId, InvoiceKind, InvoiceState},
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, ExprTrait, LockType},
};

use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// Whose documents a caller sees.
#[derive(Clone, Copy, Debug)]
pub enum Scope {
    /// The cooperative sees all.
    All,
    /// A buyer sees its own.
    Buyer(BuyerId),
}

/// Which documents of a list.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    /// Only this kind.
    pub kind: Option<InvoiceKind>,
    /// Only this state.
    pub state: Option<InvoiceState>,
    /// Only of this buyer.
    pub buyer: Option<BuyerId>,
}

/// A document with all its rows, ready to be issued.
#[derive(Clone, Debug)]
pub struct Document {
    /// The document.
    pub invoice: invoice::Model,
    /// Its lines.
    pub lines: Vec<invoice_line::Model>,
    /// Its taxes.
    pub taxes: Vec<invoice_tax::Model>,
    /// The delivered lines of each of its lines, by place.
    pub delivered: Vec<Vec<DeliveryLineId>>,
}

/// One document, or 404.
pub async fn invoice(tx: &UnitOfWork, id: InvoiceId) -> Result<invoice::Model> {
    scoped(tx, Scope::All, id).await
}

/// One issued document of a scope, or 404.
pub async fn scoped(tx: &UnitOfWork, scope: Scope, id: InvoiceId) -> Result<invoice::Model> {
    let mut found = invoice::Entity::find_by_id(id);
    if let Scope::Buyer(buyer) = scope {
        found = found.filter(invoice::Column::BuyerId.eq(buyer));
    }
    found.one(tx.db()).await?.ok_or_else(not_found)
}

/// One document, its row locked for change; or 404.
pub async fn lock(tx: &UnitOfWork, id: InvoiceId) -> Result<invoice::Model> {
    let found = invoice::Entity::find_by_id(id).lock(LockType::Update);
    found.one(tx.db()).await?.ok_or_else(not_found)
}

fn not_found() -> Problem {
    Problem::not_found("invoice")
}

/// The documents with these ids.
pub async fn invoices(tx: &UnitOfWork, ids: &[InvoiceId]) -> Result<HashMap<InvoiceId, invoice::Model>> {
    let found = invoice::Entity::find().filter(invoice::Column::Id.is_in(ids.iter().copied()));
    Ok(found.all(tx.db()).await?.into_iter().map(|i| (i.id, i)).collect())
}

/// Invoices of a buyer that are not covered yet, oldest due first.
pub async fn open_invoices(tx: &UnitOfWork, buyer: BuyerId) -> Result<Vec<invoice::Model>> {
    Ok(open().filter(invoice::Column::BuyerId.eq(buyer)).all(tx.db()).await?)
}

/// Open invoices that are looked at for one bank line at most.
const OPEN_AT_ONCE: u64 = 20_000;

/// Invoices of all buyers that are not covered yet, oldest due first; the first twenty thousand.
pub async fn all_open_invoices(tx: &UnitOfWork) -> Result<Vec<invoice::Model>> {
    Ok(open().limit(OPEN_AT_ONCE).all(tx.db()).await?)
}

fn open() -> Select<invoice::Entity> {
    let states = [InvoiceState::Issued, InvoiceState::PartlyPaid, InvoiceState::Overdue];
    invoice::Entity::find()
        .filter(invoice::Column::Kind.eq(InvoiceKind::Invoice))
        .filter(invoice::Column::State.is_in(states))
        .order_by_asc(invoice::Column::DueOn)
        .order_by_asc(invoice::Column::Number)
}

/// Credit notes of an invoice, oldest first.
pub async fn notes_of(tx: &UnitOfWork, id: InvoiceId) -> Result<Vec<invoice::Model>> {
    let found =
        invoice::Entity::find().filter(invoice::Column::ReferencesId.eq(id)).order_by_asc(invoice::Column::Number);
    Ok(found.all(tx.db()).await?)
}

/// A page of the documents of a scope, newest first.
pub async fn page(
    tx: &UnitOfWork,
    scope: Scope,
    filter: Filter,
    after: Option<InvoiceId>,
    fetch: u64,
) -> Result<Vec<invoice::Model>> {
    let mut found = invoice::Entity::find().order_by_desc(invoice::Column::Id).limit(fetch);
    if let Scope::Buyer(buyer) = scope {
        found = found.filter(invoice::Column::BuyerId.eq(buyer));
    }
    if let Some(buyer) = filter.buyer {
        found = found.filter(invoice::Column::BuyerId.eq(buyer));
    }
    if let Some(kind) = filter.kind {
        found = found.filter(invoice::Column::Kind.eq(kind));
    }
    if let Some(state) = filter.state {
        found = found.filter(invoice::Column::State.eq(state));
    }
    if let Some(after) = after {
        found = found.filter(invoice::Column::Id.lt(after));
    }
    Ok(found.all(tx.db()).await?)
}

/// Stores documents with their rows and issues them: from here on they never change.
pub async fn insert_issued(tx: &UnitOfWork, documents: Vec<Document>) -> Result<()> {
    let ids: Vec<InvoiceId> = documents.iter().map(|d| d.invoice.id).collect();
    let (mut heads, mut lines, mut taxes, mut delivered) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for document in documents {
        for (line, parts) in document.lines.iter().zip(document.delivered) {
            delivered.extend(
                parts.into_iter().map(|id| invoiced_delivery::Model { delivery_line_id: id, invoice_line_id: line.id }),
            );
        }
        heads.push(invoice::Model { issued_at: None, state: InvoiceState::Draft, ..document.invoice });
        lines.extend(document.lines);
        taxes.extend(document.taxes);
    }
    for chunk in heads.chunks(ROWS_PER_INSERT) {
        let rows = chunk.iter().cloned().map(invoice::ActiveModel::from);
        invoice::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    for chunk in lines.chunks(ROWS_PER_INSERT) {
        let rows = chunk.iter().cloned().map(invoice_line::ActiveModel::from);
        invoice_line::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    for chunk in taxes.chunks(ROWS_PER_INSERT) {
        let rows = chunk.iter().cloned().map(invoice_tax::ActiveModel::from);
        invoice_tax::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    for chunk in delivered.chunks(ROWS_PER_INSERT) {
        let rows = chunk.iter().cloned().map(invoiced_delivery::ActiveModel::from);
        invoiced_delivery::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    for chunk in ids.chunks(ROWS_PER_INSERT) {
        invoice::Entity::update_many()
            .col_expr(invoice::Column::IssuedAt, Expr::value(Some(tx.now())))
            .col_expr(invoice::Column::State, Expr::value(InvoiceState::Issued))
            .filter(invoice::Column::Id.is_in(chunk.iter().copied()))
            .exec(tx.db())
            .await?;
    }
    Ok(())
}

/// What of an issued document moves.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    /// Covered by payments and credit notes.
    pub paid: Amount,
    /// Total of its credit notes.
    pub credited: Amount,
    /// Where it stands with that.
    pub state: InvoiceState,
}

/// Stores where a locked document stands.
pub async fn set_standing(tx: &UnitOfWork, id: InvoiceId, standing: Standing) -> Result<()> {
    invoice::Entity::update_many()
        .col_expr(invoice::Column::Paid, Expr::value(standing.paid))
        .col_expr(invoice::Column::Credited, Expr::value(standing.credited))
        .col_expr(invoice::Column::State, Expr::value(standing.state))
        .col_expr(invoice::Column::Version, Expr::col(invoice::Column::Version).add(1))
        .filter(invoice::Column::Id.eq(id))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Invoices that became late by `today`, locked for change, at most `limit`.
pub async fn lock_late(tx: &UnitOfWork, today: NaiveDate, limit: u64) -> Result<Vec<InvoiceId>> {
    let late = invoice::Entity::find()
        .filter(invoice::Column::State.is_in([InvoiceState::Issued, InvoiceState::PartlyPaid]))
        .filter(invoice::Column::Kind.eq(InvoiceKind::Invoice))
        .filter(invoice::Column::DueOn.lt(today))
        .order_by_asc(invoice::Column::Id)
        .limit(limit)
        .lock(LockType::Update);
    Ok(late.all(tx.db()).await?.into_iter().map(|i| i.id).collect())
}

/// Marks invoices as late.
pub async fn set_overdue(tx: &UnitOfWork, ids: &[InvoiceId]) -> Result<()> {
    for chunk in ids.chunks(ROWS_PER_INSERT) {
        invoice::Entity::update_many()
            .col_expr(invoice::Column::State, Expr::value(InvoiceState::Overdue))
            .col_expr(invoice::Column::Version, Expr::col(invoice::Column::Version).add(1))
            .filter(invoice::Column::Id.is_in(chunk.iter().copied()))
            .exec(tx.db())
            .await?;
    }
    Ok(())
}

/// Records where a document's PDF lies; `false` where it was recorded before.
pub async fn set_file(tx: &UnitOfWork, id: InvoiceId, key: &str) -> Result<bool> {
    let done = invoice::Entity::update_many()
        .col_expr(invoice::Column::File, Expr::value(Some(key)))
        .filter(invoice::Column::Id.eq(id))
        .filter(invoice::Column::File.is_null())
        .exec(tx.db())
        .await?;
    Ok(done.rows_affected == 1)
}
