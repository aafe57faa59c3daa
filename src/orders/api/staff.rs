//! Orders in the hands of staff, and what a cycle's orders add up to.

use entities::values::{BuyerId, CycleId, OrderId, OrderState};
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{
    Tag,
    wire::{CycleOrders, DemandLine, Order, OrderCancellation, OrderDetail, Shortage, StandingOrder},
};
use crate::{
    identity::{Caller, Staff, StaffViewer},
    orders::{cancel_any, shown, store, store::orders::Shown},
    platform::{
        app::App,
        http::{
            etag::Versioned,
            paging::{Cursor, Limit, List, Page, RequestUri},
            problem::Result,
        },
    },
};

/// What staff may do with orders.
pub struct StaffApi;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Orders")]
impl StaffApi {
    /// All orders, the newest first
    #[oai(path = "/staff/orders", method = "get", operation_id = "list_all_orders")]
    async fn list_all_orders(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// Only this cycle's.
        cycle: Query<Option<CycleId>>,
        /// Only this buyer's.
        buyer: Query<Option<BuyerId>>,
        /// Only in this state.
        state: Query<Option<OrderState>>,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        uri: RequestUri,
    ) -> Result<List<Order>> {
        let page = Page::new(limit.0, after.0);
        let tx = app.read(caller.actor()).await?;
        let told = shown::orders(&tx, Shown { buyer: buyer.0, cycle: cycle.0, state: state.0 }, &page, true).await?;
        Ok(List::page(told, &page, &uri, |order| Cursor::of(&order.id), |order| order))
    }

    /// An order
    #[oai(path = "/staff/orders/:id", method = "get", operation_id = "get_any_order")]
    async fn get_any_order(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<OrderId>,
    ) -> Result<Versioned<OrderDetail>> {
        let tx = app.read(caller.actor()).await?;
        let order = store::orders::get(&tx, id.0).await?;
        let version = order.version;
        Ok(Versioned::of(shown::order_detail(&tx, order, true).await?, version))
    }

    /// Cancel a buyer's order; after its cut-off too, until goods of its cycle are received
    #[oai(path = "/staff/orders/:id/cancel", method = "post", operation_id = "cancel_any_order")]
    async fn cancel_any_order(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<OrderId>,
        body: Json<OrderCancellation>,
    ) -> Result<Versioned<OrderDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let order = cancel_any(&mut tx, id.0, body.0.reason.map(String::from)).await?;
        let version = order.version;
        let told = shown::order_detail(&tx, order, true).await?;
        tx.commit().await?;
        Ok(Versioned::of(told, version))
    }

    /// All standing orders, the newest first
    #[oai(path = "/staff/standing-orders", method = "get", operation_id = "list_all_standing_orders")]
    async fn list_all_standing_orders(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        uri: RequestUri,
    ) -> Result<List<StandingOrder>> {
        let page = Page::new(limit.0, after.0);
        let tx = app.read(caller.actor()).await?;
        let told = shown::standing_orders(&tx, None, &page).await?;
        Ok(List::page(told, &page, &uri, |row| Cursor::of(&row.id), |row| row))
    }

    /// What a cycle's orders add up to, in units and lots
    #[oai(path = "/staff/cycles/:id/demand", method = "get", operation_id = "get_demand")]
    async fn get_demand(&self, app: Data<&App>, caller: StaffViewer, id: Path<CycleId>) -> Result<List<DemandLine>> {
        let tx = app.read(caller.actor()).await?;
        Ok(List::all(shown::demand(&tx, id.0).await?))
    }

    /// How a cycle's orders stand, and what became of its standing orders
    #[oai(path = "/staff/cycles/:id/orders", method = "get", operation_id = "get_cycle_orders")]
    async fn get_cycle_orders(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<CycleId>,
    ) -> Result<Json<CycleOrders>> {
        let tx = app.read(caller.actor()).await?;
        Ok(Json(shown::cycle_orders(&tx, id.0).await?))
    }

    /// What will not come in a cycle, line by line
    #[oai(path = "/staff/cycles/:id/shortages", method = "get", operation_id = "list_shortages")]
    async fn list_shortages(&self, app: Data<&App>, caller: StaffViewer, id: Path<CycleId>) -> Result<List<Shortage>> {
        let tx = app.read(caller.actor()).await?;
        Ok(List::all(shown::shortages(&tx, id.0).await?))
    }
}
