//! Search while its index is away or behind: what somebody may not eat stays exact.

use chrono::TimeDelta;
use entities::values::Role;
use serde_json::{Value, json};

use crate::support::{ApiClient, TestApp, both};

async fn product(staff: &ApiClient, family: &Value, code: &str, name: &str, allergens: &[&str]) -> (String, Value) {
    let body = json!({
        "code": code, "family_id": family["id"], "name_es": name, "name_en": name, "net_content": 250, "net_unit": "g",
        "lot_size": 12, "allergens": allergens, "practices": ["wild_harvest"], "storage": "ambient",
        "shelf_life_days": 365, "vat_bps": 1900,
    });
    let made = staff.post("/staff/products", body.clone()).await.ok();
    let path = format!("/staff/products/{}", made["id"].as_str().unwrap());
    staff.post(&format!("{path}/publish"), json!({})).await.ok();
    (path, body)
}

async fn codes(client: &ApiClient, query: &str) -> (bool, Vec<String>) {
    let found = client.get(&format!("/public/search?{query}")).await.ok();
    let codes =
        found["products"].as_array().unwrap().iter().map(|product| product["code"].as_str().unwrap().to_owned());
    (found["degraded"].as_bool().unwrap(), codes.collect())
}

both!(
    async fn an_allergen_is_excluded_by_every_engine_and_fallback(app: TestApp) {
        let staff = app.staff_client(Role::Staff).await;
        let family = json!({ "code": "AHUMADOS", "name_es": "Ahumados", "name_en": "Smoked" });
        let family = staff.put_without_if_match("/staff/families", family).await.ok();
        product(&staff, &family, "SAL", "Salmón ahumado", &["fish"]).await;
        product(&staff, &family, "TRU", "Trucha ahumada", &["Pescado"]).await;
        let (queso, queso_body) = product(&staff, &family, "QUE", "Queso ahumado", &["milk"]).await;
        app.advance(TimeDelta::seconds(6));
        app.run_jobs().await;

        let away = app.node_set(&[("SEARCH_URL", "http://127.0.0.1:9")]).await;
        let away = app.client_of_node(&away, &staff);
        for (client, degraded) in [(&staff, false), (&away, true)] {
            for query in ["free_of=fish", "free_of=pescado", "q=sin%20pescado", "q=ahumado%20sin%20pescado"] {
                assert_eq!(codes(client, query).await, (degraded, vec!["QUE".to_owned()]), "{query}");
            }
            assert_eq!(codes(client, "free_of=fish&free_of=milk").await.1, Vec::<String>::new());
            assert_eq!(codes(client, "practice=organic").await.1, Vec::<String>::new());
            assert_eq!(codes(client, "family=OTRA").await.1, Vec::<String>::new());
            assert_eq!(codes(client, "").await.1.len(), 3);
            let unknown = client.get("/public/search?free_of=erizo").await;
            assert_eq!(unknown.refusal(), (422, "allergen_unknown"));
            // Exclusions and sizes mean the same with and without the index.
            for (query, found) in
                [("q=ahumado%20-trucha%20-queso", &["SAL"][..]), ("q=sin%20salm%C3%B3n", &["QUE", "TRU"])]
            {
                let mut codes = codes(client, query).await.1;
                codes.sort();
                assert_eq!(codes, found, "{query}");
            }
            // An engine that corrects typing errors may find others too.
            let sized = codes(client, "q=ahumada%20500g").await.1;
            assert_eq!(sized.iter().filter(|code| *code == "TRU").count(), 1, "{sized:?}");
            let said = client.get("/public/search?q=queso%20-ulmo%20sin%20250%20g").await.ok();
            assert_eq!(said["excluded_terms"], json!(["ulmo"]));
            assert_eq!(said["ignored_terms"], json!(["sin"]));
            assert_eq!(said["sizes"], json!([{ "amount": 250, "unit": "g" }]));
        }

        // The cheese turns out to hold fish, and the index does not know it yet.
        let mut changed = queso_body;
        changed["allergens"] = json!(["milk", "fish"]);
        let tag = staff.get(&queso).await.tag();
        staff.put(&queso, &tag, changed).await.ok();
        assert_eq!(codes(&staff, "free_of=fish").await.1, Vec::<String>::new());
    }
);

both!(
    async fn an_index_that_breaks_while_running_heals_itself(app: TestApp) {
        let staff = app.staff_client(Role::Staff).await;
        let family = json!({ "code": "MIEL", "name_es": "Mieles", "name_en": "Honeys" });
        let family = staff.put_without_if_match("/staff/families", family).await.ok();
        product(&staff, &family, "MI1", "Miel de ulmo", &[]).await;
        app.advance(TimeDelta::seconds(6));
        app.run_jobs().await;
        let damages: [fn(&std::path::Path); 3] = [
            |file| std::fs::File::options().write(true).open(file).unwrap().set_len(3).unwrap(),
            |file| std::fs::write(file, "damaged").unwrap(),
            |file| std::fs::remove_file(file).unwrap(),
        ];
        for (number, damage) in damages.into_iter().enumerate() {
            for file in index_files(app.data()) {
                damage(&file);
            }
            let found = codes(&staff, "q=miel").await.1;
            assert_eq!(found.len(), number + 1, "searches go on: {found:?}");
            product(&staff, &family, &format!("MI{}", number + 2), "Miel de ulmo", &[]).await;
            for _ in 0..2 {
                app.advance(TimeDelta::seconds(6));
                app.run_jobs().await;
            }
            let (degraded, found) = codes(&staff, "q=miel").await;
            assert_eq!((degraded, found.len()), (false, number + 2), "the index is whole again");
        }
        // A damaged index is replaced at the start, too.
        for file in index_files(app.data()) {
            std::fs::write(file, "damaged").unwrap();
        }
        let node = app.other_node().await;
        minga::search::rebuild_index_if_missing(&node).await.unwrap();
        assert_eq!(codes(&app.client_of_node(&node, &staff), "q=miel").await, (false, codes(&staff, "q=miel").await.1));
    }
);

fn index_files(data: &std::path::Path) -> Vec<std::path::PathBuf> {
    let versions = std::fs::read_dir(data.join("search")).unwrap().flatten().map(|entry| entry.path());
    let current = versions.filter(|folder| folder.extension().is_none() && folder.is_dir());
    let files = current.flat_map(|folder| std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()));
    files.filter(|file| file.is_file() && file.extension().is_none_or(|extension| extension != "lock")).collect()
}

both!(
    async fn a_silent_search_server_delays_one_search_a_little_and_the_next_not_at_all(app: TestApp) {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let silent = tokio::spawn(async move {
            let mut held = Vec::new();
            while let Ok((stream, _)) = listener.accept().await {
                held.push(stream);
            }
        });
        let node = app.node_set(&[("SEARCH_URL", &url)]).await;
        let client = app.client_of_node(&node, &app.anonymous_client());
        for most in [6, 1] {
            let begun = std::time::Instant::now();
            assert_eq!(codes(&client, "q=miel").await, (true, vec![]));
            assert!(begun.elapsed() < std::time::Duration::from_secs(most), "{:?}", begun.elapsed());
        }
        silent.abort();
        // The refresh that would repair the index waits for the server.
        app.run_jobs().await;
    }
);
