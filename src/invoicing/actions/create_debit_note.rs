//! Creates debit notes: each adds to one invoice, by amounts of its lines, and is owed and paid as an invoice is.

use std::collections::HashMap;

use entities::{
    invoicing::{invoice, invoice_line},
    values::{
        Amount, CorrectionCause, CreditReason, InvoiceId, InvoiceKind, InvoiceLineId, InvoiceState, OrderLineId,
        TaxRates,
    },
};
use serde_json::json;

use super::{
    compose_document::{self, DEBIT_NOTE_SERIES, counter_of},
    late_charges::list_late_charges,
    lock_document::lock_document,
};
use crate::{
    buyers,
    invoicing::{
        Event, InvoicingError,
        rules::{self, DebitLinesFault, LateCharge},
        store::{self, invoices::NewDocument},
    },
    platform::{
        counter,
        http::{
            api_error::ApiError,
            problem::{Problem, Result},
        },
        repeated::repeated,
        unit_of_work::UnitOfWork,
    },
};

/// A debit note to create.
#[derive(Clone, Debug)]
pub struct NewDebitNote {
    /// The invoice.
    pub invoice_id: InvoiceId,
    /// Why the buyer owes more.
    pub cause: DebitCause,
    /// The reason in words; it is printed.
    pub reason: String,
}

/// Why the buyer owes more.
#[derive(Clone, Debug)]
pub enum DebitCause {
    /// The price of some lines was too low.
    Price(Vec<DebitedLine>),
    /// Interest and commission on what was paid late: one net amount, more than zero.
    LateInterest(Amount),
}

/// An amount to add to a line of the invoice.
#[derive(Clone, Copy, Debug)]
pub struct DebitedLine {
    /// The line.
    pub invoice_line_id: InvoiceLineId,
    /// Net, more than zero.
    pub amount: Amount,
}

/// Issues a debit note. The buyer's exposure rises by its total, and its lines add to the pools of the lines that they
/// raise, when settlement hears of the note, in the same transaction.
///
/// # Errors
/// 404, `NotDebitable`, `WrittenOff`, `DebitLinesInvalid`, `InterestTooMuch`.
pub async fn create_debit_note(tx: &mut UnitOfWork, new: NewDebitNote) -> Result<invoice::Model> {
    counter::hold(tx, &counter_of(DEBIT_NOTE_SERIES)).await?;
    let (buyer, invoice) = lock_document(tx, new.invoice_id).await?;
    let is_debitable =
        invoice.kind == InvoiceKind::Invoice && invoice.issued_at.is_some() && invoice.state != InvoiceState::Credited;
    if !is_debitable {
        return Err(InvoicingError::NotDebitable.into());
    }
    if invoice.written_off > Amount::ZERO {
        return Err(InvoicingError::WrittenOff.into());
    }
    if let DebitCause::LateInterest(amount) = new.cause {
        check_late_interest(tx, &invoice, amount).await?;
    }
    let raised = raised_lines(tx, &invoice, &new.cause).await?;
    if raised.is_empty() {
        return Err(InvoicingError::NotDebitable.into());
    }
    let document = compose_debit_note(tx, &invoice, &new, buyer.payment_terms_days, raised).await?;
    let note = document.invoice.clone();
    store::invoices::insert_documents(tx, vec![document]).await?;
    buyers::move_exposure(tx, note.buyer_id, format!("debit_note:{}", note.id), note.total, false).await?;
    let detail = json!({ "series": DEBIT_NOTE_SERIES, "number": note.number, "total": note.total.0 });
    tx.audit("invoice", note.id, "issued", detail);
    tx.emit(Event::DebitNoteIssued { invoice_id: note.id });
    Ok(note)
}

/// Refuses more late interest than the law gives today, after what was charged for the days before.
async fn check_late_interest(tx: &UnitOfWork, invoice: &invoice::Model, amount: Amount) -> Result<()> {
    let charges = list_late_charges(tx, std::slice::from_ref(invoice)).await?;
    let available = charges.get(&invoice.id).map(LateCharge::total).unwrap_or_default();
    if amount > available {
        return Err(InvoicingError::InterestTooMuch { available: available.of(invoice.currency) }.at("/amount"));
    }
    Ok(())
}

/// A line of the invoice and what is added to it.
struct RaisedLine {
    invoiced: invoice_line::Model,
    net: Amount,
}

async fn raised_lines(tx: &UnitOfWork, invoice: &invoice::Model, cause: &DebitCause) -> Result<Vec<RaisedLine>> {
    let invoiced = store::invoice_lines::list_invoice_lines(tx, &[invoice.id]).await?;
    match cause {
        DebitCause::Price(lines) if lines.is_empty() => Err(lines_invalid(DebitLinesFault::LinesRequired, "/lines")),
        DebitCause::Price(lines) => raise_prices(&invoiced, lines),
        DebitCause::LateInterest(amount) => {
            let left = list_left_of_lines(tx, invoice.id, &invoiced).await?;
            let parts = rules::spread_over_lines(*amount, &left);
            // Interest bears the VAT of what was sold, and no additional tax.
            let without_additional = |line: invoice_line::Model| invoice_line::Model {
                additional_tax_code: None,
                additional_tax_bps: 0,
                ..line
            };
            let raised = invoiced.into_iter().zip(parts).filter(|(_, net)| *net > Amount::ZERO);
            Ok(raised.map(|(line, net)| RaisedLine { invoiced: without_additional(line), net }).collect())
        }
    }
}

fn raise_prices(invoiced: &[invoice_line::Model], lines: &[DebitedLine]) -> Result<Vec<RaisedLine>> {
    if let Some(index) = repeated(lines.iter().map(|line| line.invoice_line_id)).next() {
        let pointer = format!("/lines/{index}/invoice_line_id");
        return Err(lines_invalid(DebitLinesFault::DuplicateLine, &pointer));
    }
    let mut raised: Vec<RaisedLine> = Vec::with_capacity(lines.len());
    for (index, line) in lines.iter().enumerate() {
        let pointer = format!("/lines/{index}/invoice_line_id");
        let found = compose_document::find_line(invoiced, line.invoice_line_id);
        let found = found.ok_or_else(|| lines_invalid(DebitLinesFault::UnknownLine, &pointer))?;
        raised.push(RaisedLine { invoiced: found.clone(), net: line.amount });
    }
    Ok(raised)
}

/// What credit notes have left of each line of an invoice.
async fn list_left_of_lines(
    tx: &UnitOfWork,
    invoice: InvoiceId,
    invoiced: &[invoice_line::Model],
) -> Result<Vec<Amount>> {
    let notes = store::invoices::list_corrections(tx, invoice, InvoiceKind::CreditNote).await?;
    let notes: Vec<InvoiceId> = notes.into_iter().map(|note| note.id).collect();
    let mut credited: HashMap<OrderLineId, Amount> = HashMap::new();
    for line in store::invoice_lines::list_invoice_lines(tx, &notes).await? {
        if let Some(id) = line.order_line_id {
            *credited.entry(id).or_default() += line.net;
        }
    }
    let left = |line: &invoice_line::Model| {
        line.net - line.order_line_id.and_then(|id| credited.get(&id)).copied().unwrap_or_default()
    };
    Ok(invoiced.iter().map(left).collect())
}

async fn compose_debit_note(
    tx: &UnitOfWork,
    invoice: &invoice::Model,
    new: &NewDebitNote,
    terms_days: i32,
    raised: Vec<RaisedLine>,
) -> Result<NewDocument> {
    let number = counter::next(tx, &counter_of(DEBIT_NOTE_SERIES)).await?;
    let id: InvoiceId = tx.new_id();
    let line = |(line, position): (RaisedLine, i32)| invoice_line::Model {
        id: tx.new_id(),
        invoice_id: id,
        position,
        quantity: 0,
        net: line.net,
        ..line.invoiced
    };
    let lines: Vec<invoice_line::Model> = raised.into_iter().zip(1..).map(line).collect();
    let rates: Vec<(Amount, TaxRates)> = lines.iter().map(|l| (l.net, compose_document::rates_of(l))).collect();
    let taxes = rules::document_taxes(rates.iter().map(|(net, rates)| (*net, rates)));
    let net: Amount = lines.iter().map(|l| l.net).sum();
    let tax: Amount = taxes.iter().map(|t| t.amount).sum();
    let cause = match new.cause {
        DebitCause::Price(_) => CorrectionCause::Price,
        DebitCause::LateInterest(_) => CorrectionCause::LateInterest,
    };
    let note = invoice::Model {
        id,
        kind: InvoiceKind::DebitNote,
        series: DEBIT_NOTE_SERIES.to_owned(),
        number: Some(number),
        references_id: Some(invoice.id),
        reference_code: Some(CreditReason::Amounts),
        reference_cause: Some(cause),
        reference_reason: Some(new.reason.clone()),
        recall_id: None,
        net,
        tax,
        total: net + tax,
        paid: Amount::ZERO,
        credited: Amount::ZERO,
        written_off: Amount::ZERO,
        issued_on: Some(tx.today()),
        due_on: Some(rules::due_on(tx.today(), terms_days)),
        state: InvoiceState::Issued,
        file: None,
        created_at: tx.now(),
        issued_at: Some(tx.now()),
        version: 1,
        ..invoice.clone()
    };
    let delivered = vec![Vec::new(); lines.len()];
    let taxes = compose_document::tax_rows(tx, id, taxes);
    Ok(NewDocument { invoice: note, lines, taxes, delivered })
}

fn lines_invalid(rule: DebitLinesFault, pointer: &str) -> Problem {
    InvoicingError::DebitLinesInvalid { rule }.at(pointer)
}
