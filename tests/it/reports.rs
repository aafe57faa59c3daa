//! The fairness of a season, for staff and for each producer: the figures of a season that was run through the API.

use std::{io::Write, process::Command};

use chrono::TimeDelta;
use poem::http::Method;
use serde_json::{Value, json};

use crate::{
    allocation::{
        answer_path,
        group::{Group, path, post_json, request},
    },
    support::{TestApp, both, market::Market},
};

async fn season(app: &TestApp) -> Group {
    let group =
        Group::of(app, &[("A", 100, &[("miel", 60)]), ("B", 200, &[("miel", 200)]), ("C", 100, &[("miel", 10)])]).await;
    for week in 0..2 {
        let (cycle, response) = group.published(app, &[("miel", 90)]).await;
        for maker in ["A", "B", "C"] {
            let quota = group.quota(&response, maker, "published");
            let (verb, body) = match (week, maker) {
                (0, "C") => ("decline", Some(json!({ "reason": "sin fruta" }))),
                _ => ("accept", None),
            };
            let token = &group.makers[maker].token;
            post_json(app, &answer_path(quota, verb), token, Some(&quota["version"]), body).await.ok();
        }
        if week == 0 {
            let now = request(app, Method::GET, &path(cycle, ""), &group.staff).await.ok();
            let again = now["quotas"].as_array().unwrap().iter().find(|q| q["state"] == "published").unwrap();
            let maker = again["workshop_code"].as_str().unwrap();
            let token = &group.makers[maker].token;
            post_json(app, &answer_path(again, "accept"), token, Some(&again["version"]), None).await.ok();
            let a = group.quota(&now, "A", "accepted");
            let body = json!({ "quota_id": a["id"], "accepted": 20, "rejected": a["units"].as_i64().unwrap() - 20,
                "rejection": "quality", "reason": "Sello roto" });
            post_json(app, "/api/v1/staff/goods-receipts", &group.staff, None, Some(body)).await.ok();
        }
        app.advance(TimeDelta::days(5));
        app.run_jobs().await;
    }
    group
}

fn workshop<'a>(report: &'a Value, code: &str) -> &'a Value {
    report["workshops"].as_array().unwrap().iter().find(|workshop| workshop["code"] == code).unwrap()
}

async fn file(app: &TestApp, token: &str, query: &str) -> (String, Vec<u8>) {
    let path = format!("/api/v1/staff/reports/fairness/file?{query}");
    let answer = app.client().get(path).header("authorization", format!("Bearer {token}")).send().await.0;
    assert_eq!(answer.status().as_u16(), 200);
    let kind = answer.header("content-type").unwrap().to_owned();
    (kind, answer.into_body().into_bytes().await.unwrap().to_vec())
}

both!(
    async fn a_season_is_reported_figure_by_figure(app: TestApp) {
        let group = season(&app).await;
        let path = "/api/v1/staff/reports/fairness";
        let report = request(&app, Method::GET, path, &group.staff).await.ok();
        assert_eq!(report["season"]["code"], "S1");
        let (a, b, c) = (workshop(&report, "A"), workshop(&report, "B"), workshop(&report, "C"));
        assert_eq!((&a["share_agreed"], &b["share_agreed"]), (&json!(0.25), &json!(0.5)));
        // C declined its one lot; only A's goods were accepted.
        assert_eq!((&c["declined"]["amount"], &c["received"]["amount"]), (&json!(1_000), &json!(0)));
        assert_eq!((&a["received"]["amount"], &a["share_received"]), (&json!(2_000), &json!(1.0)));
        assert!(a["short"]["amount"].as_i64().unwrap() >= 700, "{a:#}");
        for workshop in [a, b, c] {
            let parts =
                ["received", "awaited", "declined", "short"].map(|part| workshop[part]["amount"].as_i64().unwrap());
            assert_eq!(workshop["offered"]["amount"], parts.iter().sum::<i64>());
            // Everything counts by the assembly's default policy, at one share all season.
            let carried = parts.iter().sum::<i64>() as f64 / workshop["weight"].as_f64().unwrap();
            assert!((workshop["ratio"].as_f64().unwrap() - carried).abs() < 1e-3, "{workshop:#}");
        }
        let cycles = report["cycles"].as_array().unwrap();
        assert_eq!(cycles.len(), 2);
        for cycle in cycles {
            let number = |key: &str| cycle[key].as_f64().unwrap();
            assert!(number("lowest") <= number("median") && number("median") <= number("highest"));
            assert!(number("gap") <= number("lot") && number("lot") > 0.0, "{cycle:#}");
        }
        // The same as files.
        let (kind, bytes) = file(&app, &group.staff, "table=workshops&format=csv").await;
        let text = String::from_utf8(bytes).unwrap();
        // The mark by which spreadsheet programs know the encoding.
        let text = text.strip_prefix('\u{feff}').unwrap();
        assert_eq!((kind.as_str(), text.lines().count()), ("text/csv; charset=utf-8", 4));
        assert!(text.starts_with("código,taller,") && text.contains("\nC,Taller C,100,25.00,"), "{text}");
        let (_, bytes) = file(&app, &group.staff, "table=cycles&format=csv&language=en").await;
        assert!(String::from_utf8(bytes).unwrap().starts_with("\u{feff}cycle,delivery,lowest ratio"));
        let (_, bytes) = file(&app, &group.staff, "table=cycles&format=xlsx").await;
        let mut saved = tempfile::NamedTempFile::new().unwrap();
        saved.write_all(&bytes).unwrap();
        let script = "import sys, zipfile; print(zipfile.ZipFile(sys.argv[1]).read('xl/sharedStrings.xml').decode())";
        let read = Command::new("python3").args(["-c", script]).arg(saved.path()).output().unwrap();
        assert!(String::from_utf8(read.stdout).unwrap().contains("distancia entre quienes pudieron hacer más"));
    }
);

both!(
    async fn a_producer_sees_its_own_workshops_and_the_group_under_pseudonyms(app: TestApp) {
        let group = season(&app).await;
        let path = "/api/v1/producer/reports/fairness";
        let token = &group.makers["B"].token;
        let report = request(&app, Method::GET, path, token).await.ok();
        let workshops = report["workshops"].as_array().unwrap();
        assert_eq!((workshops.len(), &workshops[0]["code"], &workshops[0]["own"]), (3, &json!("B"), &json!(true)));
        assert!(
            workshops[1..]
                .iter()
                .all(|workshop| workshop["name"].is_null() && workshop["code"].as_str().unwrap().starts_with('U'))
        );
        // The names are those of the newest run.
        let standing = request(&app, Method::GET, "/api/v1/producer/standing", token).await.ok();
        let known: Vec<&Value> = standing["group"].as_array().unwrap().iter().map(|g| &g["pseudonym"]).collect();
        assert!(workshops[1..].iter().all(|workshop| known.contains(&&workshop["code"])));
        assert_eq!(report["cycles"].as_array().unwrap().len(), 2);
        request(&app, Method::GET, path, &group.lodge).await.assert_refusal(403, "forbidden");
        request(&app, Method::GET, "/api/v1/staff/reports/fairness", token).await.assert_refusal(403, "forbidden");
        let absent = "/api/v1/staff/reports/fairness?season=01890a5d-ac96-774b-bcce-b302099a8057";
        request(&app, Method::GET, absent, &group.staff).await.assert_refusal(404, "not_found");
    }
);

both!(
    async fn an_order_line_is_traced_to_the_payouts_of_its_makers_and_each_sees_its_part(app: TestApp) {
        let market = Market::open(&app).await;
        let wanted = [(&market.lodge, &[("miel", 12)][..]), (&market.shop, &[("miel", 8)][..])];
        market.delivered(&app, &wanted).await;
        app.run_jobs().await;
        let orders = app.get(&market.lodge.user, "/buyer/orders").await.ok();
        let order =
            app.get(&market.lodge.user, &format!("/buyer/orders/{}", orders[0]["id"].as_str().unwrap())).await.ok();
        let line = order["lines"][0]["id"].as_str().unwrap().to_owned();
        let path = |area: &str| format!("/{area}/order-lines/{line}/trace");
        let units = |trace: &Value| -> i64 {
            trace["goods"].as_array().unwrap().iter().map(|row| row["units"].as_i64().unwrap()).sum()
        };
        let staff = app.get(&market.staff, &path("staff")).await.ok();
        assert_eq!((units(&staff), &staff["demand"], &staff["order"]["ordered"]), (12, &json!(20), &json!(12)));
        assert!(staff["goods"][0]["invoice_id"].is_string() && staff["pool"]["id"].is_string());
        let buyer = app.get(&market.lodge.user, &path("buyer")).await.ok();
        assert_eq!(units(&buyer), 12);
        assert!(buyer["pool"].is_null() && buyer["demand"].is_null() && buyer["goods"][0]["quota_id"].is_null());
        app.get(&market.shop.user, &path("buyer")).await.assert_refusal(404, "not_found");
        // A producer sees its own goods and its own money.
        let mut seen = 0;
        for maker in [&market.ana, &market.beto] {
            let response = app.get(&maker.user, &path("producer")).await;
            if response.status == 404 {
                continue;
            }
            let own = response.ok();
            seen += units(&own);
            let id = maker.workshop.to_string();
            assert!(own["goods"].as_array().unwrap().iter().all(|row| row["workshop_id"] == *id));
            assert!(own["earnings"].as_array().unwrap().iter().all(|row| row["workshop_id"] == *id));
            assert!(own["order"].is_null() && own["goods"][0]["invoice_id"].is_null());
            let code = own["goods"][0]["batch_code"].as_str().unwrap();
            let lines = app.get(&maker.user, &format!("/producer/batches/{code}/order-lines")).await.ok();
            assert!(lines.as_array().unwrap().iter().any(|row| row["order_line_id"] == *line));
        }
        assert_eq!(seen, 12);
    }
);
