//! Search through the API: synonyms that staff add, what was searched and not found, and a real search server.

use chrono::TimeDelta;
use entities::values::Role;
use minga::{commands::worker, platform::jobs, search};
use serde_json::{Value, json};

use crate::{
    relevance::{
        self, Catalogue,
        judgements::{self, JudgedProduct},
    },
    support::{self, ApiClient, Kind, TestApp, both, market::Market, meilisearch::Meilisearch},
};

/// Publishes a product of the family "Dulces".
async fn publish(staff: &ApiClient, code: &str, name_es: &str, name_en: &str) {
    let family = json!({ "code": "DULCES", "name_es": "Dulces", "name_en": "Sweets" });
    let family = staff.put_without_if_match("/staff/families", family).await.ok();
    let body = json!({
        "code": code, "family_id": family["id"], "name_es": name_es, "name_en": name_en, "net_content": 250,
        "net_unit": "g", "lot_size": 12, "allergens": [], "storage": "ambient", "shelf_life_days": 90, "vat_bps": 1900,
    });
    let made = staff.post("/staff/products", body).await.ok();
    staff.post(&format!("/staff/products/{}/publish", made["id"].as_str().unwrap()), json!({})).await.ok();
}

async fn refresh(app: &TestApp) {
    app.advance(TimeDelta::seconds(6));
    app.run_jobs().await;
}

/// Whether the search was answered without the index, and the codes that it found.
async fn find(client: &ApiClient, query: &str) -> (bool, Vec<String>) {
    let found = client.get(&format!("/public/search?{query}")).await.ok();
    let mut codes: Vec<String> = found["products"]
        .as_array()
        .unwrap()
        .iter()
        .map(|product| product["code"].as_str().unwrap().to_owned())
        .collect();
    codes.sort();
    (found["degraded"].as_bool().unwrap(), codes)
}

async fn misses(client: &ApiClient) -> Vec<(String, i64)> {
    let list = client.get("/staff/search-misses").await.ok();
    let miss = |miss: &Value| (miss["searched"].as_str().unwrap().to_owned(), miss["searches"].as_i64().unwrap());
    list.as_array().unwrap().iter().map(miss).collect()
}

both!(
    async fn a_search_that_found_nothing_is_counted_without_who_searched(app: TestApp) {
        let staff = app.staff_client(Role::Staff).await;
        let anyone = app.anonymous_client();
        publish(&staff, "KUC", "Kuchen de frambuesa", "Raspberry kuchen").await;
        refresh(&app).await;
        for query in [
            "q=Berl%C3%ADn",
            "q=berlin",
            "q=halva",
            "q=BERLIN%20",
            "q=kuchen",
            "q=berlin&typing=true",
            "q=berlin&month=3",
            "q=ana%40lodge.cl",
            "q=+56987654321",
            "",
        ] {
            anyone.get(&format!("/public/search?{query}")).await.ok();
        }
        assert_eq!(misses(&staff).await, [("berlin".to_owned(), 3), ("halva".to_owned(), 1)]);
        let listed = staff.get("/staff/search-misses?limit=1").await.ok();
        let miss = &listed[0];
        assert_eq!((&miss["first_on"], &miss["last_on"]), (&miss["last_on"], &json!(app.now().date_naive())));
        let keys: Vec<&String> = miss.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["first_on", "id", "last_on", "searched", "searches"], "nobody is named");
        let removed = format!("/staff/search-misses/{}/remove", miss["id"].as_str().unwrap());
        staff.post(&removed, json!({})).await.ok();
        staff.post(&removed, json!({})).await.assert_refusal(404, "not_found");
        assert_eq!(misses(&staff).await, [("halva".to_owned(), 1)]);
        // What nobody has searched for a year goes.
        app.advance(TimeDelta::days(367));
        worker::schedule_recurring(&app.app).await.unwrap();
        app.advance(TimeDelta::days(1));
        app.run_jobs().await;
        assert!(misses(&app.staff_client(Role::Staff).await).await.is_empty());
    }
);

both!(
    async fn a_synonym_is_in_effect_at_once_in_every_node_and_engine(app: TestApp) {
        let staff = app.staff_client(Role::Staff).await;
        publish(&staff, "KUC", "Kuchen de frambuesa", "Raspberry kuchen").await;
        publish(&staff, "MIE", "Miel de ulmo", "Ulmo honey").await;
        refresh(&app).await;
        let mut nodes =
            vec![(app.other_node().await, false), (app.node_set(&[("SEARCH_URL", "http://127.0.0.1:9")]).await, true)];
        let server = Meilisearch::start().await;
        if let Some(server) = &server {
            nodes.push((relevance::node_on(&app, server).await.unwrap(), false));
            nodes.push((relevance::node_on(&app, server).await.unwrap(), false));
        }
        let mut clients = vec![(app.anonymous_client(), false)];
        clients.extend(nodes.iter().map(|(node, degraded)| (app.client_of_node(node, &staff), *degraded)));
        let all_find = async |query: &str, codes: &[&str]| {
            for (place, (client, degraded)) in clients.iter().enumerate() {
                let codes = codes.iter().map(|code| (*code).to_owned()).collect();
                assert_eq!(find(client, query).await, (*degraded, codes), "node {place}: {query}");
            }
        };
        all_find("q=pestinos", &[]).await;
        all_find("q=pan%20de%20pascua", &[]).await;
        // All nodes of an installation share the search server; here one of them changes the synonyms.
        let editor = server.as_ref().and(clients.last()).map_or(&staff, |(client, _)| client);
        let miss = staff.get("/staff/search-misses").await.ok()[0].clone();
        let body = json!({ "term": "Pestiño", "words": ["Kuchen"], "miss_id": miss["id"] });
        let pestino = editor.post("/staff/search-synonyms", body.clone()).await.ok();
        assert_eq!((&pestino["term"], &pestino["words"]), (&json!("pestino"), &json!(["kuchen"])));
        all_find("q=pestinos%20", &["KUC"]).await;
        let of_miss = miss["searched"].as_str().unwrap();
        assert!(misses(&staff).await.iter().all(|(searched, _)| searched != of_miss), "it is answered");
        let phrase = json!({ "term": "Pan de Pascua", "words": ["kuchen"] });
        editor.post("/staff/search-synonyms", phrase).await.ok();
        all_find("q=pan%20de%20pascua%20", &["KUC"]).await;
        // A synonym changes nothing of what must not be shown.
        all_find("q=pestinos%20-kuchen", &[]).await;

        for (refused, body) in [
            ((409, "synonym_exists"), json!({ "term": "PESTINO", "words": ["miel"] })),
            ((422, "synonym_empty"), json!({ "term": "de la", "words": ["miel"] })),
            ((422, "synonym_empty"), json!({ "term": "torta", "words": ["Torta", "para"] })),
        ] {
            editor.post("/staff/search-synonyms", body).await.assert_refusal(refused.0, refused.1);
        }
        let viewer = app.staff_client(Role::Viewer).await;
        assert_eq!(viewer.get("/staff/search-synonyms").await.ok().as_array().unwrap().len(), 2);
        let remove = format!("/staff/search-synonyms/{}/remove", pestino["id"].as_str().unwrap());
        for _ in 0..2 {
            editor.post(&remove, json!({})).await.ok();
        }
        all_find("q=pestinos%20", &[]).await;
        // Another word for the same term.
        editor.post("/staff/search-synonyms", json!({ "term": "pestino", "words": ["miel"] })).await.ok();
        all_find("q=pestinos%20", &["MIE"]).await;
        refresh(&app).await;
    }
);

both!(
    async fn the_index_follows_the_days_while_nothing_else_happens(app: TestApp) {
        Market::open(&app).await;
        refresh(&app).await;
        worker::schedule_recurring(&app.app).await.unwrap();
        // The certificates end with the season.
        app.advance(TimeDelta::days(800));
        assert!(!search::find_index_differences(&app.app).await.unwrap().is_empty());
        app.run_jobs().await;
        refresh(&app).await;
        assert!(search::find_index_differences(&app.app).await.unwrap().is_empty());
    }
);

both!(
    async fn a_search_server_that_is_killed_while_it_indexes_loses_nothing(app: TestApp) {
        let Some(mut server) = Meilisearch::start().await else { return };
        let staff = app.staff_client(Role::Staff).await;
        publish(&staff, "KUC", "Kuchen de frambuesa", "Raspberry kuchen").await;
        let node = relevance::node_on(&app, &server).await.unwrap();
        let client = app.client_of_node(&node, &staff);
        assert_eq!(find(&client, "q=kuchen").await, (false, vec!["KUC".to_owned()]));

        // Killed while it rebuilds: the old index answers as soon as the server is back, and the job that is waiting mends it.
        for delay in [5, 40, 150] {
            let code = format!("MIE{delay}");
            publish(&staff, &code, "Miel de ulmo", "Ulmo honey").await;
            let rebuilding = {
                let node = node.clone();
                tokio::spawn(async move { search::rebuild_index(&node).await.map_err(drop) })
            };
            tokio::time::sleep(std::time::Duration::from_millis(delay)).await;
            server.kill().await;
            let _ = rebuilding.await.unwrap();
            // While it is away, the database answers and says so.
            let (degraded, found) = find(&client, "q=ulmo").await;
            assert!(degraded && found.contains(&code), "{found:?}");
            server.restart().await;
            app.advance(TimeDelta::minutes(10));
            jobs::run_due(&node, "node").await.unwrap();
            let differences = search::find_index_differences(&node).await.unwrap();
            assert!(differences.is_empty(), "after {delay} ms: {differences:?}");
        }
        // A search asks the server again after a pause.
        let node = relevance::node_on(&app, &server).await.unwrap();
        let (degraded, found) = find(&app.client_of_node(&node, &staff), "q=ulmo").await;
        assert_eq!((degraded, found.len()), (false, 3));
        publish(&staff, "MIE", "Miel de tiaca", "Tiaca honey").await;
        refresh(&app).await;
    }
);

#[test]
fn the_embedded_engine_answers_what_buyers_type() {
    for (catalogue, least) in [(Catalogue::Demo, 0.9), (Catalogue::Foods, 0.9)] {
        let data = support::test_data();
        if catalogue == Catalogue::Foods && data.is_none() {
            support::skip("TEST_DATA names no folder with foods/products.csv");
            continue;
        }
        support::run(Kind::Sqlite, async move |app| {
            let products = relevance::fill(&app, catalogue, data.as_deref()).await.unwrap();
            let answered = relevance::measure(&app.anonymous_client(), catalogue, &products).await;
            let worst = answered.worst.iter().take(20).collect::<Vec<_>>();
            assert!(answered.queries >= 190, "{} queries", answered.queries);
            assert!(answered.ndcg >= least, "nDCG@10 {:.3}, {worst:#?}", answered.ndcg);
            assert!(answered.zero_results <= 0.02, "{:.3} without results", answered.zero_results);
        });
    }
}

#[test]
fn a_perfect_order_is_one_and_a_reversed_one_less() {
    let named = |code: &str, name: &str| JudgedProduct {
        code: code.into(),
        names: vec![name.into()],
        family: "mieles".into(),
        ..JudgedProduct::default()
    };
    let products = [named("a", "Miel de ulmo"), named("b", "Miel de tiaca"), named("c", "Polen")];
    let judgements = judgements::read("# a comment\n\nmiel de ulmo = 3: n:miel n:ulmo; 1: f:mieles !n:polen\n");
    let of = |codes: &[&str]| {
        let codes = codes.iter().map(|code| (*code).to_owned()).collect();
        judgements::relevance(&judgements, &products, &[codes]).ndcg
    };
    assert_eq!(judgements[0].query, "miel de ulmo");
    assert_eq!(products.each_ref().map(|product| judgements[0].grade(product)), [3, 1, 0]);
    assert!((of(&["a", "b", "c"]) - 1.0).abs() < 1e-9);
    assert!(of(&["b", "a"]) < 0.8 && of(&["c"]) == 0.0);
    assert!((judgements::relevance(&judgements, &products, &[vec![]]).zero_results - 1.0).abs() < 1e-9);
}
