//! Documents are made from confirmed deliveries and issued: one for each delivery, or one for each month of a buyer.
//! The series is locked from the look at what waits to the commit, so that two nodes never invoice the same delivery
//! and a failed issue gives its numbers back.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use entities::{
    buyers::buyer,
    fulfilment::delivery,
    values::{
        BuyerId, CycleId, DeliveryId, DeliveryLineId, DeliveryState, InvoiceId, InvoicingTerms, OrderId, OrderLineId,
    },
};
use serde_json::json;

use super::cycle;
use crate::{
    buyers::{self, Movement},
    fulfilment,
    invoicing::{
        Event, InvoicingError,
        actions::compose::{self, Draft, DraftLine, Names},
        parties, rules,
        store::{self, documents::Document},
    },
    orders,
    platform::{
        counter,
        http::problem::{Problem, Result},
        unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
    },
};

/// Series of invoices.
pub const INVOICES: &str = "F";
/// Series of credit notes.
pub const CREDIT_NOTES: &str = "NC";
/// Buyers of one piece of a run.
const BUYERS_AT_ONCE: u64 = 200;

/// Name of a series' counter.
pub fn counter_of(series: &str) -> String {
    format!("invoice:{series}")
}

/// Issues the invoice of a confirmed delivery whose buyer is invoiced by delivery; where it is issued already, or the
/// buyer is invoiced by month, nothing happens.
///
/// # Errors
/// `NotConfirmed`.
pub async fn issue_delivery(tx: &mut UnitOfWork, id: DeliveryId) -> Result<Vec<InvoiceId>> {
    let delivery = fulfilment::get_delivery(tx, fulfilment::DeliveryScope::All, id).await?;
    if delivery.state != DeliveryState::Confirmed {
        return Err(InvoicingError::NotConfirmed { state: delivery.state }.into());
    }
    let buyers = buyers::buyers(tx, &[delivery.buyer_id]).await?;
    match buyers.get(&delivery.buyer_id) {
        Some(buyer) if buyer.invoicing_terms == InvoicingTerms::PerDelivery => issue(tx, vec![delivery]).await,
        _ => Ok(Vec::new()),
    }
}

/// Issues the invoices of what was confirmed until the end of `until` and waits for one, of at most two hundred
/// buyers: one for each delivery, or one for all of a buyer, as its terms say. An empty answer = nothing waits.
pub async fn invoice_run(tx: &mut UnitOfWork, until: NaiveDate) -> Result<Vec<InvoiceId>> {
    let before = rules::end_of(until, tx.zone());
    let waiting = store::deliveries::waiting_deliveries(tx, before, BUYERS_AT_ONCE).await?;
    issue(tx, waiting).await
}

async fn issue(tx: &mut UnitOfWork, deliveries: Vec<delivery::Model>) -> Result<Vec<InvoiceId>> {
    if deliveries.is_empty() {
        return Ok(Vec::new());
    }
    let series = counter_of(INVOICES);
    counter::hold(tx, &series).await?;
    let drafts = drafts(tx, &deliveries).await?;
    if drafts.is_empty() {
        return Ok(Vec::new());
    }
    let count = i64::try_from(drafts.len()).map_err(anyhow::Error::from)?;
    let first = counter::take(tx, &series, count).await?;
    let released: BTreeMap<OrderId, BuyerId> =
        drafts.iter().flat_map(|d| d.lines.iter().map(|l| (l.ordered.order_id, d.buyer_id))).collect();
    let names = Names::load(tx, &drafts).await?;
    let mut documents = Vec::with_capacity(drafts.len());
    for (draft, number) in drafts.into_iter().zip(first..) {
        documents.push(compose::invoice(tx, &names, draft, number)?);
    }
    move_exposure(tx, &released, &documents).await?;
    let issued: Vec<_> = documents.iter().map(|d| (d.invoice.id, d.invoice.number, d.invoice.total)).collect();
    store::documents::insert_issued(tx, documents).await?;
    for (id, number, total) in &issued {
        tx.audit("invoice", *id, "issued", json!({ "series": INVOICES, "number": number, "total": total.0 }));
        tx.emit(Event::InvoiceIssued { invoice_id: *id });
    }
    let cycles: BTreeSet<CycleId> = deliveries.iter().map(|d| d.cycle_id).collect();
    for id in cycles {
        cycle::end_if_invoiced(tx, id).await?;
    }
    Ok(issued.into_iter().map(|(id, ..)| id).collect())
}

/// What an order held of a buyer's credit is now held by its invoice.
async fn move_exposure(
    tx: &mut UnitOfWork,
    released: &BTreeMap<OrderId, BuyerId>,
    documents: &[Document],
) -> Result<()> {
    let ids: Vec<OrderId> = released.keys().copied().collect();
    let mut movements = Vec::with_capacity(ids.len() + documents.len());
    for chunk in ids.chunks(ROWS_PER_INSERT) {
        movements.extend(orders::find_orders(tx, chunk).await?.into_values().map(|order| Movement {
            buyer_id: order.buyer_id,
            cause: format!("order:{}:invoiced", order.id),
            amount: -(order.net + order.tax),
        }));
    }
    movements.extend(documents.iter().map(|d| Movement {
        buyer_id: d.invoice.buyer_id,
        cause: format!("invoice:{}", d.invoice.id),
        amount: d.invoice.total,
    }));
    buyers::move_exposures(tx, movements).await
}

/// The documents to come, by buyer code and delivery code, each of at most sixty lines.
async fn drafts(tx: &UnitOfWork, deliveries: &[delivery::Model]) -> Result<Vec<Draft>> {
    let ids: Vec<DeliveryId> = deliveries.iter().map(|d| d.id).collect();
    let waiting = store::deliveries::uninvoiced_lines(tx, &ids).await?;
    let mut delivered: BTreeMap<(DeliveryId, OrderLineId), (i64, Vec<DeliveryLineId>)> = BTreeMap::new();
    for line in waiting {
        let sum = delivered.entry((line.delivery_id, line.order_line_id)).or_default();
        sum.0 += line.quantity;
        sum.1.push(line.id);
    }
    let order_lines: Vec<OrderLineId> = delivered.keys().map(|(_, line)| *line).collect();
    let mut ordered = HashMap::with_capacity(order_lines.len());
    for chunk in order_lines.chunks(ROWS_PER_INSERT) {
        ordered.extend(orders::find_order_lines(tx, chunk).await?);
    }
    let buyers: BTreeSet<BuyerId> = deliveries.iter().map(|d| d.buyer_id).collect();
    let buyers: Vec<BuyerId> = buyers.into_iter().collect();
    let (seller, buyers) = parties::parties(tx, &buyers).await?;
    let mut by_delivery: HashMap<DeliveryId, Vec<DraftLine>> = HashMap::new();
    for ((delivery, line), (quantity, parts)) in delivered {
        let ordered = ordered.remove(&line).ok_or_else(|| Problem::not_found("order line"))?;
        by_delivery.entry(delivery).or_default().push(DraftLine { ordered, quantity, parts });
    }
    let mut groups: BTreeMap<(String, String), (buyer::Model, Vec<delivery::Model>)> = BTreeMap::new();
    for delivery in deliveries.iter().filter(|d| by_delivery.contains_key(&d.id)) {
        let (buyer, _) = buyers.get(&delivery.buyer_id).ok_or_else(|| Problem::not_found("buyer"))?;
        let own = match buyer.invoicing_terms {
            InvoicingTerms::PerDelivery => delivery.code.clone(),
            InvoicingTerms::Monthly => String::new(),
        };
        let group = groups.entry((buyer.code.clone(), own)).or_insert_with(|| (buyer.clone(), Vec::new()));
        group.1.push(delivery.clone());
    }
    let mut drafts = Vec::new();
    for (buyer, mut group) in groups.into_values() {
        group.sort_by(|a, b| a.code.cmp(&b.code));
        let party = buyers.get(&buyer.id).map(|(_, party)| party.clone()).unwrap_or_default();
        drafts.extend(compose::split(&seller, party, &buyer, &group, &mut by_delivery));
    }
    Ok(drafts)
}
