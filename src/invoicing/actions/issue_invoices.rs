//! Issues invoices of confirmed deliveries: one for each delivery, or one for each month of a buyer, as its terms say.
//!
//! The counter of the series is locked from the search for deliveries without invoice to the commit. So no delivery is
//! invoiced twice, and a failed issue uses no number.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use entities::{
    buyers::buyer,
    fulfilment::delivery,
    values::{BuyerId, DeliveryId, DeliveryState, InvoiceId, InvoicingTerms, OrderBasketId, OrderId, OrderLineId},
};
use serde_json::json;

use super::compose_document::{self, DocumentNames, DraftInvoice, DraftLine, DraftTerms};
use crate::{
    buyers::{self, Movement},
    fulfilment::{self, DeliveryScope},
    invoicing::{
        Event, InvoiceMonth, InvoicingError, IssueInvoice,
        rules::{self, Parties},
        store::{self, invoices::NewDocument, parties::InvoicedBuyer},
    },
    orders,
    platform::{
        app::App,
        counter,
        http::{
            api_error::ApiError,
            problem::{Problem, Result},
        },
        jobs::Claim,
        local_time,
        unit_of_work::{Actor, ROWS_PER_INSERT, UnitOfWork},
    },
};

/// Buyers that are invoiced in one transaction at most.
const BUYERS_AT_ONCE: u64 = 200;

/// Runs [`IssueInvoice`].
pub async fn issue_invoice(app: &App, claim: &Claim) -> Result<()> {
    let IssueInvoice { delivery_id } = claim.read()?;
    let mut tx = claim.begin(app).await?;
    issue_delivery_invoice(&mut tx, delivery_id).await?;
    tx.commit().await
}

/// Runs [`InvoiceMonth`].
pub async fn invoice_month(app: &App, claim: &Claim) -> Result<()> {
    let InvoiceMonth { until } = claim.read()?;
    issue_all_invoices(app, Actor::Job, until).await?;
    claim.begin(app).await?.commit().await
}

/// Schedules the invoice of a confirmed delivery: now, and at the end of the month for buyers with monthly invoices.
pub fn schedule_invoice(tx: &mut UnitOfWork, delivery_id: DeliveryId) -> Result<()> {
    tx.enqueue(&IssueInvoice { delivery_id })?;
    let until = rules::month_end(tx.today());
    tx.enqueue_at(&InvoiceMonth { until }, local_time::end_of_day(tx.zone(), until))
}

/// Issues all invoices of what was confirmed until the end of `until` and returns their number. Each transaction issues
/// those of at most 200 buyers, so an error keeps what was issued before it.
pub async fn issue_all_invoices(app: &App, actor: Actor, until: NaiveDate) -> Result<usize> {
    let mut total = 0;
    loop {
        let mut tx = app.begin(actor).await?;
        let issued = issue_pending_invoices(&mut tx, until).await?.len();
        tx.commit().await?;
        if issued == 0 {
            return Ok(total);
        }
        total += issued;
    }
}

/// Issues all invoices of what was confirmed until the end of `until` in one transaction and returns their number.
///
/// # Errors
/// `UntilInFuture`.
pub async fn issue_invoices_until(tx: &mut UnitOfWork, until: NaiveDate) -> Result<usize> {
    if until > tx.today() {
        return Err(InvoicingError::UntilInFuture { today: tx.today() }.at("/until"));
    }
    let mut total = 0;
    loop {
        let issued = issue_pending_invoices(tx, until).await?.len();
        if issued == 0 {
            return Ok(total);
        }
        total += issued;
    }
}

/// Issues the invoice of a confirmed delivery whose buyer is invoiced by delivery. Returns none where it is issued
/// already, or the buyer is invoiced by month.
///
/// # Errors
/// 404, `NotConfirmed`.
pub async fn issue_delivery_invoice(tx: &mut UnitOfWork, id: DeliveryId) -> Result<Vec<InvoiceId>> {
    hold_series(tx).await?;
    let delivery = fulfilment::get_delivery(tx, DeliveryScope::All, id).await?;
    if delivery.state != DeliveryState::Confirmed {
        return Err(InvoicingError::NotConfirmed { state: delivery.state }.into());
    }
    let buyer = buyers::get_buyer(tx, delivery.buyer_id).await?;
    match buyer.invoicing_terms {
        InvoicingTerms::PerDelivery => {
            let until = tx.today();
            issue(tx, vec![delivery], until).await
        }
        InvoicingTerms::Monthly => Ok(Vec::new()),
    }
}

/// Issues the invoices of what was confirmed until the end of `until`, of at most 200 buyers: one for each delivery, or
/// one for all of a buyer, as its terms say. Returns none where every delivery is invoiced.
pub async fn issue_pending_invoices(tx: &mut UnitOfWork, until: NaiveDate) -> Result<Vec<InvoiceId>> {
    hold_series(tx).await?;
    let before = local_time::end_of_day(tx.zone(), until);
    let deliveries = store::deliveries::list_uninvoiced_deliveries(tx, before, BUYERS_AT_ONCE).await?;
    let until = until.min(tx.today());
    issue(tx, deliveries, until).await
}

/// Waits for the lock of the series. What is invoiced is read after it.
async fn hold_series(tx: &UnitOfWork) -> Result<()> {
    counter::hold(tx, &compose_document::counter_of(compose_document::INVOICE_SERIES)).await
}

/// Issues the invoices of deliveries that were read under the lock of the series, dated `until` at the latest.
async fn issue(tx: &mut UnitOfWork, deliveries: Vec<delivery::Model>, until: NaiveDate) -> Result<Vec<InvoiceId>> {
    if deliveries.is_empty() {
        return Ok(Vec::new());
    }
    let drafts = draft_invoices(tx, &deliveries, until).await?;
    if drafts.is_empty() {
        return Ok(Vec::new());
    }
    let count = i64::try_from(drafts.len()).map_err(anyhow::Error::from)?;
    let series = compose_document::counter_of(compose_document::INVOICE_SERIES);
    let first = counter::take(tx, &series, count).await?;
    let invoiced: BTreeSet<OrderId> = drafts.iter().flat_map(|d| d.lines.iter().map(|l| l.ordered.order_id)).collect();
    let names = DocumentNames::load(tx, &drafts).await?;
    let mut documents = Vec::with_capacity(drafts.len());
    for (draft, number) in drafts.into_iter().zip(first..) {
        documents.push(compose_document::invoice(tx, &names, draft, number)?);
    }
    move_exposure(tx, invoiced.into_iter().collect(), &documents).await?;
    let issued: Vec<_> = documents.iter().map(|d| (d.invoice.id, d.invoice.number, d.invoice.total)).collect();
    store::invoices::insert_documents(tx, documents).await?;
    for (id, number, total) in &issued {
        let detail = json!({ "series": compose_document::INVOICE_SERIES, "number": number, "total": total.0 });
        tx.audit("invoice", *id, "issued", detail);
        tx.emit(Event::InvoiceIssued { invoice_id: *id });
    }
    Ok(issued.into_iter().map(|(id, ..)| id).collect())
}

/// Replaces the exposure of the invoiced orders by that of their invoices.
async fn move_exposure(tx: &mut UnitOfWork, invoiced: Vec<OrderId>, documents: &[NewDocument]) -> Result<()> {
    let mut movements = Vec::with_capacity(invoiced.len() + documents.len());
    for chunk in invoiced.chunks(ROWS_PER_INSERT) {
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

/// The invoices to issue for these deliveries, by buyer code, day and delivery code.
async fn draft_invoices(
    tx: &UnitOfWork,
    deliveries: &[delivery::Model],
    until: NaiveDate,
) -> Result<Vec<DraftInvoice>> {
    let mut lines = draft_lines(tx, deliveries).await?;
    let buyer_ids: BTreeSet<BuyerId> = deliveries.iter().map(|d| d.buyer_id).collect();
    let buyer_ids: Vec<BuyerId> = buyer_ids.into_iter().collect();
    let parties = store::parties::load_parties(tx, &buyer_ids).await?;
    let mut groups: BTreeMap<InvoiceGroupKey, (&InvoicedBuyer, Vec<delivery::Model>)> = BTreeMap::new();
    for delivery in deliveries.iter().filter(|d| lines.contains_key(&d.id)) {
        let buyer = parties.buyers.get(&delivery.buyer_id);
        let buyer = buyer.ok_or_else(|| Problem::missing_reference("buyer", delivery.buyer_id))?;
        let confirmed_on = delivery.confirmed_at.map_or(until, |at| at.with_timezone(&tx.zone()).date_naive());
        let issued_on = rules::invoice_date(buyer.buyer.invoicing_terms, confirmed_on, until);
        let key = InvoiceGroupKey::of(&buyer.buyer, delivery, issued_on);
        groups.entry(key).or_insert_with(|| (buyer, Vec::new())).1.push(delivery.clone());
    }
    let mut drafts = Vec::new();
    for (key, (buyer, mut group)) in groups {
        group.sort_by(|a, b| a.code.cmp(&b.code));
        let parties = Parties { seller: parties.seller.clone(), buyer: buyer.party.clone() };
        let issued = DraftTerms { buyer: &buyer.buyer, parties: &parties, issued_on: key.issued_on };
        drafts.extend(compose_document::draft_invoices(issued, &group, &mut lines));
    }
    Ok(drafts)
}

/// Deliveries with the same key share an invoice. Ordered, because the invoices are numbered in this order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct InvoiceGroupKey {
    buyer_code: String,
    /// Its date.
    issued_on: NaiveDate,
    /// None for buyers that are invoiced by month.
    delivery_code: Option<String>,
}

impl InvoiceGroupKey {
    fn of(buyer: &buyer::Model, delivery: &delivery::Model, issued_on: NaiveDate) -> Self {
        let delivery_code = match buyer.invoicing_terms {
            InvoicingTerms::PerDelivery => Some(delivery.code.clone()),
            InvoicingTerms::Monthly => None,
        };
        Self { buyer_code: buyer.code.clone(), issued_on, delivery_code }
    }
}

/// The lines without invoice of each of these deliveries, summed by order line.
async fn draft_lines(tx: &UnitOfWork, deliveries: &[delivery::Model]) -> Result<HashMap<DeliveryId, Vec<DraftLine>>> {
    let ids: Vec<DeliveryId> = deliveries.iter().map(|d| d.id).collect();
    let delivery_lines = store::deliveries::list_uninvoiced_lines(tx, &ids).await?;
    let order_lines: BTreeSet<OrderLineId> = delivery_lines.iter().map(|line| line.order_line_id).collect();
    let order_lines: Vec<OrderLineId> = order_lines.into_iter().collect();
    let mut ordered = HashMap::with_capacity(order_lines.len());
    for chunk in order_lines.chunks(ROWS_PER_INSERT) {
        ordered.extend(orders::find_order_lines(tx, chunk).await?);
    }
    let mut drafts: BTreeMap<(DeliveryId, OrderLineId), DraftLine> = BTreeMap::new();
    for line in delivery_lines {
        let order_line = ordered.get(&line.order_line_id);
        let order_line = order_line.ok_or_else(|| Problem::missing_reference("order_line", line.order_line_id))?;
        let draft = drafts.entry((line.delivery_id, line.order_line_id)).or_insert_with(|| DraftLine {
            ordered: order_line.clone(),
            quantity: 0,
            delivery_lines: Vec::new(),
        });
        draft.quantity += line.quantity;
        draft.delivery_lines.push(line.id);
    }
    let mut by_delivery: HashMap<DeliveryId, Vec<DraftLine>> = HashMap::new();
    for ((delivery, _), draft) in drafts {
        by_delivery.entry(delivery).or_default().push(draft);
    }
    add_packaging(tx, &mut by_delivery).await?;
    Ok(by_delivery)
}

/// Adds the packaging of the baskets that arrived with these deliveries, also of those of which something is missing.
async fn add_packaging(tx: &UnitOfWork, by_delivery: &mut HashMap<DeliveryId, Vec<DraftLine>>) -> Result<()> {
    let mut arrived: BTreeMap<(OrderBasketId, DeliveryId), i64> = BTreeMap::new();
    for (delivery, lines) in &*by_delivery {
        for DraftLine { ordered, quantity, .. } in lines {
            if let Some(basket) = ordered.order_basket_id {
                let baskets = arrived.entry((basket, *delivery)).or_default();
                *baskets = rules::baskets_of_units(*quantity, ordered.price_units).max(*baskets);
            }
        }
    }
    let baskets: BTreeSet<OrderBasketId> = arrived.keys().map(|(basket, _)| *basket).collect();
    let packaging = orders::list_packaging(tx, &baskets.into_iter().collect::<Vec<_>>()).await?;
    for ((basket, delivery), quantity) in arrived {
        let line = packaging.iter().find(|line| line.order_basket_id == Some(basket));
        if let Some((line, lines)) = line.zip(by_delivery.get_mut(&delivery)) {
            lines.push(DraftLine { ordered: line.clone(), quantity, delivery_lines: Vec::new() });
        }
    }
    Ok(())
}
