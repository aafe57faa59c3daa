//! A buyer's own orders.

use entities::values::{CycleId, OrderId, OrderState};
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Header, Path, Query},
    payload::Json,
};

use super::{
    Tag,
    wire::{NewOrder, Order, OrderAmendment, OrderCancellation, OrderDetail},
};
use crate::{
    buyers::buyer_of,
    identity::{Buyer, Caller},
    orders::{self, OrderChange, Want, amend, cancel, open_for_change, shown, store, store::orders::Shown},
    platform::{
        app::App,
        http::{
            etag::{Versioned, check_version},
            idempotency::{Created, Once, once},
            paging::{Cursor, Limit, List, Page, RequestUri},
            problem::Result,
        },
    },
};

/// What a buyer may do with its orders.
pub struct BuyerApi;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Orders")]
impl BuyerApi {
    /// My orders, the newest first
    #[oai(path = "/buyer/orders", method = "get", operation_id = "list_orders")]
    async fn list_orders(
        &self,
        app: Data<&App>,
        caller: Buyer,
        /// Only this cycle's.
        cycle: Query<Option<CycleId>>,
        /// Only in this state.
        state: Query<Option<OrderState>>,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        uri: RequestUri,
    ) -> Result<List<Order>> {
        let page = Page::new(limit.0, after.0);
        let tx = app.read(caller.actor()).await?;
        let buyer = Some(buyer_of(&tx, &caller).await?.id);
        let told = shown::orders(&tx, Shown { buyer, cycle: cycle.0, state: state.0 }, &page, false).await?;
        Ok(List::page(told, &page, &uri, |order| Cursor::of(&order.id), |order| order))
    }

    /// Order in an open cycle
    #[oai(path = "/buyer/orders", method = "post", operation_id = "place_order")]
    async fn place_order(
        &self,
        app: Data<&App>,
        caller: Buyer,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Json<NewOrder>,
    ) -> Result<Created<OrderDetail>> {
        match once(&app, caller.actor(), &caller.key_owner(), "place_order", &key.0, &body.0).await? {
            Once::Replay(replay) => Ok(replay),
            Once::Begin(mut begun) => {
                let new = orders::NewOrder {
                    cycle_id: body.0.cycle_id,
                    delivery_point_id: body.0.delivery_point_id,
                    note: body.0.note.clone().map(String::from),
                    lines: body.0.lines.iter().copied().map(Want::from).collect(),
                };
                let placed = orders::place(&mut begun.tx, caller.organisation_id, new).await?;
                let told = shown::placed(&begun.tx, placed);
                begun.created(told).await
            }
        }
    }

    /// One of my orders
    #[oai(path = "/buyer/orders/:id", method = "get", operation_id = "get_order")]
    async fn get_order(&self, app: Data<&App>, caller: Buyer, id: Path<OrderId>) -> Result<Versioned<OrderDetail>> {
        let tx = app.read(caller.actor()).await?;
        let buyer = buyer_of(&tx, &caller).await?;
        let order = store::orders::of(&tx, buyer.id, id.0).await?;
        let version = order.version;
        Ok(Versioned::of(shown::order_detail(&tx, order, false).await?, version))
    }

    /// Change an order until its cut-off
    #[oai(path = "/buyer/orders/:id", method = "put", operation_id = "amend_order")]
    async fn amend_order(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<OrderId>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Json<OrderAmendment>,
    ) -> Result<Versioned<OrderDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let buyer = buyer_of(&tx, &caller).await?;
        let open = open_for_change(&mut tx, Some(buyer.id), id.0).await?;
        check_version(if_match.as_deref(), open.0.version)?;
        let change = OrderChange {
            delivery_point_id: body.0.delivery_point_id,
            note: body.0.note.map(String::from),
            lines: body.0.lines.into_iter().map(Want::from).collect(),
        };
        let order = amend(&mut tx, &buyer, open, change).await?;
        let version = order.version;
        let told = shown::order_detail(&tx, order, false).await?;
        tx.commit().await?;
        Ok(Versioned::of(told, version))
    }

    /// Cancel an order until its cut-off
    #[oai(path = "/buyer/orders/:id/cancel", method = "post", operation_id = "cancel_order")]
    async fn cancel_order(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<OrderId>,
        body: Json<OrderCancellation>,
    ) -> Result<Versioned<OrderDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let buyer = buyer_of(&tx, &caller).await?;
        let (order, _) = open_for_change(&mut tx, Some(buyer.id), id.0).await?;
        let order = cancel(&mut tx, order, body.0.reason.map(String::from)).await?;
        let version = order.version;
        let told = shown::order_detail(&tx, order, false).await?;
        tx.commit().await?;
        Ok(Versioned::of(told, version))
    }
}
