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
            paging::{Cursor, Here, Limit, List, Page},
            problem::Answer,
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
        here: Here,
    ) -> Answer<List<Delivery>> {
        let work = app.read(caller.actor()).await?;
        let scope = Scope::Buyer(buyers::buyer_of(&work, &caller).await?.id);
        let page = Page::new(limit.0, after.0);
        let rows = store::deliveries::page(&work, scope, None, page.key::<DeliveryId>()?, page.fetch()).await?;
        let names = reads::names_of(&work, &rows).await?;
        Ok(List::page(rows, &page, &here, |row| Cursor::of(&row.id), |row| Delivery::of(row, &names)))
    }

    /// One of my deliveries, batch by batch
    #[oai(path = "/buyer/deliveries/:id", method = "get", operation_id = "get_my_delivery")]
    async fn get_my_delivery(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<DeliveryId>,
    ) -> Answer<Json<DeliveryDetail>> {
        let work = app.read(caller.actor()).await?;
        let scope = Scope::Buyer(buyers::buyer_of(&work, &caller).await?.id);
        Ok(Json(reads::detail(&work, scope, id.0).await?))
    }

    /// My delivery arrived
    #[oai(path = "/buyer/deliveries/:id/confirm", method = "post", operation_id = "confirm_my_delivery")]
    async fn confirm_my_delivery(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<DeliveryId>,
    ) -> Answer<Json<DeliveryDetail>> {
        let mut work = app.begin(caller.actor()).await?;
        let scope = Scope::Buyer(buyers::buyer_of(&work, &caller).await?.id);
        confirm::confirm(&mut work, scope, id.0).await?;
        let detail = reads::detail(&work, scope, id.0).await?;
        work.commit().await?;
        Ok(Json(detail))
    }
}
