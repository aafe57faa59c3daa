//! Families and products in the hands of staff.

use entities::values::{FamilyId, ProductId};
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Header, Path, Query},
    payload::Json,
};

use super::{
    Tag,
    wire::{Family, Product, PutFamily, PutProduct},
};
use crate::{
    catalogue::{
        create_product, edit_product, publish_product, put_family, reads, retire_product, store, store::products::Shown,
    },
    identity::{Caller, Staff, StaffViewer},
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

/// What staff may do with products.
pub struct StaffApi;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Catalogue")]
impl StaffApi {
    /// Make a family, or rename the one with this code
    #[oai(path = "/staff/families", method = "put", operation_id = "put_family")]
    async fn put_family(&self, app: Data<&App>, caller: Staff, body: Json<PutFamily>) -> Result<Json<Family>> {
        let mut tx = app.begin(caller.actor()).await?;
        let family = put_family(&mut tx, body.0.into()).await?;
        tx.commit().await?;
        Ok(Json(family.into()))
    }

    /// All products by code, unpublished and retired ones too
    #[oai(path = "/staff/products", method = "get", operation_id = "list_staff_products")]
    async fn list_staff_products(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// Only this family's.
        family: Query<Option<FamilyId>>,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        uri: RequestUri,
    ) -> Result<List<Product>> {
        let page = Page::new(limit.0, after.0);
        let tx = app.read(caller.actor()).await?;
        let rows = reads::page(&tx, Shown { published: false, family: family.0 }, &page).await?;
        Ok(List::page(rows, &page, &uri, |row| Cursor::of(&row.code), Product::from))
    }

    /// Make a product; nobody sees it before it is published
    #[oai(path = "/staff/products", method = "post", operation_id = "create_product")]
    async fn create_product(
        &self,
        app: Data<&App>,
        caller: Staff,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Json<PutProduct>,
    ) -> Result<Created<Product>> {
        match once(&app, caller.actor(), &caller.key_owner(), "create_product", &key.0, &body.0).await? {
            Once::Replay(replay) => Ok(replay),
            Once::Begin(mut begun) => {
                let made = create_product(&mut begun.tx, body.0.into()).await?;
                begun.created(made.into()).await
            }
        }
    }

    /// A product, with the version to change it by
    #[oai(path = "/staff/products/:id", method = "get", operation_id = "get_staff_product")]
    async fn get_staff_product(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<ProductId>,
    ) -> Result<Versioned<Product>> {
        let tx = app.read(caller.actor()).await?;
        let row = store::products::get(&tx, id.0).await?;
        let version = row.version;
        Ok(Versioned::of(row.into(), version))
    }

    /// Change what is said about a product
    #[oai(path = "/staff/products/:id", method = "put", operation_id = "edit_product")]
    async fn edit_product(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<ProductId>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Json<PutProduct>,
    ) -> Result<Versioned<Product>> {
        let mut tx = app.begin(caller.actor()).await?;
        let row = store::products::lock(&tx, id.0).await?;
        check_version(if_match.as_deref(), row.version)?;
        let row = edit_product(&mut tx, row, body.0.into()).await?;
        tx.commit().await?;
        let version = row.version;
        Ok(Versioned::of(row.into(), version))
    }

    /// Show a product to everybody
    #[oai(path = "/staff/products/:id/publish", method = "post", operation_id = "publish_product")]
    async fn publish_product(&self, app: Data<&App>, caller: Staff, id: Path<ProductId>) -> Result<Versioned<Product>> {
        let mut tx = app.begin(caller.actor()).await?;
        let row = publish_product(&mut tx, id.0).await?;
        tx.commit().await?;
        let version = row.version;
        Ok(Versioned::of(row.into(), version))
    }

    /// Take a product out of the catalogue for good
    #[oai(path = "/staff/products/:id/retire", method = "post", operation_id = "retire_product")]
    async fn retire_product(&self, app: Data<&App>, caller: Staff, id: Path<ProductId>) -> Result<Versioned<Product>> {
        let mut tx = app.begin(caller.actor()).await?;
        let row = retire_product(&mut tx, id.0).await?;
        tx.commit().await?;
        let version = row.version;
        Ok(Versioned::of(row.into(), version))
    }
}
