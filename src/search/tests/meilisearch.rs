//! The same larder on a real Meilisearch, wherever one can be had: at `MEILI_URL` (with `MEILI_MASTER_KEY`), or started
//! from a `meilisearch` program on the PATH; otherwise shown as skipped. It ranks by its own rules, so what must be
//! found is checked, not every place in the order.

use std::{io::Write as _, process::Stdio, time::Duration};

use tokio::process::{Child, Command};
use url::Url;

use super::*;
use crate::search::meilisearch::Meilisearch;

const KEY: &str = "only-for-this-test-run";

#[allow(clippy::disallowed_methods, reason = "a test asks its surroundings for a server")]
async fn real() -> Option<(Meilisearch, Option<(Child, tempfile::TempDir)>)> {
    let prefix = format!("test{}", Uuid::new_v4().simple());
    if let Ok(address) = std::env::var("MEILI_URL") {
        let key = std::env::var("MEILI_MASTER_KEY").ok();
        let address: Url = address.parse().expect("MEILI_URL is an address");
        return Some((Meilisearch::new(&address, key.as_deref(), &prefix).expect("a client"), None));
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
        .spawn()
        .ok()?;
    let address: Url = format!("http://127.0.0.1:{port}").parse().expect("an address");
    let engine = Meilisearch::new(&address, Some(KEY), &prefix).expect("a client");
    for _ in 0..100 {
        if engine.is_filled().await.is_ok() {
            return Some((engine, Some((child, folder))));
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("meilisearch was started and does not answer");
}

#[tokio::test]
async fn a_real_meilisearch_finds_the_same() {
    let Some((engine, _running)) = real().await else {
        let _ = writeln!(std::io::stderr(), "SKIPPED: no Meilisearch: set MEILI_URL or put `meilisearch` on the PATH");
        return;
    };
    assert!(!engine.is_filled().await.expect("told"));
    assert_eq!(engine.rebuild(at_hand(larder())).await.expect("filled"), 61);
    assert_eq!(engine.count().await.expect("told"), 61);
    let mut held: Vec<_> = larder().iter().map(|product| (product.id, product.fingerprint())).collect();
    held.sort_unstable();
    assert_eq!(engine.held().await.expect("told"), held);

    for (typed, within) in [
        ("mermelda", "MER-01"),
        ("salmon ahumado", "PES-02"),
        ("smoked salmon", "PES-01"),
        ("murtilla", "MER-02"),
        ("algo dulce para 40", "MER-07"),
        ("honey", "MIE-01"),
        ("QUE-02", "QUE-02"),
    ] {
        let found = engine.search(&text(typed)).await.expect("an answer");
        assert!(codes(&found).contains(&within.to_owned()), "{typed}: {:?}", codes(&found));
    }
    let (embedded, _folder) = filled().await;
    for query in [
        text(""),
        text("sin gluten ni lactosa"),
        Query { families: vec!["jam".into()], places: vec!["Coyhaique".into()], ..text("") },
        Query { practices: vec!["wild_harvest".into()], month: Some(10), limit: 3, offset: 1, ..text("") },
    ] {
        let (ours, theirs) = (embedded.search(&query).await, engine.search(&query).await);
        assert_eq!(theirs.expect("an answer"), ours.expect("an answer"), "{query:?}");
    }
    engine.remove(&[product("LIC-01").id]).await.expect("out");
    engine.upsert(&[ProductDocument { fairness: -5, ..product("MIE-04") }]).await.expect("in");
    let found = codes(&engine.search(&text("calafate")).await.expect("an answer"));
    assert!(!found.contains(&"LIC-01".to_owned()), "{found:?}");
    assert_eq!(codes(&engine.search(&text("")).await.expect("an answer")).first(), Some(&"MIE-04".to_owned()));
    engine.rebuild(at_hand(Vec::new())).await.expect("emptied");
    assert_eq!(engine.count().await.expect("told"), 0);
}
