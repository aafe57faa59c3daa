//! Creates credit notes: each corrects one invoice or debit note, by units or amounts of its lines or by all that is left
//! of it, and has a number of its own series.

use std::collections::HashMap;

use entities::{
    invoicing::{invoice, invoice_line},
    values::{
        Amount, CorrectionCause, CreditReason, InvoiceId, InvoiceKind, InvoiceLineId, InvoiceState, OrderLineId,
        RecallId,
    },
};
use serde_json::json;

use super::{
    compose_document::{self, CREDIT_NOTE_SERIES, counter_of},
    lock_document::lock_document,
    name_quality_faults::{FaultSources, name_quality_faults},
};
use crate::{
    buyers, fulfilment,
    invoicing::{
        Event, InvoicingError,
        rules::{
            self, CreditLinesFault, CreditNoteLine, CreditRefusal, CreditableLine, CreditedPart, FaultyUnits,
            InvoiceBalance, RequestedCredit, TaxTotal,
        },
        store::{self, invoices::NewDocument},
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

/// A credit note to create.
#[derive(Clone, Debug)]
pub struct NewCreditNote {
    /// The invoice.
    pub invoice_id: InvoiceId,
    /// The kind of correction.
    pub code: CreditReason,
    /// The reason in words; it is printed.
    pub reason: String,
    /// Parts of its lines; only where amounts are corrected.
    pub lines: Vec<CreditedLine>,
    /// Why amounts are corrected; without it, because of the goods or of the price, as the lines say.
    pub cause: Option<CorrectionCause>,
    /// The recall whose goods are credited.
    pub recall_id: Option<RecallId>,
}

/// A part of a line of the corrected document to credit.
#[derive(Clone, Debug)]
pub struct CreditedLine {
    /// The line.
    pub invoice_line_id: InvoiceLineId,
    /// Units, or an amount of its price; more than zero.
    pub part: CreditedPart,
    /// Whose quality fault it is: units of batches that the buyer received.
    pub faults: Vec<FaultyUnits>,
}

/// Issues a credit note. It covers the invoice and reduces the buyer's exposure by its total. What payments cover of a
/// line beyond what remains of it is released when settlement hears of the note, in the same transaction.
///
/// # Errors
/// 404, `NotCreditable`, `WrittenOff`, `CreditLinesInvalid`, `CreditExceeds`, `NothingLeft`.
pub async fn create_credit_note(tx: &mut UnitOfWork, new: NewCreditNote) -> Result<invoice::Model> {
    counter::hold(tx, &counter_of(CREDIT_NOTE_SERIES)).await?;
    let (_, invoice) = lock_document(tx, new.invoice_id).await?;
    if invoice.kind == InvoiceKind::CreditNote || invoice.issued_at.is_none() {
        return Err(InvoicingError::NotCreditable.into());
    }
    if invoice.written_off > Amount::ZERO {
        return Err(InvoicingError::WrittenOff.into());
    }
    match (new.code, new.lines.is_empty()) {
        (CreditReason::Amounts, true) => return Err(lines_invalid(CreditLinesFault::LinesRequired, "/lines")),
        (CreditReason::Annul | CreditReason::Text, false) => {
            return Err(lines_invalid(CreditLinesFault::LinesNotAllowed, "/lines"));
        }
        _ => {}
    }
    let cause = correction_cause(&new)?;
    if let Some(recall) = new.recall_id {
        fulfilment::get_recall(tx, recall).await?;
    }
    let content = credit_note_content(tx, &invoice, &new).await?;
    let document = compose_credit_note(tx, &invoice, &new, cause, content).await?;
    let note = document.invoice.clone();
    let sources = FaultSources {
        invoice_id: new.invoice_id,
        recall_id: new.recall_id,
        requested: new.lines.iter().map(|line| line.faults.as_slice()).collect(),
    };
    let faults = name_quality_faults(tx, sources, &document.lines).await?;
    store::invoices::insert_documents(tx, vec![document]).await?;
    store::quality_faults::insert_quality_faults(tx, faults).await?;
    cover_invoice(tx, invoice, &note).await?;
    let detail =
        json!({ "series": CREDIT_NOTE_SERIES, "number": note.number, "total": note.total.0, "code": new.code.word() });
    tx.audit("invoice", note.id, "issued", detail);
    tx.emit(Event::CreditNoteIssued { invoice_id: note.id });
    Ok(note)
}

/// Why amounts are corrected; none where they are not.
///
/// # Errors
/// `CreditLinesInvalid` where the cause does not fit the lines.
fn correction_cause(new: &NewCreditNote) -> Result<Option<CorrectionCause>> {
    if new.code != CreditReason::Amounts {
        return match new.cause {
            None => Ok(None),
            Some(_) => Err(lines_invalid(CreditLinesFault::CauseDoesNotFit, "/cause")),
        };
    }
    let of_price = new.lines.iter().any(|line| matches!(line.part, CreditedPart::Net(_)));
    match (new.cause, of_price) {
        (None, true) => Ok(Some(CorrectionCause::Price)),
        (None | Some(CorrectionCause::Goods), false) => Ok(Some(CorrectionCause::Goods)),
        (Some(cause @ (CorrectionCause::Price | CorrectionCause::Discount)), true) => Ok(Some(cause)),
        _ => Err(lines_invalid(CreditLinesFault::CauseDoesNotFit, "/cause")),
    }
}

/// Covers the invoice by the credit note, and reduces the buyer's exposure by the note's total.
async fn cover_invoice(tx: &mut UnitOfWork, invoice: invoice::Model, note: &invoice::Model) -> Result<()> {
    let credited = invoice::Model {
        paid: (invoice.paid + note.total).min(invoice.total),
        credited: invoice.credited + note.total,
        ..invoice
    };
    let state = rules::invoice_state(InvoiceBalance::from(&credited), tx.today());
    let credited = invoice::Model { state, ..credited };
    store::invoices::update_balance(tx, &credited).await?;
    let detail = json!({ "note": note.id.to_string(), "amount": note.total.0, "state": state.word() });
    tx.audit("invoice", credited.id, "credited", detail);
    if note.total > Amount::ZERO {
        let cause = format!("credit_note:{}", note.id);
        buyers::move_exposure(tx, note.buyer_id, cause, -note.total, false).await?;
    }
    Ok(())
}

/// Lines and taxes of a credit note.
#[derive(Default)]
struct CreditNoteContent {
    lines: Vec<CreditedInvoiceLine>,
    taxes: Vec<TaxTotal>,
}

/// A line of the invoice, and what of it is credited.
struct CreditedInvoiceLine {
    invoiced: invoice_line::Model,
    credited: CreditNoteLine,
}

async fn credit_note_content(
    tx: &UnitOfWork,
    invoice: &invoice::Model,
    new: &NewCreditNote,
) -> Result<CreditNoteContent> {
    if new.code == CreditReason::Text {
        return Ok(CreditNoteContent::default());
    }
    let invoiced = store::invoice_lines::list_invoice_lines(tx, &[invoice.id]).await?;
    let notes: Vec<InvoiceId> = store::invoices::list_corrections(tx, invoice.id, InvoiceKind::CreditNote)
        .await?
        .iter()
        .map(|n| n.id)
        .collect();
    let creditable = creditable_lines(&invoiced, &store::invoice_lines::list_invoice_lines(tx, &notes).await?);
    let requested = match new.code {
        CreditReason::Annul | CreditReason::Text => None,
        CreditReason::Amounts => Some(requested_credits(invoice, &invoiced, &new.lines)?),
    };
    let credited =
        rules::credit_lines(&creditable, requested.as_deref()).map_err(|refusal| problem_of(invoice, refusal))?;
    let line_taxes =
        rules::document_taxes(credited.iter().filter_map(|c| Some((c.net, &creditable.get(c.index)?.rates))));
    let invoice_taxes = list_taxes(tx, &[invoice.id]).await?;
    let credited_taxes = list_taxes(tx, &notes).await?;
    let taxes = rules::credit_taxes(&invoice_taxes, &credited_taxes, line_taxes);
    let lines = credited
        .into_iter()
        .filter_map(|credited| Some(CreditedInvoiceLine { invoiced: invoiced.get(credited.index)?.clone(), credited }));
    Ok(CreditNoteContent { lines: lines.collect(), taxes })
}

fn requested_credits(
    invoice: &invoice::Model,
    invoiced: &[invoice_line::Model],
    credited: &[CreditedLine],
) -> Result<Vec<RequestedCredit>> {
    let request = |(index, credited): (usize, &CreditedLine)| {
        let line = compose_document::find_line(invoiced, credited.invoice_line_id).and_then(|l| l.order_line_id);
        let order_line_id = line.ok_or_else(|| problem_of(invoice, CreditRefusal::UnknownLine { index }))?;
        Ok(RequestedCredit { order_line_id, part: credited.part })
    };
    credited.iter().enumerate().map(request).collect()
}

/// Quantity and net that credit notes have credited of a line.
#[derive(Clone, Copy, Debug, Default)]
struct CreditedSoFar {
    quantity: i64,
    net: Amount,
    /// The part of the net that has no units.
    reduced: Amount,
}

fn creditable_lines(invoiced: &[invoice_line::Model], credited: &[invoice_line::Model]) -> Vec<CreditableLine> {
    let mut sums: HashMap<OrderLineId, CreditedSoFar> = HashMap::new();
    for line in credited {
        if let Some(id) = line.order_line_id {
            let sum = sums.entry(id).or_default();
            sum.quantity += line.quantity;
            sum.net += line.net;
            if line.quantity == 0 {
                sum.reduced += line.net;
            }
        }
    }
    let line = |line: &invoice_line::Model| {
        let order_line_id = line.order_line_id.unwrap_or(OrderLineId(line.id.0));
        let credited = sums.get(&order_line_id).copied().unwrap_or_default();
        CreditableLine {
            order_line_id,
            quantity: line.quantity,
            net: line.net,
            unit_price: line.unit_price,
            price_units: line.price_units,
            discount_bps: line.discount_bps,
            rates: compose_document::rates_of(line),
            credited_quantity: credited.quantity,
            credited_net: credited.net,
            reduced_net: credited.reduced,
        }
    };
    invoiced.iter().map(line).collect()
}

async fn list_taxes(tx: &UnitOfWork, ids: &[InvoiceId]) -> Result<Vec<TaxTotal>> {
    let rows = store::invoice_lines::list_invoice_taxes(tx, ids).await?.into_iter();
    Ok(rows.map(|t| TaxTotal { code: t.tax_code, rate_bps: t.rate_bps, base: t.base, amount: t.amount }).collect())
}

async fn compose_credit_note(
    tx: &UnitOfWork,
    invoice: &invoice::Model,
    new: &NewCreditNote,
    cause: Option<CorrectionCause>,
    content: CreditNoteContent,
) -> Result<NewDocument> {
    let number = counter::next(tx, &counter_of(CREDIT_NOTE_SERIES)).await?;
    let id: InvoiceId = tx.new_id();
    let line = |(line, position): (CreditedInvoiceLine, i32)| invoice_line::Model {
        id: tx.new_id(),
        invoice_id: id,
        position,
        quantity: line.credited.quantity,
        net: line.credited.net,
        ..line.invoiced
    };
    let lines: Vec<invoice_line::Model> = content.lines.into_iter().zip(1..).map(line).collect();
    let net: Amount = lines.iter().map(|l| l.net).sum();
    let tax: Amount = content.taxes.iter().map(|t| t.amount).sum();
    let note = invoice::Model {
        id,
        kind: InvoiceKind::CreditNote,
        series: CREDIT_NOTE_SERIES.to_owned(),
        number: Some(number),
        references_id: Some(invoice.id),
        reference_code: Some(new.code),
        reference_cause: cause,
        reference_reason: Some(new.reason.clone()),
        recall_id: new.recall_id,
        net,
        tax,
        total: net + tax,
        paid: net + tax,
        credited: Amount::ZERO,
        written_off: Amount::ZERO,
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
    let taxes = compose_document::tax_rows(tx, id, content.taxes);
    Ok(NewDocument { invoice: note, lines, taxes, delivered })
}

/// The problem of refused lines, with the field at fault.
fn problem_of(invoice: &invoice::Model, refusal: CreditRefusal) -> Problem {
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
        CreditRefusal::TooMuch { index, available } => {
            let available = available.of(invoice.currency);
            InvoicingError::CreditTooMuch { available }.at(format!("/lines/{index}/amount"))
        }
        CreditRefusal::NothingLeft => InvoicingError::NothingLeft.into(),
    }
}

fn lines_invalid(rule: CreditLinesFault, pointer: &str) -> Problem {
    InvoicingError::CreditLinesInvalid { rule }.at(pointer)
}
