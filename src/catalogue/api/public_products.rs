//! Anyone can read the published products.

use entities::values::{FamilyId, ProductId};
use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{
    basket_details::{BasketDetails, load_details},
    families::Family,
    photos::photo_response,
    product_makers::ProductMaker,
    products::{Product, list_response},
    tag::Tag,
};
use crate::{
    catalogue::store::{
        baskets::{self, Audience},
        eligibility, photos,
        products::{self, ProductFilter},
    },
    platform::{
        app::App,
        http::{page_request::PageRequest, paging::List, photo::Photo, problem::Result},
        unit_of_work::Actor,
    },
};

/// A published product with its family and the workshops that make it.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct PublicProduct {
    /// The product.
    pub product: Product,
    /// Its photos in their order; the first one is its cover.
    pub photos: Vec<Photo>,
    /// Its family.
    pub family: Family,
    /// The workshops that may make it.
    pub makers: Vec<ProductMaker>,
    /// What is in it, where it is a basket.
    pub basket: Option<BasketDetails>,
}

/// Public operations on products.
pub struct PublicProducts;

#[OpenApi(prefix_path = "/api/v1/public", tag = "Tag::Catalogue")]
impl PublicProducts {
    /// List the published products, by code
    #[oai(path = "/products", method = "get", operation_id = "list_public_products")]
    async fn list_public_products(
        &self,
        app: Data<&App>,
        /// Only of this family.
        family: Query<Option<FamilyId>>,
        page: PageRequest,
    ) -> Result<List<Product>> {
        let tx = app.read(Actor::System).await?;
        let filter = ProductFilter { published: true, family: family.0, audience: Audience::Everybody };
        list_response(&tx, products::list_products(&tx, filter, &page).await?).await
    }

    /// Get a published product with the workshops that make it
    #[oai(path = "/products/:id", method = "get", operation_id = "get_public_product")]
    async fn get_public_product(&self, app: Data<&App>, id: Path<ProductId>) -> Result<Json<PublicProduct>> {
        let tx = app.read(Actor::System).await?;
        let product = products::get_published_product(&tx, id.0, Audience::Everybody).await?;
        let family = products::load_family(&tx, &product).await?.into();
        let makers = eligibility::list_makers(&tx, &[product.id]).await?.into_iter().map(Into::into).collect();
        let rows = photos::list_photos(&tx, product.id).await?;
        let cover = rows.first().cloned();
        let photos = rows.into_iter().map(|photo| photo_response(photo, &product)).collect();
        let contents = baskets::list_basket_contents(&tx, &[product.id]).await?;
        let basket = load_details(&tx, contents.values()).await?.remove(&product.id);
        Ok(Json(PublicProduct { product: Product::of(product, cover), photos, family, makers, basket }))
    }
}
