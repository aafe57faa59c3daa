//! Searches products in the index, or in the database while the index is unavailable.
//!
//! What somebody may not eat is exact or refused: an allergen that no product can declare is an error, and what the index
//! finds is checked against the products themselves, which may have changed since they were indexed.

use std::collections::{BTreeSet, HashMap};

use entities::{catalogue::product, values::ProductId};

use super::{load_documents::load_documents, refresh_index::schedule_repair};
use crate::{
    catalogue,
    platform::{
        app::App,
        http::{
            api_error::ApiError,
            problem::{Problem, Result},
        },
        unit_of_work::{Actor, UnitOfWork},
    },
    search::{SearchIndex, SearchQuery, SearchRequestError, SearchResults, rules, store},
};

/// The products of one result page.
pub struct ProductResults {
    /// Products, best first.
    pub products: Vec<product::Model>,
    /// Totals, facets and corrections.
    pub results: SearchResults,
    /// Whether the index was unavailable: the text was matched against names only, and there are no facets.
    pub degraded: bool,
}

/// Runs `query`.
///
/// # Errors
/// If the query is invalid or the database fails. A failing search engine is an error only where the text excludes
/// ingredients, which the search without it cannot do.
pub async fn search_products(app: &App, query: &SearchQuery) -> Result<ProductResults> {
    check_allergens(app, query).await?;
    let outcome = match app.part::<SearchIndex>() {
        Some(index) => index.search(query).await.map_err(Into::into),
        None => Err(Problem::unavailable("search index")),
    };
    match outcome {
        Ok(results) => load_products(&app.read(Actor::System).await?, query, results).await,
        Err(problem) if problem.status().is_client_error() => Err(problem),
        Err(_) => {
            if let Err(problem) = schedule_repair(app).await {
                tracing::debug!(%problem, "the repair of the search index could not be scheduled");
            }
            search_database(app, query).await
        }
    }
}

/// Refuses an allergen that is neither one of the catalogue's nor declared by a product: its filter would exclude nothing.
async fn check_allergens(app: &App, query: &SearchQuery) -> Result<()> {
    let unknown = |known: &BTreeSet<String>| {
        query.free_of.iter().find(|name| !known.contains(&rules::allergen_code(name))).cloned()
    };
    let mut known: BTreeSet<String> = rules::allergen_codes().map(str::to_owned).collect();
    if unknown(&known).is_none() {
        return Ok(());
    }
    let tx = app.read(Actor::System).await?;
    let declared = store::list_products(&tx).await?.into_iter().flat_map(|product| product.allergens.0);
    known.extend(declared.map(|name| rules::allergen_code(&name)));
    match unknown(&known) {
        Some(allergen) => Err(SearchRequestError::AllergenUnknown { allergen }.at("?free_of")),
        None => Ok(()),
    }
}

async fn load_products(tx: &UnitOfWork, query: &SearchQuery, results: SearchResults) -> Result<ProductResults> {
    let ids: Vec<ProductId> = results.ids.iter().copied().map(ProductId).collect();
    let mut products: HashMap<ProductId, product::Model> = catalogue::list_products_by_id(tx, &ids).await?;
    let excluded = rules::excluded_allergens(query, &rules::parse_text(&query.text));
    // A product deleted since the last refresh is left out, and so is one that declares an allergen since then.
    let found = ids.iter().filter_map(|id| products.remove(id));
    let products = found.filter(|product| rules::is_free_of(&product.allergens.0, &excluded)).collect();
    Ok(ProductResults { products, results, degraded: false })
}

async fn search_database(app: &App, query: &SearchQuery) -> Result<ProductResults> {
    query.validate()?;
    let parsed = rules::parse_text(&query.text);
    if !parsed.excluded_ingredients.is_empty() {
        return Err(Problem::unavailable("search index"));
    }
    let mut documents = load_documents(app).await?;
    documents.retain(|document| rules::matches_document(document, query, &parsed));
    documents.sort_by(|a, b| (&a.name_es, &a.code).cmp(&(&b.name_es, &b.code)));
    let total = u64::try_from(documents.len()).unwrap_or(u64::MAX);
    let page = documents.into_iter().skip(query.offset).take(query.limit).map(|document| document.id);
    let results =
        SearchResults { ids: page.collect(), total, inferred_free_of: parsed.free_of, ..SearchResults::default() };
    let found = load_products(&app.read(Actor::System).await?, query, results).await?;
    Ok(ProductResults { degraded: true, ..found })
}
