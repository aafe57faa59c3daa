//! The catalogue as a buyer sees it.

use chrono::NaiveDate;
use entities::values::{FamilyId, ProductId};
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{Tag, wire::BuyerProduct};
use crate::{
    buyers::buyer_of,
    catalogue::{reads, store::products::Shown},
    identity::{Buyer, Caller},
    platform::{
        app::App,
        http::{
            paging::{Cursor, Limit, List, Page, RequestUri},
            problem::Result,
        },
    },
};

/// What a buyer may ask.
pub struct BuyerApi;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Catalogue")]
impl BuyerApi {
    /// The published products, by code, at the caller's prices
    #[oai(path = "/buyer/products", method = "get", operation_id = "list_products")]
    async fn list_products(
        &self,
        app: Data<&App>,
        caller: Buyer,
        /// Only this family's.
        family: Query<Option<FamilyId>>,
        /// Tell what is left for this delivery date.
        delivery_date: Query<Option<NaiveDate>>,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        uri: RequestUri,
    ) -> Result<List<BuyerProduct>> {
        let page = Page::new(limit.0, after.0);
        let tx = app.read(caller.actor()).await?;
        let buyer = buyer_of(&tx, &caller).await?;
        let rows = reads::page(&tx, Shown { published: true, family: family.0 }, &page).await?;
        let told = reads::for_buyer(&tx, &buyer, rows, delivery_date.0).await?;
        Ok(List::page(told, &page, &uri, |told| Cursor::of(&told.product.code), |told| told))
    }

    /// A published product at the caller's prices
    #[oai(path = "/buyer/products/:id", method = "get", operation_id = "get_product")]
    async fn get_product(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<ProductId>,
        /// Tell what is left for this delivery date.
        delivery_date: Query<Option<NaiveDate>>,
    ) -> Result<Json<BuyerProduct>> {
        let tx = app.read(caller.actor()).await?;
        let buyer = buyer_of(&tx, &caller).await?;
        Ok(Json(reads::buyer_product(&tx, &buyer, id.0, delivery_date.0).await?))
    }
}
