//! Searches products in the index, or by name in the database while the index is unavailable.

use std::collections::HashMap;

use entities::{catalogue::product, values::ProductId};

use crate::{
    catalogue,
    platform::{
        app::App,
        http::problem::Result,
        unit_of_work::{Actor, UnitOfWork},
    },
    search::{SearchIndex, SearchQuery, SearchResults, store},
};

/// The products of one result page.
pub struct ProductResults {
    /// Products, best first.
    pub products: Vec<product::Model>,
    /// Totals, facets and corrections.
    pub results: SearchResults,
    /// Whether the index was unavailable: only the text was matched, against names, and there are no facets.
    pub degraded: bool,
}

/// Runs `query`.
///
/// # Errors
/// If the query is invalid or the database fails. A failing search engine is not an error.
pub async fn search_products(app: &App, query: &SearchQuery) -> Result<ProductResults> {
    let outcome = match SearchIndex::engine(app) {
        Ok(engine) => engine.search(query).await.map_err(Into::into),
        Err(problem) => Err(problem),
    };
    let tx = app.read(Actor::System).await?;
    match outcome {
        Ok(results) => load_products(&tx, results).await,
        Err(problem) if problem.status().is_client_error() => Err(problem),
        Err(_) => search_database(&tx, query).await,
    }
}

async fn load_products(tx: &UnitOfWork, results: SearchResults) -> Result<ProductResults> {
    let ids: Vec<ProductId> = results.ids.iter().copied().map(ProductId).collect();
    let mut products: HashMap<ProductId, product::Model> = catalogue::list_products_by_id(tx, &ids).await?;
    // A product deleted since the last refresh is left out.
    let products = ids.iter().filter_map(|id| products.remove(id)).collect();
    Ok(ProductResults { products, results, degraded: false })
}

async fn search_database(tx: &UnitOfWork, query: &SearchQuery) -> Result<ProductResults> {
    let (products, total) = store::search_products_by_name(tx, &query.text, query.limit, query.offset).await?;
    Ok(ProductResults { products, results: SearchResults { total, ..SearchResults::default() }, degraded: true })
}
