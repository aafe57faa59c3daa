//! Composes the rows of a document: lines, taxes, sums and parties. They do not change once it is issued.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::{
    buyers::{buyer, delivery_point},
    fulfilment::delivery,
    invoicing::{invoice, invoice_line, invoice_tax},
    orders::order_line,
    values::{
        Amount, BuyerId, CycleId, DeliveryId, DeliveryLineId, DeliveryPointId, InvoiceId, InvoiceKind, InvoiceLineId,
        InvoiceState,
    },
};
use uuid::Uuid;

use crate::{
    buyers,
    invoicing::{
        rules::{self, AdditionalTaxRate, LINES_PER_DOCUMENT, OrderedTerms, Parties, TaxRates, TaxTotal},
        store::invoices::NewDocument,
    },
    platform::{
        http::problem::{Problem, Result},
        locale::{Localizer, localize},
        unit_of_work::UnitOfWork,
    },
};

/// Series of invoices.
pub const INVOICE_SERIES: &str = "F";
/// Series of credit notes.
pub const CREDIT_NOTE_SERIES: &str = "NC";
/// Series of debit notes.
pub const DEBIT_NOTE_SERIES: &str = "ND";
/// Characters of an item's name at most (SII, `NmbItem`).
const DESCRIPTION: usize = 80;

/// The line of a document with this id.
pub fn find_line(lines: &[invoice_line::Model], id: InvoiceLineId) -> Option<&invoice_line::Model> {
    lines.iter().find(|line| line.id == id)
}

/// Name of the counter of a series.
pub fn counter_of(series: &str) -> String {
    format!("invoice:{series}")
}

/// The delivered units of an order line.
#[derive(Clone, Debug)]
pub struct DraftLine {
    /// The order line.
    pub ordered: order_line::Model,
    /// Units delivered.
    pub quantity: i64,
    /// The delivery lines with these units.
    pub delivery_lines: Vec<DeliveryLineId>,
}

/// An invoice to compose.
#[derive(Clone, Debug)]
pub struct DraftInvoice {
    /// The buyer.
    pub buyer_id: BuyerId,
    /// Days to pay.
    pub terms_days: i32,
    /// The cycle, where all lines are of one.
    pub cycle_id: Option<CycleId>,
    /// The delivery, where all lines are of one.
    pub delivery_id: Option<DeliveryId>,
    /// The delivery point of the first delivery.
    pub delivery_point_id: DeliveryPointId,
    /// Its date.
    pub issued_on: NaiveDate,
    /// Seller and buyer.
    pub parties: Parties,
    /// Its lines, at most sixty.
    pub lines: Vec<DraftLine>,
}

/// What the invoices of a buyer have in common.
#[derive(Clone, Copy, Debug)]
pub struct DraftTerms<'a> {
    /// The buyer.
    pub buyer: &'a buyer::Model,
    /// Seller and buyer.
    pub parties: &'a Parties,
    /// Their date.
    pub issued_on: NaiveDate,
}

/// Splits the lines of a buyer's deliveries into invoices of at most sixty lines, and removes them from `lines`.
pub fn draft_invoices(
    terms: DraftTerms<'_>,
    deliveries: &[delivery::Model],
    lines: &mut HashMap<DeliveryId, Vec<DraftLine>>,
) -> Vec<DraftInvoice> {
    let mut all = Vec::new();
    for delivery in deliveries {
        let mut of_delivery = lines.remove(&delivery.id).unwrap_or_default();
        of_delivery.sort_by_key(|l| (l.ordered.order_id, l.ordered.position));
        all.extend(of_delivery.into_iter().map(|line| (delivery, line)));
    }
    let mut drafts = Vec::new();
    while !all.is_empty() {
        let rest = all.split_off(all.len().min(LINES_PER_DOCUMENT));
        let chunk = std::mem::replace(&mut all, rest);
        let Some((first, _)) = chunk.first() else { break };
        let one_cycle = chunk.iter().all(|(d, _)| d.cycle_id == first.cycle_id);
        let one_delivery = chunk.iter().all(|(d, _)| d.id == first.id);
        drafts.push(DraftInvoice {
            buyer_id: terms.buyer.id,
            terms_days: terms.buyer.payment_terms_days,
            cycle_id: one_cycle.then_some(first.cycle_id),
            delivery_id: one_delivery.then_some(first.id),
            delivery_point_id: first.delivery_point_id,
            issued_on: terms.issued_on,
            parties: terms.parties.clone(),
            lines: chunk.into_iter().map(|(_, line)| line).collect(),
        });
    }
    drafts
}

/// Delivery points that drafts name.
pub struct DocumentNames {
    points: HashMap<DeliveryPointId, delivery_point::Model>,
}

impl DocumentNames {
    /// Loads those of these drafts.
    pub async fn load(tx: &UnitOfWork, drafts: &[DraftInvoice]) -> Result<Self> {
        let mut points: Vec<DeliveryPointId> = drafts.iter().map(|d| d.delivery_point_id).collect();
        points.sort_unstable();
        points.dedup();
        Ok(Self { points: buyers::list_delivery_points_by_id(tx, &points).await? })
    }

    fn delivery_point(&self, id: DeliveryPointId) -> Result<&delivery_point::Model> {
        self.points.get(&id).ok_or_else(|| Problem::missing_reference("delivery_point", id))
    }
}

/// The rows of an invoice with this number.
pub fn invoice(tx: &UnitOfWork, names: &DocumentNames, draft: DraftInvoice, number: i64) -> Result<NewDocument> {
    let id: InvoiceId = tx.new_id();
    let (mut lines, mut delivered) = (Vec::with_capacity(draft.lines.len()), Vec::with_capacity(draft.lines.len()));
    for (line, position) in draft.lines.into_iter().zip(1..) {
        lines.push(invoice_line(tx, id, position, &line));
        delivered.push(line.delivery_lines);
    }
    let taxes = taxes_of(&lines);
    let mut parties = draft.parties;
    let point = names.delivery_point(draft.delivery_point_id)?;
    parties.buyer.address.get_or_insert_with(|| point.address.clone());
    let net: Amount = lines.iter().map(|l| l.net).sum();
    let tax: Amount = taxes.iter().map(|t| t.amount).sum();
    let invoice = invoice::Model {
        id,
        kind: InvoiceKind::Invoice,
        series: INVOICE_SERIES.to_owned(),
        number: Some(number),
        buyer_id: draft.buyer_id,
        cycle_id: draft.cycle_id,
        delivery_id: draft.delivery_id,
        references_id: None,
        reference_code: None,
        reference_cause: None,
        reference_reason: None,
        recall_id: None,
        currency: tx.currency(),
        net,
        tax,
        total: net + tax,
        paid: Amount::ZERO,
        credited: Amount::ZERO,
        written_off: Amount::ZERO,
        issued_on: Some(draft.issued_on),
        due_on: Some(rules::due_on(draft.issued_on, draft.terms_days)),
        state: InvoiceState::Issued,
        parties: serde_json::to_value(&parties).map_err(anyhow::Error::from)?,
        file: None,
        created_at: tx.now(),
        issued_at: Some(tx.now()),
        version: 1,
    };
    Ok(NewDocument { invoice, lines, taxes: tax_rows(tx, id, taxes), delivered })
}

fn invoice_line(tx: &UnitOfWork, invoice_id: InvoiceId, position: i32, line: &DraftLine) -> invoice_line::Model {
    let ordered = &line.ordered;
    let terms = OrderedTerms {
        quantity: ordered.quantity,
        unit_price: ordered.unit_price,
        price_units: ordered.price_units,
        discount_bps: ordered.discount_bps,
        net: ordered.net,
    };
    // The product as it was ordered, whatever it is called or taxed now.
    let description = match ordered.packaging {
        true => localize!(Localizer::SHARED, "document-packaging", basket = &ordered.name_es),
        false => format!("{} {} {}", ordered.name_es, ordered.net_content, ordered.net_unit.word()),
    };
    invoice_line::Model {
        id: tx.new_id(),
        invoice_id,
        position,
        order_line_id: Some(ordered.id),
        product_id: ordered.product_id,
        cycle_id: ordered.cycle_id,
        description: description.chars().take(DESCRIPTION).collect(),
        quantity: line.quantity,
        unit_price: ordered.unit_price,
        price_units: ordered.price_units,
        discount_bps: ordered.discount_bps,
        net: rules::delivered_net(&terms, line.quantity),
        vat_bps: ordered.vat_bps,
        additional_tax_code: ordered.additional_tax_code.clone(),
        additional_tax_bps: ordered.additional_tax_bps,
        packaging: ordered.packaging,
    }
}

/// The tax rates of a line.
pub fn rates_of(line: &invoice_line::Model) -> TaxRates {
    let rate_bps = line.additional_tax_bps;
    let additional = line.additional_tax_code.clone().map(|code| AdditionalTaxRate { code, rate_bps });
    TaxRates { vat_bps: line.vat_bps, additional }
}

/// The taxes of lines.
fn taxes_of(lines: &[invoice_line::Model]) -> Vec<TaxTotal> {
    let taxed: Vec<(Amount, TaxRates)> = lines.iter().map(|l| (l.net, rates_of(l))).collect();
    rules::document_taxes(taxed.iter().map(|(net, rates)| (*net, rates)))
}

/// The rows of the taxes of a document.
pub fn tax_rows(tx: &UnitOfWork, invoice_id: InvoiceId, taxes: Vec<TaxTotal>) -> Vec<invoice_tax::Model> {
    let row = |tax: TaxTotal| invoice_tax::Model {
        id: tx.new_id::<Uuid>(),
        invoice_id,
        tax_code: tax.code,
        rate_bps: tax.rate_bps,
        base: tax.base,
        amount: tax.amount,
    };
    taxes.into_iter().map(row).collect()
}
