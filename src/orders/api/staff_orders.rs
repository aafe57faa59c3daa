//! Staff list orders and standing orders, and cancel orders.

use entities::values::{BuyerId, CycleId, OrderId, OrderState};
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{
    orders::{Audience, Order, OrderCancellation, OrderDetail, list_orders, order_detail},
    standing_orders::{StandingOrder, list_standing_orders},
    tag::Tag,
};
use crate::{
    identity::{Caller, Staff, StaffViewer},
    orders::{
        actions::cancel_order::cancel_order,
        store::{self, orders::OrderFilter},
    },
    platform::{
        app::App,
        http::{etag::Versioned, page_request::PageRequest, paging::List, problem::Result},
    },
};

/// Operations of staff on orders.
pub struct StaffOrders;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Orders")]
impl StaffOrders {
    /// List orders, the newest first
    #[oai(path = "/orders", method = "get", operation_id = "list_orders")]
    async fn list_orders(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// Only of this cycle.
        cycle: Query<Option<CycleId>>,
        /// Only of this buyer.
        buyer: Query<Option<BuyerId>>,
        /// Only in this state.
        state: Query<Option<OrderState>>,
        page: PageRequest,
    ) -> Result<List<Order>> {
        let tx = app.read(caller.actor()).await?;
        let filter = OrderFilter { buyer: buyer.0, cycle: cycle.0, state: state.0 };
        Ok(list_orders(&tx, filter, &page, Audience::Staff).await?.into())
    }

    /// Get an order
    #[oai(path = "/orders/:id", method = "get", operation_id = "get_order")]
    async fn get_order(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<OrderId>,
    ) -> Result<Versioned<OrderDetail>> {
        let tx = app.read(caller.actor()).await?;
        let order = store::orders::get(&tx, id.0).await?;
        let version = order.version;
        Ok(Versioned::of(order_detail(&tx, order, Audience::Staff).await?, version))
    }

    /// Cancel an order of a buyer. Also possible after its cut-off, until goods of its cycle are received.
    #[oai(path = "/orders/:id/cancel", method = "post", operation_id = "cancel_order")]
    async fn cancel_order(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<OrderId>,
        body: Json<OrderCancellation>,
    ) -> Result<Versioned<OrderDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let order = cancel_order(&mut tx, id.0, body.0.reason.map(String::from)).await?;
        let version = order.version;
        let response = order_detail(&tx, order, Audience::Staff).await?;
        tx.commit().await?;
        Ok(Versioned::of(response, version))
    }

    /// List standing orders, the newest first
    #[oai(path = "/standing-orders", method = "get", operation_id = "list_standing_orders")]
    async fn list_standing_orders(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        page: PageRequest,
    ) -> Result<List<StandingOrder>> {
        let tx = app.read(caller.actor()).await?;
        Ok(list_standing_orders(&tx, None, &page).await?.into())
    }
}
