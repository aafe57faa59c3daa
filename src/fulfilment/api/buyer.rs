//! Buyers: what is on its way, and that it arrived.

use entities::values::DeliveryId;
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{
    Tag,
    wire::{Delivery, DeliveryDetail},
};
use crate::{
    buyers,
    fulfilment::{
        actions::confirm,
        reads,
        store::{self, deliveries::Scope},
    },
    identity::{Buyer, Caller},
    platform::{
        app::App,
        http::{
            paging::{Cursor, Limit, List, Page, RequestUri},
            problem::Result,
        },
    },
};

/// Buyers' operations of fulfilment.
pub struct BuyerApi;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Fulfilment")]
impl BuyerApi {
    /// My deliveries, newest first
    #[oai(path = "/buyer/deliveries", method = "get", operation_id = "list_my_deliveries")]
    async fn list_my_deliveries(
        &self,
        app: Data<&App>,
        caller: Buyer,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        uri: RequestUri,
    ) -> Result<List<Delivery>> {
        let tx = app.read(caller.actor()).await?;
        let scope = Scope::Buyer(buyers::buyer_of(&tx, &caller).await?.id);
        let page = Page::new(limit.0, after.0);
        let rows = store::deliveries::page(&tx, scope, None, page.key::<DeliveryId>()?, page.fetch()).await?;
        let names = reads::names_of(&tx, &rows).await?;
        Ok(List::page(rows, &page, &uri, |row| Cursor::of(&row.id), |row| Delivery::of(row, &names)))
    }

    /// One of my deliveries, batch by batch
    #[oai(path = "/buyer/deliveries/:id", method = "get", operation_id = "get_my_delivery")]
    async fn get_my_delivery(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<DeliveryId>,
    ) -> Result<Json<DeliveryDetail>> {
        let tx = app.read(caller.actor()).await?;
        let scope = Scope::Buyer(buyers::buyer_of(&tx, &caller).await?.id);
        Ok(Json(reads::detail(&tx, scope, id.0).await?))
    }

    /// My delivery arrived
    #[oai(path = "/buyer/deliveries/:id/confirm", method = "post", operation_id = "confirm_my_delivery")]
    async fn confirm_my_delivery(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<DeliveryId>,
    ) -> Result<Json<DeliveryDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let scope = Scope::Buyer(buyers::buyer_of(&tx, &caller).await?.id);
        confirm::confirm(&mut tx, scope, id.0).await?;
        let detail = reads::detail(&tx, scope, id.0).await?;
        tx.commit().await?;
        Ok(Json(detail))
    }
}
