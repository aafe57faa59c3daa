//! Translates the response of a Meilisearch multi-search into search results.

use meilisearch_sdk::search::{MultiSearchResponse, SearchResults as IndexResults};
use serde::Deserialize;
use uuid::Uuid;

use super::errors::unexpected_response;
use crate::search::{
    Facets, SearchError, SearchResults, SynonymMap,
    rules::{self, ParsedText, free_of_counts, highest_first},
};

/// A found document.
#[derive(Deserialize)]
pub struct Hit {
    id: Uuid,
    name_es: String,
    name_en: String,
}

/// The results in the response to a [`SearchRequest`](super::request::SearchRequest).
///
/// # Errors
/// [`SearchError::ServerError`] if the response has an unexpected form.
pub fn search_results(
    response: MultiSearchResponse<Hit>,
    parsed: &ParsedText,
    synonym_map: &SynonymMap,
) -> Result<SearchResults, SearchError> {
    let [main, complete, families, places, makers] = response.results.as_slice() else {
        return Err(unexpected_response());
    };
    let count = |results: &IndexResults<Hit>| {
        results.estimated_total_hits.and_then(|total| u64::try_from(total).ok()).ok_or_else(unexpected_response)
    };
    let total = count(main)?;
    let mut months: Vec<(u32, u64)> = facet_counts(main, "months")
        .into_iter()
        .filter_map(|(month, count)| Some((month.parse().ok()?, count)))
        .collect();
    months.sort_unstable();
    Ok(SearchResults {
        ids: main.hits.iter().map(|hit| hit.result.id).collect(),
        total,
        matching_all: count(complete)?.min(total),
        facets: Facets {
            families: facet_counts(families, "family_code"),
            practices: facet_counts(main, "practices"),
            places: facet_counts(places, "places"),
            makers: facet_counts(makers, "makers"),
            free_of: free_of_counts(facet_counts(main, "not_free_of"), total),
            months,
        },
        corrections: rules::corrections(
            parsed,
            main.hits.iter().flat_map(|hit| [hit.result.name_es.as_str(), hit.result.name_en.as_str()]),
            synonym_map,
        ),
    })
}

/// Counts of one facet, highest first.
fn facet_counts(results: &IndexResults<Hit>, facet: &str) -> Vec<(String, u64)> {
    let counts = results.facet_distribution.as_ref().and_then(|facets| facets.get(facet)).into_iter().flatten();
    highest_first(counts.filter_map(|(name, count)| Some((name.clone(), u64::try_from(*count).ok()?))).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::search::rules::parse_text;

    #[test]
    fn responses_are_translated_or_rejected() {
        let id = Uuid::from_u128(7);
        let translate = |response| search_results(response, &parse_text("mermelda murta"), &SynonymMap::new(&[]));
        let meta = |hits: serde_json::Value, total: u64, facets: serde_json::Value| {
            json!({ "hits": hits, "estimatedTotalHits": total, "facetDistribution": facets, "offset": 0, "limit": 20,
                    "processingTimeMs": 1, "query": "" })
        };
        let response = json!({ "results": [
            meta(json!([{ "id": id, "name_es": "Mermelada de murta", "name_en": "Murta jam" }]), 5, json!({
                "practices": { "organic": 2 }, "not_free_of": { "milk": 5, "gluten": 1 }, "months": { "10": 4, "2": 1 }
            })),
            meta(json!([]), 3, json!({})),
            meta(json!([]), 9, json!({ "family_code": { "jam": 4, "honey": 5 } })),
            meta(json!([]), 5, json!({ "places": { "Aysén": 5 } })),
            meta(json!([]), 5, json!({ "makers": { "Caleta": 5 } })),
        ]});
        let results = translate(serde_json::from_value(response).expect("a response")).expect("results");
        assert_eq!((results.ids, results.total, results.matching_all), (vec![id], 5, 3));
        assert_eq!(results.corrections, [("mermelda".to_owned(), "mermelada".to_owned())]);
        assert_eq!(results.facets.families, [("honey".to_owned(), 5), ("jam".to_owned(), 4)]);
        // Meilisearch counts only what some hit has: every hit is free of all other allergens.
        let free_of =
            |code: &str| results.facets.free_of.iter().find(|(value, _)| value == code).map(|(_, count)| *count);
        assert_eq!(["gluten", "milk", "nuts"].map(free_of), [Some(4), None, Some(5)]);
        assert_eq!(results.facets.months, [(2, 1), (10, 4)]);
        assert!(translate(MultiSearchResponse { results: Vec::new() }).is_err());
    }
}
