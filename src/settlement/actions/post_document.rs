//! Posts an issued document. The lines of an invoice or a debit note add to the pools of their products; those of a credit
//! note reduce them.

use std::collections::{BTreeMap, HashMap};

use entities::{
    invoicing::{invoice, invoice_line},
    settlement::{line_progress, pool},
    values::{Amount, CycleId, InvoiceId, InvoiceKind, InvoiceLineId, OrderLineId, PoolId, ProductId, ReleaseReason},
};

use super::{
    change_pools::{PoolChange, change_pool, change_pools},
    distribute_payment::line_balance,
    post_entry::post_entry,
    post_payment::{ledger_party, post_release},
    record_pool_faults::{CreditedValue, record_pool_faults},
};
use crate::{
    invoicing, payments,
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
    settlement::{
        rules::{
            DocumentTax, DocumentValue, LineBalance, LineValue, TaxedLine, credited_by_line, paid_beyond,
            postings::{IssuedDocument, document_entry},
            value_by_line,
        },
        store::{invoice_progress, pools},
    },
};

/// A line of a document with its net value and taxes.
struct ValuedLine {
    line: invoice_line::Model,
    value: LineValue,
}

/// Posts an issued document. Returns `false` where it was posted before.
pub async fn post_document(tx: &mut UnitOfWork, id: InvoiceId) -> Result<bool> {
    let document = invoicing::get_invoice(tx, id).await?;
    let mut lines = list_valued_lines(tx, id).await?;
    if let Some(invoice) = document.references_id.filter(|_| document.kind == InvoiceKind::CreditNote) {
        let progress = invoice_progress::list_line_progress(tx, invoice).await?;
        if progress.iter().all(|line| line.additional_tax == Amount::ZERO) {
            // The invoice is from before additional taxes had columns: its VAT holds them.
            lines.iter_mut().for_each(|line| line.value = without_additional_tax(line.value));
        }
    }
    let credited = match document.references_id.filter(|_| document.kind == InvoiceKind::CreditNote) {
        Some(invoice) => Some(CreditedDocument::load(tx, invoice, &lines).await?),
        None => None,
    };
    let issued = IssuedDocument {
        id,
        kind: document.kind,
        name: invoicing::document_name(&document),
        issued_on: document.issued_on.unwrap_or(tx.today()),
        buyer: ledger_party(tx, document.buyer_id).await?,
        value: document_value(&lines, credited.as_ref()),
    };
    if !post_entry(tx, document_entry(&issued)).await? {
        return Ok(false);
    }
    match credited {
        Some(credited) => subtract_from_pools(tx, &document, credited).await?,
        None => add_to_pools(tx, id, &lines).await?,
    }
    Ok(true)
}

/// The value of a document. What a credit note takes of packaging is what its lines lose of it.
fn document_value(lines: &[ValuedLine], credited: Option<&CreditedDocument>) -> DocumentValue {
    let mut value = DocumentValue::default();
    for line in lines {
        value.add(line.value, line.line.packaging);
    }
    if let Some(credited) = credited {
        let packaging = credited.packaging();
        let total = value.goods + value.packaging;
        value = DocumentValue { goods: total - packaging, packaging };
    }
    value
}

/// The same value with its additional taxes in the VAT.
fn without_additional_tax(value: LineValue) -> LineValue {
    LineValue { vat: value.tax(), additional_tax: Amount::ZERO, ..value }
}

async fn list_valued_lines(tx: &UnitOfWork, id: InvoiceId) -> Result<Vec<ValuedLine>> {
    let lines = invoicing::list_invoice_lines(tx, &[id]).await?;
    let taxes = invoicing::list_invoice_taxes(tx, &[id]).await?;
    let taxed = |line: &invoice_line::Model| TaxedLine {
        net: line.net,
        vat_bps: line.vat_bps,
        additional_tax_code: line.additional_tax_code.clone(),
    };
    let taxed: Vec<TaxedLine> = lines.iter().map(taxed).collect();
    let taxes =
        taxes.into_iter().map(|tax| DocumentTax { code: tax.tax_code, rate_bps: tax.rate_bps, amount: tax.amount });
    let values = value_by_line(&taxed, &taxes.collect::<Vec<_>>());
    Ok(lines.into_iter().zip(values).map(|(line, value)| ValuedLine { line, value }).collect())
}

/// Adds the lines of an invoice or a debit note to the pools of their products.
async fn add_to_pools(tx: &mut UnitOfWork, id: InvoiceId, lines: &[ValuedLine]) -> Result<()> {
    let pools = lock_pools_of_lines(tx, lines).await?;
    let mut added: BTreeMap<PoolId, PoolChange> = BTreeMap::new();
    let mut progress = Vec::with_capacity(lines.len());
    for ValuedLine { line, value } in lines {
        let pool = pools.get(&(line.cycle_id, line.product_id));
        if pool.is_none() && !line.packaging {
            return Err(Problem::missing_reference("pool", line.product_id));
        }
        if let Some(pool) = pool {
            *added.entry(pool.id).or_default() += PoolChange { value: *value, ..PoolChange::default() };
        }
        progress.push(line_progress::Model {
            invoice_line_id: line.id,
            invoice_id: id,
            pool_id: pool.map(|pool| pool.id),
            net: value.net,
            vat: value.vat,
            additional_tax: value.additional_tax,
            paid_net: Amount::ZERO,
            paid_vat: Amount::ZERO,
            paid_additional_tax: Amount::ZERO,
            written_off_net: Amount::ZERO,
            written_off_vat: Amount::ZERO,
            written_off_additional_tax: Amount::ZERO,
        });
    }
    invoice_progress::insert_line_progress(tx, &progress).await?;
    let cause = format!("invoice:{id}");
    for pool in pools.into_values() {
        let change = added.remove(&pool.id).unwrap_or_default();
        change_pool(tx, pool, change, &cause).await?;
    }
    Ok(())
}

/// The pools of the lines' products, locked for update; those that do not exist are created.
async fn lock_pools_of_lines(
    tx: &UnitOfWork,
    lines: &[ValuedLine],
) -> Result<HashMap<(CycleId, ProductId), pool::Model>> {
    let mut products_by_cycle: BTreeMap<CycleId, Vec<ProductId>> = BTreeMap::new();
    for ValuedLine { line, .. } in lines.iter().filter(|line| !line.line.packaging) {
        let products = products_by_cycle.entry(line.cycle_id).or_default();
        if !products.contains(&line.product_id) {
            products.push(line.product_id);
        }
    }
    let mut locked = HashMap::new();
    for (cycle, products) in products_by_cycle {
        let pools = pools::lock_or_insert_pools(tx, cycle, &products).await?;
        locked.extend(pools.into_iter().map(|(product, pool)| ((cycle, product), pool)));
    }
    Ok(locked)
}

/// What a credit note takes from each line of the invoice that it corrects.
struct CreditedDocument {
    invoice: InvoiceId,
    order_lines: HashMap<InvoiceLineId, OrderLineId>,
    lines: Vec<line_progress::Model>,
    /// By line.
    taken: Vec<LineValue>,
}

impl CreditedDocument {
    async fn load(tx: &UnitOfWork, invoice: InvoiceId, note: &[ValuedLine]) -> Result<Self> {
        let credited: HashMap<OrderLineId, LineValue> =
            note.iter().filter_map(|credited| credited.line.order_line_id.map(|id| (id, credited.value))).collect();
        let invoiced = invoicing::list_invoice_lines(tx, &[invoice]).await?;
        let order_lines: HashMap<InvoiceLineId, OrderLineId> =
            invoiced.iter().filter_map(|line| line.order_line_id.map(|id| (line.id, id))).collect();
        let lines = invoice_progress::list_line_progress(tx, invoice).await?;
        // A credit note may correct some lines of the invoice only.
        let credited_of = |line: &line_progress::Model| {
            order_lines.get(&line.invoice_line_id).and_then(|id| credited.get(id)).copied().unwrap_or_default()
        };
        let values: Vec<LineValue> = lines.iter().map(|line| line_balance(line).value).collect();
        let taken = credited_by_line(&values, &lines.iter().map(credited_of).collect::<Vec<_>>());
        Ok(Self { invoice, order_lines, lines, taken })
    }

    /// What it takes from packaging.
    fn packaging(&self) -> LineValue {
        let packaging = self.lines.iter().zip(&self.taken).filter(|(line, _)| line.pool_id.is_none());
        packaging.map(|(_, taken)| *taken).sum()
    }
}

/// Subtracts the lines of a credit note from those of the invoice that it corrects and from their pools. What is paid of a
/// line beyond what remains of it is released to the buyer: other lines, and their makers, never receive it.
async fn subtract_from_pools(tx: &mut UnitOfWork, note: &invoice::Model, credited: CreditedDocument) -> Result<()> {
    let CreditedDocument { invoice, order_lines, lines, taken } = credited;
    let mut changes: BTreeMap<PoolId, PoolChange> = BTreeMap::new();
    let mut released = Amount::ZERO;
    let mut credited = Vec::new();
    for (line, taken) in lines.iter().zip(taken) {
        let LineBalance { value, paid } = line_balance(line);
        let value = value - taken;
        let excess = paid_beyond(LineBalance { value, paid });
        if taken != LineValue::default() {
            invoice_progress::update_line_value(tx, line.invoice_line_id, value).await?;
        }
        if excess != LineValue::default() {
            invoice_progress::update_line_paid(tx, line.invoice_line_id, paid - excess).await?;
            released += excess.total();
        }
        let Some(pool_id) = line.pool_id else { continue };
        if let Some(order_line_id) = order_lines.get(&line.invoice_line_id).copied() {
            credited.push(CreditedValue { order_line_id, pool_id, value: taken });
        }
        let change = PoolChange { value: LineValue::default() - taken, paid: LineValue::default() - excess };
        *changes.entry(pool_id).or_default() += change;
    }
    release_payments(tx, invoice, released).await?;
    pools::lock_pools(tx, changes.keys().copied()).await?;
    record_pool_faults(tx, note, &credited).await?;
    change_pools(tx, changes, &format!("credit_note:{}", note.id)).await
}

/// Releases what is paid of an invoice beyond what remains of it: payments of the buyer have it unallocated again.
async fn release_payments(tx: &mut UnitOfWork, invoice: InvoiceId, amount: Amount) -> Result<()> {
    invoice_progress::update_paid(tx, invoice, -amount).await?;
    for released in payments::release_payments(tx, invoice, amount, ReleaseReason::CreditNote).await? {
        post_release(tx, invoice, released.release_id, released.amount).await?;
    }
    Ok(())
}
