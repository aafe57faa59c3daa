//! Behaviour of the engines on one set of products: ranking, filters and facets.

mod facets;
mod fixtures;
mod meilisearch;
mod index_updates;

use entities::values::Allergen::{self, Fish, Gluten, Lupin};
use proptest::prelude::*;
use uuid::Uuid;

use super::{
    CustomSynonym, EmbeddedEngine, ProductDocument, SearchEngine, SearchQuery, SearchResults, SynonymMap, single_batch,
};
use fixtures::products;

/// An embedded engine with all products, and the temporary folder of its index.
async fn built_engine() -> (EmbeddedEngine, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = EmbeddedEngine::open(folder.path()).expect("an index");
    engine.rebuild(single_batch(products())).await.expect("built");
    (engine, folder)
}

fn text(text: &str) -> SearchQuery {
    SearchQuery { text: text.into(), limit: 100, ..SearchQuery::default() }
}

fn codes(found: &SearchResults) -> Vec<String> {
    let products = products();
    let code = |id: &Uuid| products.iter().find(|product| product.id == *id).expect("known").code.clone();
    found.ids.iter().map(code).collect()
}

/// Text, first results in order, and how many match all terms if it matters.
const TEXT_QUERIES: &[(&str, &[&str], Option<u64>)] = &[
    // equally relevant products are sorted by fairness
    ("calafate", &["LIC-01", "MER-01", "MIE-04", "LIC-06"], Some(4)),
    ("mermelda", &["MER-09", "MER-03", "MER-10", "MER-02", "MER-01", "MER-06", "MER-04"], None),
    ("salmon ahumado", &["PES-02", "PES-01"], Some(2)),
    ("SALMÓN AHUMADO", &["PES-02", "PES-01"], Some(2)),
    ("smoked salmon", &["PES-02", "PES-01"], Some(2)),
    ("slamon ahumdo", &["PES-02", "PES-01"], Some(2)),
    ("honey", &["MIE-02", "MIE-01", "MIE-04", "MIE-03"], None),
    ("mieles", &["MIE-02", "MIE-01", "MIE-04", "MIE-03"], None),
    ("jam", &["MER-09", "MER-03", "MER-10", "MER-02", "MER-01", "MER-06", "MER-04"], None),
    ("algo dulce para 40", &["MER-08", "CHO-02"], None),
    ("murtilla", &["LIC-02", "CHO-02", "MER-10", "MER-02", "PAN-03"], Some(5)),
    ("murta", &["CHO-02", "MER-10", "MER-02", "LIC-02", "PAN-03"], Some(5)),
    ("mermelada de murta", &["MER-02", "MER-10"], None),
    ("hongos secos", &["HON-01", "HON-02"], None),
    ("mushrooms", &["HON-02", "HON-03", "HON-04"], None),
    ("callampa", &["HON-02"], None),
    ("trucha", &["PES-03", "PES-05"], Some(2)),
    ("trout", &["PES-03", "PES-05"], Some(2)),
    ("lamb", &["COR-01", "COR-02", "COR-03", "COR-06"], Some(4)),
    ("corderos", &["COR-01", "COR-02", "COR-03", "COR-06"], Some(4)),
    ("queso", &["QUE-03", "QUE-02", "QUE-01"], None),
    ("goat cheese", &["QUE-02"], Some(1)),
    ("licores", &["LIC-03", "LIC-01", "LIC-02"], None),
    ("liqueur", &["LIC-03", "LIC-01", "LIC-02"], None),
    ("mosqueta", &["HIE-03", "MER-04"], Some(2)),
    ("rosa mosqeta", &["HIE-03", "MER-04"], Some(2)),
    ("cala", &["LIC-01", "MER-01", "MIE-04", "LIC-06"], Some(4)),
    ("marmel", &["MER-08"], Some(10)),
    ("mermelada sin azúcar", &["MER-06"], None),
    ("miel -ulmo", &["MIE-02", "MIE-04", "MIE-03"], None),
    ("mermelada 250 gr", &["MER-09", "MER-03", "MER-10", "MER-02", "MER-01", "MER-06", "MER-04"], None),
    ("500g", &[], Some(60)),
    ("1 kg", &[], Some(60)),
    ("cochayuyo", &["MAR-04"], Some(1)),
    ("beef jerky", &["COR-04"], Some(1)),
    ("picoteo para 15 personas", &["PAN-02", "QUE-03"], None),
    ("para el asado", &["COR-01", "COR-06", "COR-02", "COR-03"], None),
    ("regalo", &["CAN-01"], None),
    ("organico", &["MER-09", "HIE-01"], Some(10)),
    ("QUE-02", &["QUE-02"], Some(1)),
    ("que-02 ", &["QUE-02"], Some(1)),
    ("Cochrane", &["PES-03"], None),
    ("xyzzyqwrt", &[], Some(0)),
    ("nalca", &["MER-03"], None),
    ("mead", &["LIC-04"], None),
    ("galleta de miel", &["PAN-02"], Some(1)),
    ("frambueza", &["MER-05", "PAN-01"], None),
];

#[tokio::test]
async fn text_queries_return_the_expected_products() {
    let (engine, _folder) = built_engine().await;
    let mut wrong = Vec::new();
    for (typed, first, total) in TEXT_QUERIES {
        let found = engine.search(&text(typed)).await.expect("results");
        let got = codes(&found);
        if !got.starts_with(&first.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>())
            || total.is_some_and(|total| total != found.matching_all)
        {
            wrong.push(format!(
                "{typed}: {} {got:?}, not {first:?} {total:?}; {:?}",
                found.matching_all, found.corrections
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn similar_products_follow_those_that_match_all_terms() {
    let (engine, _folder) = built_engine().await;
    let found = engine.search(&text("mermelada de murta")).await.expect("results");
    assert_eq!((found.matching_all, &codes(&found)[..2]), (2, &["MER-02".to_owned(), "MER-10".to_owned()][..]));
    let families = |from: usize| codes(&found)[from..].iter().map(|code| code[..3].to_owned()).collect::<Vec<_>>();
    assert!(found.total > 8 && families(2).contains(&"MER".to_owned()), "{:?}", codes(&found));
    // Where enough match all terms, nothing else is shown.
    let many = engine.search(&text("queso sal")).await.expect("results");
    assert!(many.matching_all >= 3, "{}", many.matching_all);
    // What must not be shown is not similar either.
    let fishless = engine.search(&text("trucha ahumada sin pescado")).await.expect("results");
    assert!(codes(&fishless).iter().all(|code| !code.starts_with("PES")), "{:?}", codes(&fishless));
}

#[tokio::test]
async fn a_synonym_of_staff_is_in_effect_at_once() {
    let (engine, _folder) = built_engine().await;
    let search = async |typed: &str| codes(&engine.search(&text(typed)).await.expect("results"));
    assert!(search("pestinos").await.is_empty() && search("dulce de leche").await.contains(&"QUE-05".to_owned()));
    let custom = |term: &str, word: &str| CustomSynonym { term: term.into(), words: vec![word.into()] };
    let synonyms = [custom("pestino", "kuchen"), custom("pan de pascua", "kuchen")];
    engine.set_synonyms(std::sync::Arc::new(SynonymMap::new(&synonyms))).await.expect("set");
    for typed in ["pestinos", "pan de pascua "] {
        assert_eq!(search(typed).await.first(), Some(&"PAN-01".to_owned()), "{typed}");
    }
    assert!(!search("pestinos -kuchen").await.contains(&"PAN-01".to_owned()));
    engine.set_synonyms(std::sync::Arc::new(SynonymMap::new(&[]))).await.expect("set");
    assert!(search("pestinos").await.is_empty());
}

#[tokio::test]
async fn a_theme_matches_all_its_families() {
    let (engine, _folder) = built_engine().await;
    let found = engine.search(&text("algo dulce para 40")).await.expect("results");
    let families: Vec<_> = found.facets.families.iter().map(|(family, _)| family.as_str()).collect();
    for sweet in ["jam", "honey", "bakery", "sweets"] {
        assert!(families.contains(&sweet), "{sweet} in {families:?}");
    }
    for other in ["smoked", "meat", "mushroom", "seafood"] {
        assert!(!families.contains(&other), "{other} in {families:?}");
    }
}

#[tokio::test]
async fn an_allergen_in_the_text_is_a_filter() {
    let (engine, _folder) = built_engine().await;
    let all = engine.search(&text("")).await.expect("results");
    let with_gluten = products().iter().filter(|product| product.not_free_of.contains(Gluten)).count() as u64;
    assert_eq!(all.total, 60);
    for typed in ["sin gluten", "gluten free", "para celíacos", "sin glutten"] {
        let found = engine.search(&text(typed)).await.expect("results");
        assert_eq!(found.total, 60 - with_gluten, "{typed}");
    }
    let query = SearchQuery { free_of: vec![Gluten], ..text("") };
    assert_eq!(engine.search(&query).await.expect("results").total, 60 - with_gluten);
    let biscuits = engine.search(&text("galletas sin gluten ni leche")).await.expect("results");
    assert!(!codes(&biscuits).iter().any(|code| code == "PAN-02" || code == "PAN-03"), "{:?}", codes(&biscuits));
    let fishless = SearchQuery { free_of: vec![Fish], families: vec!["smoked".into()], ..text("") };
    assert_eq!(engine.search(&fishless).await.expect("results").total, 0);
}

/// Codes of the products that "sin alcohol" must not find.
const ALCOHOLIC: &[&str] = &["LIC-01", "LIC-02", "LIC-03", "LIC-04", "LIC-05", "LIC-06", "CHO-02"];

#[tokio::test]
async fn an_exclusion_excludes() {
    let (engine, _folder) = built_engine().await;
    for (typed, absent) in [
        ("sin alcohol", ALCOHOLIC),
        ("miel -ulmo", &["MIE-01"]),
        ("honey -ulmo", &["MIE-01"]),
        ("-\"miel de ulmo\"", &["MIE-01"]),
        ("mermelada sin azúcar", &["MER-01", "MER-05", "MER-07"]),
    ] {
        let found = engine.search(&text(typed)).await.expect("results");
        assert!(found.total > 0, "{typed}");
        assert!(codes(&found).iter().all(|code| !absent.contains(&code.as_str())), "{typed}: {:?}", codes(&found));
    }
}

/// Whether each product that `query` finds is surely free of all that it excludes, and none of the others is missing.
async fn is_exact(engine: &dyn SearchEngine, products: &[ProductDocument], excluded: Vec<Allergen>) -> bool {
    let query = SearchQuery { free_of: excluded.clone(), ..text("") };
    let mut found = engine.search(&query).await.expect("results").ids;
    let free = |product: &&ProductDocument| excluded.iter().all(|allergen| !product.not_free_of.contains(*allergen));
    let mut expected: Vec<Uuid> = products.iter().filter(free).map(|product| product.id).collect();
    found.sort_unstable();
    expected.sort_unstable();
    found == expected
}

fn allergen_lists() -> impl Strategy<Value = Vec<Allergen>> {
    proptest::sample::subsequence(Allergen::all().collect::<Vec<_>>(), 0..=14)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn a_filter_finds_exactly_what_is_surely_free(
        declared in proptest::collection::vec(allergen_lists(), 1..30),
        filters in proptest::collection::vec(allergen_lists(), 1..20)
    ) {
        let products: Vec<_> = declared.into_iter().zip(1_u128..).map(|(allergens, number)| ProductDocument {
            id: Uuid::from_u128(number),
            code: format!("P-{number}"),
            name_es: "Producto".into(),
            not_free_of: allergens.into_iter().collect(),
            published: true,
            ..ProductDocument::default()
        }).collect();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let folder = tempfile::tempdir().expect("a folder");
            let engine = EmbeddedEngine::open(folder.path()).expect("an index");
            engine.rebuild(single_batch(products.clone())).await.expect("built");
            for excluded in filters {
                assert!(is_exact(&engine, &products, excluded).await);
            }
        });
    }
}

#[tokio::test]
async fn filters_and_facets_are_combined() {
    let (engine, _folder) = built_engine().await;
    let ask = async |query: SearchQuery| engine.search(&query).await.expect("results");
    let all = ask(text("")).await;
    assert_eq!(all.facets.families.first(), Some(&("jam".to_owned(), 10)));
    assert_eq!(all.facets.families.iter().map(|(_, count)| count).sum::<u64>(), 60);
    assert_eq!(all.facets.places.iter().map(|(_, count)| count).sum::<u64>(), 60);
    assert!(all.facets.free_of.iter().any(|(allergen, count)| allergen == "peanuts" || *count == 59), "one has soy");
    assert_eq!(all.facets.months.len(), 12);
    let no_lupin = ask(SearchQuery { free_of: vec![Lupin], ..text("") }).await;
    assert!(no_lupin.facets.free_of.contains(&("lupin".to_owned(), 60)), "no product has lupin");

    let jam = ask(SearchQuery { families: vec!["jam".into()], ..text("") }).await;
    assert_eq!(jam.total, 10);
    assert_eq!(jam.facets.families, all.facets.families, "another family may be added");
    assert_eq!(jam.facets.practices.first(), Some(&("organic".to_owned(), 4)));

    let two =
        ask(SearchQuery { families: vec!["jam".into(), "honey".into()], places: vec!["Coyhaique".into()], ..text("") })
            .await;
    assert_eq!(codes(&two), ["MER-08", "MER-03", "MER-01", "MIE-04"]);
    assert_eq!(two.facets.places.iter().map(|(_, count)| count).sum::<u64>(), 15);

    let wild = ask(SearchQuery { practices: vec!["wild_harvest".into()], month: Some(10), ..text("") }).await;
    assert!(codes(&wild).contains(&"HON-01".to_owned()) && !codes(&wild).contains(&"HON-02".to_owned()));
    assert_eq!(
        ask(SearchQuery { practices: vec!["wild_harvest".into(), "organic".into()], ..text("") }).await.total,
        0
    );
    assert_eq!(ask(SearchQuery { families: vec!["nothing".into()], ..text("") }).await.total, 0);
    assert!(engine.search(&SearchQuery { month: Some(13), ..text("") }).await.is_err());

    let calafate = ask(SearchQuery { families: vec!["jam".into()], ..text("calafate") }).await;
    assert_eq!(codes(&calafate), ["MER-01"]);
    let expected = [("liqueur".to_owned(), 2), ("honey".to_owned(), 1), ("jam".to_owned(), 1)];
    assert_eq!(calafate.facets.families, expected);
}

#[tokio::test]
async fn pages_are_complete_and_disjoint() {
    let (engine, _folder) = built_engine().await;
    for typed in ["", "mermelada", "algo dulce"] {
        let whole = engine.search(&text(typed)).await.expect("results");
        let mut joined = Vec::new();
        for offset in (0..70).step_by(7) {
            let page = SearchQuery { limit: 7, offset, ..text(typed) };
            let page = engine.search(&page).await.expect("results");
            assert_eq!((page.total, &page.facets), (whole.total, &whole.facets));
            joined.extend(page.ids);
        }
        assert_eq!(joined, whole.ids, "{typed}");
    }
}

/// The product with this code.
fn product(code: &str) -> ProductDocument {
    products().into_iter().find(|product| product.code == code).expect("known")
}

fn published() -> Vec<ProductDocument> {
    products().into_iter().filter(|product| product.published).collect()
}
