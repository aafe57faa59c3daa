//! Index updates: upserts and deletions, rebuilds, commits of other processes, failures.

use futures_util::{StreamExt, stream};

use super::*;
use crate::search::SearchError;

fn expected_fingerprints() -> Vec<(Uuid, u64)> {
    let mut expected: Vec<_> = products().iter().map(|product| (product.id, product.fingerprint())).collect();
    expected.sort_unstable();
    expected
}

#[tokio::test]
async fn a_rebuild_equals_single_updates() {
    let (rebuilt, _first) = built_engine().await;
    let folder = tempfile::tempdir().expect("a folder");
    let engine = EmbeddedEngine::open(folder.path()).expect("an index");
    assert!(!engine.is_built().await.expect("a value") && rebuilt.is_built().await.expect("a value"));
    for chunk in products().chunks(9) {
        engine.upsert(chunk).await.expect("upserted");
    }
    engine.upsert(&products()[..20]).await.expect("again");
    assert_eq!(engine.fingerprints().await.expect("a value"), expected_fingerprints());
    assert_eq!(rebuilt.fingerprints().await.expect("a value"), expected_fingerprints());
    assert_eq!(engine.count().await.expect("a value"), 61);
    for (typed, ..) in TEXT_QUERIES {
        let (left, right) = (engine.search(&text(typed)).await, rebuilt.search(&text(typed)).await);
        assert_eq!(left.expect("results"), right.expect("results"), "{typed}");
    }
}

#[tokio::test]
async fn deleted_changed_and_unpublished_products_affect_results() {
    let (engine, _folder) = built_engine().await;
    engine.delete(&[product("LIC-01").id, Uuid::from_u128(77_777)]).await.expect("deleted");
    assert_eq!(codes(&engine.search(&text("calafate")).await.expect("results")), ["MER-01", "MIE-04", "LIC-06"]);
    let fairer = ProductDocument { fairness: -5, ..product("MIE-04") };
    engine.upsert(&[fairer]).await.expect("upserted");
    assert_eq!(codes(&engine.search(&text("calafate")).await.expect("results")), ["MIE-04", "MER-01", "LIC-06"]);
    let hidden = ProductDocument { published: false, ..product("MER-01") };
    engine.upsert(&[hidden]).await.expect("upserted");
    assert_eq!(codes(&engine.search(&text("calafate")).await.expect("results")), ["MIE-04", "LIC-06"]);
    assert_eq!(engine.count().await.expect("a value"), 60);
    let ids: Vec<_> = products().iter().map(|product| product.id).collect();
    engine.delete(&ids).await.expect("deleted");
    let nothing = engine.search(&text("")).await.expect("results");
    assert_eq!((nothing.total, engine.count().await.expect("a value")), (0, 0));
    assert!(engine.is_built().await.expect("a value"), "an empty index is built");
}

#[tokio::test]
async fn a_failed_rebuild_changes_nothing() {
    let (engine, folder) = built_engine().await;
    let broken =
        stream::iter([Ok(vec![product("MER-01")]), Err(SearchError::Documents("the database is gone".into()))]);
    assert!(matches!(engine.rebuild(broken.boxed()).await, Err(SearchError::Documents(_))));
    assert_eq!(engine.fingerprints().await.expect("a value"), expected_fingerprints());
    engine.upsert(&[product("MER-01")]).await.expect("still writable");
    let fewer = products().into_iter().filter(|product| product.family_code == "jam").collect();
    assert_eq!(engine.rebuild(single_batch(fewer)).await.expect("rebuilt"), 11);
    assert_eq!(engine.search(&text("")).await.expect("results").total, 10);
    drop(engine);
    let again = EmbeddedEngine::open(folder.path()).expect("an index");
    assert_eq!(again.search(&text("")).await.expect("results").total, 10);
}

#[tokio::test]
async fn commits_of_other_processes_are_read() {
    let (engine, folder) = built_engine().await;
    let other = EmbeddedEngine::open(folder.path()).expect("an index");
    other.delete(&[product("LIC-01").id]).await.expect("deleted");
    assert_eq!(engine.search(&text("calafate")).await.expect("results").total, 3);
    other.rebuild(single_batch(vec![product("LIC-01")])).await.expect("rebuilt");
    assert_eq!(codes(&engine.search(&text("")).await.expect("results")), ["LIC-01"]);
    let (left, right) = tokio::join!(engine.upsert(&[]), other.upsert(&[]));
    assert!(left.is_ok() && right.is_ok());
}

#[tokio::test]
async fn a_damaged_index_is_replaced_by_an_empty_one() {
    let (engine, folder) = built_engine().await;
    drop(engine);
    let version = std::fs::read_dir(folder.path()).expect("a folder").next().expect("one").expect("one").path();
    std::fs::write(version.join("meta.json"), "{").expect("written");
    let engine = EmbeddedEngine::open(folder.path()).expect("an index");
    assert!(!engine.is_built().await.expect("a value"));
    engine.rebuild(single_batch(products())).await.expect("rebuilt");
    assert_eq!(engine.fingerprints().await.expect("a value"), expected_fingerprints());
}
