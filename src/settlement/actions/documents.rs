//! An issued document enters the ledger and the pools of its lines; a credit note takes value out again.

use std::collections::{BTreeMap, HashMap};

use entities::{
    invoicing::{invoice, invoice_line},
    settlement::{line_progress, pool},
    values::{Amount, CycleId, InvoiceId, InvoiceKind, OrderLineId, PoolId, PoolState, ProductId},
};
use sea_orm::{ActiveValue::Set, EntityTrait};

use super::{payables, pools};
use crate::{
    buyers, invoicing,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
    settlement::{
        ledger, postings,
        rules::{DocumentTax, TaxedLine, tax_by_line},
        store,
    },
};

/// Books an issued invoice or credit note; `false` where it was booked before.
pub async fn document_issued(tx: &mut UnitOfWork, id: InvoiceId) -> Result<bool> {
    let document = invoicing::invoice(tx, id).await?;
    let issued = postings::IssuedDocument {
        id,
        kind: document.kind,
        name: invoicing::name_of(&document),
        issued_on: document.issued_on.unwrap_or(tx.today()),
        buyer: (document.buyer_id, buyer_code(tx, &document).await?),
        net: document.net,
        tax: document.tax,
    };
    if !ledger::post(tx, postings::document_issued(&issued)).await? {
        return Ok(false);
    }
    let lines = taxed_lines(tx, id).await?;
    match (document.kind, document.references_id) {
        (InvoiceKind::CreditNote, Some(invoice)) => credit(tx, id, invoice, &lines).await?,
        _ => add(tx, id, &lines).await?,
    }
    Ok(true)
}

/// The stable code of a document's buyer.
pub async fn buyer_code(tx: &UnitOfWork, document: &invoice::Model) -> Result<String> {
    let buyers = buyers::buyers(tx, &[document.buyer_id]).await?;
    Ok(buyers.get(&document.buyer_id).map(|b| b.code.clone()).unwrap_or_default())
}

/// The lines of a document with the tax that each bears.
async fn taxed_lines(tx: &UnitOfWork, id: InvoiceId) -> Result<Vec<(invoice_line::Model, Amount)>> {
    let lines = invoicing::invoice_lines(tx, &[id]).await?;
    let taxes = invoicing::invoice_taxes(tx, &[id]).await?;
    let taxed: Vec<TaxedLine> = lines
        .iter()
        .map(|l| TaxedLine { net: l.net, vat_bps: l.vat_bps, additional_tax_code: l.additional_tax_code.clone() })
        .collect();
    let taxes: Vec<DocumentTax> =
        taxes.into_iter().map(|t| DocumentTax { code: t.tax_code, rate_bps: t.rate_bps, amount: t.amount }).collect();
    let by_line = tax_by_line(&taxed, &taxes);
    Ok(lines.into_iter().zip(by_line).collect())
}

/// Puts an invoice's lines into their pools.
async fn add(tx: &mut UnitOfWork, id: InvoiceId, lines: &[(invoice_line::Model, Amount)]) -> Result<()> {
    let mut by_cycle: BTreeMap<CycleId, Vec<ProductId>> = BTreeMap::new();
    for (line, _) in lines {
        let products = by_cycle.entry(line.cycle_id).or_default();
        if !products.contains(&line.product_id) {
            products.push(line.product_id);
        }
    }
    let mut open: HashMap<(CycleId, ProductId), pool::Model> = HashMap::new();
    for (cycle, products) in by_cycle {
        let pools = store::open_pools(tx, cycle, &products).await?;
        open.extend(pools.into_iter().map(|(product, pool)| ((cycle, product), pool)));
    }
    let mut progress = Vec::with_capacity(lines.len());
    for (line, vat) in lines {
        let Some(pool) = open.get_mut(&(line.cycle_id, line.product_id)) else {
            continue;
        };
        pool.net += line.net;
        pool.vat += *vat;
        progress.push(line_progress::ActiveModel {
            invoice_line_id: Set(line.id),
            invoice_id: Set(id),
            pool_id: Set(pool.id),
            net: Set(line.net),
            vat: Set(*vat),
            paid_net: Set(Amount::ZERO),
            paid_vat: Set(Amount::ZERO),
        });
    }
    for chunk in progress.chunks(crate::platform::unit_of_work::ROWS_PER_INSERT) {
        line_progress::Entity::insert_many(chunk.to_vec()).exec_without_returning(tx.db()).await?;
    }
    let cause = format!("invoice:{id}");
    for pool in open.into_values() {
        save_changed(tx, pool, &cause).await?;
    }
    Ok(())
}

/// Takes a credit note's lines out of the pools of the invoice that it corrects.
async fn credit(
    tx: &mut UnitOfWork,
    note: InvoiceId,
    invoice: InvoiceId,
    lines: &[(invoice_line::Model, Amount)],
) -> Result<()> {
    let cause = format!("credit_note:{note}");
    let credited: HashMap<OrderLineId, (Amount, Amount)> =
        lines.iter().filter_map(|(l, vat)| l.order_line_id.map(|id| (id, (l.net, *vat)))).collect();
    let invoiced = invoicing::invoice_lines(tx, &[invoice]).await?;
    let mut taken: BTreeMap<PoolId, (Amount, Amount)> = BTreeMap::new();
    let progress = store::line_progress(tx, invoice).await?;
    for row in progress {
        let order_line = invoiced.iter().find(|l| l.id == row.invoice_line_id).and_then(|l| l.order_line_id);
        let Some((net, vat)) = order_line.and_then(|id| credited.get(&id)) else {
            continue;
        };
        line_progress::Entity::update(line_progress::ActiveModel {
            invoice_line_id: Set(row.invoice_line_id),
            net: Set(row.net - *net),
            vat: Set(row.vat - *vat),
            ..Default::default()
        })
        .exec(tx.db())
        .await?;
        let sum = taken.entry(row.pool_id).or_default();
        sum.0 += *net;
        sum.1 += *vat;
    }
    let mut locked = store::lock_pools(tx, taken.keys().copied()).await?;
    for (id, (net, vat)) in taken {
        let Some(mut pool) = locked.remove(&id) else {
            continue;
        };
        pool.net -= net;
        pool.vat -= vat;
        save_changed(tx, pool, &cause).await?;
    }
    payables::spread(tx, invoice, Amount::ZERO, &cause).await
}

/// Stores a pool whose value changed; a closed one is shared out anew and the difference posted.
async fn save_changed(tx: &mut UnitOfWork, pool: pool::Model, cause: &str) -> Result<()> {
    store::save_pool(tx, &pool).await?;
    if pool.state == PoolState::Open { Ok(()) } else { pools::reshare(tx, &pool, cause).await }
}
