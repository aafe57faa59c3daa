//! Standing orders: their dates become orders once, when their cycle opens, or say why not.

use chrono::TimeDelta;
use entities::{
    orders::{occurrence, standing_order},
    platform::job,
    values::{CycleId, MessageKind, OccurrenceReason, OccurrenceState, Role, StandingOrderId},
};
use minga::{orders, platform::unit_of_work::Actor};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use super::market::{CAPACITY, Client, Market, check_reserved, day, reserved};
use crate::{
    notifications::text_of,
    support::{TestApp, both},
};

fn standing(market: &Market, client: &Client, rule: &str, lines: &[(&str, i64)]) -> Value {
    json!({
        "name": "Desayuno", "delivery_point_id": client.point, "rule": rule, "starts_on": "2026-03-02",
        "lines": market.lines(lines),
    })
}

async fn made(market: &Market, client: &Client, rule: &str, lines: &[(&str, i64)]) -> String {
    let made = client.client.post("/buyer/standing-orders", standing(market, client, rule, lines)).await.ok();
    made["standing_order"]["id"].as_str().unwrap().to_owned()
}

/// Dates of a standing order with what became of them, earliest first.
async fn dates(client: &Client, id: &str) -> Vec<(String, String, String)> {
    let response = client.client.get(&format!("/buyer/standing-orders/{id}/occurrences")).await.ok();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut dates: Vec<_> = response
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (text(&row["date"]), text(&row["state"]), text(&row["reason"])))
        .collect();
    dates.reverse();
    dates
}

fn expected_dates(rows: &[(&str, &str, &str)]) -> Vec<(String, String, String)> {
    rows.iter().map(|(date, state, reason)| (date.to_string(), state.to_string(), reason.to_string())).collect()
}

/// Two weekly cycles that open tomorrow and a week later, deliveries on Fridays.
async fn two_weeks(app: &TestApp, market: &Market) -> [CycleId; 2] {
    let tomorrow = app.now() + TimeDelta::days(1);
    let first = market.cycle(app, "2026-03-06", tomorrow).await.id;
    let second = market.cycle(app, "2026-03-13", tomorrow + TimeDelta::days(7)).await.id;
    [first, second]
}

both!(
    async fn a_date_becomes_one_order_when_its_cycle_opens(app: TestApp) {
        let market = Market::open(&app).await;
        let [first, second] = two_weeks(&app, &market).await;
        // Saturday's breakfast comes with Friday's delivery.
        let id = made(&market, &market.lodge, "FREQ=WEEKLY;BYDAY=SA", &[("JAM", 12), ("TEA", 6)]).await;
        app.run_jobs().await;
        assert_eq!(dates(&market.lodge, &id).await, []);

        app.advance(TimeDelta::days(1));
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        minga::cycles::open(&mut tx, first).await.unwrap();
        tx.commit().await.unwrap();
        // Standing orders come first: until their jobs have run, nobody else orders.
        let other = market.order(&market.shop, first, &[("JAM", CAPACITY)]);
        assert_eq!(market.shop.client.post("/buyer/orders", other.clone()).await.refusal(), (409, "cycle_opening"));
        app.run_jobs().await;
        assert_eq!(dates(&market.lodge, &id).await, expected_dates(&[("2026-03-07", "placed", "")]));
        assert_eq!(market.shop.client.post("/buyer/orders", other).await.refusal(), (409, "capacity_exceeded"));

        // Run again, by hand and on another node, it changes nothing.
        let other = app.other_node().await;
        for node in [&app.app, &other] {
            let mut tx = node.begin(Actor::Job).await.unwrap();
            orders::materialise_occurrences(&mut tx, StandingOrderId(id.parse().unwrap()), first).await.unwrap();
            orders::schedule_occurrences(&mut tx, first).await.unwrap();
            tx.commit().await.unwrap();
            app.run_jobs().await;
        }
        let orders = market.lodge.client.get("/buyer/orders").await.ok();
        let orders = orders.as_array().unwrap();
        assert_eq!((orders.len(), orders[0]["net"]["amount"].as_i64()), (1, Some(12 * 900 + 6 * 500)));
        assert_eq!(reserved(&app, market.products["JAM"]).await, 12);

        // The week after it comes again.
        app.advance(TimeDelta::days(7));
        app.run_jobs().await;
        let both = expected_dates(&[("2026-03-07", "placed", ""), ("2026-03-14", "placed", "")]);
        assert_eq!(dates(&market.lodge, &id).await, both);
        assert_eq!(
            market.lodge.client.get(&format!("/buyer/orders?cycle={second}")).await.ok().as_array().unwrap().len(),
            1
        );
        check_reserved(&app).await;
    }
);

both!(
    async fn what_keeps_a_date_from_coming_whole_is_told(app: TestApp) {
        let market = Market::open(&app).await;
        two_weeks(&app, &market).await;
        let weekly = "FREQ=WEEKLY;BYDAY=FR";
        let reduced = made(&market, &market.lodge, weekly, &[("JAM", 50), ("HONEY", 2)]).await;
        let capacity = made(&market, &market.lodge, weekly, &[("JAM", 20), ("TEA", 6)]).await;
        let harvest = made(&market, &market.lodge, weekly, &[("HONEY", 2)]).await;
        let credit = made(&market, &market.shop, weekly, &[("TEA", 12)]).await;
        market
            .change_account(&app, market.shop.id, |row| row.credit_limit = Set(Some(entities::values::Amount(100))))
            .await;
        let nothing = made(&market, &market.lodge, weekly, &[("JAM", 7)]).await;
        app.advance(TimeDelta::days(1));
        app.run_jobs().await;
        let first = |state, reason| expected_dates(&[("2026-03-06", state, reason)]);
        assert_eq!(dates(&market.lodge, &reduced).await, first("reduced", "harvest"));
        assert_eq!(dates(&market.lodge, &capacity).await, first("reduced", "capacity"));
        assert_eq!(dates(&market.lodge, &harvest).await, first("skipped", "harvest"));
        assert_eq!(dates(&market.shop, &credit).await, first("blocked", "credit"));
        assert_eq!(dates(&market.lodge, &nothing).await, first("blocked", "capacity"));

        let orders = market.lodge.client.get("/buyer/orders").await.ok();
        let reduced_order =
            orders.as_array().unwrap().iter().find(|o| o["net"]["amount"] == 10 * 1_000 + 3_000).unwrap();
        let detail =
            market.lodge.client.get(&format!("/buyer/orders/{}", reduced_order["id"].as_str().unwrap())).await.ok();
        let line = &detail["lines"][0];
        assert_eq!((line["quantity"].as_i64(), line["wanted"].as_i64()), (Some(10), Some(20)));
        assert_eq!(line["reduced_by"], "capacity");
        check_reserved(&app).await;
    }
);

both!(
    async fn a_buyer_leaves_out_changes_and_pauses_dates(app: TestApp) {
        let market = Market::open(&app).await;
        two_weeks(&app, &market).await;
        let lodge = &market.lodge;
        let id = made(&market, lodge, "FREQ=WEEKLY;BYDAY=TU,FR,SA", &[("JAM", 5), ("TEA", 6)]).await;
        let path = format!("/buyer/standing-orders/{id}");
        let change = json!({ "lines": [
            { "product_id": market.products["JAM"], "quantity": 8 }, { "product_id": market.products["TEA"], "quantity": 0 },
        ] });
        lodge.client.put_without_if_match(&format!("{path}/occurrences/2026-03-06"), change).await.ok();
        lodge
            .client
            .put_without_if_match(&format!("{path}/occurrences/2026-03-07"), json!({ "skip": true }))
            .await
            .ok();
        let off_rule =
            lodge.client.put_without_if_match(&format!("{path}/occurrences/2026-03-08"), json!({ "skip": true })).await;
        assert_eq!(off_rule.status, 404);
        let pause = json!({ "from_date": "2026-03-10", "until_date": "2026-03-12" });
        lodge.client.post(&format!("{path}/pauses"), pause).await.ok();
        let backwards = json!({ "from_date": "2026-03-10", "until_date": "2026-03-09" });
        assert_eq!(lodge.client.post(&format!("{path}/pauses"), backwards).await.refusal(), (409, "pause_days"));

        let preview = lodge.client.get(&format!("{path}/preview?count=5")).await.ok();
        let shown: Vec<_> = preview
            .as_array()
            .unwrap()
            .iter()
            .map(|date| {
                (
                    date["date"].as_str().unwrap(),
                    date["reason"].as_str().unwrap_or(""),
                    date["net"]["amount"].as_i64().unwrap(),
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                ("2026-03-03", "no_delivery", 0),
                ("2026-03-06", "", 8_000),
                ("2026-03-07", "left_out", 0),
                ("2026-03-10", "paused", 0),
                ("2026-03-13", "", 8_000),
            ]
        );
        assert!(preview[0].get("cycle_id").is_none() && preview[1]["delivery_date"] == "2026-03-06");

        app.advance(TimeDelta::days(1));
        app.run_jobs().await;
        assert_eq!(
            dates(lodge, &id).await,
            expected_dates(&[
                // No delivery serves a Tuesday before the first Friday.
                ("2026-03-03", "blocked", "no_delivery"),
                ("2026-03-06", "placed", ""),
                ("2026-03-07", "skipped", "left_out"),
                ("2026-03-10", "skipped", "paused"),
            ])
        );
        let orders = lodge.client.get("/buyer/orders").await.ok();
        assert_eq!(
            orders.as_array().unwrap().iter().map(|o| o["net"]["amount"].as_i64().unwrap()).collect::<Vec<_>>(),
            [8_000]
        );
        let late =
            lodge.client.put_without_if_match(&format!("{path}/occurrences/2026-03-06"), json!({ "skip": true })).await;
        assert_eq!(late.refusal(), (409, "occurrence_decided"));
        // Taken back while its cycle is open, a date is ordered after all.
        lodge.client.put_without_if_match(&format!("{path}/occurrences/2026-03-07"), json!({})).await.ok();
        app.run_jobs().await;
        assert_eq!(dates(lodge, &id).await[2], ("2026-03-07".into(), "placed".into(), String::new()));
    }
);

both!(
    async fn an_edit_holds_for_the_dates_to_come_and_an_end_for_all(app: TestApp) {
        let market = Market::open(&app).await;
        two_weeks(&app, &market).await;
        let lodge = &market.lodge;
        let id = made(&market, lodge, "FREQ=WEEKLY;BYDAY=FR", &[("JAM", 5)]).await;
        let path = format!("/buyer/standing-orders/{id}");
        app.advance(TimeDelta::days(1));
        app.run_jobs().await;
        let tag = lodge.client.get(&path).await.tag();
        let change = standing(&market, lodge, "FREQ=WEEKLY;BYDAY=SA", &[("JAM", 9)]);
        lodge.client.put(&path, &tag, change.clone()).await.ok();
        assert_eq!(lodge.client.put(&path, &tag, change).await.refusal(), (412, "stale"));
        assert_eq!(market.shop.client.get(&path).await.status, 404);
        app.run_jobs().await;
        assert_eq!(
            dates(lodge, &id).await,
            expected_dates(&[("2026-03-06", "placed", ""), ("2026-03-07", "placed", "")])
        );

        lodge.client.post(&format!("{path}/end"), json!({})).await.ok();
        app.advance(TimeDelta::days(7));
        app.run_jobs().await;
        assert_eq!(dates(lodge, &id).await.len(), 2);
        let after = lodge.client.put(&path, "*", standing(&market, lodge, "FREQ=DAILY", &[("JAM", 1)])).await;
        assert_eq!(after.refusal(), (409, "standing_order_ended"));
    }
);

both!(
    async fn a_rule_that_means_nothing_is_refused(app: TestApp) {
        let market = Market::open(&app).await;
        for (rule, code) in [
            ("FREQ=HOURLY", "rule_sub_day"),
            ("FREQ=WEEKLY;BYDAY=MO;BYSETPOS=1", "rule_weekly_set_pos"),
            ("FREQ=WEEKLY;BYDAY=1TU", "rule_numbered_day"),
            ("FREQ=DAILY;BYDAY=2TU", "rule_numbered_day"),
            ("FREQ=WEEKLY;BYMONTHDAY=1", "rule_part_forbidden"),
            ("FREQ=MONTHLY;BYSETPOS=1", "rule_set_pos_alone"),
            ("todos los martes", "rule_unreadable"),
        ] {
            let body = standing(&market, &market.lodge, rule, &[("JAM", 1)]);
            let refused = market.lodge.client.post("/buyer/standing-orders", body.clone()).await;
            assert_eq!((refused.refusal(), refused.pointer()), ((409, code), "/rule"));
            let refused = market.lodge.client.post("/buyer/standing-order-previews", body).await;
            assert_eq!(refused.refusal(), (409, code));
        }
        let body = standing(&market, &market.lodge, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", &[("TEA", 6)]);
        let shown = market.lodge.client.post("/buyer/standing-order-previews?count=2", body).await.ok();
        assert_eq!((shown[0]["date"].as_str(), shown[1]["date"].as_str()), (Some("2026-03-03"), Some("2026-03-17")));
    }
);

both!(
    async fn a_date_that_the_buyer_did_not_want_is_skipped_when_its_cycle_closes(app: TestApp) {
        let market = Market::open(&app).await;
        let [first, _] = two_weeks(&app, &market).await;
        let weekly = "FREQ=WEEKLY;BYDAY=FR";
        let [paused, ended] = [
            made(&market, &market.lodge, weekly, &[("JAM", 5)]).await,
            made(&market, &market.shop, weekly, &[("TEA", 6)]).await,
        ];
        app.advance(TimeDelta::days(1));
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        minga::cycles::open(&mut tx, first).await.unwrap();
        tx.commit().await.unwrap();
        // Nobody works off the jobs.
        assert_eq!(dates(&market.lodge, &paused).await, expected_dates(&[("2026-03-06", "due", "")]));
        let days = json!({ "from_date": "2026-03-04", "until_date": "2026-03-08" });
        market.lodge.client.post(&format!("/buyer/standing-orders/{paused}/pauses"), days).await.ok();
        market.shop.client.post(&format!("/buyer/standing-orders/{ended}/end"), Value::Null).await.ok();
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        assert!(minga::cycles::close(&mut tx, first).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(dates(&market.lodge, &paused).await, expected_dates(&[("2026-03-06", "skipped", "paused")]));
        assert_eq!(dates(&market.shop, &ended).await, expected_dates(&[("2026-03-06", "skipped", "left_out")]));
    }
);

both!(
    async fn what_a_buyer_decides_while_the_cycle_closes_stays(app: TestApp) {
        let market = Market::open(&app).await;
        let [first, _] = two_weeks(&app, &market).await;
        let id = made(&market, &market.lodge, "FREQ=WEEKLY;BYDAY=FR", &[("JAM", 5)]).await;
        app.advance(TimeDelta::days(1));
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        minga::cycles::open(&mut tx, first).await.unwrap();
        tx.commit().await.unwrap();

        let node = app.other_node().await;
        // The buyer's word is under way, and its order held, when another node closes.
        let deciding = app.app.begin(Actor::System).await.unwrap();
        let of = StandingOrderId(id.parse().unwrap());
        let held = standing_order::ActiveModel { id: Set(of), name: Set("Desayuno".into()), ..Default::default() };
        standing_order::Entity::update(held).exec(deciding.db()).await.unwrap();
        let left_out = occurrence::ActiveModel {
            cycle_id: Set(None),
            state: Set(OccurrenceState::Skipped),
            reason: Set(Some(OccurrenceReason::LeftOut)),
            ..Default::default()
        };
        let decided =
            occurrence::Entity::update_many().set(left_out).filter(occurrence::Column::StandingOrderId.eq(of));
        decided.exec(deciding.db()).await.unwrap();
        let closing = tokio::spawn(async move {
            let mut tx = node.begin(Actor::System).await.unwrap();
            assert!(minga::cycles::close(&mut tx, first).await.unwrap());
            tx.commit().await.unwrap();
        });
        app.someone_waits().await;
        deciding.commit().await.unwrap();
        closing.await.unwrap();
        assert_eq!(dates(&market.lodge, &id).await, expected_dates(&[("2026-03-06", "skipped", "left_out")]));
    }
);

both!(
    async fn a_bad_standing_order_stops_no_other_and_every_date_ends_told(app: TestApp) {
        let market = Market::open(&app).await;
        let [first, _] = two_weeks(&app, &market).await;
        let bad = made(&market, &market.lodge, "FREQ=WEEKLY;BYDAY=FR", &[("JAM", 5)]).await;
        let good = made(&market, &market.shop, "FREQ=WEEKLY;BYDAY=FR", &[("TEA", 6)]).await;
        let tx = app.app.begin(Actor::System).await.unwrap();
        let broken = standing_order::ActiveModel {
            id: Set(StandingOrderId(bad.parse().unwrap())),
            rule: Set("FREQ=NEVER".into()),
            ..Default::default()
        };
        standing_order::Entity::update(broken).exec(tx.db()).await.unwrap();
        tx.commit().await.unwrap();
        app.advance(TimeDelta::days(1));
        app.run_jobs().await;
        assert_eq!(dates(&market.shop, &good).await, expected_dates(&[("2026-03-06", "placed", "")]));

        // A date that was due when its cycle closed is blocked, visibly.
        let tx = app.app.begin(Actor::System).await.unwrap();
        let due = occurrence::ActiveModel {
            id: Set(tx.new_id()),
            standing_order_id: Set(StandingOrderId(bad.parse().unwrap())),
            date: Set(day("2026-03-06")),
            cycle_id: Set(Some(first)),
            state: Set(OccurrenceState::Due),
            reason: Set(None),
            overrides: Set(Default::default()),
            order_id: Set(None),
            created_at: Set(tx.now()),
            decided_at: Set(None),
        };
        occurrence::Entity::insert(due).exec_without_returning(tx.db()).await.unwrap();
        tx.commit().await.unwrap();
        app.advance(TimeDelta::days(1));
        app.run_jobs().await;
        assert_eq!(dates(&market.lodge, &bad).await, expected_dates(&[("2026-03-06", "blocked", "cycle_closed")]));
        // Its buyer is told, and staff see whose it is.
        let mail = text_of(&app, MessageKind::OccurrenceDecided, "staff.lodge@ejemplo.cl").await;
        assert!(mail.contains("el ciclo de esa fecha ya había cerrado"), "{mail}");
        let staff = app.staff_client(Role::Viewer).await;
        let seen = staff.get(&format!("/staff/cycles/{first}/orders")).await.ok();
        assert_eq!(seen["occurrences_due"], 0);
        let [issue] = seen["occurrence_issues"].as_array().unwrap().as_slice() else { panic!("{seen}") };
        assert_eq!(
            (&issue["standing_order_name"], &issue["occurrence"]["reason"]),
            (&"Desayuno".into(), &"cycle_closed".into())
        );
        assert_eq!(issue["buyer_name"], "Organización LODGE");
    }
);

both!(
    async fn a_date_that_credit_blocks_is_ordered_when_the_limit_rises(app: TestApp) {
        let market = Market::open(&app).await;
        two_weeks(&app, &market).await;
        let limit = async |amount| {
            let limit = Set(Some(entities::values::Amount(amount)));
            market.change_account(&app, market.lodge.id, |row| row.credit_limit = limit).await;
        };
        limit(100).await;
        let id = made(&market, &market.lodge, "FREQ=WEEKLY;BYDAY=FR", &[("JAM", 5)]).await;
        let preview = market.lodge.client.get(&format!("/buyer/standing-orders/{id}/preview?count=1")).await.ok();
        assert_eq!((&preview[0]["outcome"], &preview[0]["reason"]), (&"blocked".into(), &"credit".into()));
        app.advance(TimeDelta::days(1));
        app.run_jobs().await;
        assert_eq!(dates(&market.lodge, &id).await, expected_dates(&[("2026-03-06", "blocked", "credit")]));
        assert_eq!(reserved(&app, market.products["JAM"]).await, 0);
        let mail = text_of(&app, MessageKind::OccurrenceDecided, "staff.lodge@ejemplo.cl").await;
        assert!(mail.contains("Lo intentamos de nuevo cada hora"), "{mail}");

        let mails = app.mails().len();
        limit(100_000).await;
        app.advance(TimeDelta::hours(1));
        app.run_jobs().await;
        assert_eq!(dates(&market.lodge, &id).await, expected_dates(&[("2026-03-06", "placed", "")]));
        assert_eq!(reserved(&app, market.products["JAM"]).await, 5);
        // Who was told that it does not come is told that it does.
        assert!(app.mails().len() > mails);
        check_reserved(&app).await;
    }
);

both!(
    async fn a_blocked_date_is_tried_for_the_last_time_when_its_cycle_closes(app: TestApp) {
        let market = Market::open(&app).await;
        let [first, _] = two_weeks(&app, &market).await;
        let limit = async |amount| {
            let limit = Set(Some(entities::values::Amount(amount)));
            market.change_account(&app, market.lodge.id, |row| row.credit_limit = limit).await;
        };
        limit(100).await;
        let id = made(&market, &market.lodge, "FREQ=WEEKLY;BYDAY=FR", &[("JAM", 5)]).await;
        app.advance(TimeDelta::days(1));
        app.run_jobs().await;
        limit(100_000).await;
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        assert!(minga::cycles::close(&mut tx, first).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(dates(&market.lodge, &id).await, expected_dates(&[("2026-03-06", "placed", "")]));
    }
);

both!(
    async fn days_that_one_delivery_serves_are_one_order(app: TestApp) {
        let market = Market::open(&app).await;
        two_weeks(&app, &market).await;
        let lodge = &market.lodge;
        let id = made(&market, lodge, "FREQ=WEEKLY;BYDAY=FR,SU", &[("JAM", 6)]).await;
        let preview = lodge.client.get(&format!("/buyer/standing-orders/{id}/preview?count=2")).await.ok();
        // Twelve jams reach the second tier.
        assert_eq!(preview[0]["net"]["amount"], 12 * 900);
        assert_eq!((&preview[1]["ordered_with"], &preview[1]["outcome"]), (&"2026-03-06".into(), &"placed".into()));
        app.advance(TimeDelta::days(1));
        app.run_jobs().await;
        assert_eq!(
            dates(lodge, &id).await,
            expected_dates(&[("2026-03-06", "placed", ""), ("2026-03-08", "placed", "")])
        );
        let orders = lodge.client.get("/buyer/orders").await.ok();
        let [order] = orders.as_array().unwrap().as_slice() else { panic!("{orders}") };
        assert_eq!(order["net"]["amount"], 12 * 900);
        lodge.client.post(&format!("/buyer/orders/{}/cancel", order["id"].as_str().unwrap()), json!({})).await.ok();
        let cancelled =
            expected_dates(&[("2026-03-06", "skipped", "cancelled"), ("2026-03-08", "skipped", "cancelled")]);
        assert_eq!(dates(lodge, &id).await, cancelled);
        check_reserved(&app).await;
    }
);

both!(
    async fn nothing_is_ordered_until_guests_are_announced(app: TestApp) {
        let market = Market::open(&app).await;
        two_weeks(&app, &market).await;
        let lodge = &market.lodge;
        let mut body = standing(&market, lodge, "FREQ=WEEKLY;BYDAY=FR", &[("JAM", 2)]);
        body["lines"][0]["per_guest"] = json!(true);
        let id = lodge.client.post("/buyer/standing-orders", body).await.ok();
        let id = id["standing_order"]["id"].as_str().unwrap().to_owned();
        let mails = app.mails().len();
        app.advance(TimeDelta::days(1));
        app.run_jobs().await;
        assert_eq!(dates(lodge, &id).await, expected_dates(&[("2026-03-06", "skipped", "no_guests")]));
        assert_eq!(lodge.client.get("/buyer/orders").await.ok(), json!([]));
        assert_eq!(app.mails().len(), mails);

        let guests = json!({ "reference": "R-1", "date": "2026-03-08", "guests": 4 });
        lodge.client.post("/buyer/arrivals", guests).await.ok();
        app.run_jobs().await;
        assert_eq!(dates(lodge, &id).await, expected_dates(&[("2026-03-06", "placed", "")]));
        assert_eq!(lodge.client.get("/buyer/orders").await.ok()[0]["net"]["amount"], 8_000);
    }
);

both!(
    async fn a_cut_that_takes_an_order_below_the_minimum_is_named(app: TestApp) {
        let market = Market::open(&app).await;
        two_weeks(&app, &market).await;
        let minimum = Set(entities::values::Amount(12_000));
        market.change_account(&app, market.lodge.id, |row| row.order_minimum = minimum).await;
        let weekly = "FREQ=WEEKLY;BYDAY=FR";
        let cut = made(&market, &market.lodge, weekly, &[("JAM", 10), ("HONEY", 2)]).await;
        let small = made(&market, &market.lodge, weekly, &[("JAM", 10)]).await;
        for (id, reason) in [(&cut, "harvest"), (&small, "order_minimum")] {
            let preview = market.lodge.client.get(&format!("/buyer/standing-orders/{id}/preview?count=1")).await.ok();
            assert_eq!((&preview[0]["outcome"], &preview[0]["reason"]), (&"blocked".into(), &reason.into()));
        }
        app.advance(TimeDelta::days(1));
        app.run_jobs().await;
        assert_eq!(dates(&market.lodge, &cut).await, expected_dates(&[("2026-03-06", "blocked", "harvest")]));
        assert_eq!(dates(&market.lodge, &small).await, expected_dates(&[("2026-03-06", "blocked", "order_minimum")]));
    }
);

both!(
    async fn a_date_in_a_zone_without_deliveries_is_blocked_on_the_day_after_it(app: TestApp) {
        let market = Market::open(&app).await;
        let id = made(&market, &market.lodge, "FREQ=WEEKLY;BYDAY=FR", &[("JAM", 5)]).await;
        assert_eq!(dates(&market.lodge, &id).await, expected_dates(&[]));
        for (days, blocked) in [(5, 1), (7, 2)] {
            app.advance(TimeDelta::days(days));
            app.run_jobs().await;
            let rows = [("2026-03-06", "blocked", "no_delivery"), ("2026-03-13", "blocked", "no_delivery")];
            assert_eq!(dates(&market.lodge, &id).await, expected_dates(&rows[..blocked]));
        }
        let mail = text_of(&app, MessageKind::OccurrenceDecided, "staff.lodge@ejemplo.cl").await;
        assert!(mail.contains("Elija otro día"), "{mail}");
    }
);

/// A change of a standing order from a day on.
async fn split(client: &Client, id: &str, body: Value) -> crate::support::api_client::ApiResponse {
    let path = format!("/buyer/standing-orders/{id}");
    let tag = client.client.get(&path).await.tag();
    client.client.post_if_match(&format!("{path}/splits"), &tag, body).await
}

fn split_body(market: &Market, client: &Client, rule: &str, from_date: &str, jams: i64) -> Value {
    let mut body = standing(market, client, rule, &[("JAM", jams)]);
    let body_fields = body.as_object_mut().unwrap();
    body_fields.remove("starts_on");
    body_fields.insert("from_date".into(), json!(from_date));
    body
}

both!(
    async fn a_change_from_a_date_on_loses_no_date_change_or_pause(app: TestApp) {
        let market = Market::open(&app).await;
        let lodge = &market.lodge;
        let deliveries = ["2026-03-06", "2026-03-13", "2026-03-20", "2026-03-27", "2026-04-03"];
        for delivery in deliveries {
            market.cycle(&app, delivery, app.now()).await;
        }
        app.run_jobs().await;
        let weekly = "FREQ=WEEKLY;BYDAY=FR";
        let id = made(&market, lodge, weekly, &[("JAM", 5)]).await;
        let path = format!("/buyer/standing-orders/{id}");
        let change =
            |quantity: i64| json!({ "lines": [{ "product_id": market.products["JAM"], "quantity": quantity }] });
        app.run_jobs().await;
        // Every cycle is open, so every date is ordered at once; the dates after them are still to come.
        lodge.client.put_without_if_match(&format!("{path}/occurrences/2026-04-10"), change(7)).await.ok();
        lodge.client.put_without_if_match(&format!("{path}/occurrences/2026-04-24"), change(9)).await.ok();
        let pause = json!({ "from_date": "2026-04-12", "until_date": "2026-05-02" });
        lodge.client.post(&format!("{path}/pauses"), pause).await.ok();

        // Saving a later first day would leave dates out in silence.
        let tag = lodge.client.get(&path).await.tag();
        let mut later = standing(&market, lodge, weekly, &[("JAM", 8)]);
        later["starts_on"] = json!("2026-04-15");
        let refused = lodge.client.put(&path, &tag, later).await;
        assert_eq!((refused.refusal(), refused.pointer()), ((409, "dates_left_out"), "/starts_on"));

        // From the Thursday on: the rule stays, so the change begins with the Friday.
        let made = split(lodge, &id, split_body(&market, lodge, weekly, "2026-03-19", 8)).await.ok();
        let next = made["standing_order"]["id"].as_str().unwrap().to_owned();
        assert_eq!(
            (&made["standing_order"]["starts_on"], &made["standing_order"]["predecessor_id"]),
            (&json!("2026-03-20"), &json!(id))
        );
        let before = lodge.client.get(&path).await.ok();
        assert_eq!(
            (&before["standing_order"]["ends_on"], &before["standing_order"]["successor_id"]),
            (&json!("2026-03-19"), &json!(next))
        );
        assert_eq!(
            (before["pauses"].as_array().unwrap().len(), &made["pauses"][0]["from_date"]),
            (0, &json!("2026-04-12"))
        );
        app.run_jobs().await;
        assert_eq!(
            dates(lodge, &id).await,
            expected_dates(&[("2026-03-06", "placed", ""), ("2026-03-13", "placed", "")])
        );
        assert_eq!(
            dates(lodge, &next).await,
            expected_dates(&[
                ("2026-03-20", "placed", ""),
                ("2026-03-27", "placed", ""),
                ("2026-04-03", "placed", ""),
                ("2026-04-10", "due", ""),
                ("2026-04-24", "due", ""),
            ])
        );
        // No date belongs to both.
        let mut open_ended = standing(&market, lodge, weekly, &[("JAM", 5)]);
        let refused = lodge.client.put(&path, "*", open_ended.clone()).await;
        assert_eq!((refused.refusal(), refused.pointer()), ((409, "continued_after"), "/ends_on"));
        open_ended["starts_on"] = json!("2026-03-13");
        let refused = lodge.client.put(&format!("/buyer/standing-orders/{next}"), "*", open_ended).await;
        assert_eq!((refused.refusal(), refused.pointer()), ((409, "continues_from"), "/starts_on"));
        // What was placed stays; each date has one order.
        let orders = lodge.client.get("/buyer/orders?limit=50").await.ok();
        assert_eq!(orders.as_array().unwrap().len(), 5);
        let preview = lodge.client.get(&format!("/buyer/standing-orders/{next}/preview?count=8")).await.ok();
        let by_date = |date: &str| preview.as_array().unwrap().iter().find(|row| row["date"] == date).unwrap().clone();
        assert_eq!(by_date("2026-04-10")["lines"][0]["quantity"], 7);
        assert_eq!(by_date("2026-04-17")["reason"], "paused");
        assert_eq!(by_date("2026-05-08")["lines"][0]["quantity"], 8);
        check_reserved(&app).await;
    }
);

both!(
    async fn a_split_keeps_intervals_and_counts_and_is_refused_where_it_divides_nothing(app: TestApp) {
        let market = Market::open(&app).await;
        let lodge = &market.lodge;
        let rule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;COUNT=6";
        let id = made(&market, lodge, rule, &[("JAM", 5)]).await;
        for (from_date, code) in
            [("2026-03-01", "split_in_past"), ("2026-03-06", "split_at_start"), ("2026-06-01", "split_after_end")]
        {
            let refused = split(lodge, &id, split_body(&market, lodge, rule, from_date, 8)).await;
            assert_eq!((refused.refusal(), refused.pointer()), ((409, code), "/from_date"));
        }
        let path = format!("/buyer/standing-orders/{id}/splits");
        let body = split_body(&market, lodge, rule, "2026-04-01", 8);
        assert_eq!(market.shop.client.post_if_match(&path, "*", body).await.status, 404);
        // Off weeks do not shift the interval, and the limit counts the dates before.
        let made = split(lodge, &id, split_body(&market, lodge, rule, "2026-03-25", 8)).await.ok();
        assert_eq!(
            (&made["standing_order"]["starts_on"], &made["standing_order"]["rule"]),
            (&json!("2026-04-03"), &json!("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;COUNT=4"))
        );
        let next = made["standing_order"]["id"].as_str().unwrap();
        let shown = lodge.client.get(&format!("/buyer/standing-orders/{next}/preview?count=9")).await.ok();
        let days: Vec<_> = shown.as_array().unwrap().iter().map(|row| row["date"].as_str().unwrap()).collect();
        assert_eq!(days, ["2026-04-03", "2026-04-17", "2026-05-01", "2026-05-15"]);
        // A change of the days: what was changed on a day that is no longer one is shown, not lost.
        let path = format!("/buyer/standing-orders/{next}/occurrences/2026-05-01");
        let lines = json!({ "lines": [{ "product_id": market.products["JAM"], "quantity": 2 }] });
        lodge.client.put_without_if_match(&path, lines).await.ok();
        let made = split(lodge, next, split_body(&market, lodge, "FREQ=WEEKLY;BYDAY=TU", "2026-04-20", 3)).await.ok();
        let last = made["standing_order"]["id"].as_str().unwrap();
        assert_eq!(dates(lodge, last).await, expected_dates(&[("2026-05-01", "skipped", "left_out")]));
    }
);

both!(
    async fn a_standing_order_of_an_earlier_version_gets_its_job_of_missed_dates(app: TestApp) {
        let market = Market::open(&app).await;
        let id = made(&market, &market.lodge, "FREQ=WEEKLY;BYDAY=FR", &[("JAM", 5)]).await;
        let tx = app.app.begin(Actor::System).await.unwrap();
        job::Entity::delete_many()
            .filter(job::Column::Kind.eq("orders.block_missed_dates"))
            .exec(tx.db())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        // What every start does; on two nodes at once it is done once.
        let node = app.other_node().await;
        for app in [&app.app, &node] {
            orders::schedule_all_missed_dates(app).await.unwrap();
        }
        app.advance(TimeDelta::days(5));
        app.run_jobs().await;
        assert_eq!(dates(&market.lodge, &id).await, expected_dates(&[("2026-03-06", "blocked", "no_delivery")]));
    }
);

both!(
    async fn a_change_says_which_dates_it_comes_too_late_for(app: TestApp) {
        let market = Market::open(&app).await;
        let lodge = &market.lodge;
        market.this_week(&app).await;
        let rule = "FREQ=WEEKLY;BYDAY=FR";
        let id = made(&market, lodge, rule, &[("JAM", 5)]).await;
        app.run_jobs().await;
        let path = format!("/buyer/standing-orders/{id}");
        let settled = |detail: &Value| -> Vec<(String, String, bool)> {
            let dates = detail["settled_dates"].as_array().unwrap().iter();
            let text = |date: &Value, name: &str| date[name].as_str().unwrap_or_default().to_owned();
            dates.map(|date| (text(date, "date"), text(date, "state"), date.get("order_id").is_some())).collect()
        };
        let ordered = [("2026-03-06".to_owned(), "placed".to_owned(), true)];
        let pause = json!({ "from_date": "2026-03-02", "until_date": "2026-03-20" });
        let paused = lodge.client.post(&format!("{path}/pauses"), pause).await.ok();
        assert_eq!(settled(&paused), ordered);
        assert_eq!(settled(&lodge.client.post(&format!("{path}/end"), json!({})).await.ok()), ordered);

        // After the cut-off of this week's delivery.
        app.advance(TimeDelta::days(2));
        app.run_jobs().await;
        let late =
            lodge.client.post("/buyer/standing-orders", standing(&market, lodge, rule, &[("JAM", 5)])).await.ok();
        assert_eq!(settled(&late), [("2026-03-06".to_owned(), "blocked".to_owned(), false)]);
        let id = late["standing_order"]["id"].as_str().unwrap();
        let date = |date: &str| format!("/buyer/standing-orders/{id}/occurrences/{date}");
        let more = json!({ "lines": [{ "product_id": market.products["JAM"], "quantity": 9 }] });
        let late = lodge.client.put_without_if_match(&date("2026-03-06"), more.clone()).await;
        assert_eq!(late.refusal(), (409, "cycle_closed"));
        lodge.client.put_without_if_match(&date("2026-03-13"), more).await.ok();
    }
);
