//! Searches products in the index, or in the database while the index is unavailable.
//!
//! What somebody may not eat is exact: a product is found only if it is surely free of it, and what the index finds is
//! checked against the products themselves, which may have changed since they were indexed.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use entities::{
    catalogue::{product, product_photo},
    values::{ProductId, ZoneId},
};
use uuid::Uuid;

use super::{
    load_documents::load_documents, load_synonyms::load_synonyms, record_miss::record_miss,
    refresh_index::schedule_repair,
};
use crate::{
    catalogue::{self, DeliverySlot},
    platform::{
        app::App,
        http::problem::{Problem, Result},
        unit_of_work::{Actor, UnitOfWork},
    },
    search::{ProductDocument, SearchIndex, SearchQuery, SearchResults, SynonymMap, rules},
};

/// The products of one result page.
pub struct ProductResults {
    /// Products, best first.
    pub products: Vec<product::Model>,
    /// The first photo of each that has one.
    pub covers: HashMap<ProductId, product_photo::Model>,
    /// Totals, facets and corrections.
    pub results: SearchResults,
    /// What the text was read as.
    pub parsed: rules::ParsedText,
    /// Whether the index was unavailable: the text was matched against names only, and there are no facets.
    pub degraded: bool,
}

/// How a search is run.
#[derive(Clone, Copy, Debug, Default)]
pub struct SearchOptions {
    /// Whether somebody is still typing, so that nothing is recorded.
    pub is_typing: bool,
    /// Only what can still be ordered for this delivery date.
    pub available_on: Option<NaiveDate>,
}

/// Runs `query`. Records a text that finds nothing.
///
/// # Errors
/// If the query is invalid or the database fails.
pub async fn search_products(app: &App, query: &SearchQuery, options: SearchOptions) -> Result<ProductResults> {
    let index = app.part::<SearchIndex>().ok_or_else(|| Problem::unavailable("search index"))?;
    load_synonyms(app, &index).await?;
    let narrowed = match options.available_on {
        Some(date) => Some(SearchQuery { among: Some(available_products(app, date).await?), ..query.clone() }),
        None => None,
    };
    let query = narrowed.as_ref().unwrap_or(query);
    match index.search(query).await.map_err(Problem::from) {
        Ok(results) => {
            if results.matching_all == 0
                && !options.is_typing
                && let Err(problem) = record_miss(app, &index, query).await
            {
                tracing::debug!(%problem, "a search without results could not be recorded");
            }
            load_products(&app.read(Actor::System).await?, query, rules::parse_text(&query.text), results).await
        }
        Err(problem) if problem.status().is_client_error() => Err(problem),
        Err(_) => {
            repair_later(app).await;
            search_database(app, query, &index.synonym_map()).await
        }
    }
}

/// The products of which something can still be ordered for a delivery on this date, to any zone.
async fn available_products(app: &App, delivery_date: NaiveDate) -> Result<BTreeSet<Uuid>> {
    let tx = app.read(Actor::System).await?;
    // What the deliveries of all zones hold counts in whole lots, as for a further delivery of the week.
    let slot = DeliverySlot { zone_id: ZoneId(Uuid::nil()), delivery_date };
    let sellable = catalogue::list_sellable(&tx, slot, &[]).await?.into_iter();
    Ok(sellable.filter(|(_, sellable)| sellable.units > 0).map(|(product, _)| product.0).collect())
}

async fn load_products(
    tx: &UnitOfWork,
    query: &SearchQuery,
    parsed: rules::ParsedText,
    results: SearchResults,
) -> Result<ProductResults> {
    let ids: Vec<ProductId> = results.ids.iter().copied().map(ProductId).collect();
    let mut products: HashMap<ProductId, product::Model> = catalogue::list_products_by_id(tx, &ids).await?;
    let excluded = rules::excluded_allergens(query, &parsed);
    // A product deleted since the last refresh is left out, and so is one that is no longer surely free of an allergen.
    let found = ids.iter().filter_map(|id| products.remove(id));
    let mut products: Vec<_> =
        found.filter(|product| rules::is_free_of(&catalogue::not_free_of(product), &excluded)).collect();
    // A size narrows nothing: those that have it come first on their page.
    let has_size = |product: &product::Model| {
        parsed.sizes.iter().any(|size| (size.amount, size.unit) == (product.net_content, product.net_unit))
    };
    products.sort_by_key(|product| !has_size(product));
    let covers = catalogue::list_covers(tx, &products).await?;
    Ok(ProductResults { products, covers, results, parsed, degraded: false })
}

async fn search_database(app: &App, query: &SearchQuery, synonym_map: &SynonymMap) -> Result<ProductResults> {
    query.validate()?;
    let documents = load_sorted_documents(app).await?;
    let results = find_documents(&documents, query, synonym_map);
    let parsed = rules::parse_text(&query.text);
    let found = load_products(&app.read(Actor::System).await?, query, parsed, results).await?;
    Ok(ProductResults { degraded: true, ..found })
}

/// All documents, in the order of what is found without the index.
pub(super) async fn load_sorted_documents(app: &App) -> Result<Vec<ProductDocument>> {
    let mut documents = load_documents(app).await?;
    documents.sort_by(|a, b| (&a.name_es, &a.code).cmp(&(&b.name_es, &b.code)));
    Ok(documents)
}

/// What a query finds without the index.
pub(super) fn find_documents(
    documents: &[ProductDocument],
    query: &SearchQuery,
    synonym_map: &SynonymMap,
) -> SearchResults {
    let filter = rules::DocumentFilter::new(query, &rules::parse_text(&query.text), synonym_map);
    let ids: Vec<Uuid> = documents.iter().filter(|document| filter.matches(document)).map(|found| found.id).collect();
    let total = u64::try_from(ids.len()).unwrap_or(u64::MAX);
    let page = ids.into_iter().skip(query.offset).take(query.limit);
    SearchResults { ids: page.collect(), total, matching_all: total, ..SearchResults::default() }
}

/// Schedules the repair of an index that failed.
pub(super) async fn repair_later(app: &App) {
    if let Err(problem) = schedule_repair(app).await {
        tracing::debug!(%problem, "the repair of the search index could not be scheduled");
    }
}
