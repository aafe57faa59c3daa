//! Searches products in the index, or in the database while the index is unavailable.
//!
//! What somebody may not eat is exact: a product is found only if it is surely free of it, and what the index finds is
//! checked against the products themselves, which may have changed since they were indexed.

use std::collections::HashMap;

use entities::{catalogue::product, values::ProductId};

use super::{load_documents::load_documents, refresh_index::schedule_repair};
use crate::{
    catalogue,
    platform::{
        app::App,
        http::problem::{Problem, Result},
        unit_of_work::{Actor, UnitOfWork},
    },
    search::{SearchIndex, SearchQuery, SearchResults, rules},
};

/// The products of one result page.
pub struct ProductResults {
    /// Products, best first.
    pub products: Vec<product::Model>,
    /// Totals, facets and corrections.
    pub results: SearchResults,
    /// What the text was read as.
    pub parsed: rules::ParsedText,
    /// Whether the index was unavailable: the text was matched against names only, and there are no facets.
    pub degraded: bool,
}

/// Runs `query`.
///
/// # Errors
/// If the query is invalid or the database fails.
pub async fn search_products(app: &App, query: &SearchQuery) -> Result<ProductResults> {
    let outcome = match app.part::<SearchIndex>() {
        Some(index) => index.search(query).await.map_err(Into::into),
        None => Err(Problem::unavailable("search index")),
    };
    match outcome {
        Ok(results) => {
            load_products(&app.read(Actor::System).await?, query, rules::parse_text(&query.text), results).await
        }
        Err(problem) if problem.status().is_client_error() => Err(problem),
        Err(_) => {
            if let Err(problem) = schedule_repair(app).await {
                tracing::debug!(%problem, "the repair of the search index could not be scheduled");
            }
            search_database(app, query).await
        }
    }
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
    Ok(ProductResults { products, results, parsed, degraded: false })
}

async fn search_database(app: &App, query: &SearchQuery) -> Result<ProductResults> {
    query.validate()?;
    let parsed = rules::parse_text(&query.text);
    let mut documents = load_documents(app).await?;
    let filter = rules::DocumentFilter::new(query, &parsed);
    documents.retain(|document| filter.matches(document));
    documents.sort_by(|a, b| (&a.name_es, &a.code).cmp(&(&b.name_es, &b.code)));
    let total = u64::try_from(documents.len()).unwrap_or(u64::MAX);
    let page = documents.into_iter().skip(query.offset).take(query.limit).map(|document| document.id);
    let results = SearchResults { ids: page.collect(), total, ..SearchResults::default() };
    let found = load_products(&app.read(Actor::System).await?, query, parsed, results).await?;
    Ok(ProductResults { degraded: true, ..found })
}
