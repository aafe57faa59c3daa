//! Anyone can read in which months the published products are made.

use std::collections::HashMap;

use entities::{
    catalogue::product,
    values::{ALL_YEAR, FamilyId, ProductId},
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Query};

use super::tag::Tag;
use crate::{
    catalogue::{
        rules::{basket_contents::BasketComponent, months::months},
        store::{
            baskets::{Audience, list_basket_contents},
            products::{self, ProductFilter},
            seasons::list_product_makers,
        },
    },
    platform::{
        app::App,
        http::{page_request::PageRequest, paging::List, problem::Result},
        unit_of_work::Actor,
    },
};

/// The season of a published product.
#[derive(Clone, Debug, Object)]
pub struct ProductSeason {
    /// The product.
    pub product_id: ProductId,
    /// Its family.
    pub family_id: FamilyId,
    /// Name in Spanish.
    pub name_es: String,
    /// Name in English.
    pub name_en: String,
    /// Months in which at least one workshop makes it, 1 = January; of a basket those in which all that is in it is made.
    /// Empty where nobody makes it now.
    pub harvest_months: Vec<u32>,
}

/// The season calendar.
pub struct SeasonCalendar;

#[OpenApi(prefix_path = "/api/v1/public", tag = "Tag::Catalogue")]
impl SeasonCalendar {
    /// List the months in which the published products are made, by code of the product
    #[oai(path = "/season-calendar", method = "get", operation_id = "list_product_seasons")]
    async fn list_product_seasons(
        &self,
        app: Data<&App>,
        /// Only of this family.
        family: Query<Option<FamilyId>>,
        page: PageRequest,
    ) -> Result<List<ProductSeason>> {
        let tx = app.read(Actor::System).await?;
        let filter = ProductFilter { published: true, family: family.0, audience: Audience::Everybody };
        let rows = products::list_products(&tx, filter, &page).await?;
        let ids: Vec<ProductId> = rows.items.iter().map(|product| product.id).collect();
        let baskets = list_basket_contents(&tx, &ids).await?;
        let components = baskets.values().flat_map(|basket| &basket.components).map(|component| component.product_id);
        let made: Vec<ProductId> = ids.iter().copied().chain(components).collect();
        // No products means all of them.
        let makers = if made.is_empty() { HashMap::new() } else { list_product_makers(&tx, &made).await? };
        let months_of = |id: ProductId| makers.get(&id).map_or(0, |makers| makers.harvest_months);
        let months_with_all = |components: &[BasketComponent]| {
            components.iter().map(|component| months_of(component.product_id)).fold(ALL_YEAR, |all, own| all & own)
        };
        let season = |product: product::Model| ProductSeason {
            harvest_months: months(match baskets.get(&product.id) {
                Some(basket) => months_with_all(&basket.components),
                None => months_of(product.id),
            }),
            product_id: product.id,
            family_id: product.family_id,
            name_es: product.name_es,
            name_en: product.name_en,
        };
        Ok(rows.map(season).into())
    }
}
