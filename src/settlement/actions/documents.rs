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
    platform::{http::problem::Answer, work::Work},
    settlement::{
        ledger, postings,
        rules::{DocumentTax, TaxedLine, tax_by_line},
        store,
    },
};

/// Books an issued invoice or credit note; `false` where it was booked before.
pub async fn document_issued(work: &mut Work, id: InvoiceId) -> Answer<bool> {
    let document = invoicing::invoice(work, id).await?;
    let issued = postings::IssuedDocument {
        id,
        kind: document.kind,
        name: invoicing::name_of(&document),
        issued_on: document.issued_on.unwrap_or(work.today()),
        buyer: (document.buyer_id, buyer_code(work, &document).await?),
        net: document.net,
        tax: document.tax,
    };
    if !ledger::post(work, postings::document_issued(&issued)).await? {
        return Ok(false);
    }
    let lines = taxed_lines(work, id).await?;
    match (document.kind, document.references_id) {
        (InvoiceKind::CreditNote, Some(invoice)) => credit(work, id, invoice, &lines).await?,
        _ => add(work, id, &lines).await?,
    }
    Ok(true)
}

/// The stable code of a document's buyer.
pub async fn buyer_code(work: &Work, document: &invoice::Model) -> Answer<String> {
    let buyers = buyers::buyers(work, &[document.buyer_id]).await?;
    Ok(buyers.get(&document.buyer_id).map(|b| b.code.clone()).unwrap_or_default())
}

/// The lines of a document with the tax that each bears.
async fn taxed_lines(work: &Work, id: InvoiceId) -> Answer<Vec<(invoice_line::Model, Amount)>> {
    let lines = invoicing::invoice_lines(work, &[id]).await?;
    let taxes = invoicing::invoice_taxes(work, &[id]).await?;
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
async fn add(work: &mut Work, id: InvoiceId, lines: &[(invoice_line::Model, Amount)]) -> Answer<()> {
    let mut by_cycle: BTreeMap<CycleId, Vec<ProductId>> = BTreeMap::new();
    for (line, _) in lines {
        let products = by_cycle.entry(line.cycle_id).or_default();
        if !products.contains(&line.product_id) {
            products.push(line.product_id);
        }
    }
    let mut open: HashMap<(CycleId, ProductId), pool::Model> = HashMap::new();
    for (cycle, products) in by_cycle {
        let pools = store::open_pools(work, cycle, &products).await?;
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
    for chunk in progress.chunks(crate::platform::work::ROWS_PER_INSERT) {
        line_progress::Entity::insert_many(chunk.to_vec()).exec_without_returning(work.db()).await?;
    }
    let cause = format!("invoice:{id}");
    for pool in open.into_values() {
        save_changed(work, pool, &cause).await?;
    }
    Ok(())
}

/// Takes a credit note's lines out of the pools of the invoice that it corrects.
async fn credit(
    work: &mut Work,
    note: InvoiceId,
    invoice: InvoiceId,
    lines: &[(invoice_line::Model, Amount)],
) -> Answer<()> {
    let cause = format!("credit_note:{note}");
    let credited: HashMap<OrderLineId, (Amount, Amount)> =
        lines.iter().filter_map(|(l, vat)| l.order_line_id.map(|id| (id, (l.net, *vat)))).collect();
    let invoiced = invoicing::invoice_lines(work, &[invoice]).await?;
    let mut taken: BTreeMap<PoolId, (Amount, Amount)> = BTreeMap::new();
    let progress = store::line_progress(work, invoice).await?;
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
        .exec(work.db())
        .await?;
        let sum = taken.entry(row.pool_id).or_default();
        sum.0 += *net;
        sum.1 += *vat;
    }
    let mut locked = store::lock_pools(work, taken.keys().copied()).await?;
    for (id, (net, vat)) in taken {
        let Some(mut pool) = locked.remove(&id) else {
            continue;
        };
        pool.net -= net;
        pool.vat -= vat;
        save_changed(work, pool, &cause).await?;
    }
    payables::spread(work, invoice, Amount::ZERO, &cause).await
}

/// Stores a pool whose value changed; a closed one is shared out anew and the difference posted.
async fn save_changed(work: &mut Work, pool: pool::Model, cause: &str) -> Answer<()> {
    store::save_pool(work, &pool).await?;
    if pool.state == PoolState::Open { Ok(()) } else { pools::reshare(work, &pool, cause).await }
}
