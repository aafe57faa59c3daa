//! Translates a query into a Meilisearch multi-search request.

use serde_json::{Value, json};

use crate::{
    platform::words::normalize,
    search::{
        MAX_LIMIT, MAX_OFFSET, SearchQuery,
        rules::{ExcludedWord, ParsedText, excluded_allergens, excluded_words},
    },
};

/// The facet whose own filter a query leaves out.
///
/// The counts of families and places ignore the filter on the same facet, so each takes a query of its own.
#[derive(Clone, Copy, PartialEq)]
enum OmittedFilter {
    None,
    Families,
    Places,
}

/// The request body, with three queries: hits and most facets, family counts, place counts.
pub fn search_request(index: &str, query: &SearchQuery, parsed: &ParsedText) -> Value {
    let text = search_text(query, parsed);
    let subquery = |omitted: OmittedFilter, facets: &[&str], limit: usize, offset: usize| {
        json!({
            "indexUid": index,
            "q": text,
            "filter": filters(query, parsed, omitted),
            "facets": facets,
            "limit": limit,
            "offset": offset,
            "attributesToRetrieve": ["id"],
        })
    };
    let (limit, offset) = (query.limit.min(MAX_LIMIT), query.offset.min(MAX_OFFSET));
    json!({ "queries": [
        subquery(OmittedFilter::None, &["practices", "not_free_of", "months"], limit, offset),
        subquery(OmittedFilter::Families, &["family_code"], 0, 0),
        subquery(OmittedFilter::Places, &["places"], 0, 0),
    ]})
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

fn filters(query: &SearchQuery, parsed: &ParsedText, omitted: OmittedFilter) -> Vec<String> {
    let mut filters = vec!["published = true".to_owned()];
    if !query.families.is_empty() && omitted != OmittedFilter::Families {
        filters.push(format!("family_code IN {}", quote_list(&query.families)));
    }
    if !query.places.is_empty() && omitted != OmittedFilter::Places {
        filters.push(format!("places IN {}", quote_list(&query.places)));
    }
    filters.extend(query.practices.iter().map(|practice| format!("practices = {}", quote(practice))));
    let free_of = excluded_allergens(query, parsed);
    if !free_of.is_empty() {
        filters.push(format!("not_free_of NOT IN {}", quote_list(free_of.iter().map(|allergen| allergen.word()))));
    }
    if let Some(month) = query.month {
        filters.push(format!("months = {month}"));
    }
    for exclusion in &parsed.excluded {
        let words = excluded_words(exclusion);
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
    fn a_query_becomes_three_subqueries() {
        let query = SearchQuery {
            text: "mermelada sin gluten ni azúcar para 40".into(),
            families: vec!["ja\"m".into()],
            places: vec!["Aysén".into()],
            month: Some(3),
            limit: 9_999,
            ..SearchQuery::default()
        };
        let body = search_request("products", &query, &parse_text(&query.text));
        let [main, families, places] = body["queries"].as_array().expect("queries").as_slice() else {
            panic!("{body}")
        };
        assert_eq!((&main["q"], &main["limit"]), (&json!("mermelada"), &json!(MAX_LIMIT)));
        let expected = json!([
            "published = true",
            "family_code IN [\"ja\\\"m\"]",
            "places IN [\"Aysén\"]",
            "not_free_of NOT IN [\"gluten\"]",
            "months = 3",
            "NOT ((contents IN [\"en_azucar\", \"en_sugar\", \"es_azuc\"] AND \
             contents NOT IN [\"-en_azucar\", \"-en_sugar\", \"-es_azuc\"]))"
        ]);
        assert_eq!(main["filter"], expected);
        assert!(!families["filter"].to_string().contains("family_code"));
        assert!(!places["filter"].to_string().contains("places"));
        assert_eq!(
            search_text(&SearchQuery { text: " MER-01".into(), ..SearchQuery::default() }, &ParsedText::default()),
            "\"mer-01\""
        );
    }
}
