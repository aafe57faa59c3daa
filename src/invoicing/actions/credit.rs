//! A correction: a credit note names the invoice, takes units of its lines back or all that is left of it, and has a
//! number of its own series.

use std::collections::HashMap;

use entities::{
    invoicing::{invoice, invoice_line},
    values::{Amount, CreditReason, InvoiceId, InvoiceKind, InvoiceLineId, InvoiceState, OrderLineId},
};
use serde_json::json;

use super::{
    compose,
    issue::{CREDIT_NOTES, counter_of},
    paid,
};
use crate::{
    buyers,
    invoicing::{
        Event, InvoicingError,
        rules::{self, CreditLinesFault, CreditRefusal, Creditable, CreditedLine, Tax, open_of},
        store::{self, documents::Document},
    },
    platform::{
        counter,
        http::{
            api_error::ApiError,
            problem::{Problem, Result},
        },
        unit_of_work::UnitOfWork,
    },
};

/// What finance asks to correct.
#[derive(Clone, Debug)]
pub struct NewCreditNote {
    /// The invoice.
    pub invoice_id: InvoiceId,
    /// What it corrects.
    pub code: CreditReason,
    /// The same in words; printed.
    pub reason: String,
    /// Units of its lines; only where amounts are corrected.
    pub lines: Vec<(InvoiceLineId, i64)>,
}

/// Issues a credit note and moves what it covers: the invoice, and the buyer's exposure. What was paid already stays
/// with the note as the buyer's credit.
///
/// # Errors
/// 404, `NotCreditable`, `CreditLinesInvalid`, `CreditExceeds`, `NothingLeft`.
pub async fn credit(tx: &mut UnitOfWork, new: NewCreditNote) -> Result<invoice::Model> {
    counter::hold(tx, &counter_of(CREDIT_NOTES)).await?;
    let invoice = store::documents::lock(tx, new.invoice_id).await?;
    if invoice.kind != InvoiceKind::Invoice || invoice.issued_at.is_none() {
        return Err(InvoicingError::NotCreditable.into());
    }
    match (new.code, new.lines.is_empty()) {
        (CreditReason::Amounts, true) => return Err(lines_invalid(CreditLinesFault::LinesRequired, "/lines")),
        (CreditReason::Annul | CreditReason::Text, false) => {
            return Err(lines_invalid(CreditLinesFault::LinesNotAllowed, "/lines"));
        }
        _ => {}
    }
    let (lines, taxes) = credited(tx, &invoice, &new).await?;
    let document = write(tx, &invoice, &new, lines, taxes).await?;
    let note = document.invoice.clone();
    store::documents::insert_issued(tx, vec![document]).await?;
    settle(tx, invoice, &note).await?;
    let detail =
        json!({ "series": CREDIT_NOTES, "number": note.number, "total": note.total.0, "code": new.code.word() });
    tx.audit("invoice", note.id, "issued", detail);
    tx.emit(Event::CreditNoteIssued { invoice_id: note.id });
    Ok(note)
}

/// The invoice is covered by the note as far as it is open, and the buyer owes the note's total less.
async fn settle(tx: &mut UnitOfWork, invoice: invoice::Model, note: &invoice::Model) -> Result<()> {
    let moved = invoice::Model { paid: invoice.paid + note.paid, credited: invoice.credited + note.total, ..invoice };
    let state = rules::state_of(&paid::covered(&moved), tx.today());
    paid::store_standing(tx, &moved, state).await?;
    let detail = json!({ "note": note.id.to_string(), "amount": note.total.0, "state": state.word() });
    tx.audit("invoice", moved.id, "credited", detail);
    if note.total > Amount::ZERO {
        let cause = format!("credit_note:{}", note.id);
        buyers::move_exposure(tx, note.buyer_id, cause, -note.total, false).await?;
    }
    Ok(())
}

/// Lines and taxes of the note.
async fn credited(
    tx: &UnitOfWork,
    invoice: &invoice::Model,
    new: &NewCreditNote,
) -> Result<(Vec<(invoice_line::Model, CreditedLine)>, Vec<Tax>)> {
    if new.code == CreditReason::Text {
        return Ok((Vec::new(), Vec::new()));
    }
    let invoiced = store::lines::lines(tx, &[invoice.id]).await?;
    let notes: Vec<InvoiceId> = store::documents::notes_of(tx, invoice.id).await?.iter().map(|n| n.id).collect();
    let creditable = creditable(&invoiced, &store::lines::lines(tx, &notes).await?);
    let wanted = match new.code {
        CreditReason::Annul | CreditReason::Text => None,
        CreditReason::Amounts => Some(wanted(&invoiced, &new.lines)?),
    };
    let credited = rules::credit_lines(&creditable, wanted.as_deref()).map_err(refused)?;
    let bare = rules::taxes(credited.iter().filter_map(|c| Some((c.net, &creditable.get(c.line)?.rates))));
    let whole = taxes(tx, &[invoice.id]).await?;
    let before = taxes(tx, &notes).await?;
    let taxes = rules::credit_taxes(&whole, &before, bare);
    let lines = credited.into_iter().filter_map(|c| Some((invoiced.get(c.line)?.clone(), c)));
    Ok((lines.collect(), taxes))
}

fn wanted(invoiced: &[invoice_line::Model], asked: &[(InvoiceLineId, i64)]) -> Result<Vec<(OrderLineId, i64)>> {
    let mut wanted = Vec::with_capacity(asked.len());
    for (place, (id, quantity)) in asked.iter().enumerate() {
        let line = invoiced.iter().find(|l| l.id == *id).and_then(|l| l.order_line_id);
        wanted.push((line.ok_or_else(|| refused(CreditRefusal::UnknownLine { index: place }))?, *quantity));
    }
    Ok(wanted)
}

fn creditable(invoiced: &[invoice_line::Model], before: &[invoice_line::Model]) -> Vec<Creditable> {
    let mut gone: HashMap<OrderLineId, (i64, Amount)> = HashMap::new();
    for line in before {
        if let Some(id) = line.order_line_id {
            let sum = gone.entry(id).or_default();
            sum.0 += line.quantity;
            sum.1 += line.net;
        }
    }
    let line = |line: &invoice_line::Model| {
        let order_line_id = line.order_line_id.unwrap_or(OrderLineId(line.id.0));
        let (credited_quantity, credited_net) = gone.get(&order_line_id).copied().unwrap_or_default();
        Creditable {
            order_line_id,
            quantity: line.quantity,
            net: line.net,
            unit_price: line.unit_price,
            discount_bps: line.discount_bps,
            rates: compose::rates_of(line),
            credited_quantity,
            credited_net,
        }
    };
    invoiced.iter().map(line).collect()
}

async fn taxes(tx: &UnitOfWork, ids: &[InvoiceId]) -> Result<Vec<Tax>> {
    let rows = store::lines::taxes(tx, ids).await?.into_iter();
    Ok(rows.map(|t| Tax { code: t.tax_code, rate_bps: t.rate_bps, base: t.base, amount: t.amount }).collect())
}

async fn write(
    tx: &UnitOfWork,
    invoice: &invoice::Model,
    new: &NewCreditNote,
    credited: Vec<(invoice_line::Model, CreditedLine)>,
    taxes: Vec<Tax>,
) -> Result<Document> {
    let number = counter::next(tx, &counter_of(CREDIT_NOTES)).await?;
    let id: InvoiceId = tx.new_id();
    let line = |((line, credited), position): ((invoice_line::Model, CreditedLine), i32)| invoice_line::Model {
        id: tx.new_id(),
        invoice_id: id,
        position,
        quantity: credited.quantity,
        net: credited.net,
        ..line
    };
    let lines: Vec<invoice_line::Model> = credited.into_iter().zip(1..).map(line).collect();
    let net: Amount = lines.iter().map(|l| l.net).sum();
    let tax: Amount = taxes.iter().map(|t| t.amount).sum();
    let covers = (net + tax).min(open_of(invoice));
    let note = invoice::Model {
        id,
        kind: InvoiceKind::CreditNote,
        series: CREDIT_NOTES.to_owned(),
        number: Some(number),
        references_id: Some(invoice.id),
        reference_code: Some(new.code),
        reference_reason: Some(new.reason.clone()),
        net,
        tax,
        total: net + tax,
        paid: covers,
        credited: Amount::ZERO,
        issued_on: Some(tx.today()),
        due_on: None,
        state: InvoiceState::Issued,
        file: None,
        created_at: tx.now(),
        issued_at: Some(tx.now()),
        version: 1,
        ..invoice.clone()
    };
    let delivered = vec![Vec::new(); lines.len()];
    Ok(Document { invoice: note, lines, taxes: compose::tax_rows(tx, id, taxes), delivered })
}

fn refused(refusal: CreditRefusal) -> Problem {
    match refusal {
        CreditRefusal::UnknownLine { index } => {
            lines_invalid(CreditLinesFault::UnknownLine, &format!("/lines/{index}/invoice_line_id"))
        }
        CreditRefusal::DuplicateLine { index } => {
            lines_invalid(CreditLinesFault::DuplicateLine, &format!("/lines/{index}/invoice_line_id"))
        }
        CreditRefusal::TooManyUnits { index, available } => {
            InvoicingError::CreditExceeds { available }.at(format!("/lines/{index}/quantity"))
        }
        CreditRefusal::NothingLeft => InvoicingError::NothingLeft.into(),
    }
}

fn lines_invalid(rule: CreditLinesFault, pointer: &str) -> Problem {
    InvoicingError::CreditLinesInvalid { rule }.at(pointer)
}
