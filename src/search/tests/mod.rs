//! How any engine behaves on one larder: what a cook types, what comes first, and what is counted beside it.

mod larder;
mod meilisearch;
mod upkeep;

use uuid::Uuid;

use super::{
    document::{Found, ProductDocument, Query},
    embedded::Embedded,
    engine::{SearchEngine, at_hand},
};
use larder::larder;

/// An embedded engine filled with the larder; its folder lasts as long as it.
async fn filled() -> (Embedded, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = Embedded::open(folder.path()).expect("an index");
    engine.rebuild(at_hand(larder())).await.expect("filled");
    (engine, folder)
}

fn text(text: &str) -> Query {
    Query { text: text.into(), limit: 100, ..Query::default() }
}

fn codes(found: &Found) -> Vec<String> {
    let larder = larder();
    let code = |id: &Uuid| larder.iter().find(|product| product.id == *id).expect("known").code.clone();
    found.ids.iter().map(code).collect()
}

/// What was typed; the first results in order; how many results in all, where it matters.
const TYPED: &[(&str, &[&str], Option<u64>)] = &[
    // the fairest first among equals, whoever was entered first
    ("calafate", &["LIC-01", "MER-01", "MIE-04", "LIC-06"], Some(4)),
    ("mermelda", &["MER-09", "MER-03", "MER-10", "MER-02", "MER-01", "MER-06", "MER-04"], None),
    ("salmon ahumado", &["PES-02", "PES-01"], Some(2)),
    ("SALMÓN AHUMADO", &["PES-02", "PES-01"], Some(2)),
    ("smoked salmon", &["PES-02", "PES-01"], Some(2)),
    ("slamon ahumdo", &["PES-02", "PES-01"], Some(2)),
    ("honey", &["MIE-02", "MIE-01", "MIE-04", "MIE-03"], None),
    ("mieles", &["MIE-02", "MIE-01", "MIE-04", "MIE-03"], None),
    ("jam", &["MER-09", "MER-03", "MER-10", "MER-02", "MER-01", "MER-06", "MER-04"], None),
    ("algo dulce para 40", &["MER-07"], None),
    ("murtilla", &["LIC-02", "CHO-02", "MER-10", "MER-02", "PAN-03"], Some(5)),
    ("murta", &["CHO-02", "MER-10", "MER-02", "LIC-02", "PAN-03"], Some(5)),
    ("mermelada de murta", &["MER-02", "MER-10"], None),
    ("hongos secos", &["HON-02", "HON-01"], None),
    ("mushrooms", &["HON-02", "HON-03", "HON-04"], None),
    ("callampa", &["HON-02"], None),
    ("trucha", &["PES-03", "PES-05"], Some(2)),
    ("trout", &["PES-03", "PES-05"], Some(2)),
    ("lamb", &["COR-02", "COR-01", "COR-03", "COR-06"], Some(4)),
    ("corderos", &["COR-02", "COR-01", "COR-03", "COR-06"], Some(4)),
    ("queso", &["QUE-03", "QUE-02", "QUE-01"], None),
    ("goat cheese", &["QUE-02"], Some(1)),
    ("licores", &["LIC-03", "LIC-01", "LIC-02"], None),
    ("liqueur", &["LIC-03", "LIC-01", "LIC-02"], None),
    ("mosqueta", &["HIE-03", "MER-04"], Some(2)),
    ("rosa mosqeta", &["HIE-03", "MER-04"], Some(2)),
    ("cala", &["LIC-01", "MER-01", "MIE-04", "LIC-06"], Some(4)),
    ("marmel", &["MER-08"], Some(10)),
    ("mermelada sin azúcar", &["MER-06", "CAN-01"], Some(2)),
    ("cochayuyo", &["MAR-04"], Some(1)),
    ("beef jerky", &["COR-04"], Some(1)),
    ("picoteo para 15 personas", &["PES-03", "QUE-03"], None),
    ("para el asado", &["COR-02", "COR-01", "COR-03"], None),
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
async fn a_cook_finds_what_was_meant() {
    let (engine, _folder) = filled().await;
    let mut wrong = Vec::new();
    for (typed, first, total) in TYPED {
        let found = engine.search(&text(typed)).await.expect("an answer");
        let got = codes(&found);
        if !got.starts_with(&first.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>())
            || total.is_some_and(|total| total != found.total)
        {
            wrong.push(format!("{typed}: {} {got:?}, not {first:?} {total:?}; {:?}", found.total, found.corrected));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn something_sweet_is_everything_sweet() {
    let (engine, _folder) = filled().await;
    let found = engine.search(&text("algo dulce para 40")).await.expect("an answer");
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
    let (engine, _folder) = filled().await;
    let all = engine.search(&text("")).await.expect("an answer");
    let with_gluten = larder().iter().filter(|product| product.allergens.contains(&"gluten".to_owned())).count() as u64;
    assert_eq!(all.total, 60);
    for typed in ["sin gluten", "gluten free", "para celíacos", "sin glutten"] {
        let found = engine.search(&text(typed)).await.expect("an answer");
        assert_eq!(found.total, 60 - with_gluten, "{typed}");
        assert_eq!(found.read_free_of, ["gluten"]);
    }
    let query = Query { free_of: vec!["gluten".into()], ..text("") };
    assert_eq!(engine.search(&query).await.expect("an answer").total, 60 - with_gluten);
    let biscuits = engine.search(&text("galletas sin gluten ni leche")).await.expect("an answer");
    assert!(!codes(&biscuits).iter().any(|code| code == "PAN-02" || code == "PAN-03"), "{:?}", codes(&biscuits));
    // declared as "pescado" by one and "fish" by the others
    let fishless = Query { free_of: vec!["fish".into()], families: vec!["smoked".into()], ..text("") };
    assert_eq!(engine.search(&fishless).await.expect("an answer").total, 0);
}

#[tokio::test]
async fn filters_narrow_and_facets_count() {
    let (engine, _folder) = filled().await;
    let ask = async |query: Query| engine.search(&query).await.expect("an answer");
    let all = ask(text("")).await;
    assert_eq!(all.facets.families.first(), Some(&("jam".to_owned(), 10)));
    assert_eq!(all.facets.families.iter().map(|(_, count)| count).sum::<u64>(), 60);
    assert_eq!(all.facets.places.iter().map(|(_, count)| count).sum::<u64>(), 60);
    assert!(all.facets.free_of.iter().any(|(allergen, count)| allergen == "peanuts" || *count == 59), "one has soy");
    assert_eq!(all.facets.months.len(), 12);

    let jam = ask(Query { families: vec!["jam".into()], ..text("") }).await;
    assert_eq!(jam.total, 10);
    assert_eq!(jam.facets.families, all.facets.families, "another family may be added");
    assert_eq!(jam.facets.practices.first(), Some(&("organic".to_owned(), 4)));

    let two =
        ask(Query { families: vec!["jam".into(), "honey".into()], places: vec!["Coyhaique".into()], ..text("") }).await;
    assert_eq!(codes(&two), ["MER-08", "MER-03", "MER-01", "MIE-04"]);
    assert_eq!(two.facets.places.iter().map(|(_, count)| count).sum::<u64>(), 15);

    let wild = ask(Query { practices: vec!["wild_harvest".into()], month: Some(10), ..text("") }).await;
    assert!(codes(&wild).contains(&"HON-01".to_owned()) && !codes(&wild).contains(&"HON-02".to_owned()));
    assert_eq!(ask(Query { practices: vec!["wild_harvest".into(), "organic".into()], ..text("") }).await.total, 0);
    assert_eq!(ask(Query { families: vec!["nothing".into()], ..text("") }).await.total, 0);
    assert!(engine.search(&Query { month: Some(13), ..text("") }).await.is_err());

    let calafate = ask(Query { families: vec!["jam".into()], ..text("calafate") }).await;
    assert_eq!(codes(&calafate), ["MER-01"]);
    let expected = [("liqueur".to_owned(), 2), ("honey".to_owned(), 1), ("jam".to_owned(), 1)];
    assert_eq!(calafate.facets.families, expected);
}

#[tokio::test]
async fn pages_join_without_gap_or_double() {
    let (engine, _folder) = filled().await;
    for typed in ["", "mermelada", "algo dulce"] {
        let whole = engine.search(&text(typed)).await.expect("an answer");
        let mut joined = Vec::new();
        for offset in (0..70).step_by(7) {
            let page = Query { limit: 7, offset, ..text(typed) };
            let page = engine.search(&page).await.expect("an answer");
            assert_eq!((page.total, &page.facets), (whole.total, &whole.facets));
            joined.extend(page.ids);
        }
        assert_eq!(joined, whole.ids, "{typed}");
    }
}

/// A product of the larder by its code.
fn product(code: &str) -> ProductDocument {
    larder().into_iter().find(|product| product.code == code).expect("known")
}
