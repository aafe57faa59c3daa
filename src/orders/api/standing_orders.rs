//! A buyer creates, updates, pauses and ends its standing orders.

use chrono::NaiveDate;
use entities::{
    orders::{standing_order, standing_order_line, standing_order_pause},
    values::{
        BuyerId, DeliveryPointId, OccurrenceReason, OccurrenceState, OrderId, ProductId, StandingOrderId,
        StandingOrderState,
    },
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::{
    orders::{OrderLineInput, RetiredDeliveryPoint, find_retired_point},
    tag::Tag,
};
use crate::{
    buyers::{get_own_buyer, get_own_open_buyer, load_buyer_names},
    identity::{Buyer, Caller},
    orders::{
        OrderItem, StandingOrderTerms,
        actions::{
            pause_standing_order::{pause_standing_order, resume_standing_order},
            settled_dates::{self, list_settled_dates},
            split_standing_order::split_standing_order,
            standing_orders::{create_standing_order, end_standing_order, update_standing_order},
        },
        store,
    },
    platform::{
        app::App,
        http::{
            dates::PlannedDate,
            etag::{IfMatch, Versioned},
            idempotency::{Created, Idempotent},
            limits::NAME,
            page_request::{PageRequest, Rows},
            paging::List,
            problem::Result,
            text::Text,
        },
        unit_of_work::UnitOfWork,
    },
};

/// A buyer's recurring order.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct StandingOrder {
    /// Identifies the standing order.
    pub id: StandingOrderId,
    /// Short code.
    pub code: String,
    /// The buyer.
    pub buyer_id: BuyerId,
    /// The buyer's name; in responses to staff only.
    pub buyer_name: Option<String>,
    /// What the buyer calls it.
    pub name: String,
    /// Where its orders are delivered.
    pub delivery_point_id: DeliveryPointId,
    /// RFC 5545 rule on dates.
    pub rule: String,
    /// The first possible day.
    pub starts_on: NaiveDate,
    /// The last possible day.
    pub ends_on: Option<NaiveDate>,
    /// Its state today.
    pub state: StandingOrderState,
    /// The last day of the pause, where it is paused today.
    pub paused_until: Option<NaiveDate>,
    /// The standing order that it continues, which was changed from its first day on.
    pub predecessor_id: Option<StandingOrderId>,
    /// The standing order that continues it after its last day.
    pub successor_id: Option<StandingOrderId>,
    /// Its version, for `If-Match: "v{version}"`.
    pub version: i32,
}

impl StandingOrder {
    fn new(
        row: standing_order::Model,
        pauses: &[standing_order_pause::Model],
        buyer_name: Option<String>,
        today: NaiveDate,
    ) -> Self {
        let running = pauses
            .iter()
            .filter(|pause| pause.standing_order_id == row.id)
            .filter(|pause| (pause.from_date..=pause.until_date).contains(&today));
        let paused_until = running.map(|pause| pause.until_date).max();
        let paused_until = paused_until.filter(|_| row.state != StandingOrderState::Ended);
        Self {
            id: row.id,
            code: row.code,
            buyer_id: row.buyer_id,
            buyer_name,
            name: row.name,
            delivery_point_id: row.delivery_point_id,
            rule: row.rule,
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            state: row.state,
            paused_until,
            predecessor_id: row.predecessor_id,
            successor_id: row.successor_id,
            version: row.version,
        }
    }
}

/// A standing order with its lines and pauses.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct StandingOrderDetail {
    /// The standing order.
    pub standing_order: StandingOrder,
    /// Its delivery point, where it was retired since: its dates are not ordered until another one is chosen.
    pub retired_delivery_point: Option<RetiredDeliveryPoint>,
    /// Products and quantities of each date.
    pub lines: Vec<StandingOrderLine>,
    /// Its pauses, past ones too.
    pub pauses: Vec<StandingOrderPause>,
    /// Dates from today on that a change or a pause comes too late for: they are ordered, and their orders stay, or their
    /// delivery has closed. By date, at most 50.
    pub settled_dates: Vec<SettledDate>,
}

/// A date of a standing order that a change comes too late for.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct SettledDate {
    /// The date.
    pub date: NaiveDate,
    /// What became of it.
    pub state: OccurrenceState,
    /// Why it was reduced, skipped or blocked.
    pub reason: Option<OccurrenceReason>,
    /// Its order, which stays.
    pub order_id: Option<OrderId>,
}

impl From<settled_dates::SettledDate> for SettledDate {
    fn from(settled: settled_dates::SettledDate) -> Self {
        let settled_dates::SettledDate { date, outcome, order_id } = settled;
        Self { date, state: outcome.state, reason: outcome.reason, order_id }
    }
}

/// A product of a standing order.
#[derive(Clone, Debug, Object)]
pub struct StandingOrderLine {
    /// The product.
    pub product_id: ProductId,
    /// Units, or per arriving guest where `per_guest`.
    pub quantity: i64,
    /// Whether the quantity is multiplied by the number of arriving guests.
    pub per_guest: bool,
}

impl From<standing_order_line::Model> for StandingOrderLine {
    fn from(row: standing_order_line::Model) -> Self {
        Self { product_id: row.product_id, quantity: row.quantity, per_guest: row.per_guest }
    }
}

/// Days on which a standing order is paused.
#[derive(Clone, Debug, Object)]
pub struct StandingOrderPause {
    /// Identifies the pause.
    pub id: Uuid,
    /// First day.
    pub from_date: NaiveDate,
    /// Last day.
    pub until_date: NaiveDate,
}

impl From<standing_order_pause::Model> for StandingOrderPause {
    fn from(row: standing_order_pause::Model) -> Self {
        Self { id: row.id, from_date: row.from_date, until_date: row.until_date }
    }
}

/// The terms of a standing order, to create, update or preview it.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none)]
pub struct StandingOrderInput {
    /// What you call it.
    pub name: Text<1, NAME>,
    /// Where its orders are delivered.
    pub delivery_point_id: DeliveryPointId,
    /// RFC 5545 rule on dates, such as `FREQ=WEEKLY;BYDAY=TU,FR` or `FREQ=WEEKLY;INTERVAL=2;BYDAY=TU`.
    pub rule: Text<1, 200>,
    /// The first possible day; intervals of the rule count from it.
    pub starts_on: PlannedDate,
    /// The last possible day.
    pub ends_on: Option<PlannedDate>,
    /// Products and quantities of each date; each product once.
    #[oai(validator(min_items = 1, max_items = 200))]
    pub lines: Vec<OrderLineInput>,
}

impl From<StandingOrderInput> for StandingOrderTerms {
    fn from(input: StandingOrderInput) -> Self {
        Self {
            name: input.name.into(),
            delivery_point_id: input.delivery_point_id,
            rule: input.rule.to_uppercase(),
            starts_on: input.starts_on.into(),
            ends_on: input.ends_on.map(Into::into),
            items: input.lines.into_iter().map(OrderItem::from).collect(),
        }
    }
}

/// New terms of a standing order from a day on.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none)]
pub struct StandingOrderSplit {
    /// The first day of the change, today or later. Where the rule stays, the change begins on its next date.
    pub from_date: PlannedDate,
    /// What you call it.
    pub name: Text<1, NAME>,
    /// Where its orders are delivered.
    pub delivery_point_id: DeliveryPointId,
    /// RFC 5545 rule on dates; the same rule keeps its dates, the intervals of another count from `from_date`.
    pub rule: Text<1, 200>,
    /// The last possible day.
    pub ends_on: Option<PlannedDate>,
    /// Products and quantities of each date; each product once.
    #[oai(validator(min_items = 1, max_items = 200))]
    pub lines: Vec<OrderLineInput>,
}

impl From<StandingOrderSplit> for StandingOrderTerms {
    fn from(split: StandingOrderSplit) -> Self {
        let StandingOrderSplit { from_date: starts_on, name, delivery_point_id, rule, ends_on, lines } = split;
        StandingOrderInput { name, delivery_point_id, rule, starts_on, ends_on, lines }.into()
    }
}

/// A pause of a standing order.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct NewPause {
    /// First day.
    pub from_date: PlannedDate,
    /// Last day.
    pub until_date: PlannedDate,
}

/// A page of standing orders, the newest first: of one buyer, or of all buyers with their names.
pub async fn list_standing_orders(
    tx: &UnitOfWork,
    buyer: Option<BuyerId>,
    page: &PageRequest,
) -> Result<Rows<StandingOrder>> {
    let rows = store::standing_orders::list(tx, buyer, page).await?;
    let ids: Vec<StandingOrderId> = rows.items.iter().map(|row| row.id).collect();
    let pauses = store::standing_orders::list_pauses(tx, &ids).await?;
    let names = match buyer {
        Some(_) => None,
        None => {
            let buyers: Vec<BuyerId> = rows.items.iter().map(|row| row.buyer_id).collect();
            Some(load_buyer_names(tx, &buyers).await?)
        }
    };
    rows.try_map(|row| {
        let name = names.as_ref().map(|names| names.get(row.buyer_id)).transpose()?;
        let name = name.map(|buyer| buyer.name.clone());
        Ok(StandingOrder::new(row, &pauses, name, tx.today()))
    })
}

async fn standing_order_detail(tx: &UnitOfWork, row: standing_order::Model) -> Result<StandingOrderDetail> {
    let lines = store::standing_orders::list_lines(tx, &[row.id]).await?;
    let pauses = store::standing_orders::list_pauses(tx, &[row.id]).await?;
    let settled = list_settled_dates(tx, &row, &pauses).await?;
    Ok(StandingOrderDetail {
        settled_dates: settled.into_iter().map(Into::into).collect(),
        retired_delivery_point: find_retired_point(tx, row.delivery_point_id).await?,
        standing_order: StandingOrder::new(row, &pauses, None, tx.today()),
        lines: lines.into_iter().map(Into::into).collect(),
        pauses: pauses.into_iter().map(Into::into).collect(),
    })
}

/// Commits a change of a standing order, with its response.
async fn commit(tx: UnitOfWork, row: standing_order::Model) -> Result<Versioned<StandingOrderDetail>> {
    let version = row.version;
    let response = standing_order_detail(&tx, row).await?;
    tx.commit().await?;
    Ok(Versioned::of(response, version))
}

/// Operations of buyers on their standing orders.
pub struct StandingOrders;

#[OpenApi(prefix_path = "/api/v1/buyer", tag = "Tag::Orders")]
impl StandingOrders {
    /// List your standing orders, the newest first
    #[oai(path = "/standing-orders", method = "get", operation_id = "list_own_standing_orders")]
    async fn list_own_standing_orders(
        &self,
        app: Data<&App>,
        caller: Buyer,
        page: PageRequest,
    ) -> Result<List<StandingOrder>> {
        let tx = app.read(caller.actor()).await?;
        let buyer = get_own_buyer(&tx, &caller).await?;
        Ok(list_standing_orders(&tx, Some(buyer.id), &page).await?.into())
    }

    /// Create a standing order
    #[oai(path = "/standing-orders", method = "post", operation_id = "create_standing_order")]
    async fn create_standing_order(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Buyer>,
        body: Json<StandingOrderInput>,
    ) -> Result<Created<StandingOrderDetail>> {
        request
            .run(body, async |tx, caller, new| {
                let buyer = get_own_open_buyer(tx, &caller).await?;
                let created = create_standing_order(tx, &buyer, None, new.into()).await?;
                standing_order_detail(tx, created).await
            })
            .await
    }

    /// Get one of your standing orders
    #[oai(path = "/standing-orders/:id", method = "get", operation_id = "get_standing_order")]
    async fn get_standing_order(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<StandingOrderId>,
    ) -> Result<Versioned<StandingOrderDetail>> {
        let tx = app.read(caller.actor()).await?;
        let buyer = get_own_buyer(&tx, &caller).await?;
        let row = store::standing_orders::get_of_buyer(&tx, buyer.id, id.0).await?;
        let version = row.version;
        Ok(Versioned::of(standing_order_detail(&tx, row).await?, version))
    }

    /// Update a standing order. Orders that are placed stay as they are.
    #[oai(path = "/standing-orders/:id", method = "put", operation_id = "update_standing_order")]
    async fn update_standing_order(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<StandingOrderId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<StandingOrderInput>,
    ) -> Result<Versioned<StandingOrderDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let buyer = get_own_open_buyer(&tx, &caller).await?;
        let row = update_standing_order(&mut tx, &buyer, id.0, &if_match, body.0.into()).await?;
        commit(tx, row).await
    }

    /// Change a standing order from a day on
    ///
    /// It ends on the day before, and a new one with these terms continues it. The dates from there on move to the new one
    /// with their changes, orders and pauses. Orders that are placed stay as they are.
    #[oai(path = "/standing-orders/:id/splits", method = "post", operation_id = "split_standing_order")]
    async fn split_standing_order(
        &self,
        id: Path<StandingOrderId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Buyer>,
        body: Json<StandingOrderSplit>,
    ) -> Result<Created<StandingOrderDetail>> {
        let response = request.run(body, async |tx, caller, split| {
            let buyer = get_own_open_buyer(tx, &caller).await?;
            let row = split_standing_order(tx, &buyer, id.0, &if_match, split.into()).await?;
            standing_order_detail(tx, row).await
        });
        Ok(response.await?.versioned(|detail| detail.standing_order.version))
    }

    /// End a standing order. Orders that are placed stay as they are.
    #[oai(path = "/standing-orders/:id/end", method = "post", operation_id = "end_standing_order")]
    async fn end_standing_order(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<StandingOrderId>,
    ) -> Result<Versioned<StandingOrderDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let buyer = get_own_buyer(&tx, &caller).await?;
        let row = end_standing_order(&mut tx, buyer.id, id.0).await?;
        commit(tx, row).await
    }

    /// Pause a standing order from one day to another
    #[oai(path = "/standing-orders/:id/pauses", method = "post", operation_id = "pause_standing_order")]
    async fn pause_standing_order(
        &self,
        id: Path<StandingOrderId>,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Buyer>,
        body: Json<NewPause>,
    ) -> Result<Created<StandingOrderDetail>> {
        request
            .run(body, async |tx, caller, NewPause { from_date, until_date }| {
                let buyer = get_own_open_buyer(tx, &caller).await?;
                let row = pause_standing_order(tx, buyer.id, id.0, from_date.into(), until_date.into()).await?;
                standing_order_detail(tx, row).await
            })
            .await
    }

    /// End a pause today
    #[oai(path = "/standing-orders/:id/pauses/:pause/end", method = "post", operation_id = "resume_standing_order")]
    async fn resume_standing_order(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<StandingOrderId>,
        pause: Path<Uuid>,
    ) -> Result<Versioned<StandingOrderDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let buyer = get_own_open_buyer(&tx, &caller).await?;
        let row = resume_standing_order(&mut tx, buyer.id, id.0, pause.0).await?;
        commit(tx, row).await
    }
}
