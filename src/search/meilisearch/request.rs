//! A query in Meilisearch's words, and its answer in ours.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    super::{
        document::{Facets, Found, MAX_LIMIT, MAX_OFFSET, Query},
        engine::SearchError,
        text::{Wanted, allergen_code, fold},
    },
    settings::synonyms,
};

/// A family or place facet leaves its own filter out, so it is counted by a query of its own.
#[derive(Clone, Copy, PartialEq)]
enum But {
    Nothing,
    Families,
    Places,
}

/// The body of a multi-search: the answer itself, the families, the places.
pub fn request(index: &str, query: &Query, wanted: &Wanted) -> Value {
    let text = typed(query, wanted);
    let ask = |but: But, facets: &[&str], limit: usize, offset: usize| {
        json!({
            "indexUid": index,
            "q": text,
            "filter": filter(query, wanted, but),
            "facets": facets,
            "limit": limit,
            "offset": offset,
            "attributesToRetrieve": ["id"],
        })
    };
    let (limit, offset) = (query.limit.min(MAX_LIMIT), query.offset.min(MAX_OFFSET));
    json!({ "queries": [
        ask(But::Nothing, &["practices", "allergens", "months"], limit, offset),
        ask(But::Families, &["family_code"], 0, 0),
        ask(But::Places, &["places"], 0, 0),
    ]})
}

/// What Meilisearch is to look for: the words that were understood, or a code as it was typed.
fn typed(query: &Query, wanted: &Wanted) -> String {
    let whole = query.text.trim();
    let is_code = whole.contains('-') && whole.contains(|letter: char| letter.is_ascii_digit());
    if is_code && !whole.contains(char::is_whitespace) {
        return format!("\"{}\"", fold(whole).replace('"', ""));
    }
    wanted.words.join(" ")
}

fn filter(query: &Query, wanted: &Wanted, but: But) -> Vec<String> {
    let mut all = vec!["published = true".to_owned()];
    if !query.families.is_empty() && but != But::Families {
        all.push(format!("family_code IN {}", list(&query.families)));
    }
    if !query.places.is_empty() && but != But::Places {
        all.push(format!("places IN {}", list(&query.places)));
    }
    all.extend(query.practices.iter().map(|practice| format!("practices = {}", quoted(practice))));
    let free_of: Vec<_> = query.free_of.iter().chain(&wanted.free_of).map(|name| allergen_code(name)).collect();
    if !free_of.is_empty() {
        all.push(format!("allergens NOT IN {}", list(&free_of)));
    }
    if let Some(month) = query.month {
        all.push(format!("months = {month}"));
    }
    if !wanted.without.is_empty() {
        let synonyms = synonyms();
        let others = wanted.without.iter().filter_map(|word| synonyms.get(word.as_str())).flatten();
        let words: Vec<_> = wanted.without.iter().cloned().chain(others.map(|word| (*word).to_owned())).collect();
        all.push(format!("made_with NOT IN {}", list(&words)));
    }
    all
}

fn list(values: &[String]) -> String {
    format!("[{}]", values.iter().map(|value| quoted(value)).collect::<Vec<_>>().join(", "))
}

fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The answer to [`request`].
pub fn found(answer: &Value, wanted: Wanted) -> Result<Found, SearchError> {
    let not_understood = || SearchError::Refused {
        status: 0,
        message: "its answer to a search has another form; Meilisearch 1.x is needed".into(),
    };
    let results = answer.get("results").and_then(Value::as_array).ok_or_else(not_understood)?;
    let [main, families, places] = results.as_slice() else { return Err(not_understood()) };
    let hits = main.get("hits").and_then(Value::as_array).ok_or_else(not_understood)?;
    let total = main.get("estimatedTotalHits").and_then(Value::as_u64).ok_or_else(not_understood)?;
    let id = |hit: &Value| hit.get("id").and_then(Value::as_str).and_then(|id| Uuid::parse_str(id).ok());
    let ids: Option<Vec<Uuid>> = hits.iter().map(id).collect();
    let declared = counts(main, "allergens").into_iter();
    let free_of = declared.map(|(name, count)| (name, total.saturating_sub(count))).filter(|(_, count)| *count > 0);
    let mut months: Vec<(u32, u64)> =
        counts(main, "months").into_iter().filter_map(|(month, count)| Some((month.parse().ok()?, count))).collect();
    months.sort_unstable();
    Ok(Found {
        ids: ids.ok_or_else(not_understood)?,
        total,
        facets: Facets {
            families: counts(families, "family_code"),
            practices: counts(main, "practices"),
            places: counts(places, "places"),
            free_of: most_first(free_of.collect()),
            months,
        },
        read_free_of: wanted.free_of,
        corrected: Vec::new(),
    })
}

fn counts(result: &Value, facet: &str) -> Vec<(String, u64)> {
    let counted = result.get("facetDistribution").and_then(|facets| facets.get(facet)).and_then(Value::as_object);
    let counted = counted.into_iter().flatten();
    most_first(counted.filter_map(|(name, count)| Some((name.clone(), count.as_u64()?))).collect())
}

fn most_first(mut counts: Vec<(String, u64)>) -> Vec<(String, u64)> {
    counts.sort_unstable_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
    counts
}

#[cfg(test)]
mod tests {
    use super::{super::super::text, *};

    #[test]
    fn a_query_is_put_in_its_words() {
        let query = Query {
            text: "mermelada sin gluten ni azúcar para 40".into(),
            families: vec!["ja\"m".into()],
            places: vec!["Aysén".into()],
            month: Some(3),
            limit: 9_999,
            ..Query::default()
        };
        let body = request("larder", &query, &text::read(&query.text));
        let [main, families, places] = body["queries"].as_array().expect("queries").as_slice() else {
            panic!("{body}")
        };
        assert_eq!((&main["q"], &main["limit"]), (&json!("mermelada"), &json!(MAX_LIMIT)));
        let expected = json!([
            "published = true",
            "family_code IN [\"ja\\\"m\"]",
            "places IN [\"Aysén\"]",
            "allergens NOT IN [\"gluten\"]",
            "months = 3",
            "made_with NOT IN [\"azucar\", \"sugar\"]"
        ]);
        assert_eq!(main["filter"], expected);
        assert!(!families["filter"].to_string().contains("family_code"));
        assert!(!places["filter"].to_string().contains("places"));
        assert_eq!(typed(&Query { text: " MER-01".into(), ..Query::default() }, &Wanted::default()), "\"mer-01\"");
    }

    #[test]
    fn its_answer_is_understood_or_refused() {
        let id = Uuid::from_u128(7);
        let answer = json!({ "results": [
            { "hits": [{ "id": id }], "estimatedTotalHits": 5,
              "facetDistribution": { "practices": { "organic": 2 }, "allergens": { "milk": 5, "gluten": 1 },
                                     "months": { "10": 4, "2": 1 } } },
            { "hits": [], "estimatedTotalHits": 9, "facetDistribution": { "family_code": { "jam": 4, "honey": 5 } } },
            { "hits": [], "estimatedTotalHits": 5, "facetDistribution": { "places": { "Aysén": 5 } } },
        ]});
        let found = found(&answer, Wanted::default()).expect("understood");
        assert_eq!((found.ids, found.total), (vec![id], 5));
        assert_eq!(found.facets.families, [("honey".to_owned(), 5), ("jam".to_owned(), 4)]);
        assert_eq!(found.facets.free_of, [("gluten".to_owned(), 4)]);
        assert_eq!(found.facets.months, [(2, 1), (10, 4)]);
        assert!(super::found(&json!({ "results": [] }), Wanted::default()).is_err());
    }
}
