//! Translates a query into a Meilisearch multi-search request.

use meilisearch_sdk::{
    client::Client,
    errors::Error,
    indexes::Index,
    request::HttpClient,
    search::{MatchingStrategies, MultiSearchResponse, SearchQuery as IndexQuery, Selectors},
};

use super::response::Hit;
use crate::{
    platform::words::normalize,
    search::{
        MAX_LIMIT, MAX_OFFSET, SearchQuery, SynonymMap,
        rules::{ExcludedWord, ParsedText, excluded_allergens, excluded_words},
    },
};

/// The facet whose own filter a query leaves out.
///
/// The counts of families, places and makers ignore the filter on the same facet, so each takes a query of its own.
#[derive(Clone, Copy, PartialEq)]
enum OmittedFilter {
    None,
    Families,
    Places,
    Makers,
}

/// The queries of one search: hits and most facets, the number of products that match all terms, and the counts of
/// families, places and makers.
pub struct SearchRequest {
    text: String,
    queries: [FilteredQuery; 5],
}

/// One of the queries: the same text with other filters.
struct FilteredQuery {
    filters: Vec<String>,
    facets: &'static [&'static str],
    limit: usize,
    offset: usize,
    matches: fn() -> MatchingStrategies,
}

impl SearchRequest {
    /// The request of a query, of which `parsed` is the text.
    pub fn new(query: &SearchQuery, parsed: &ParsedText, synonym_map: &SynonymMap) -> Self {
        let filtered = |omitted, facets, limit, offset| FilteredQuery {
            filters: filters(query, parsed, synonym_map, omitted),
            facets,
            limit,
            offset,
            matches: || MatchingStrategies::LAST,
        };
        let (limit, offset) = (query.limit.min(MAX_LIMIT), query.offset.min(MAX_OFFSET));
        Self {
            text: search_text(query, parsed),
            queries: [
                filtered(OmittedFilter::None, &["practices", "not_free_of", "months"], limit, offset),
                FilteredQuery { matches: || MatchingStrategies::ALL, ..filtered(OmittedFilter::None, &[], 0, 0) },
                filtered(OmittedFilter::Families, &["family_code"], 0, 0),
                filtered(OmittedFilter::Places, &["places"], 0, 0),
                filtered(OmittedFilter::Makers, &["makers"], 0, 0),
            ],
        }
    }

    /// Asks the server all queries at once.
    pub async fn send<Http: HttpClient>(
        &self,
        client: &Client<Http>,
        index: &Index<Http>,
    ) -> Result<MultiSearchResponse<Hit>, Error> {
        let mut request = client.multi_search();
        for FilteredQuery { filters, facets, limit, offset, matches } in &self.queries {
            let query = IndexQuery::new(index)
                .with_index_uid()
                .with_query(&self.text)
                .with_array_filter(filters.iter().map(String::as_str).collect())
                .with_facets(Selectors::Some(facets))
                .with_limit(*limit)
                .with_offset(*offset)
                .with_matching_strategy(matches())
                .with_attributes_to_retrieve(Selectors::Some(&["id", "name_es", "name_en"]))
                .build();
            request.with_search_query(query);
        }
        request.execute::<Hit>().await
    }
}

/// The text to match: the parsed terms, or a product code as typed.
fn search_text(query: &SearchQuery, parsed: &ParsedText) -> String {
    let whole = query.text.trim();
    let is_code =
        whole.contains('-') && !whole.starts_with('-') && whole.contains(|letter: char| letter.is_ascii_digit());
    if is_code && !whole.contains(char::is_whitespace) {
        return format!("\"{}\"", normalize(whole).replace('"', ""));
    }
    parsed.terms.join(" ")
}

fn filters(query: &SearchQuery, parsed: &ParsedText, synonym_map: &SynonymMap, omitted: OmittedFilter) -> Vec<String> {
    let mut filters = vec!["published = true".to_owned()];
    if !query.families.is_empty() && omitted != OmittedFilter::Families {
        filters.push(format!("family_code IN {}", quote_list(&query.families)));
    }
    if !query.places.is_empty() && omitted != OmittedFilter::Places {
        filters.push(format!("places IN {}", quote_list(&query.places)));
    }
    if !query.makers.is_empty() && omitted != OmittedFilter::Makers {
        filters.push(format!("makers IN {}", quote_list(&query.makers)));
    }
    filters.extend(query.practices.iter().map(|practice| format!("practices = {}", quote(practice))));
    let free_of = excluded_allergens(query, parsed);
    if !free_of.is_empty() {
        filters.push(format!("not_free_of NOT IN {}", quote_list(free_of.iter().map(|allergen| allergen.word()))));
    }
    if let Some(among) = &query.among {
        filters.push(format!("id IN {}", quote_list(among.iter().map(ToString::to_string))));
    }
    if let Some(month) = query.month {
        filters.push(format!("months = {month}"));
    }
    for exclusion in &parsed.excluded {
        let words = excluded_words(exclusion, synonym_map);
        filters.push(format!("NOT ({})", words.iter().map(has_word).collect::<Vec<_>>().join(" AND ")));
    }
    filters
}

fn has_word(word: &ExcludedWord) -> String {
    let (keys, denied) = (quote_list(&word.keys), quote_list(&word.denied));
    format!("(contents IN {keys} AND contents NOT IN {denied})")
}

fn quote_list<T: AsRef<str>>(values: impl IntoIterator<Item = T>) -> String {
    format!("[{}]", values.into_iter().map(|value| quote(value.as_ref())).collect::<Vec<_>>().join(", "))
}

fn quote(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::rules::parse_text;

    #[test]
    fn a_query_becomes_one_query_per_count() {
        let query = SearchQuery {
            text: "mermelada sin gluten ni azúcar para 40".into(),
            families: vec!["ja\"m".into()],
            places: vec!["Aysén".into()],
            month: Some(3),
            limit: 9_999,
            ..SearchQuery::default()
        };
        let request = SearchRequest::new(&query, &parse_text(&query.text), &SynonymMap::new(&[]));
        let [main, _, families, places, _] = &request.queries;
        assert_eq!((request.text.as_str(), main.limit), ("mermelada", MAX_LIMIT));
        let expected = [
            "published = true",
            "family_code IN [\"ja\\\"m\"]",
            "places IN [\"Aysén\"]",
            "not_free_of NOT IN [\"gluten\"]",
            "months = 3",
            "NOT ((contents IN [\"en_azucar\", \"en_sugar\", \"es_azuc\"] AND \
             contents NOT IN [\"-en_azucar\", \"-en_sugar\", \"-es_azuc\"]))",
        ];
        assert_eq!(main.filters, expected);
        assert!(!families.filters.iter().any(|filter| filter.contains("family_code")));
        assert!(!places.filters.iter().any(|filter| filter.contains("places")));
        assert_eq!(
            search_text(&SearchQuery { text: " MER-01".into(), ..SearchQuery::default() }, &ParsedText::default()),
            "\"mer-01\""
        );
    }
}
