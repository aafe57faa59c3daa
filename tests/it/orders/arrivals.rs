//! Arriving guests move the lines that follow them, until the cut-off.

use chrono::TimeDelta;
use entities::values::MessageKind;
use serde_json::{Value, json};

use super::market::{CAPACITY, Client, Market, check_reserved, exposure, reserved};
use crate::{
    notifications::{messages_of, text_of},
    support::{TestApp, both},
};

/// Quantity, units wanted, net unit price and reason of the first line of the client's newest order.
async fn line(client: &Client) -> (i64, Option<i64>, i64, String) {
    let orders = client.client.get("/buyer/orders").await.ok();
    let detail = client.client.get(&format!("/buyer/orders/{}", orders[0]["id"].as_str().unwrap())).await.ok();
    let line = &detail["lines"][0];
    let reason = line["reduced_by"].as_str().unwrap_or_default().to_owned();
    (
        line["quantity"].as_i64().unwrap(),
        line["wanted"].as_i64(),
        line["unit_price"]["amount"].as_i64().unwrap(),
        reason,
    )
}

fn arrival(reference: &str, date: &str, guests: i32) -> Value {
    json!({ "reference": reference, "date": date, "guests": guests })
}

/// New, changed, cancelled and unchanged arrivals of a file.
fn counts(result: &Value) -> [u64; 4] {
    ["created", "changed", "cancelled", "unchanged"].map(|count| result[count].as_u64().unwrap())
}

/// Two jams for each guest of the days until the next delivery.
async fn per_guest(app: &TestApp, market: &Market) -> entities::values::CycleId {
    let cycle = market.this_week(app).await;
    let mut order = market.order(&market.lodge, cycle, &[("JAM", 2)]);
    order["lines"][0]["per_guest"] = json!(true);
    market.lodge.client.post("/buyer/orders", order).await.ok();
    cycle
}

both!(
    async fn a_per_guest_line_follows_the_arrivals_until_the_cut_off(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = per_guest(&app, &market).await;
        let lodge = &market.lodge;
        assert_eq!(line(lodge).await, (0, None, 1_000, String::new()));

        let first = lodge.client.post("/buyer/arrivals", arrival("R-1", "2026-03-08", 4)).await.ok();
        assert_eq!(line(lodge).await, (8, None, 1_000, String::new()));
        assert_eq!((reserved(&app, market.products["JAM"]).await, exposure(&app, lodge.id).await), (8, 9_520));
        // The tier follows the quantity; guests of the next delivery's days do not count here.
        lodge.client.post("/buyer/arrivals", arrival("R-2", "2026-03-12", 3)).await.ok();
        lodge.client.post("/buyer/arrivals", arrival("R-3", "2026-03-13", 50)).await.ok();
        assert_eq!(line(lodge).await, (14, None, 900, String::new()));
        let twice = lodge.client.post("/buyer/arrivals", arrival("R-1", "2026-03-09", 1)).await;
        assert_eq!((twice.refusal(), twice.pointer()), ((409, "reference_taken"), "/reference"));

        let path = format!("/buyer/arrivals/{}", first["id"].as_str().unwrap());
        let fewer = json!({ "date": "2026-03-08", "guests": 1 });
        lodge.client.put(&path, "\"v1\"", fewer.clone()).await.ok();
        assert_eq!(lodge.client.put(&path, "\"v1\"", fewer).await.refusal(), (412, "stale"));
        assert_eq!(line(lodge).await, (8, None, 1_000, String::new()));
        assert_eq!(market.shop.client.put(&path, "*", json!({ "date": "2026-03-08", "guests": 9 })).await.status, 404);
        for _ in 0..2 {
            lodge.client.post(&format!("{path}/cancel"), json!({})).await.ok();
        }
        assert_eq!(line(lodge).await, (6, None, 1_000, String::new()));
        assert_eq!((reserved(&app, market.products["JAM"]).await, exposure(&app, lodge.id).await), (6, 7_140));
        check_reserved(&app).await;

        let orders = lodge.client.get("/buyer/orders").await.ok();
        let changes = format!("/buyer/orders/{}/changes", orders[0]["id"].as_str().unwrap());
        let changes = lodge.client.get(&changes).await.ok();
        assert_eq!((&changes[0]["kind"], &changes[0]["lines"][0]["after"]), (&"guests_changed".into(), &6.into()));

        // After the cut-off an arrival is recorded, and moves nothing any more.
        app.advance(TimeDelta::days(2));
        app.run_jobs().await;
        let late = lodge.client.post("/buyer/arrivals", arrival("R-4", "2026-03-08", 9)).await.ok();
        let delivery = &late["delivery"];
        assert_eq!((&delivery["delivery_date"], &delivery["late"]), (&"2026-03-06".into(), &true.into()));
        let unserved = lodge.client.post("/buyer/arrivals", arrival("R-5", "2026-03-05", 9)).await.ok();
        assert!(unserved.get("delivery").is_none());
        assert_eq!(line(lodge).await.0, 6);
        let staff = app.staff_client(entities::values::Role::Staff).await;
        let response = staff.get(&format!("/staff/cycles/{cycle}/orders")).await.ok();
        let [late] = response["late_arrivals"].as_array().unwrap().as_slice() else { panic!("{response}") };
        assert_eq!(
            (&late["reference"], &late["guests"], &late["counted_guests"]),
            (&"R-4".into(), &9.into(), &0.into())
        );
        let demand = app.staff_client(entities::values::Role::Viewer).await;
        let demand = demand.get(&format!("/staff/cycles/{cycle}/demand")).await.ok();
        assert_eq!((demand[0]["product_code"].as_str(), demand[0]["units"].as_i64()), (Some("JAM"), Some(6)));
    }
);

both!(
    async fn where_capacity_or_credit_lack_the_line_gets_what_there_is_and_says_so(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = per_guest(&app, &market).await;
        let lodge = &market.lodge;
        market
            .shop
            .client
            .post("/buyer/orders", market.order(&market.shop, cycle, &[("JAM", CAPACITY - 10)]))
            .await
            .ok();
        lodge.client.post("/buyer/arrivals", arrival("R-1", "2026-03-08", 8)).await.ok();
        assert_eq!(line(lodge).await, (10, Some(16), 1_000, "capacity".into()));
        check_reserved(&app).await;

        market
            .change_account(&app, lodge.id, |row| {
                row.credit_limit = sea_orm::ActiveValue::Set(Some(entities::values::Amount(12_000)));
            })
            .await;
        lodge.client.post("/buyer/arrivals", arrival("R-2", "2026-03-08", 1)).await.ok();
        // Capacity is the first cause still.
        assert_eq!(line(lodge).await, (10, Some(18), 1_000, "capacity".into()));
        assert_eq!(exposure(&app, lodge.id).await, 11_900);
    }
);

both!(
    async fn without_guests_nothing_comes(app: TestApp) {
        let market = Market::open(&app).await;
        per_guest(&app, &market).await;
        app.advance(TimeDelta::days(2));
        app.run_jobs().await;
        let orders = market.lodge.client.get("/buyer/orders").await.ok();
        assert_eq!(orders[0]["state"], "cancelled");
        check_reserved(&app).await;
    }
);

both!(
    async fn a_file_is_taken_whole_or_not_at_all(app: TestApp) {
        let market = Market::open(&app).await;
        per_guest(&app, &market).await;
        let lodge = &market.lodge;
        let send = async |file: &str| lodge.client.post_bytes("/buyer/arrivals-files", file.as_bytes().to_vec()).await;
        let bad = send("reference,date,guests\nR-1,2026-03-08,4\nR-2,2026-13-08,-1\n").await;
        assert_eq!(bad.refusal(), (422, "file_invalid"));
        assert_eq!((bad.pointer(), bad.body["errors"][1]["pointer"].as_str()), ("line 3/date", Some("line 3/guests")));
        let twice = send("reference,date,guests\nR-1,2026-03-08,4\nR-1,2026-03-09,1\n").await;
        assert_eq!((twice.refusal(), twice.pointer()), ((409, "reference_twice"), "line 3/reference"));
        assert_eq!(line(lodge).await.0, 0);

        let file = "reference,date,guests\nR-1,2026-03-08,4\nR-2,2026-03-12,2\n";
        assert_eq!(counts(&send(file).await.ok()), [2, 0, 0, 0]);
        assert_eq!(line(lodge).await, (12, None, 900, String::new()));
        assert_eq!(counts(&send(file).await.ok()), [0, 0, 0, 2]);
        let changed = send("reference,date,guests\nR-2,2026-03-12,3\n").await.ok();
        assert_eq!(counts(&changed), [0, 1, 0, 0]);
        assert_eq!(line(lodge).await.0, 14);
        let listed = lodge.client.get("/buyer/arrivals?limit=1").await;
        assert!(listed.link.is_some() && listed.ok()[0]["reference"] == "R-1");
        check_reserved(&app).await;
    }
);

both!(
    async fn a_feed_cancels_bookings_by_guests_status_or_absence(app: TestApp) {
        let market = Market::open(&app).await;
        per_guest(&app, &market).await;
        let lodge = &market.lodge;
        let send = async |query: &str, file: &str| {
            lodge.client.post_bytes(&format!("/buyer/arrivals-files{query}"), file.as_bytes().to_vec()).await.ok()
        };
        send("", "reference,date,guests\nA,2026-03-08,4\nB,2026-03-09,6\nC,2026-03-10,1\n").await;
        assert_eq!(line(lodge).await.0, 22);
        let none = send("", "reference,date,guests\nA,2026-03-08,0\nZ,2026-03-08,0\n").await;
        assert_eq!((&none["cancelled"], &none["unchanged"]), (&json!(1), &json!(1)));
        assert_eq!(line(lodge).await.0, 14);
        let status = "reference,date,guests,status\nA,2026-03-08,4,confirmed\nB,2026-03-09,6,cancelled\n";
        assert_eq!(counts(&send("", status).await), [0, 1, 1, 0]);
        assert_eq!(line(lodge).await.0, 10);
        // Only a file that says it is complete cancels what it lacks.
        let only = "reference,date,guests\nA,2026-03-08,4\n";
        assert_eq!(send("", only).await["cancelled"], 0);
        assert_eq!(send("?complete=true", only).await["cancelled"], 1);
        assert_eq!(line(lodge).await.0, 8);
        check_reserved(&app).await;
    }
);

both!(
    async fn a_line_that_credit_cut_grows_when_the_limit_rises(app: TestApp) {
        let market = Market::open(&app).await;
        per_guest(&app, &market).await;
        let lodge = &market.lodge;
        let limit = async |amount: i64| {
            let limit = sea_orm::ActiveValue::Set(Some(entities::values::Amount(amount)));
            market.change_account(&app, lodge.id, |row| row.credit_limit = limit).await;
        };
        limit(6_000).await;
        lodge.client.post("/buyer/arrivals", arrival("R-1", "2026-03-08", 2)).await.ok();
        lodge.client.post("/buyer/arrivals", arrival("R-2", "2026-03-08", 3)).await.ok();
        assert_eq!(line(lodge).await, (4, Some(10), 1_000, "credit".into()));
        limit(100_000).await;
        app.advance(TimeDelta::days(2));
        app.run_jobs().await;
        assert_eq!(line(lodge).await, (10, None, 1_000, String::new()));
        assert_eq!(exposure(&app, lodge.id).await, 11_900);
        check_reserved(&app).await;
    }
);

both!(
    async fn the_buyer_hears_at_once_of_a_per_guest_line_that_is_cut(app: TestApp) {
        let market = Market::open(&app).await;
        per_guest(&app, &market).await;
        let lodge = &market.lodge;
        lodge.client.post("/buyer/arrivals", arrival("R-1", "2026-03-08", 20)).await.ok();
        app.run_jobs().await;
        assert_eq!(messages_of(&app, MessageKind::OrderWarning).await, []);
        // Forty guests need 80 jams of 60: twenty are missing.
        lodge.client.post("/buyer/arrivals", arrival("R-2", "2026-03-09", 20)).await.ok();
        app.run_jobs().await;
        let text = text_of(&app, MessageKind::OrderWarning, "staff.lodge@ejemplo.cl").await;
        assert!(text.contains("60 unidades de 80") && text.contains("capacidad"), "{text}");
        // The next try changes nothing and says nothing.
        app.advance(TimeDelta::hours(1));
        app.run_jobs().await;
        assert_eq!(messages_of(&app, MessageKind::OrderWarning).await.len(), 1);
        check_reserved(&app).await;
    }
);

/// After the cut-off of Friday 6 March, whose closing has run.
async fn close(app: &TestApp) {
    app.advance(TimeDelta::days(2));
    app.run_jobs().await;
}

/// The deliveries that an arrival is too late for: the day, the guests that are counted, and those that should be.
fn late_deliveries(arrival: &Value) -> Vec<(String, i64, i64)> {
    let late = arrival["late_deliveries"].as_array().unwrap().iter();
    let number = |late: &Value, name: &str| late[name].as_i64().unwrap();
    late.map(|late| {
        (late["delivery_date"].as_str().unwrap().to_owned(), number(late, "counted_guests"), number(late, "guests"))
    })
    .collect()
}

/// The late arrivals that staff see in a cycle: the reference, the guests that are counted, and those of the arrival.
async fn late_arrivals(app: &TestApp, cycle: entities::values::CycleId) -> Vec<(String, i64, i64)> {
    let staff = app.staff_client(entities::values::Role::Staff).await;
    let orders = staff.get(&format!("/staff/cycles/{cycle}/orders")).await.ok();
    let number = |late: &Value, name: &str| late[name].as_i64().unwrap();
    let late = orders["late_arrivals"].as_array().unwrap().iter();
    late.map(|late| {
        (late["reference"].as_str().unwrap().to_owned(), number(late, "counted_guests"), number(late, "guests"))
    })
    .collect()
}

both!(
    async fn an_arrival_that_is_sent_again_unchanged_is_not_late(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = per_guest(&app, &market).await;
        let lodge = &market.lodge.client;
        let made = lodge.post("/buyer/arrivals", arrival("R-1", "2026-03-08", 4)).await.ok();
        close(&app).await;
        let path = format!("/buyer/arrivals/{}", made["id"].as_str().unwrap());
        let put =
            async |guests: i32| lodge.put(&path, "*", json!({ "date": "2026-03-08", "guests": guests })).await.ok();
        let same = put(4).await;
        assert_eq!((&same["version"], &same["delivery"]["late"]), (&json!(1), &json!(false)));
        assert_eq!((late_deliveries(&same), late_arrivals(&app, cycle).await), (vec![], vec![]));
        let file = b"reference,date,guests\nR-1,2026-03-08,4\n".to_vec();
        assert_eq!(lodge.post_bytes("/buyer/arrivals-files", file).await.ok()["unchanged"], 1);
        assert_eq!(late_arrivals(&app, cycle).await, []);
        // A change and its reversal leave what the delivery counts.
        let more = put(6).await;
        assert_eq!(
            (late_deliveries(&more), &more["delivery"]["late"]),
            (vec![("2026-03-06".into(), 4, 6)], &json!(true))
        );
        assert_eq!(late_arrivals(&app, cycle).await, [("R-1".into(), 4, 6)]);
        assert_eq!(late_deliveries(&put(4).await), []);
        assert_eq!(late_arrivals(&app, cycle).await, []);
    }
);

both!(
    async fn an_arrival_that_leaves_a_closed_delivery_is_told_to_be_counted_there(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = per_guest(&app, &market).await;
        let lodge = &market.lodge;
        let made = lodge.client.post("/buyer/arrivals", arrival("R-1", "2026-03-08", 4)).await.ok();
        close(&app).await;
        assert_eq!(line(lodge).await.0, 8);
        let path = format!("/buyer/arrivals/{}", made["id"].as_str().unwrap());
        let moved = lodge.client.put(&path, "*", json!({ "date": "2026-03-14", "guests": 5 })).await.ok();
        let delivery = &moved["delivery"];
        assert_eq!((&delivery["delivery_date"], &delivery["late"]), (&json!("2026-03-13"), &json!(false)));
        assert_eq!(late_deliveries(&moved), [("2026-03-06".into(), 4, 0)]);
        assert_eq!(late_arrivals(&app, cycle).await, [("R-1".into(), 4, 5)]);
        let listed = lodge.client.get("/buyer/arrivals").await.ok();
        assert_eq!(late_deliveries(&listed[0]), [("2026-03-06".into(), 4, 0)]);
        let back = lodge.client.put(&path, "*", json!({ "date": "2026-03-08", "guests": 4 })).await.ok();
        assert_eq!(late_deliveries(&back), []);
        let cancelled = lodge.client.post(&format!("{path}/cancel"), json!({})).await.ok();
        assert_eq!(late_deliveries(&cancelled), [("2026-03-06".into(), 4, 0)]);
        assert_eq!(late_arrivals(&app, cycle).await, [("R-1".into(), 4, 4)]);
        // A feed that moves it back in is no more than what is counted.
        let file = b"reference,date,guests\nR-1,2026-03-09,4\n".to_vec();
        lodge.client.post_bytes("/buyer/arrivals-files", file).await.ok();
        assert_eq!(late_arrivals(&app, cycle).await, []);
        assert_eq!(line(lodge).await.0, 8);
    }
);

both!(
    async fn what_comes_after_the_cut_off_is_not_counted_although_the_cycle_closes_later(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = per_guest(&app, &market).await;
        let lodge = &market.lodge;
        let made = lodge.client.post("/buyer/arrivals", arrival("R-1", "2026-03-08", 4)).await.ok();
        app.advance(TimeDelta::days(2));
        // No job has closed the cycle yet.
        let late = lodge.client.post("/buyer/arrivals", arrival("R-2", "2026-03-09", 3)).await.ok();
        assert_eq!(late_deliveries(&late), [("2026-03-06".into(), 0, 3)]);
        let path = format!("/buyer/arrivals/{}/cancel", made["id"].as_str().unwrap());
        assert_eq!(late_deliveries(&lodge.client.post(&path, json!({})).await.ok()), [("2026-03-06".into(), 4, 0)]);
        app.run_jobs().await;
        assert_eq!(line(lodge).await.0, 8);
        assert_eq!(late_arrivals(&app, cycle).await, [("R-1".into(), 4, 4), ("R-2".into(), 0, 3)]);
        check_reserved(&app).await;
    }
);

/// The rows of an answer to a file: the line, the reference, what became of it, and the day of the delivery that serves it.
fn rows(result: &Value) -> Vec<(Option<u64>, &str, &str, Option<&str>)> {
    let rows = result["arrivals"].as_array().unwrap().iter();
    rows.map(|row| {
        let served = row["delivery"]["delivery_date"].as_str();
        (row["line"].as_u64(), row["reference"].as_str().unwrap(), row["outcome"].as_str().unwrap(), served)
    })
    .collect()
}

both!(
    async fn a_file_says_for_each_row_which_delivery_serves_it_and_which_count_it_as_it_was(app: TestApp) {
        let market = Market::open(&app).await;
        per_guest(&app, &market).await;
        let lodge = &market.lodge.client;
        let send = async |query: &str, file: &str| {
            lodge.post_bytes(&format!("/buyer/arrivals-files{query}"), file.as_bytes().to_vec()).await.ok()
        };
        let first = send("", "reference,date,guests\nR-1,2026-03-08,4\n").await;
        assert_eq!(rows(&first), [(Some(2), "R-1", "created", Some("2026-03-06"))]);
        assert_eq!(late_deliveries(&first["arrivals"][0]), []);
        close(&app).await;
        // An empty line is a line of the file.
        let file = "reference,date,guests\n\nR-1,2026-03-14,4\nR-2,2026-03-07,2\nR-3,2026-03-05,1\nR-4,2026-03-16,0\n";
        let told = send("", file).await;
        assert_eq!(
            rows(&told),
            [
                (Some(3), "R-1", "changed", Some("2026-03-13")),
                (Some(4), "R-2", "created", Some("2026-03-06")),
                (Some(5), "R-3", "created", None),
                (Some(6), "R-4", "unchanged", None),
            ]
        );
        let late: Vec<_> = told["arrivals"].as_array().unwrap().iter().map(late_deliveries).collect();
        let of_friday = |counted, guests| vec![("2026-03-06".to_owned(), counted, guests)];
        assert_eq!(late, [of_friday(4, 0), of_friday(0, 2), vec![], vec![]]);
        // What a complete file lacks has no line.
        let told = send("?complete=true", "reference,date,guests\nR-3,2026-03-05,1\n").await;
        assert_eq!(
            rows(&told),
            [(Some(2), "R-3", "unchanged", None), (None, "R-1", "cancelled", None), (None, "R-2", "cancelled", None)]
        );
        // What the delivery never counted and nobody expects is not late.
        assert_eq!(late_deliveries(&told["arrivals"][1]), of_friday(4, 0));
        assert_eq!(late_deliveries(&told["arrivals"][2]), []);
    }
);
