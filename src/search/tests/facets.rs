//! A facet count is the number of results that its filter would leave.

use proptest::prelude::*;

use super::*;

const FAMILIES: [&str; 3] = ["jam", "honey", "cheese"];
const PLACES: [&str; 3] = ["Aysén", "Coyhaique", "Cochrane"];
const MAKERS: [&str; 3] = ["Caleta", "Quesería \"El Mate\"", "Setas"];
const PRACTICES: [&str; 3] = ["organic", "raw", "handmade"];
const WORDS: [&str; 4] = ["miel", "calafate", "ulmo", "queso"];

/// Searches with each counted value as a filter, and compares the number of results.
pub async fn counts_are_results(engine: &dyn SearchEngine, query: &SearchQuery) {
    let total = async |query: SearchQuery| engine.search(&query).await.expect("results").total;
    let facets = engine.search(query).await.expect("results").facets;
    for (value, count) in &facets.families {
        let narrowed = SearchQuery { families: vec![value.clone()], ..query.clone() };
        assert_eq!(total(narrowed).await, *count, "family {value}: {query:?}");
    }
    for (value, count) in &facets.places {
        let narrowed = SearchQuery { places: vec![value.clone()], ..query.clone() };
        assert_eq!(total(narrowed).await, *count, "place {value}: {query:?}");
    }
    for (value, count) in &facets.makers {
        let narrowed = SearchQuery { makers: vec![value.clone()], ..query.clone() };
        assert_eq!(total(narrowed).await, *count, "maker {value}: {query:?}");
    }
    for (value, count) in &facets.practices {
        let mut narrowed = query.clone();
        narrowed.practices.push(value.clone());
        assert_eq!(total(narrowed).await, *count, "practice {value}: {query:?}");
    }
    for (value, count) in &facets.free_of {
        let mut narrowed = query.clone();
        narrowed.free_of.extend(Allergen::all().filter(|allergen| allergen.word() == value));
        assert_eq!(total(narrowed).await, *count, "free of {value}: {query:?}");
    }
    for (month, count) in facets.months.iter().filter(|_| query.month.is_none()) {
        let narrowed = SearchQuery { month: Some(*month), ..query.clone() };
        assert_eq!(total(narrowed).await, *count, "month {month}: {query:?}");
    }
}

fn some_of(values: &'static [&'static str]) -> impl Strategy<Value = Vec<String>> {
    let owned: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
    proptest::sample::subsequence(owned, 0..=values.len())
}

fn any_product() -> impl Strategy<Value = ProductDocument> {
    let lists = (some_of(&WORDS), some_of(&PLACES), some_of(&MAKERS), some_of(&PRACTICES), allergen_lists());
    (0..FAMILIES.len(), lists, 0..0x1000_i32, any::<bool>()).prop_map(
        |(family, (words, places, makers, practices, allergens), harvest_months, published)| ProductDocument {
            name_es: words.join(" "),
            family_code: FAMILIES[family].into(),
            family_es: FAMILIES[family].into(),
            places,
            makers,
            practices,
            not_free_of: allergens.into_iter().collect(),
            harvest_months,
            published,
            ..ProductDocument::default()
        },
    )
}

fn any_query() -> impl Strategy<Value = SearchQuery> {
    let filters = (some_of(&FAMILIES), some_of(&PLACES), some_of(&MAKERS), some_of(&PRACTICES));
    let month = proptest::option::weighted(0.3, 1..=12_u32);
    (some_of(&WORDS), filters, proptest::sample::subsequence(Allergen::all().collect::<Vec<_>>(), 0..2), month)
        .prop_map(|(words, (families, places, makers, practices), free_of, month)| SearchQuery {
            text: words.join(" "),
            families,
            places,
            makers,
            practices,
            free_of,
            month,
            limit: 100,
            ..SearchQuery::default()
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn a_facet_count_is_the_number_of_results_with_its_filter(
        products in proptest::collection::vec(any_product(), 1..40),
        queries in proptest::collection::vec(any_query(), 1..8)
    ) {
        let numbered = products.into_iter().zip(1_u128..).map(|(product, number)| {
            ProductDocument { id: Uuid::from_u128(number), code: format!("P-{number}"), ..product }
        });
        let products: Vec<_> = numbered.collect();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let folder = tempfile::tempdir().expect("a folder");
            let engine = EmbeddedEngine::open(folder.path()).expect("an index");
            engine.rebuild(single_batch(products)).await.expect("built");
            for query in queries {
                counts_are_results(&engine, &query).await;
            }
        });
    }
}
