//! Product search. Public; prices are part of the catalogue's API.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entities::{
    catalogue::{product, product_photo},
    values::{Allergen, FamilyId, NetUnit, ProductId},
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Query, payload::Json};

use super::tag::Tag;
use crate::{
    catalogue::{CatalogueError, ProductPhoto},
    platform::{
        app::App,
        http::{
            api_error::ApiError,
            dates::DeliveryDate,
            limits,
            paging::Limit,
            photo::Photo,
            problem::Result,
            text::{FreeText, Text},
        },
    },
    search::{
        Facets, MAX_OFFSET, SearchQuery, actions,
        rules::{self, Size},
    },
};

/// Operations of product search.
#[derive(Clone, Copy)]
pub struct SearchApi;

/// Results of a product search.
#[derive(Clone, Debug, Object)]
pub struct ProductSearch {
    /// Products on this page, best first.
    pub products: Vec<ProductSearchHit>,
    /// Number of products on all pages.
    pub total: u64,
    /// How many of them, the first ones, match all that was typed. The others are similar.
    pub matching_all: u64,
    /// Filter values with the number of results.
    pub facets: ProductFacets,
    /// Allergens that the text excludes, such as `gluten` in "sin gluten".
    pub inferred_free_of: Vec<Allergen>,
    /// What else the text excludes, such as `ulmo` in "miel -ulmo". Normalized.
    pub excluded_terms: Vec<String>,
    /// What seems to exclude something and was not understood; the results ignore it.
    pub ignored_terms: Vec<String>,
    /// Net contents in the text, such as 500 g. They narrow nothing; products that have one come first on each page.
    pub sizes: Vec<SearchedSize>,
    /// Terms without a match, each with the term that was searched instead.
    pub corrections: Vec<TermCorrection>,
    /// Whether the search index was unavailable: the text was compared with names only, and there are no facets. All
    /// filters are exact.
    pub degraded: bool,
}

/// A net content in a search text.
#[derive(Clone, Debug, Object)]
pub struct SearchedSize {
    /// In `unit`.
    pub amount: i64,
    /// Its unit.
    pub unit: NetUnit,
}

/// A product in search results.
#[derive(Clone, Debug, Object)]
pub struct ProductSearchHit {
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
    /// Unit of the net content.
    pub net_unit: NetUnit,
    /// What it contains. Without `allergens_declared_at` nothing is known of its allergens.
    pub allergens: Vec<Allergen>,
    /// What it may contain in traces.
    pub may_contain: Vec<Allergen>,
    /// When its allergens were declared.
    #[oai(skip_serializing_if_is_none)]
    pub allergens_declared_at: Option<DateTime<Utc>>,
    /// Codes of the practices.
    pub practices: Vec<String>,
    /// Its first photo, where it has any.
    #[oai(skip_serializing_if_is_none)]
    pub cover: Option<Photo>,
}

/// A term without a match and its replacement.
#[derive(Clone, Debug, Object)]
pub struct TermCorrection {
    /// The term as typed, without accents.
    pub typed: String,
    /// The term that was searched instead.
    pub replacement: String,
}

/// Filter values with the number of results, highest count first.
#[derive(Clone, Debug, Default, Object)]
pub struct ProductFacets {
    /// By family code.
    pub families: Vec<FacetCount>,
    /// By practice.
    pub practices: Vec<FacetCount>,
    /// By comuna of the makers.
    pub places: Vec<FacetCount>,
    /// By name of the makers.
    pub makers: Vec<FacetCount>,
    /// By allergen: results that are surely free of it.
    pub free_of: Vec<FacetCount>,
    /// By month, 1 to 12: results that can be made in it.
    pub months: Vec<FacetCount>,
}

/// A filter value and its number of results.
#[derive(Clone, Debug, Object)]
pub struct FacetCount {
    /// The value.
    pub value: String,
    /// Number of results.
    pub count: u64,
}

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Search")]
impl SearchApi {
    /// Search products by text and filters. Corrects typos and ignores accents, in Spanish and English.
    #[oai(path = "/public/search", method = "get", operation_id = "search_products")]
    async fn search_products(
        &self,
        app: Data<&App>,
        /// Search text, in Spanish or English.
        q: Query<Option<FreeText<0, { limits::SEARCH }>>>,
        /// Family codes; the product has any of them.
        #[oai(default, explode = true, validator(max_items = 20))]
        family: Query<Vec<Text<1, 60>>>,
        /// Allergens, by word or usual name; the product is surely free of all of them: it declares its allergens, and
        /// neither contains them nor may contain them. An unknown one is refused.
        #[oai(default, explode = true, validator(max_items = 20))]
        free_of: Query<Vec<Text<1, 60>>>,
        /// Practices; the product has all of them.
        #[oai(default, explode = true, validator(max_items = 20))]
        practice: Query<Vec<Text<1, 60>>>,
        /// Comunas of the makers; the product has any of them.
        #[oai(default, explode = true, validator(max_items = 20))]
        place: Query<Vec<Text<1, 60>>>,
        /// Names of makers; the product has any of them.
        #[oai(default, explode = true, validator(max_items = 20))]
        maker: Query<Vec<Text<1, { limits::NAME }>>>,
        /// Month in which the product can be made, 1 = January.
        #[oai(validator(minimum(value = "1"), maximum(value = "12")))]
        month: Query<Option<u32>>,
        /// Only what can still be ordered for this delivery date.
        available_on: Query<Option<DeliveryDate>>,
        /// Whether somebody is still typing the text. Of a finished search that finds nothing, the text is counted,
        /// without who searched it.
        #[oai(default)]
        typing: Query<bool>,
        #[oai(default)] limit: Query<Limit>,
        /// Number of results to skip.
        #[oai(default, validator(minimum(value = "0"), maximum(value = "10000")))]
        offset: Query<u64>,
    ) -> Result<Json<ProductSearch>> {
        let texts = |list: Vec<Text<1, 60>>| list.into_iter().map(Text::into_inner).collect();
        let mut excluded = Vec::new();
        for text in &free_of.0 {
            let read = rules::filter_allergens(text);
            let read = read.map_err(|word| CatalogueError::unknown_allergen(word).at("?free_of"))?;
            excluded.extend(read.iter());
        }
        let query = SearchQuery {
            text: q.0.map(FreeText::into_inner).unwrap_or_default(),
            families: texts(family.0),
            free_of: excluded,
            practices: texts(practice.0),
            places: texts(place.0),
            makers: maker.0.into_iter().map(Text::into_inner).collect(),
            month: month.0,
            among: None,
            limit: usize::try_from(limit.0.get()).unwrap_or(limits::LIST),
            offset: usize::try_from(offset.0).unwrap_or(MAX_OFFSET),
        };
        let available_on = available_on.0.map(Into::into);
        let options = actions::SearchOptions { is_typing: typing.0, available_on };
        let results = actions::search_products(&app, &query, options).await?;
        Ok(Json(results.into()))
    }
}

impl From<actions::ProductResults> for ProductSearch {
    fn from(found: actions::ProductResults) -> Self {
        let corrections = found.results.corrections.into_iter();
        let sizes = found.parsed.sizes.into_iter();
        Self {
            products: found.products.into_iter().map(|product| ProductSearchHit::of(product, &found.covers)).collect(),
            total: found.results.total,
            matching_all: found.results.matching_all,
            facets: found.results.facets.into(),
            inferred_free_of: found.parsed.free_of,
            excluded_terms: found.parsed.excluded.into_iter().map(|exclusion| exclusion.words.join(" ")).collect(),
            ignored_terms: found.parsed.not_understood,
            sizes: sizes.map(|Size { amount, unit }| SearchedSize { amount, unit }).collect(),
            corrections: corrections.map(|(typed, replacement)| TermCorrection { typed, replacement }).collect(),
            degraded: found.degraded,
        }
    }
}

impl From<Facets> for ProductFacets {
    fn from(facets: Facets) -> Self {
        let months = facets.months.into_iter().map(|(month, count)| FacetCount { value: month.to_string(), count });
        Self {
            families: facet_counts(facets.families),
            practices: facet_counts(facets.practices),
            places: facet_counts(facets.places),
            makers: facet_counts(facets.makers),
            free_of: facet_counts(facets.free_of),
            months: months.collect(),
        }
    }
}

fn facet_counts(counts: Vec<(String, u64)>) -> Vec<FacetCount> {
    counts.into_iter().map(|(value, count)| FacetCount { value, count }).collect()
}

impl ProductSearchHit {
    fn of(row: product::Model, covers: &HashMap<ProductId, product_photo::Model>) -> Self {
        Self {
            cover: covers.get(&row.id).map(|photo| ProductPhoto::of(photo.clone(), &row).into()),
            id: row.id,
            code: row.code,
            family_id: row.family_id,
            name_es: row.name_es,
            name_en: row.name_en,
            net_content: row.net_content,
            net_unit: row.net_unit,
            allergens: row.allergens.into(),
            may_contain: row.may_contain.into(),
            allergens_declared_at: row.allergens_declared_at,
            practices: row.practices.0,
        }
    }
}
