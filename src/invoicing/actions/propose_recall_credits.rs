//! Proposes the credit notes of a recall: the units of its batches that buyers have and that were invoiced.

use std::collections::BTreeMap;

use entities::{
    invoicing::{invoice, invoice_line},
    values::{InvoiceId, InvoiceKind, InvoiceLineId, RecallId},
};

use crate::{
    fulfilment,
    invoicing::{
        rules::RecalledLine,
        store::{invoice_lines, invoices},
    },
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// The credit note that a recall asks for of one invoice.
#[derive(Clone, Debug)]
pub struct RecallCredit {
    /// The invoice.
    pub invoice: invoice::Model,
    /// Its lines with units to credit.
    pub lines: Vec<RecallCreditLine>,
}

/// Units of an invoice line to credit.
#[derive(Clone, Debug)]
pub struct RecallCreditLine {
    /// The line.
    pub line: invoice_line::Model,
    /// Units, more than zero.
    pub units: i64,
}

/// The credit notes that a recall still asks for, by invoice.
///
/// # Errors
/// 404.
pub async fn propose_recall_credits(tx: &UnitOfWork, recall: RecallId) -> Result<Vec<RecallCredit>> {
    fulfilment::get_recall(tx, recall).await?;
    let left = fulfilment::list_recalled_units(tx, recall, None).await?;
    let ids: Vec<_> = left.iter().map(|units| units.line.id).collect();
    let invoiced = invoice_lines::list_lines_of_deliveries(tx, &ids).await?;
    let mut recalled: BTreeMap<InvoiceId, BTreeMap<InvoiceLineId, RecallCreditLine>> = BTreeMap::new();
    for units in &left {
        let Some(line) = invoiced.get(&units.line.id) else { continue };
        let lines = recalled.entry(line.invoice_id).or_default();
        let entry = lines.entry(line.id).or_insert_with(|| RecallCreditLine { line: line.clone(), units: 0 });
        entry.units += units.line.quantity;
    }
    let ids: Vec<InvoiceId> = recalled.keys().copied().collect();
    let mut documents = invoices::list_invoices_by_id(tx, &ids).await?;
    let mut proposals = Vec::new();
    for (id, lines) in recalled {
        let invoice = documents.remove(&id).ok_or_else(|| Problem::missing_reference("invoice", id))?;
        let lines = lines_to_credit(tx, recall, id, lines.into_values().collect()).await?;
        if !lines.is_empty() {
            proposals.push(RecallCredit { invoice, lines });
        }
    }
    Ok(proposals)
}

/// What of these lines credit notes have not credited yet.
async fn lines_to_credit(
    tx: &UnitOfWork,
    recall: RecallId,
    invoice: InvoiceId,
    lines: Vec<RecallCreditLine>,
) -> Result<Vec<RecallCreditLine>> {
    let notes = invoices::list_corrections(tx, invoice, InvoiceKind::CreditNote).await?;
    let note_ids: Vec<InvoiceId> = notes.iter().map(|note| note.id).collect();
    let credited = invoice_lines::list_invoice_lines(tx, &note_ids).await?;
    let is_for_recall = |id: InvoiceId| notes.iter().any(|note| note.id == id && note.recall_id == Some(recall));
    let to_credit = |line: RecallCreditLine| {
        let same = || credited.iter().filter(|credit| credit.order_line_id == line.line.order_line_id);
        let recalled = RecalledLine {
            invoiced: line.line.quantity,
            recalled: line.units,
            credited: same().map(|credit| credit.quantity).sum(),
            credited_for_recall: same().filter(|c| is_for_recall(c.invoice_id)).map(|c| c.quantity).sum(),
        };
        RecallCreditLine { units: recalled.to_credit(), ..line }
    };
    Ok(lines.into_iter().map(to_credit).filter(|line| line.units > 0).collect())
}
