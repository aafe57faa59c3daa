//! A document is written: its lines, taxes, sums and parties, all frozen with it.

use std::collections::HashMap;

use entities::{
    buyers::{buyer, delivery_point},
    catalogue::product,
    fulfilment::delivery,
    invoicing::{invoice, invoice_line, invoice_tax},
    orders::order_line,
    values::{
        Amount, BuyerId, CycleId, DeliveryId, DeliveryLineId, DeliveryPointId, InvoiceId, InvoiceKind, InvoiceState,
        ProductId,
    },
};
use uuid::Uuid;

use super::issue::INVOICES;
use crate::{
    buyers, catalogue,
    invoicing::{
        parties::{Parties, Party},
        rules::{self, LINES_PER_DOCUMENT, Ordered, Rates, Tax},
        store::documents::Document,
    },
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
    },
};

/// Characters of an item's name (SII, `NmbItem`).
const DESCRIPTION: usize = 80;

/// One order line as it was delivered.
#[derive(Clone, Debug)]
pub struct DraftLine {
    /// The order line.
    pub ordered: order_line::Model,
    /// Units delivered.
    pub quantity: i64,
    /// The delivered lines that they came in.
    pub parts: Vec<DeliveryLineId>,
}

/// A document to come.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Who pays.
    pub buyer_id: BuyerId,
    /// Days to pay.
    pub terms_days: i32,
    /// The one cycle that it is about.
    pub cycle_id: Option<CycleId>,
    /// The one delivery that it is about.
    pub delivery_id: Option<DeliveryId>,
    /// Where the first of it went.
    pub delivery_point_id: DeliveryPointId,
    /// Seller and buyer.
    pub parties: Parties,
    /// Its lines, at most sixty.
    pub lines: Vec<DraftLine>,
}

/// Parts the lines of a buyer's deliveries into documents; takes them out of `lines`.
pub fn split(
    seller: &Party,
    party: Party,
    buyer: &buyer::Model,
    deliveries: &[delivery::Model],
    lines: &mut HashMap<DeliveryId, Vec<DraftLine>>,
) -> Vec<Draft> {
    let mut all = Vec::new();
    for delivery in deliveries {
        let mut own = lines.remove(&delivery.id).unwrap_or_default();
        own.sort_by_key(|l| (l.ordered.order_id, l.ordered.position));
        all.extend(own.into_iter().map(|line| (delivery, line)));
    }
    let mut drafts = Vec::new();
    while !all.is_empty() {
        let rest = all.split_off(all.len().min(LINES_PER_DOCUMENT));
        let part = std::mem::replace(&mut all, rest);
        let Some((first, _)) = part.first() else { break };
        let one_cycle = part.iter().all(|(d, _)| d.cycle_id == first.cycle_id);
        let one_delivery = part.iter().all(|(d, _)| d.id == first.id);
        drafts.push(Draft {
            buyer_id: buyer.id,
            terms_days: buyer.payment_terms_days,
            cycle_id: one_cycle.then_some(first.cycle_id),
            delivery_id: one_delivery.then_some(first.id),
            delivery_point_id: first.delivery_point_id,
            parties: Parties { seller: seller.clone(), buyer: party.clone() },
            lines: part.into_iter().map(|(_, line)| line).collect(),
        });
    }
    drafts
}

/// What the documents of one piece of work name.
pub struct Names {
    products: HashMap<ProductId, product::Model>,
    points: HashMap<DeliveryPointId, delivery_point::Model>,
}

impl Names {
    /// Loads what these drafts name.
    pub async fn load(tx: &UnitOfWork, drafts: &[Draft]) -> Result<Self> {
        let mut ids: Vec<ProductId> = drafts.iter().flat_map(|d| &d.lines).map(|l| l.ordered.product_id).collect();
        ids.sort_unstable();
        ids.dedup();
        let mut products = HashMap::with_capacity(ids.len());
        for chunk in ids.chunks(ROWS_PER_INSERT) {
            products.extend(catalogue::products(tx, chunk).await?);
        }
        let mut points: Vec<DeliveryPointId> = drafts.iter().map(|d| d.delivery_point_id).collect();
        points.sort_unstable();
        points.dedup();
        Ok(Self { products, points: buyers::delivery_points(tx, &points).await? })
    }

    fn product(&self, id: ProductId) -> Result<&product::Model> {
        self.products.get(&id).ok_or_else(|| Problem::not_found("product"))
    }
}

/// Writes an invoice of this number.
pub fn invoice(tx: &UnitOfWork, names: &Names, draft: Draft, number: i64) -> Result<Document> {
    let id: InvoiceId = tx.new_id();
    let (mut lines, mut delivered) = (Vec::with_capacity(draft.lines.len()), Vec::with_capacity(draft.lines.len()));
    for (line, position) in draft.lines.into_iter().zip(1..) {
        let product = names.product(line.ordered.product_id)?;
        lines.push(invoice_line(tx, id, position, &line, product));
        delivered.push(line.parts);
    }
    let taxes = taxes_of(&lines);
    let mut parties = draft.parties;
    if let Some(point) = names.points.get(&draft.delivery_point_id) {
        parties.buyer.address.get_or_insert_with(|| point.address.clone());
    }
    let net: Amount = lines.iter().map(|l| l.net).sum();
    let tax: Amount = taxes.iter().map(|t| t.amount).sum();
    let invoice = invoice::Model {
        id,
        kind: InvoiceKind::Invoice,
        series: INVOICES.to_owned(),
        number: Some(number),
        buyer_id: draft.buyer_id,
        cycle_id: draft.cycle_id,
        delivery_id: draft.delivery_id,
        references_id: None,
        reference_code: None,
        reference_reason: None,
        currency: tx.currency(),
        net,
        tax,
        total: net + tax,
        paid: Amount::ZERO,
        credited: Amount::ZERO,
        issued_on: Some(tx.today()),
        due_on: Some(rules::due_on(tx.today(), draft.terms_days)),
        state: InvoiceState::Issued,
        parties: serde_json::to_value(&parties).map_err(anyhow::Error::from)?,
        file: None,
        created_at: tx.now(),
        issued_at: Some(tx.now()),
        version: 1,
    };
    Ok(Document { invoice, lines, taxes: tax_rows(tx, id, taxes), delivered })
}

fn invoice_line(
    tx: &UnitOfWork,
    invoice_id: InvoiceId,
    position: i32,
    line: &DraftLine,
    product: &product::Model,
) -> invoice_line::Model {
    let ordered = &line.ordered;
    let terms = Ordered {
        quantity: ordered.quantity,
        unit_price: ordered.unit_price,
        discount_bps: ordered.discount_bps,
        net: ordered.net,
    };
    let description = format!("{} {} {}", product.name_es, product.net_content, product.net_unit.word());
    invoice_line::Model {
        id: tx.new_id(),
        invoice_id,
        position,
        order_line_id: Some(ordered.id),
        product_id: product.id,
        cycle_id: ordered.cycle_id,
        description: description.chars().take(DESCRIPTION).collect(),
        quantity: line.quantity,
        unit_price: ordered.unit_price,
        discount_bps: ordered.discount_bps,
        net: rules::delivered_net(&terms, line.quantity),
        vat_bps: product.vat_bps,
        additional_tax_code: product.additional_tax_code.clone(),
        additional_tax_bps: product.additional_tax_bps,
    }
}

/// The rates that a line bears.
pub fn rates_of(line: &invoice_line::Model) -> Rates {
    let additional = line.additional_tax_code.clone().map(|code| (code, line.additional_tax_bps));
    Rates { vat_bps: line.vat_bps, additional }
}

/// The taxes of lines.
pub fn taxes_of(lines: &[invoice_line::Model]) -> Vec<Tax> {
    let taxed: Vec<(Amount, Rates)> = lines.iter().map(|l| (l.net, rates_of(l))).collect();
    rules::taxes(taxed.iter().map(|(net, rates)| (*net, rates)))
}

/// The rows of a document's taxes.
pub fn tax_rows(tx: &UnitOfWork, invoice_id: InvoiceId, taxes: Vec<Tax>) -> Vec<invoice_tax::Model> {
    let row = |tax: Tax| invoice_tax::Model {
        id: tx.new_id::<Uuid>(),
        invoice_id,
        tax_code: tax.code,
        rate_bps: tax.rate_bps,
        base: tax.base,
        amount: tax.amount,
    };
    taxes.into_iter().map(row).collect()
}
