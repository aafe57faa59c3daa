//! Translates a Meilisearch multi-search response into search results.

use serde_json::Value;
use uuid::Uuid;

use crate::search::{
    Facets, SearchError, SearchResults,
    rules::{free_of_counts, highest_first},
};

/// The results in the response to [`search_request`](super::request::search_request).
///
/// # Errors
/// [`SearchError::ServerError`] if the response has an unexpected form.
pub fn search_results(response: &Value) -> Result<SearchResults, SearchError> {
    let results = response.get("results").and_then(Value::as_array).ok_or_else(unexpected_response)?;
    let [main, families, places] = results.as_slice() else { return Err(unexpected_response()) };
    let hits = main.get("hits").and_then(Value::as_array).ok_or_else(unexpected_response)?;
    let total = main.get("estimatedTotalHits").and_then(Value::as_u64).ok_or_else(unexpected_response)?;
    let id = |hit: &Value| hit.get("id").and_then(Value::as_str).and_then(|id| Uuid::parse_str(id).ok());
    let ids: Option<Vec<Uuid>> = hits.iter().map(id).collect();
    let mut months: Vec<(u32, u64)> = facet_counts(main, "months")
        .into_iter()
        .filter_map(|(month, count)| Some((month.parse().ok()?, count)))
        .collect();
    months.sort_unstable();
    Ok(SearchResults {
        ids: ids.ok_or_else(unexpected_response)?,
        total,
        facets: Facets {
            families: facet_counts(families, "family_code"),
            practices: facet_counts(main, "practices"),
            places: facet_counts(places, "places"),
            free_of: free_of_counts(facet_counts(main, "not_free_of"), total),
            months,
        },
        corrections: Vec::new(),
    })
}

/// Counts of one facet, highest first.
fn facet_counts(result: &Value, facet: &str) -> Vec<(String, u64)> {
    let counts = result.get("facetDistribution").and_then(|facets| facets.get(facet)).and_then(Value::as_object);
    let counts = counts.into_iter().flatten();
    highest_first(counts.filter_map(|(name, count)| Some((name.clone(), count.as_u64()?))).collect())
}

/// The server is not a Meilisearch of the expected version.
pub fn unexpected_response() -> SearchError {
    SearchError::ServerError {
        status: 0,
        message: "the response has an unexpected form; Meilisearch 1.x is required".into(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn responses_are_translated_or_rejected() {
        let id = Uuid::from_u128(7);
        let response = json!({ "results": [
            { "hits": [{ "id": id }], "estimatedTotalHits": 5,
              "facetDistribution": { "practices": { "organic": 2 }, "not_free_of": { "milk": 5, "gluten": 1 },
                                     "months": { "10": 4, "2": 1 } } },
            { "hits": [], "estimatedTotalHits": 9, "facetDistribution": { "family_code": { "jam": 4, "honey": 5 } } },
            { "hits": [], "estimatedTotalHits": 5, "facetDistribution": { "places": { "Aysén": 5 } } },
        ]});
        let results = search_results(&response).expect("results");
        assert_eq!((results.ids, results.total), (vec![id], 5));
        assert_eq!(results.facets.families, [("honey".to_owned(), 5), ("jam".to_owned(), 4)]);
        // Meilisearch counts only what some hit has: every hit is free of all other allergens.
        let free_of =
            |code: &str| results.facets.free_of.iter().find(|(value, _)| value == code).map(|(_, count)| *count);
        assert_eq!(["gluten", "milk", "nuts"].map(free_of), [Some(4), None, Some(5)]);
        assert_eq!(results.facets.months, [(2, 1), (10, 4)]);
        assert!(search_results(&json!({ "results": [] })).is_err());
    }
}
