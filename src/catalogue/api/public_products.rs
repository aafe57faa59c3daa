//! Anyone can read the published products.

use entities::values::{FamilyId, ProductId, WorkshopId};
use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{
    families::Family,
    photos::photo_response,
    products::{Product, list_response},
    tag::Tag,
};
use crate::{
    catalogue::{
        rules::months::months,
        store::{
            eligibility::{self, WorkshopOffer},
            photos,
            products::{self, ProductFilter},
        },
    },
    platform::{
        app::App,
        http::{page_request::PageRequest, paging::List, photo::Photo, problem::Result},
        unit_of_work::Actor,
    },
};

/// A published product with its family and the workshops that make it.
#[derive(Clone, Debug, Object)]
pub struct PublicProduct {
    /// The product.
    pub product: Product,
    /// Its photos in their order; the first one is its cover.
    pub photos: Vec<Photo>,
    /// Its family.
    pub family: Family,
    /// The workshops that may make it.
    pub makers: Vec<ProductMaker>,
}

/// A workshop that makes a product.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct ProductMaker {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// Name of the workshop.
    pub name: String,
    /// Comuna of the workshop.
    pub comuna: Option<String>,
    /// Months in which it makes the product, 1 = January.
    pub harvest_months: Vec<u32>,
}

impl From<WorkshopOffer> for ProductMaker {
    fn from(row: WorkshopOffer) -> Self {
        let WorkshopOffer { offer, workshop } = row;
        Self {
            workshop_id: workshop.id,
            name: workshop.name,
            comuna: workshop.comuna,
            harvest_months: months(offer.harvest_months),
        }
    }
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
        let filter = ProductFilter { published: true, family: family.0 };
        list_response(&tx, products::list_products(&tx, filter, &page).await?).await
    }

    /// Get a published product with the workshops that make it
    #[oai(path = "/products/:id", method = "get", operation_id = "get_public_product")]
    async fn get_public_product(&self, app: Data<&App>, id: Path<ProductId>) -> Result<Json<PublicProduct>> {
        let tx = app.read(Actor::System).await?;
        let product = products::get_published_product(&tx, id.0).await?;
        let family = products::load_family(&tx, &product).await?.into();
        let makers = eligibility::list_makers(&tx, &[product.id]).await?.into_iter().map(Into::into).collect();
        let rows = photos::list_photos(&tx, product.id).await?;
        let cover = rows.first().cloned();
        let photos = rows.into_iter().map(|photo| photo_response(photo, &product)).collect();
        Ok(Json(PublicProduct { product: Product::of(product, cover), photos, family, makers }))
    }
}
