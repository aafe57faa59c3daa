//! Searches many texts at once, each as one search, among some products. Nothing is recorded of them.

use std::collections::BTreeSet;

use tokio::task::yield_now;
use uuid::Uuid;

use super::{
    load_synonyms::load_synonyms,
    search_products::{find_documents, load_sorted_documents, repair_later},
};
use crate::{
    platform::{
        app::App,
        http::problem::{Problem, Result},
    },
    search::{SearchIndex, SearchQuery, SearchResults},
};

/// Products that a text finds, at most. A few more than are shown, because those of the right net content come first.
const CANDIDATES: usize = 20;

/// What each of some texts finds.
pub(super) struct TextResults {
    /// The results of each text, in their order.
    pub results: Vec<SearchResults>,
    /// Whether the index was unavailable: the texts were compared with names only.
    pub degraded: bool,
}

/// Searches each text among these products.
///
/// # Errors
/// If the database fails.
pub(super) async fn search_texts(app: &App, texts: &[&str], among: BTreeSet<Uuid>) -> Result<TextResults> {
    let index = app.part::<SearchIndex>().ok_or_else(|| Problem::unavailable("search index"))?;
    load_synonyms(app, &index).await?;
    let mut query = SearchQuery { among: Some(among), limit: CANDIDATES, ..SearchQuery::default() };
    let mut results = Vec::with_capacity(texts.len());
    for text in texts {
        query.text = finished(text);
        match index.search(&query).await.map_err(Problem::from) {
            Ok(found) => results.push(found),
            Err(problem) if problem.status().is_client_error() => return Err(problem),
            Err(_) => {
                repair_later(app).await;
                return search_documents(app, &index, texts, query).await;
            }
        }
        // A search runs on this thread; other requests come between two of them.
        yield_now().await;
    }
    Ok(TextResults { results, degraded: false })
}

async fn search_documents(
    app: &App,
    index: &SearchIndex,
    texts: &[&str],
    mut query: SearchQuery,
) -> Result<TextResults> {
    let (documents, synonym_map) = (load_sorted_documents(app).await?, index.synonym_map());
    let mut results = Vec::with_capacity(texts.len());
    for text in texts {
        query.text = finished(text);
        results.push(find_documents(&documents, &query, &synonym_map));
        yield_now().await;
    }
    Ok(TextResults { results, degraded: true })
}

/// The text, whose last word is not being typed.
fn finished(text: &str) -> String {
    format!("{text} ")
}
