//! Keeping an index equal to the catalogue: changes one by one, a rebuild, another process's commit, a broken rebuild.

use futures_util::{StreamExt, stream};

use super::*;
use crate::search::engine::SearchError;

fn audit() -> Vec<(Uuid, u64)> {
    let mut held: Vec<_> = larder().iter().map(|product| (product.id, product.fingerprint())).collect();
    held.sort_unstable();
    held
}

#[tokio::test]
async fn a_rebuild_equals_the_changes_one_by_one() {
    let (rebuilt, _first) = filled().await;
    let folder = tempfile::tempdir().expect("a folder");
    let engine = Embedded::open(folder.path()).expect("an index");
    assert!(!engine.is_filled().await.expect("told") && rebuilt.is_filled().await.expect("told"));
    for chunk in larder().chunks(9) {
        engine.upsert(chunk).await.expect("in");
    }
    engine.upsert(&larder()[..20]).await.expect("again");
    assert_eq!(engine.held().await.expect("told"), audit());
    assert_eq!(rebuilt.held().await.expect("told"), audit());
    assert_eq!(engine.count().await.expect("told"), 61);
    for (typed, ..) in TYPED {
        let (left, right) = (engine.search(&text(typed)).await, rebuilt.search(&text(typed)).await);
        assert_eq!(left.expect("an answer"), right.expect("an answer"), "{typed}");
    }
}

#[tokio::test]
async fn what_is_removed_changed_or_unpublished_is_found_as_such() {
    let (engine, _folder) = filled().await;
    engine.remove(&[product("LIC-01").id, Uuid::from_u128(77_777)]).await.expect("out");
    assert_eq!(codes(&engine.search(&text("calafate")).await.expect("an answer")), ["MER-01", "MIE-04", "LIC-06"]);
    let fairer = ProductDocument { fairness: -5, ..product("MIE-04") };
    engine.upsert(&[fairer]).await.expect("in");
    assert_eq!(codes(&engine.search(&text("calafate")).await.expect("an answer")), ["MIE-04", "MER-01", "LIC-06"]);
    let hidden = ProductDocument { published: false, ..product("MER-01") };
    engine.upsert(&[hidden]).await.expect("in");
    assert_eq!(codes(&engine.search(&text("calafate")).await.expect("an answer")), ["MIE-04", "LIC-06"]);
    assert_eq!(engine.count().await.expect("told"), 60);
    let larder: Vec<_> = larder().iter().map(|product| product.id).collect();
    engine.remove(&larder).await.expect("out");
    let nothing = engine.search(&text("")).await.expect("an answer");
    assert_eq!((nothing.total, engine.count().await.expect("told")), (0, 0));
    assert!(engine.is_filled().await.expect("told"), "emptied is not the same as never filled");
}

#[tokio::test]
async fn a_rebuild_that_breaks_off_changes_nothing() {
    let (engine, folder) = filled().await;
    let broken =
        stream::iter([Ok(vec![product("MER-01")]), Err(SearchError::Documents("the database is gone".into()))]);
    assert!(matches!(engine.rebuild(broken.boxed()).await, Err(SearchError::Documents(_))));
    assert_eq!(engine.held().await.expect("told"), audit());
    engine.upsert(&[product("MER-01")]).await.expect("still writable");
    let fewer = larder().into_iter().filter(|product| product.family_code == "jam").collect();
    assert_eq!(engine.rebuild(at_hand(fewer)).await.expect("rebuilt"), 11);
    assert_eq!(engine.search(&text("")).await.expect("an answer").total, 10);
    drop(engine);
    let again = Embedded::open(folder.path()).expect("an index");
    assert_eq!(again.search(&text("")).await.expect("an answer").total, 10);
}

#[tokio::test]
async fn another_process_is_noticed() {
    let (engine, folder) = filled().await;
    let other = Embedded::open(folder.path()).expect("an index");
    other.remove(&[product("LIC-01").id]).await.expect("out");
    assert_eq!(engine.search(&text("calafate")).await.expect("an answer").total, 3);
    other.rebuild(at_hand(vec![product("LIC-01")])).await.expect("rebuilt");
    assert_eq!(codes(&engine.search(&text("")).await.expect("an answer")), ["LIC-01"]);
    let (left, right) = tokio::join!(engine.upsert(&[]), other.upsert(&[]));
    assert!(left.is_ok() && right.is_ok());
}

#[tokio::test]
async fn a_damaged_index_is_begun_anew() {
    let (engine, folder) = filled().await;
    drop(engine);
    let version = std::fs::read_dir(folder.path()).expect("a folder").next().expect("one").expect("one").path();
    std::fs::write(version.join("meta.json"), "{").expect("written");
    let engine = Embedded::open(folder.path()).expect("an index");
    assert!(!engine.is_filled().await.expect("told"));
    engine.rebuild(at_hand(larder())).await.expect("rebuilt");
    assert_eq!(engine.held().await.expect("told"), audit());
}
