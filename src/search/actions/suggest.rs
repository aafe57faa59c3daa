//! Suggests products, families, makers and common searches while somebody types.

use entities::catalogue::{family, product};

use super::search_products::{SearchOptions, search_products};
use crate::{
    platform::{app::App, http::problem::Result, unit_of_work::Actor, words::words},
    search::{
        SearchQuery,
        rules::{self, CommonSearch},
        store,
    },
};

/// Suggestions of each kind, at most.
const MAX_PRODUCTS: usize = 5;
const MAX_OTHERS: usize = 2;
/// Common searches where nothing is typed yet.
const MAX_COMMON: usize = 5;

/// What the text may become.
#[derive(Debug, Default)]
pub struct Suggestions {
    /// The text without its typing errors, if it has any.
    pub corrected: Option<String>,
    /// Families whose name begins as the text does.
    pub families: Vec<family::Model>,
    /// The best products.
    pub products: Vec<product::Model>,
    /// Names of makers that begin as the text does.
    pub makers: Vec<String>,
    /// Common searches that begin as the text does.
    pub searches: Vec<CommonSearch>,
}

/// Suggestions for a text that somebody is typing.
///
/// # Errors
/// If the database fails.
pub async fn suggest(app: &App, text: &str) -> Result<Suggestions> {
    let typed = words(text);
    if typed.is_empty() {
        let searches = rules::common_searches("").take(MAX_COMMON).collect();
        return Ok(Suggestions { searches, ..Suggestions::default() });
    }
    let query = SearchQuery { text: text.to_owned(), limit: MAX_PRODUCTS, ..SearchQuery::default() };
    let found = search_products(app, &query, SearchOptions { is_typing: true, available_on: None }).await?;
    let tx = app.read(Actor::System).await?;
    let mut families: Vec<family::Model> = store::list_families(&tx).await?.into_values().collect();
    // The index counts only families with products; without it all of them are suggested.
    let counted = &found.results.facets.families;
    families.retain(|family| {
        (rules::begins(&family.name_es, &typed) || rules::begins(&family.name_en, &typed))
            && (found.degraded || counted.iter().any(|(code, _)| *code == family.code))
    });
    families.sort_by(|left, right| left.code.cmp(&right.code));
    families.truncate(MAX_OTHERS);
    let makers = found.results.facets.makers.iter().map(|(name, _)| name);
    Ok(Suggestions {
        corrected: (!found.results.corrections.is_empty())
            .then(|| rules::corrected_text(text, &found.results.corrections)),
        families,
        makers: makers.filter(|name| rules::begins(name, &typed)).take(MAX_OTHERS).cloned().collect(),
        products: found.products,
        searches: rules::common_searches(text).take(MAX_OTHERS).collect(),
    })
}
