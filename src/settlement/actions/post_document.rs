//! Posts an issued document. The lines of an invoice add to the pools of their products; those of a credit note reduce
//! them.

use std::collections::{BTreeMap, HashMap};

use entities::{
    invoicing::invoice_line,
    settlement::{line_progress, pool},
    values::{Amount, CycleId, InvoiceId, InvoiceKind, OrderLineId, PoolId, PoolState, ProductId},
};

use super::{
    distribute_payment::distribute_payment, post_entry::post_entry, post_payment::ledger_party,
    update_shares::update_shares,
};
use crate::{
    invoicing,
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
    settlement::{
        rules::{
            DocumentTax, LineValue, TaxedLine,
            postings::{IssuedDocument, document_entry},
            tax_by_line,
        },
        store::{invoice_progress, pools},
    },
};

/// A line of a document with its net value and taxes.
struct ValuedLine {
    line: invoice_line::Model,
    value: LineValue,
}

/// Posts an issued invoice or credit note. Returns `false` where it was posted before.
pub async fn post_document(tx: &mut UnitOfWork, id: InvoiceId) -> Result<bool> {
    let document = invoicing::get_invoice(tx, id).await?;
    let issued = IssuedDocument {
        id,
        kind: document.kind,
        name: invoicing::document_name(&document),
        issued_on: document.issued_on.unwrap_or(tx.today()),
        buyer: ledger_party(tx, document.buyer_id).await?,
        net: document.net,
        tax: document.tax,
    };
    if !post_entry(tx, document_entry(&issued)).await? {
        return Ok(false);
    }
    let lines = list_valued_lines(tx, id).await?;
    match (document.kind, document.references_id) {
        (InvoiceKind::CreditNote, Some(invoice)) => subtract_from_pools(tx, id, invoice, &lines).await?,
        _ => add_to_pools(tx, id, &lines).await?,
    }
    Ok(true)
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
    let tax_by_line = tax_by_line(&taxed, &taxes.collect::<Vec<_>>());
    let valued = lines.into_iter().zip(tax_by_line).map(|(line, vat)| {
        let value = LineValue { net: line.net, vat };
        ValuedLine { line, value }
    });
    Ok(valued.collect())
}

/// Adds the lines of an invoice to the pools of their products.
async fn add_to_pools(tx: &mut UnitOfWork, id: InvoiceId, lines: &[ValuedLine]) -> Result<()> {
    let mut pools = lock_pools_of_lines(tx, lines).await?;
    let mut progress = Vec::with_capacity(lines.len());
    for ValuedLine { line, value } in lines {
        let pool = pools
            .get_mut(&(line.cycle_id, line.product_id))
            .ok_or_else(|| Problem::missing_reference("pool", line.product_id))?;
        pool.net += value.net;
        pool.vat += value.vat;
        progress.push(line_progress::Model {
            invoice_line_id: line.id,
            invoice_id: id,
            pool_id: pool.id,
            net: value.net,
            vat: value.vat,
            paid_net: Amount::ZERO,
            paid_vat: Amount::ZERO,
        });
    }
    invoice_progress::insert_line_progress(tx, &progress).await?;
    let cause = format!("invoice:{id}");
    for pool in pools.into_values() {
        update_pool_value(tx, pool, &cause).await?;
    }
    Ok(())
}

/// The pools of the lines' products, locked for update; those that do not exist are created.
async fn lock_pools_of_lines(
    tx: &UnitOfWork,
    lines: &[ValuedLine],
) -> Result<HashMap<(CycleId, ProductId), pool::Model>> {
    let mut products_by_cycle: BTreeMap<CycleId, Vec<ProductId>> = BTreeMap::new();
    for ValuedLine { line, .. } in lines {
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

/// Subtracts the lines of a credit note from the pools of the invoice that it corrects.
async fn subtract_from_pools(
    tx: &mut UnitOfWork,
    note: InvoiceId,
    invoice: InvoiceId,
    lines: &[ValuedLine],
) -> Result<()> {
    let cause = format!("credit_note:{note}");
    let credited: HashMap<OrderLineId, LineValue> =
        lines.iter().filter_map(|credited| credited.line.order_line_id.map(|id| (id, credited.value))).collect();
    let invoiced = invoicing::list_invoice_lines(tx, &[invoice]).await?;
    let mut credited_by_pool: BTreeMap<PoolId, LineValue> = BTreeMap::new();
    for progress in invoice_progress::list_line_progress(tx, invoice).await? {
        let order_line =
            invoiced.iter().find(|line| line.id == progress.invoice_line_id).and_then(|line| line.order_line_id);
        // A credit note may correct some lines of the invoice only.
        let Some(value) = order_line.and_then(|id| credited.get(&id)).copied() else {
            continue;
        };
        let before = LineValue { net: progress.net, vat: progress.vat };
        invoice_progress::update_line_value(tx, progress.invoice_line_id, before - value).await?;
        *credited_by_pool.entry(progress.pool_id).or_default() += value;
    }
    let mut locked = pools::lock_pools(tx, credited_by_pool.keys().copied()).await?;
    for (id, value) in credited_by_pool {
        let mut pool = locked.remove(&id).ok_or_else(|| Problem::missing_reference("pool", id))?;
        pool.net -= value.net;
        pool.vat -= value.vat;
        update_pool_value(tx, pool, &cause).await?;
    }
    // The same payments now cover a smaller invoice.
    distribute_payment(tx, invoice, Amount::ZERO, &cause).await
}

/// Stores a pool whose value changed. The shares of a closed pool are updated and the difference is posted.
pub(super) async fn update_pool_value(tx: &mut UnitOfWork, pool: pool::Model, cause: &str) -> Result<()> {
    pools::update_pool(tx, &pool).await?;
    if pool.state == PoolState::Open { Ok(()) } else { update_shares(tx, &pool, cause).await }
}
