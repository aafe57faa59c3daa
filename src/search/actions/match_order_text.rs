//! Matches the lines of a pasted order with the products that a buyer can order. It decides nothing: a person confirms
//! the lines, and placing the order checks them.

use std::collections::{BTreeSet, HashMap};

use entities::{
    buyers::buyer,
    catalogue::product,
    values::{CycleId, ProductId},
};
use uuid::Uuid;

use super::search_texts::search_texts;
use crate::{
    catalogue::{self, Audience},
    cycles,
    platform::{
        app::App,
        http::{
            api_error::ApiError,
            limits,
            problem::{Problem, Result},
        },
        unit_of_work::UnitOfWork,
        words::normalize,
    },
    search::{
        SearchRequestError, SearchResults,
        rules::{self, MatchCertainty, OrderTextLine, ParsedText},
    },
};

/// Products of a line beside the best, at most.
const MAX_ALTERNATIVES: usize = 3;

/// A line of a pasted order with the products that it may mean.
#[derive(Clone, Debug)]
pub struct OrderTextMatch {
    /// The line.
    pub line: OrderTextLine,
    /// The best product, and how certain it is; none where nothing fits.
    pub best: Option<(product::Model, MatchCertainty)>,
    /// Other products, better ones first.
    pub alternatives: Vec<product::Model>,
    /// The first line, counted from 0, that means the same product.
    pub repeats: Option<usize>,
}

/// The products that a buyer can order in a cycle, which must take orders: those that are sold and on its price list.
///
/// # Errors
/// 404 for a cycle of another zone; `CycleNotOpen`.
pub async fn list_orderable_products(
    tx: &UnitOfWork,
    buyer: &buyer::Model,
    cycle: CycleId,
) -> Result<HashMap<ProductId, product::Model>> {
    let cycle = cycles::get_cycle(tx, cycle).await?;
    if cycle.zone_id != buyer.zone_id {
        return Err(Problem::not_found("cycle"));
    }
    cycles::check_open(&cycle, tx.now())?;
    let Some(prices) = catalogue::find_price_book(tx, buyer.segment_id, &[]).await? else { return Ok(HashMap::new()) };
    let products = catalogue::list_published_products(tx, Audience::Buyer(buyer.id)).await?.into_iter();
    let priced = products.filter(|product| prices.tiers.contains_key(&product.id));
    Ok(priced.map(|product| (product.id, product)).collect())
}

/// Matches each line of `text` with these products. The second value is whether the search index was unavailable.
///
/// # Errors
/// `TooManyOrderLines`.
pub async fn match_order_text(
    app: &App,
    products: &HashMap<ProductId, product::Model>,
    text: &str,
) -> Result<(Vec<OrderTextMatch>, bool)> {
    let lines = rules::order_text_lines(text);
    if lines.len() > limits::LIST {
        return Err(SearchRequestError::TooManyOrderLines { maximum: limits::LIST }.at("/text"));
    }
    let parsed: Vec<ParsedText> = lines.iter().map(|line| rules::parse_text(&line.words)).collect();
    // A line without words finds nothing instead of everything.
    let searched = || lines.iter().zip(&parsed).filter(|(_, parsed)| !parsed.terms.is_empty());
    let texts: Vec<&str> = searched().map(|(line, _)| line.words.as_str()).collect();
    let among: BTreeSet<_> = products.keys().map(|id| id.0).collect();
    let found = search_texts(app, &texts, among).await?;
    let mut results = found.results.into_iter();
    let codes: HashMap<String, &product::Model> =
        products.values().map(|product| (normalize(&product.code), product)).collect();
    let mut first_lines: HashMap<ProductId, usize> = HashMap::new();
    let mut matches = Vec::with_capacity(lines.len());
    for (place, (line, parsed)) in lines.into_iter().zip(parsed).enumerate() {
        let results = if parsed.terms.is_empty() { None } else { results.next() }.unwrap_or_default();
        let ranked = rank(&line, &parsed, &results, products, &codes);
        let mut ranked = ranked.into_iter();
        let best = ranked.next();
        let repeats = best.as_ref().and_then(|(product, certainty)| {
            let first = (*certainty != MatchCertainty::Unsure).then(|| *first_lines.entry(product.id).or_insert(place));
            first.filter(|first| *first != place)
        });
        let alternatives = ranked.take(MAX_ALTERNATIVES).map(|(product, _)| product).collect();
        matches.push(OrderTextMatch { line, best, alternatives, repeats });
    }
    Ok((matches, found.degraded))
}

/// The products of one line, the best first.
fn rank(
    line: &OrderTextLine,
    parsed: &ParsedText,
    results: &SearchResults,
    products: &HashMap<ProductId, product::Model>,
    codes: &HashMap<String, &product::Model>,
) -> Vec<(product::Model, MatchCertainty)> {
    let matching_all = usize::try_from(results.matching_all).unwrap_or(usize::MAX);
    // What somebody may not eat is exact: the index may be older than the product.
    let may_eat = |product: &&product::Model| rules::is_free_of(&catalogue::not_free_of(product), &parsed.free_of);
    let of = |id: &Uuid| products.get(&ProductId(*id)).filter(may_eat);
    let (complete, others) = results.ids.split_at(matching_all.min(results.ids.len()));
    let mut found: Vec<&product::Model> = complete.iter().filter_map(of).collect();
    let matching_all = found.len();
    found.extend(others.iter().filter_map(of));
    for product in line.words.split_whitespace().filter_map(|word| codes.get(&normalize(word))) {
        if !found.iter().any(|found| found.id == product.id) {
            found.push(product);
        }
    }
    let ranked = rules::rank_matches(&line.words, parsed, &found, matching_all, !results.corrections.is_empty());
    ranked.into_iter().map(|one| (one.product.clone(), one.certainty)).collect()
}
