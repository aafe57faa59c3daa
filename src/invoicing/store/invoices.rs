//! Queries of invoices and credit notes.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::{
    invoicing::{invoice, invoice_line, invoice_tax, invoiced_delivery},
    values::{BuyerId, DeliveryLineId, InvoiceId, InvoiceKind, InvoiceState},
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, ExprTrait, LockType},
};

use crate::platform::{
    http::{
        page_request::{PageRequest, Rows},
        problem::{Problem, Result},
    },
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// The kinds of document that a buyer owes.
const RECEIVABLE: [InvoiceKind; 2] = [InvoiceKind::Invoice, InvoiceKind::DebitNote];

/// The documents that a caller may see.
#[derive(Clone, Copy, Debug)]
pub enum InvoiceScope {
    /// All, for the cooperative.
    All,
    /// Those of one buyer.
    Buyer(BuyerId),
}

/// Which documents a list has.
#[derive(Clone, Copy, Debug, Default)]
pub struct InvoiceFilter {
    /// Only of this kind.
    pub kind: Option<InvoiceKind>,
    /// Only in this state.
    pub state: Option<InvoiceState>,
    /// Only of this buyer.
    pub buyer: Option<BuyerId>,
}

/// A document with all its rows, ready to be issued.
#[derive(Clone, Debug)]
pub struct NewDocument {
    /// The document.
    pub invoice: invoice::Model,
    /// Its lines.
    pub lines: Vec<invoice_line::Model>,
    /// Its taxes.
    pub taxes: Vec<invoice_tax::Model>,
    /// The delivery lines of each of its lines, in the same order.
    pub delivered: Vec<Vec<DeliveryLineId>>,
}

/// One document, or 404.
pub async fn get_invoice(tx: &UnitOfWork, id: InvoiceId) -> Result<invoice::Model> {
    get_invoice_of_scope(tx, InvoiceScope::All, id).await
}

/// One document of a scope, or 404.
pub async fn get_invoice_of_scope(tx: &UnitOfWork, scope: InvoiceScope, id: InvoiceId) -> Result<invoice::Model> {
    let mut found = invoice::Entity::find_by_id(id);
    if let InvoiceScope::Buyer(buyer) = scope {
        found = found.filter(invoice::Column::BuyerId.eq(buyer));
    }
    found.one(tx.db()).await?.ok_or_else(not_found)
}

/// The buyer of a document, which never changes; or 404.
pub async fn load_buyer(tx: &UnitOfWork, id: InvoiceId) -> Result<BuyerId> {
    Ok(get_invoice(tx, id).await?.buyer_id)
}

/// One document, its row locked for change; or 404.
pub async fn lock_invoice(tx: &UnitOfWork, id: InvoiceId) -> Result<invoice::Model> {
    let found = invoice::Entity::find_by_id(id).lock(LockType::Update);
    found.one(tx.db()).await?.ok_or_else(not_found)
}

/// Locks these documents for change, in the order of their ids.
pub async fn lock_invoices(tx: &UnitOfWork, ids: impl IntoIterator<Item = InvoiceId>) -> Result<()> {
    let found = invoice::Entity::find()
        .filter(invoice::Column::Id.is_in(ids))
        .order_by_asc(invoice::Column::Id)
        .lock(LockType::Update);
    found.all(tx.db()).await?;
    Ok(())
}

fn not_found() -> Problem {
    Problem::not_found("invoice")
}

/// The documents with these ids.
pub async fn list_invoices_by_id(tx: &UnitOfWork, ids: &[InvoiceId]) -> Result<HashMap<InvoiceId, invoice::Model>> {
    let found = invoice::Entity::find().filter(invoice::Column::Id.is_in(ids.iter().copied()));
    Ok(found.all(tx.db()).await?.into_iter().map(|i| (i.id, i)).collect())
}

/// Open invoices and debit notes of a buyer, by due date.
pub async fn list_open_invoices(tx: &UnitOfWork, buyer: BuyerId) -> Result<Vec<invoice::Model>> {
    Ok(open().filter(invoice::Column::BuyerId.eq(buyer)).all(tx.db()).await?)
}

/// Invoices in a list without pages at most.
const OPEN_INVOICES: u64 = 20_000;

/// Open invoices and debit notes of all buyers, by due date; at most 20,000.
pub async fn list_all_open_invoices(tx: &UnitOfWork) -> Result<Vec<invoice::Model>> {
    Ok(open().limit(OPEN_INVOICES).all(tx.db()).await?)
}

fn open() -> Select<invoice::Entity> {
    let states = [InvoiceState::Issued, InvoiceState::PartlyPaid, InvoiceState::Overdue];
    invoice::Entity::find()
        .filter(invoice::Column::Kind.is_in(RECEIVABLE))
        .filter(invoice::Column::State.is_in(states))
        .order_by_asc(invoice::Column::DueOn)
        .order_by_asc(invoice::Column::Number)
}

/// All issued documents of a buyer, at most 20,000.
pub async fn list_issued_documents(tx: &UnitOfWork, buyer: BuyerId) -> Result<Vec<invoice::Model>> {
    let found = invoice::Entity::find()
        .filter(invoice::Column::BuyerId.eq(buyer))
        .filter(invoice::Column::IssuedAt.is_not_null())
        .order_by_asc(invoice::Column::Id)
        .limit(OPEN_INVOICES);
    Ok(found.all(tx.db()).await?)
}

/// The credit notes or the debit notes that correct a document, oldest first.
pub async fn list_corrections(tx: &UnitOfWork, id: InvoiceId, kind: InvoiceKind) -> Result<Vec<invoice::Model>> {
    let found = invoice::Entity::find()
        .filter(invoice::Column::ReferencesId.eq(id))
        .filter(invoice::Column::Kind.eq(kind))
        .order_by_asc(invoice::Column::Number);
    Ok(found.all(tx.db()).await?)
}

/// A page of documents, newest first.
pub async fn list_invoices(tx: &UnitOfWork, filter: InvoiceFilter, page: &PageRequest) -> Result<Rows<invoice::Model>> {
    let filters = [
        filter.kind.map(|kind| invoice::Column::Kind.eq(kind)),
        filter.state.map(|state| invoice::Column::State.eq(state)),
        filter.buyer.map(|buyer| invoice::Column::BuyerId.eq(buyer)),
    ];
    let found = filters.into_iter().flatten().fold(invoice::Entity::find(), QueryFilter::filter);
    let mut found = found.cursor_by(invoice::Column::Id);
    page.select(tx.db(), found.desc(), |invoice| invoice.id).await
}

/// Inserts documents with their rows and issues them. The database refuses changes of an issued document.
pub async fn insert_documents(tx: &UnitOfWork, documents: Vec<NewDocument>) -> Result<()> {
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

/// Stores the amounts covered, credited and written off of a locked document, and its state. Nothing else of an issued document
/// changes.
pub async fn update_balance(tx: &UnitOfWork, invoice: &invoice::Model) -> Result<()> {
    invoice::Entity::update_many()
        .col_expr(invoice::Column::Paid, Expr::value(invoice.paid))
        .col_expr(invoice::Column::Credited, Expr::value(invoice.credited))
        .col_expr(invoice::Column::WrittenOff, Expr::value(invoice.written_off))
        .col_expr(invoice::Column::State, Expr::value(invoice.state))
        .col_expr(invoice::Column::Version, Expr::col(invoice::Column::Version).add(1))
        .filter(invoice::Column::Id.eq(invoice.id))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Invoices that are due before `today` and not marked as overdue, locked for change; at most `limit`.
pub async fn lock_newly_overdue(tx: &UnitOfWork, today: NaiveDate, limit: u64) -> Result<Vec<InvoiceId>> {
    let overdue = invoice::Entity::find()
        .filter(invoice::Column::State.is_in([InvoiceState::Issued, InvoiceState::PartlyPaid]))
        .filter(invoice::Column::Kind.is_in(RECEIVABLE))
        .filter(invoice::Column::DueOn.lt(today))
        .order_by_asc(invoice::Column::Id)
        .limit(limit)
        .lock(LockType::Update);
    Ok(overdue.all(tx.db()).await?.into_iter().map(|i| i.id).collect())
}

/// Marks invoices as overdue.
pub async fn update_overdue(tx: &UnitOfWork, ids: &[InvoiceId]) -> Result<()> {
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

/// Stores the key of a document's PDF. Returns `false` where it was stored before.
pub async fn update_file(tx: &UnitOfWork, id: InvoiceId, key: &str) -> Result<bool> {
    let updated = invoice::Entity::update_many()
        .col_expr(invoice::Column::File, Expr::value(Some(key)))
        .filter(invoice::Column::Id.eq(id))
        .filter(invoice::Column::File.is_null())
        .exec(tx.db())
        .await?;
    Ok(updated.rows_affected == 1)
}
