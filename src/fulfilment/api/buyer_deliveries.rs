//! Deliveries for their buyer.

use entities::values::{BuyerId, DeliveryId};
use poem::web::Data;
use poem_openapi::{OpenApi, param::Path, payload::Json};

use super::{
    deliveries::{Delivery, DeliveryDetail, commit_response, get_response},
    tag::Tag,
};
use crate::{
    buyers,
    fulfilment::{
        actions::confirm_deliveries,
        store::{
            self,
            deliveries::{DeliveryFilter, DeliveryScope},
        },
    },
    identity::{Buyer, Caller},
    platform::{
        app::App,
        http::{page_request::PageRequest, paging::List, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// Operations of buyers on their deliveries.
pub struct BuyerDeliveries;

#[OpenApi(prefix_path = "/api/v1/buyer", tag = "Tag::Fulfilment")]
impl BuyerDeliveries {
    /// List own deliveries, newest first
    #[oai(path = "/deliveries", method = "get", operation_id = "list_own_deliveries")]
    async fn list_own_deliveries(&self, app: Data<&App>, caller: Buyer, page: PageRequest) -> Result<List<Delivery>> {
        let tx = app.read(caller.actor()).await?;
        let filter = DeliveryFilter { buyer: Some(own_id(&tx, &caller).await?), cycle: None };
        Ok(store::deliveries::list_deliveries(&tx, filter, &page).await?.map(Delivery::from).into())
    }

    /// Get an own delivery with its lines
    #[oai(path = "/deliveries/:id", method = "get", operation_id = "get_own_delivery")]
    async fn get_own_delivery(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<DeliveryId>,
    ) -> Result<Json<DeliveryDetail>> {
        let tx = app.read(caller.actor()).await?;
        let scope = DeliveryScope::Buyer(own_id(&tx, &caller).await?);
        Ok(Json(get_response(&tx, scope, id.0).await?))
    }

    /// Confirm the arrival of an own delivery
    #[oai(path = "/deliveries/:id/confirm", method = "post", operation_id = "confirm_own_delivery")]
    async fn confirm_own_delivery(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<DeliveryId>,
    ) -> Result<Json<DeliveryDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let scope = DeliveryScope::Buyer(own_id(&tx, &caller).await?);
        confirm_deliveries::confirm_delivery(&mut tx, scope, id.0).await?;
        Ok(Json(commit_response(tx, scope, id.0).await?))
    }
}

async fn own_id(tx: &UnitOfWork, caller: &Buyer) -> Result<BuyerId> {
    Ok(buyers::get_own_buyer(tx, caller).await?.id)
}
