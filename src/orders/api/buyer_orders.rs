//! A buyer lists, places, amends and cancels its orders.

use entities::values::{CycleId, OrderId, OrderState};
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{
    orders::{
        Audience, NewOrder, Order, OrderAmendment, OrderCancellation, OrderDetail, list_orders, order_detail,
        placed_order,
    },
    tag::Tag,
};
use crate::{
    buyers::{get_own_buyer, get_own_open_buyer},
    identity::{Buyer, Caller},
    orders::{
        actions::{amend_order::amend_order, cancel_order::cancel_own_order, place_order::place_order},
        store::{self, orders::OrderFilter},
    },
    platform::{
        app::App,
        http::{
            etag::{IfMatch, Versioned},
            idempotency::{Created, Idempotent},
            page_request::PageRequest,
            paging::List,
            problem::Result,
        },
    },
};

/// Operations of buyers on their orders.
pub struct BuyerOrders;

#[OpenApi(prefix_path = "/api/v1/buyer", tag = "Tag::Orders")]
impl BuyerOrders {
    /// List your orders, the newest first
    #[oai(path = "/orders", method = "get", operation_id = "list_own_orders")]
    async fn list_own_orders(
        &self,
        app: Data<&App>,
        caller: Buyer,
        /// Only of this cycle.
        cycle: Query<Option<CycleId>>,
        /// Only in this state.
        state: Query<Option<OrderState>>,
        page: PageRequest,
    ) -> Result<List<Order>> {
        let tx = app.read(caller.actor()).await?;
        let buyer = Some(get_own_buyer(&tx, &caller).await?.id);
        let filter = OrderFilter { buyer, cycle: cycle.0, state: state.0 };
        Ok(list_orders(&tx, filter, &page, Audience::Buyer).await?.into())
    }

    /// Place an order in an open cycle
    #[oai(path = "/orders", method = "post", operation_id = "place_order")]
    async fn place_order(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Buyer>,
        body: Json<NewOrder>,
    ) -> Result<Created<OrderDetail>> {
        request
            .run(body, async |tx, buyer, new| {
                let placed = place_order(tx, buyer.organisation_id, new.cycle_id, new.into()).await?;
                placed_order(tx, placed)
            })
            .await
    }

    /// Get one of your orders
    #[oai(path = "/orders/:id", method = "get", operation_id = "get_own_order")]
    async fn get_own_order(&self, app: Data<&App>, caller: Buyer, id: Path<OrderId>) -> Result<Versioned<OrderDetail>> {
        let tx = app.read(caller.actor()).await?;
        let buyer = get_own_buyer(&tx, &caller).await?;
        let order = store::orders::get_of_buyer(&tx, buyer.id, id.0).await?;
        let version = order.version;
        Ok(Versioned::of(order_detail(&tx, order, Audience::Buyer).await?, version))
    }

    /// Amend an order before its cut-off
    #[oai(path = "/orders/:id", method = "put", operation_id = "amend_order")]
    async fn amend_order(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<OrderId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<OrderAmendment>,
    ) -> Result<Versioned<OrderDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let buyer = get_own_open_buyer(&tx, &caller).await?;
        let order = amend_order(&mut tx, &buyer, id.0, &if_match, body.0.into()).await?;
        let version = order.version;
        let response = order_detail(&tx, order, Audience::Buyer).await?;
        tx.commit().await?;
        Ok(Versioned::of(response, version))
    }

    /// Cancel an order before its cut-off
    #[oai(path = "/orders/:id/cancel", method = "post", operation_id = "cancel_own_order")]
    async fn cancel_own_order(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<OrderId>,
        body: Json<OrderCancellation>,
    ) -> Result<Versioned<OrderDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let buyer = get_own_buyer(&tx, &caller).await?;
        let order = cancel_own_order(&mut tx, buyer.id, id.0, body.0.reason.map(String::from)).await?;
        let version = order.version;
        let response = order_detail(&tx, order, Audience::Buyer).await?;
        tx.commit().await?;
        Ok(Versioned::of(response, version))
    }
}
