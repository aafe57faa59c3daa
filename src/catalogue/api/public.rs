//! What everybody sees of the catalogue.

use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{
    Tag,
    wire::{Family, Product, PublicProduct},
};
use crate::{
    catalogue::{reads, store::products::Shown},
    platform::{
        app::App,
        http::{
            paging::{Cursor, Limit, List, Page, RequestUri},
            problem::Result,
        },
        unit_of_work::Actor,
    },
};
use entities::values::{FamilyId, ProductId};

/// What everybody may ask.
pub struct PublicApi;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Catalogue")]
impl PublicApi {
    /// The families of products
    #[oai(path = "/public/families", method = "get", operation_id = "list_families")]
    async fn list_families(&self, app: Data<&App>) -> Result<List<Family>> {
        let tx = app.read(Actor::System).await?;
        Ok(List::all(reads::families(&tx).await?))
    }

    /// The published products, by code
    #[oai(path = "/public/products", method = "get", operation_id = "list_public_products")]
    async fn list_public_products(
        &self,
        app: Data<&App>,
        /// Only this family's.
        family: Query<Option<FamilyId>>,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        uri: RequestUri,
    ) -> Result<List<Product>> {
        let page = Page::new(limit.0, after.0);
        let tx = app.read(Actor::System).await?;
        let rows = reads::page(&tx, Shown { published: true, family: family.0 }, &page).await?;
        Ok(List::page(rows, &page, &uri, |row| Cursor::of(&row.code), Product::from))
    }

    /// A published product, and who makes it
    #[oai(path = "/public/products/:id", method = "get", operation_id = "get_public_product")]
    async fn get_public_product(&self, app: Data<&App>, id: Path<ProductId>) -> Result<Json<PublicProduct>> {
        let tx = app.read(Actor::System).await?;
        Ok(Json(reads::public_product(&tx, id.0).await?))
    }
}
