//! The same products on a Meilisearch server: the one at `MEILI_URL` (with `MEILI_MASTER_KEY`), or one started from a
//! `meilisearch` program on the PATH; skipped without either. Meilisearch has its own ranking rules, so the tests check
//! that the expected products are found, not their order.

use std::{io::Write as _, process::Stdio, time::Duration};

use tokio::process::{Child, Command};
use url::Url;

use super::*;
use crate::search::{MeilisearchEngine, SearchError};

const KEY: &str = "only-for-this-test-run";

/// Where no text is left to match, Meilisearch does not prefer what says that it lacks something.
fn in_any_order(mut found: SearchResults) -> SearchResults {
    found.ids.sort_unstable();
    found
}

/// A server with an index of its own.
struct TestServer {
    engine: MeilisearchEngine,
    address: Url,
    /// The process and its folder, unless somebody else runs the server.
    process: Option<(Child, tempfile::TempDir)>,
}

#[allow(clippy::disallowed_methods, reason = "the test server is configured by the environment")]
async fn server() -> Option<TestServer> {
    let prefix = format!("test{}", Uuid::new_v4().simple());
    if let Ok(address) = std::env::var("MEILI_URL") {
        let key = std::env::var("MEILI_MASTER_KEY").ok();
        let address: Url = address.parse().expect("MEILI_URL is an address");
        let engine = MeilisearchEngine::new(&address, key.as_deref(), &prefix).expect("a client");
        return Some(TestServer { engine, address, process: None });
    }
    let folder = tempfile::tempdir().expect("a folder");
    let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port").port();
    let child = Command::new("meilisearch")
        .args(["--no-analytics", "--master-key", KEY, "--http-addr", &format!("127.0.0.1:{port}"), "--db-path"])
        .arg(folder.path().join("data"))
        .current_dir(folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn();
    let Ok(child) = child else {
        let _ = writeln!(std::io::stderr(), "SKIPPED: no Meilisearch: set MEILI_URL or put `meilisearch` on the PATH");
        return None;
    };
    let address: Url = format!("http://127.0.0.1:{port}").parse().expect("an address");
    let engine = MeilisearchEngine::new(&address, Some(KEY), &prefix).expect("a client");
    for _ in 0..100 {
        if engine.is_built().await.is_ok() {
            return Some(TestServer { engine, address, process: Some((child, folder)) });
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("meilisearch was started and does not answer");
}

#[tokio::test]
async fn a_meilisearch_server_returns_the_same_results() {
    let Some(TestServer { engine, process: _process, .. }) = server().await else { return };
    assert!(!engine.is_built().await.expect("a value"));
    assert_eq!(engine.rebuild(single_batch(products())).await.expect("built"), 61);
    assert_eq!(engine.count().await.expect("a value"), 61);
    let mut expected: Vec<_> = products().iter().map(|product| (product.id, product.fingerprint())).collect();
    expected.sort_unstable();
    assert_eq!(engine.fingerprints().await.expect("fingerprints"), expected);

    for (typed, within) in [
        ("mermelda", "MER-01"),
        ("salmon ahumado", "PES-02"),
        ("smoked salmon", "PES-01"),
        ("murtilla", "MER-02"),
        ("algo dulce para 40", "MER-07"),
        ("honey", "MIE-01"),
        ("QUE-02", "QUE-02"),
    ] {
        let found = engine.search(&text(typed)).await.expect("results");
        assert!(codes(&found).contains(&within.to_owned()), "{typed}: {:?}", codes(&found));
    }
    let (embedded, _folder) = built_engine().await;
    for query in [
        text(""),
        SearchQuery { free_of: vec![Lupin, Fish], ..text("") },
        text("-ulmo -\"licor de murtilla\""),
        text("500g"),
        SearchQuery { families: vec!["jam".into()], places: vec!["Coyhaique".into()], ..text("") },
        SearchQuery { practices: vec!["wild_harvest".into()], month: Some(10), limit: 3, offset: 1, ..text("") },
    ] {
        let (ours, theirs) = (embedded.search(&query).await, engine.search(&query).await);
        assert_eq!(theirs.expect("results"), ours.expect("results"), "{query:?}");
    }
    for query in [text("sin gluten ni lactosa"), text("sin alcohol"), text("sin azúcar ni miel")] {
        let (ours, theirs) = (embedded.search(&query).await, engine.search(&query).await);
        assert_eq!(in_any_order(theirs.expect("results")), in_any_order(ours.expect("results")), "{query:?}");
    }
    for query in [text("mermelada"), SearchQuery { places: vec!["Coyhaique".into()], ..text("queso de cabra") }] {
        facets::counts_are_results(&engine, &query).await;
    }
    for excluded in Allergen::all() {
        assert!(is_exact(&engine, &published(), vec![excluded]).await, "{excluded:?}");
    }
    for (typed, plain) in [("mermelada 250 gr", "mermelada"), ("miel 500g", "miel"), ("1 kg", "")] {
        let (sized, plain) = (engine.search(&text(typed)).await, engine.search(&text(plain)).await);
        assert_eq!(sized.expect("results").ids, plain.expect("results").ids, "{typed}");
    }
    engine.delete(&[product("LIC-01").id]).await.expect("deleted");
    engine.upsert(&[ProductDocument { fairness: -5, ..product("MIE-04") }]).await.expect("upserted");
    let found = codes(&engine.search(&text("calafate")).await.expect("results"));
    assert!(!found.contains(&"LIC-01".to_owned()), "{found:?}");
    assert_eq!(codes(&engine.search(&text("")).await.expect("results")).first(), Some(&"MIE-04".to_owned()));
    engine.rebuild(single_batch(Vec::new())).await.expect("emptied");
    assert_eq!(engine.count().await.expect("a value"), 0);
}

/// Many products that differ in their ids.
fn many(count: u128) -> Vec<ProductDocument> {
    let honey = product("MIE-01");
    let numbered =
        |number| ProductDocument { id: Uuid::from_u128(number), code: format!("P-{number}"), ..honey.clone() };
    (10_000..10_000 + count).map(numbered).collect()
}

#[tokio::test]
async fn rebuilds_at_the_same_time_do_not_meet() {
    let Some(TestServer { engine, process: _process, .. }) = server().await else { return };
    let (first, second) =
        tokio::join!(engine.rebuild(single_batch(many(3_000))), engine.rebuild(single_batch(products())));
    assert_eq!((first.expect("built"), second.expect("built")), (3_000, 61));
    // Whichever was swapped last, the index is one of the two, with its settings.
    let count = engine.count().await.expect("a value");
    assert!([3_000, 61].contains(&count), "{count}");
    let found = engine.search(&SearchQuery { free_of: vec![Fish], ..text("miel") }).await.expect("results");
    assert!(found.total > 0);
    // A rebuild that fails changes nothing and leaves nothing behind.
    let failing = futures_util::stream::iter([Ok(products()), Err(SearchError::Documents("lost".into()))]);
    engine.rebuild(Box::pin(failing)).await.expect_err("the documents are lost");
    assert_eq!(engine.count().await.expect("a value"), count);
}

#[tokio::test]
async fn a_call_that_fails_says_how_and_never_shows_the_key() {
    let Some(TestServer { engine, address, process: Some((mut child, _folder)) }) = server().await else { return };
    let wrong = MeilisearchEngine::new(&address, Some("wr0ng-key"), "test").expect("a client");
    let refused = wrong.is_built().await.expect_err("refused");
    assert!(matches!(refused, SearchError::ServerError { status: 403, .. }) && !refused.is_temporary(), "{refused:?}");
    child.kill().await.expect("killed");
    let away = engine.is_built().await.expect_err("away");
    assert!(matches!(away, SearchError::Unreachable(_)) && away.is_temporary(), "{away:?}");
    for error in [refused, away] {
        let shown = format!("{error:?} {error}");
        assert!(!shown.contains("wr0ng-key") && !shown.contains(KEY), "{shown}");
    }
    assert!(MeilisearchEngine::new(&address, Some("line\nbreak"), "test").is_err());
}
