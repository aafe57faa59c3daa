//! Searching the catalogue. It is open to everybody; what a product costs a buyer is asked of the catalogue.

use std::collections::HashMap;

use entities::{
    catalogue::product,
    values::{FamilyId, NetUnit, ProductId},
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, Tags, param::Query, payload::Json};

use super::{Found, Index, MAX_OFFSET, Query as SearchQuery, store};
use crate::{
    catalogue,
    platform::{
        app::App,
        http::{limits, paging::Limit, problem::Result, text::Text},
        unit_of_work::{Actor, UnitOfWork},
    },
};

/// The slice, in the API's description.
#[derive(Tags)]
enum Tag {
    /// Finding products.
    #[oai(rename = "search")]
    Search,
}

/// All operations of search.
pub type Apis = SearchApi;

/// The operations, ready to be mounted.
pub const APIS: Apis = SearchApi;

/// Finding products.
#[derive(Clone, Copy)]
pub struct SearchApi;

/// What was found.
#[derive(Clone, Debug, Object)]
pub struct ProductSearch {
    /// Products of this page, best first.
    pub products: Vec<FoundProduct>,
    /// Products of all pages.
    pub total: u64,
    /// What the search could be narrowed to.
    pub facets: ProductFacets,
    /// Allergens that the words themselves asked to avoid, such as `gluten` in "sin gluten".
    pub read_free_of: Vec<String>,
    /// Words that nothing is called by, and what was looked up in their place.
    pub corrected: Vec<CorrectedWord>,
    /// Whether the index did not answer and the database did, by name only and without facets.
    pub degraded: bool,
}

/// A product that was found.
#[derive(Clone, Debug, Object)]
pub struct FoundProduct {
    /// Its id.
    pub id: ProductId,
    /// Its code.
    pub code: String,
    /// Its family.
    pub family_id: FamilyId,
    /// Name in Spanish.
    pub name_es: String,
    /// Name in English.
    pub name_en: String,
    /// Net content, in `net_unit`.
    pub net_content: i64,
    /// Workshop of the net content.
    pub net_unit: NetUnit,
    /// Codes of the declared allergens.
    pub allergens: Vec<String>,
    /// Codes of the practices.
    pub practices: Vec<String>,
}

/// A word that nothing is called by.
#[derive(Clone, Debug, Object)]
pub struct CorrectedWord {
    /// As it was typed.
    pub typed: String,
    /// What was looked up.
    pub taken_for: String,
}

/// Values with the number of products, most first.
#[derive(Clone, Debug, Default, Object)]
pub struct ProductFacets {
    /// By code of the family.
    pub families: Vec<FacetCount>,
    /// By practice.
    pub practices: Vec<FacetCount>,
    /// By comuna of the makers.
    pub places: Vec<FacetCount>,
    /// By allergen: products without it.
    pub free_of: Vec<FacetCount>,
    /// By month, 1 to 12: products that can be made in it.
    pub months: Vec<FacetCount>,
}

/// A value and how many products have it.
#[derive(Clone, Debug, Object)]
pub struct FacetCount {
    /// The value.
    pub value: String,
    /// Products.
    pub count: u64,
}

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Search")]
impl SearchApi {
    /// Finds products: by words in either language, with typos and without accents, and by what they are.
    #[oai(path = "/public/search", method = "get", operation_id = "search_products")]
    async fn search_products(
        &self,
        app: Data<&App>,
        /// What somebody looks for.
        q: Query<Option<Text<0, { limits::SEARCH }>>>,
        /// Codes of families; any of them.
        #[oai(default, explode = true, validator(max_items = 20))]
        family: Query<Vec<Text<1, 60>>>,
        /// Allergens that must not be declared.
        #[oai(default, explode = true, validator(max_items = 20))]
        free_of: Query<Vec<Text<1, 60>>>,
        /// Practices; all of them.
        #[oai(default, explode = true, validator(max_items = 20))]
        practice: Query<Vec<Text<1, 60>>>,
        /// Comunas of the makers; any of them.
        #[oai(default, explode = true, validator(max_items = 20))]
        place: Query<Vec<Text<1, 60>>>,
        /// A month in which it can be made, 1 = January.
        #[oai(validator(minimum(value = "1"), maximum(value = "12")))]
        month: Query<Option<u32>>,
        #[oai(default)] limit: Query<Limit>,
        /// Products to skip.
        #[oai(default, validator(minimum(value = "0"), maximum(value = "10000")))]
        offset: Query<u64>,
    ) -> Result<Json<ProductSearch>> {
        let texts = |list: Vec<Text<1, 60>>| list.into_iter().map(Text::into_inner).collect();
        let query = SearchQuery {
            text: q.0.map(Text::into_inner).unwrap_or_default(),
            families: texts(family.0),
            free_of: texts(free_of.0),
            practices: texts(practice.0),
            places: texts(place.0),
            month: month.0,
            limit: usize::try_from(limit.0.get()).unwrap_or(limits::LIST),
            offset: usize::try_from(offset.0).unwrap_or(MAX_OFFSET),
        };
        search(&app, &query).await.map(Json)
    }
}

async fn search(app: &App, query: &SearchQuery) -> Result<ProductSearch> {
    let answer = match Index::of(app) {
        Ok(engine) => engine.search(query).await.map_err(Into::into),
        Err(problem) => Err(problem),
    };
    let tx = app.read(Actor::System).await?;
    match answer {
        Ok(found) => from_index(&tx, found).await,
        Err(problem) if problem.status().is_client_error() => Err(problem),
        Err(_) => from_database(&tx, query).await,
    }
}

async fn from_index(tx: &UnitOfWork, found: Found) -> Result<ProductSearch> {
    let ids: Vec<ProductId> = found.ids.iter().copied().map(ProductId).collect();
    let mut products: HashMap<ProductId, product::Model> = catalogue::products(tx, &ids).await?;
    let texts =
        |pairs: Vec<(String, u64)>| pairs.into_iter().map(|(value, count)| FacetCount { value, count }).collect();
    let months = found.facets.months.into_iter().map(|(month, count)| FacetCount { value: month.to_string(), count });
    Ok(ProductSearch {
        products: ids.iter().filter_map(|id| products.remove(id)).map(wire).collect(),
        total: found.total,
        facets: ProductFacets {
            families: texts(found.facets.families),
            practices: texts(found.facets.practices),
            places: texts(found.facets.places),
            free_of: texts(found.facets.free_of),
            months: months.collect(),
        },
        read_free_of: found.read_free_of,
        corrected: found.corrected.into_iter().map(|(typed, taken_for)| CorrectedWord { typed, taken_for }).collect(),
        degraded: false,
    })
}

/// The catalogue answers while the index does not: by name, in the order of names.
async fn from_database(tx: &UnitOfWork, query: &SearchQuery) -> Result<ProductSearch> {
    let (rows, total) = store::named(tx, &query.text, query.limit, query.offset).await?;
    Ok(ProductSearch {
        products: rows.into_iter().map(wire).collect(),
        total,
        facets: ProductFacets::default(),
        read_free_of: Vec::new(),
        corrected: Vec::new(),
        degraded: true,
    })
}

fn wire(row: product::Model) -> FoundProduct {
    FoundProduct {
        id: row.id,
        code: row.code,
        family_id: row.family_id,
        name_es: row.name_es,
        name_en: row.name_en,
        net_content: row.net_content,
        net_unit: row.net_unit,
        allergens: row.allergens.0,
        practices: row.practices.0,
    }
}
