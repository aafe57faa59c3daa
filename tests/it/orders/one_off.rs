//! One-off orders: placed, changed and cancelled until the cut-off, and every reason why not.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use entities::values::{Amount, CycleId, Role};
use minga::{
    catalogue::{self, OfferTerms, PriceRow, ProductTerms},
    orders::{self, OrderImport, OrderLineImport},
    platform::{http::etag::IfMatch, unit_of_work::Actor},
};
use sea_orm::ActiveValue::Set;
use serde_json::{Value, json};

use super::market::{CAPACITY, Market, check_reserved, exposure, reserved};
use crate::support::{TestApp, both};

both!(
    async fn an_order_is_placed_changed_and_cancelled(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.this_week(&app).await;
        let lodge = &market.lodge;
        let jam = market.products["JAM"];
        let order = market.order(lodge, cycle, &[("JAM", 10), ("TEA", 6)]);
        let placed = lodge.client.post_as("one", "/buyer/orders", order.clone()).await.ok();
        assert_eq!(placed["order"]["net"]["amount"], 13_000);
        assert_eq!(placed["order"]["tax"]["amount"], 2_470);
        assert_eq!(placed["order"]["state"], "placed");
        assert_eq!(placed["lines"][0]["unit_price"]["amount"], 1_000);
        assert_eq!((exposure(&app, lodge.id).await, reserved(&app, jam).await), (15_470, 10));

        // The same request again is the same order.
        let again = lodge.client.post_as("one", "/buyer/orders", order).await.ok();
        assert_eq!(again["order"]["id"], placed["order"]["id"]);
        assert_eq!(reserved(&app, jam).await, 10);

        let path = format!("/buyer/orders/{}", placed["order"]["id"].as_str().unwrap());
        let read = lodge.client.get(&path).await;
        let tag = read.tag();
        let more =
            json!({ "delivery_point_id": lodge.point, "lines": market.lines(&[("JAM", 12)]), "note": "Gracias" });
        let changed = lodge.client.put(&path, &tag, more.clone()).await;
        let new_tag = changed.tag();
        let changed = changed.ok();
        // Twelve jams reach the second tier; the tea is given back.
        assert_eq!(
            (changed["order"]["net"]["amount"].as_i64(), changed["lines"].as_array().unwrap().len()),
            (Some(10_800), 1)
        );
        assert_eq!(changed["note"], "Gracias");
        assert_eq!((exposure(&app, lodge.id).await, reserved(&app, jam).await), (12_852, 12));
        assert_eq!(reserved(&app, market.products["TEA"]).await, 0);
        check_reserved(&app).await;

        // Whoever read the older version is told so; the same again changes nothing.
        assert_eq!(lodge.client.put(&path, &tag, more.clone()).await.refusal(), (412, "stale"));
        assert_eq!(lodge.client.put(&path, &new_tag, more).await.tag(), new_tag);

        for _ in 0..2 {
            let gone = lodge.client.post(&format!("{path}/cancel"), json!({ "reason": "Cerramos" })).await.ok();
            assert_eq!(
                (gone["order"]["state"].as_str(), gone["cancel_reason"].as_str()),
                (Some("cancelled"), Some("Cerramos"))
            );
        }
        assert_eq!((exposure(&app, lodge.id).await, reserved(&app, jam).await), (0, 0));
        check_reserved(&app).await;
    }
);

both!(
    async fn an_order_has_the_purchase_order_number_of_its_buyer(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.this_week(&app).await;
        let lodge = &market.lodge;
        let mut order = market.order(lodge, cycle, &[("JAM", 10)]);
        order["purchase_order_number"] = json!("OC-2026-118");
        let placed = lodge.client.post("/buyer/orders", order.clone()).await.ok();
        assert_eq!(placed["order"]["purchase_order_number"], "OC-2026-118");

        let id = placed["order"]["id"].as_str().unwrap();
        let path = format!("/buyer/orders/{id}");
        let terms = json!({
            "delivery_point_id": lodge.point, "lines": market.lines(&[("JAM", 10)]), "purchase_order_number": "OC-119",
        });
        let amended = lodge.client.put(&path, "\"v1\"", terms).await.ok();
        assert_eq!(amended["order"]["purchase_order_number"], "OC-119");
        let staff = app.staff_client(Role::Viewer).await;
        let listed = staff.get("/staff/orders").await.ok();
        assert_eq!(listed[0]["purchase_order_number"], "OC-119");
        let without = json!({ "delivery_point_id": lodge.point, "lines": market.lines(&[("JAM", 10)]) });
        let amended = lodge.client.put(&path, "\"v2\"", without).await.ok();
        assert!(amended["order"].get("purchase_order_number").is_none());

        order["purchase_order_number"] = json!("x".repeat(41));
        let refused = lodge.client.post("/buyer/orders", order).await;
        assert_eq!((refused.refusal(), refused.pointer()), ((400, "invalid_body"), "/purchase_order_number"));
    }
);

both!(
    async fn the_changes_of_an_order_are_listed(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.this_week(&app).await;
        let lodge = &market.lodge;
        let order = market.order(lodge, cycle, &[("JAM", 10), ("TEA", 6)]);
        let placed = lodge.client.post("/buyer/orders", order).await.ok();
        let path = format!("/buyer/orders/{}", placed["order"]["id"].as_str().unwrap());
        assert_eq!(lodge.client.get(&format!("{path}/changes")).await.ok(), json!([]));

        let fewer = json!({ "delivery_point_id": lodge.point, "lines": market.lines(&[("JAM", 12)]) });
        lodge.client.put(&path, "\"v1\"", fewer.clone()).await.ok();
        lodge.client.put(&path, "\"v2\"", fewer).await.ok();
        lodge.client.post(&format!("{path}/cancel"), json!({ "reason": "Cerramos" })).await.ok();

        let page = lodge.client.get(&format!("{path}/changes?limit=1")).await;
        assert!(page.link.is_some());
        let page = page.ok();
        assert_eq!((&page[0]["kind"], &page[0]["reason"]), (&"cancelled".into(), &"Cerramos".into()));

        let staff = app.staff_client(Role::Viewer).await;
        let changes = staff.get(&format!("{}/changes", path.replace("/buyer/", "/staff/"))).await.ok();
        let changes = changes.as_array().unwrap();
        let quantities = |change: &Value| -> BTreeSet<(String, i64, i64)> {
            let lines = change["lines"].as_array().unwrap().iter();
            let text = |line: &Value| line["product_code"].as_str().unwrap().to_owned();
            lines.map(|l| (text(l), l["before"].as_i64().unwrap(), l["after"].as_i64().unwrap())).collect()
        };
        // Amending to the same terms is no change.
        assert_eq!(changes.len(), 2);
        assert_eq!(quantities(&changes[0]), [("JAM".to_owned(), 12, 0)].into());
        assert_eq!(quantities(&changes[1]), [("JAM".to_owned(), 10, 12), ("TEA".to_owned(), 6, 0)].into());
        assert_eq!(changes[1]["kind"], "amended");
        assert!(changes[1]["changed_by"].is_string());
        assert_eq!(market.shop.client.get(&format!("{path}/changes")).await.status, 404);
    }
);

both!(
    async fn an_order_that_breaks_a_rule_is_refused_whole(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.this_week(&app).await;
        let lodge = &market.lodge;
        let try_lines =
            async |lines: &[(&str, i64)]| lodge.client.post("/buyer/orders", market.order(lodge, cycle, lines)).await;
        let twice = try_lines(&[("JAM", 1), ("JAM", 2)]).await;
        assert_eq!((twice.refusal(), twice.pointer()), ((409, "product_twice"), "/lines/1/product_id"));
        let uneven = try_lines(&[("JAM", 1), ("TEA", 7)]).await;
        assert_eq!((uneven.refusal(), uneven.pointer()), ((409, "not_a_multiple"), "/lines/1/quantity"));
        let too_much = try_lines(&[("TEA", 6), ("JAM", CAPACITY + 1)]).await;
        assert_eq!((too_much.refusal(), too_much.pointer()), ((409, "capacity_exceeded"), "/lines/1/quantity"));
        assert_eq!(too_much.body["errors"][0]["params"]["maximum"], CAPACITY);
        // Nobody harvests honey in March.
        assert_eq!(try_lines(&[("HONEY", 1)]).await.refusal(), (409, "capacity_exceeded"));

        let mut tx = app.app.begin(Actor::System).await.unwrap();
        catalogue::retire_product(&mut tx, market.products["TEA"]).await.unwrap();
        tx.commit().await.unwrap();
        let gone = try_lines(&[("TEA", 6)]).await;
        assert_eq!((gone.refusal(), gone.pointer()), ((409, "product_unavailable"), "/lines/0/product_id"));

        market.change_account(&app, lodge.id, |row| row.order_minimum = Set(Amount(5_000))).await;
        assert_eq!(try_lines(&[("JAM", 4)]).await.refusal(), (409, "below_order_minimum"));
        market.change_account(&app, lodge.id, |row| row.credit_limit = Set(Some(Amount(6_000)))).await;
        assert_eq!(try_lines(&[("JAM", 6)]).await.refusal(), (409, "credit_limit_exceeded"));

        let mut elsewhere = market.order(lodge, cycle, &[("JAM", 5)]);
        elsewhere["delivery_point_id"] = json!(market.shop.point);
        assert_eq!(lodge.client.post("/buyer/orders", elsewhere).await.status, 404);
        let unknown = market.order(lodge, CycleId(uuid::Uuid::nil()), &[("JAM", 5)]);
        assert_eq!(lodge.client.post("/buyer/orders", unknown).await.status, 404);
        // Nothing of all this left a trace.
        assert_eq!((exposure(&app, lodge.id).await, reserved(&app, market.products["JAM"]).await), (0, 0));
        check_reserved(&app).await;

        app.advance(TimeDelta::days(2));
        assert_eq!(try_lines(&[("JAM", 5)]).await.refusal(), (409, "cycle_not_open"));
    }
);

both!(
    async fn an_order_is_its_buyers_alone_and_final_after_the_cut_off(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.this_week(&app).await;
        let placed = market.lodge.client.post("/buyer/orders", market.order(&market.lodge, cycle, &[("JAM", 3)])).await;
        let placed = placed.ok();
        let path = format!("/buyer/orders/{}", placed["order"]["id"].as_str().unwrap());
        let change = json!({ "delivery_point_id": market.lodge.point, "lines": market.lines(&[("JAM", 4)]) });
        assert_eq!(market.shop.client.get(&path).await.status, 404);
        assert_eq!(market.shop.client.put(&path, "*", change.clone()).await.status, 404);
        assert_eq!(market.shop.client.post(&format!("{path}/cancel"), json!({})).await.status, 404);
        assert_eq!(market.shop.client.get("/buyer/orders").await.ok(), json!([]));

        app.advance(TimeDelta::days(2));
        app.run_jobs().await;
        assert_eq!(market.lodge.client.put(&path, "*", change).await.refusal(), (409, "cycle_not_open"));
        assert_eq!(
            market.lodge.client.post(&format!("{path}/cancel"), json!({})).await.refusal(),
            (409, "cycle_not_open")
        );
        let seen = market.lodge.client.get(&path).await.ok();
        assert_eq!(
            (seen["order"]["changeable"].as_bool(), seen["order"]["cycle_state"] != "open"),
            (Some(false), true)
        );
    }
);

both!(
    async fn an_order_keeps_the_price_list_it_was_placed_at(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.this_week(&app).await;
        let lodge = &market.lodge;
        let placed = lodge.client.post("/buyer/orders", market.order(lodge, cycle, &[("JAM", 3)])).await.ok();
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        let price = PriceRow { product_id: market.products["JAM"], min_quantity: 1, amount: Amount(2_000) };
        let list = catalogue::update_prices(&mut tx, market.list, &[price]).await.unwrap();
        assert_eq!(list.version, 3);
        // The same prices again begin no version.
        assert_eq!(catalogue::update_prices(&mut tx, market.list, &[price]).await.unwrap().version, 3);
        tx.commit().await.unwrap();

        let path = format!("/buyer/orders/{}", placed["order"]["id"].as_str().unwrap());
        let more = json!({ "delivery_point_id": lodge.point, "lines": market.lines(&[("JAM", 20)]) });
        let changed = lodge.client.put(&path, "*", more).await.ok();
        assert_eq!(changed["lines"][0]["unit_price"]["amount"], 900);
        let new = lodge.client.post("/buyer/orders", market.order(lodge, cycle, &[("JAM", 20)])).await.ok();
        assert_eq!(new["lines"][0]["unit_price"]["amount"], 2_000);
    }
);

both!(
    async fn an_agreed_order_has_its_own_prices_and_comes_once(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.cycle(&app, "2026-03-06", app.now() + TimeDelta::days(1)).await.id;
        market.change_account(&app, market.lodge.id, |row| row.credit_limit = Set(Some(Amount(1)))).await;
        let line = OrderLineImport {
            product_id: market.products["JAM"],
            quantity: 7,
            unit_price: Some(Amount(1_234)),
            discount_bps: 1_500,
        };
        let agreed = OrderImport {
            code: "10248".into(),
            buyer_id: market.lodge.id,
            cycle_id: cycle,
            delivery_point_id: market.lodge.point,
            details: Default::default(),
            lines: vec![line],
            enforce_credit: false,
        };
        for first in [true, false] {
            let mut tx = app.app.begin(Actor::Import).await.unwrap();
            let imported = orders::import_order(&mut tx, agreed.clone()).await.unwrap();
            assert_eq!((imported.order.net, imported.created), (Amount(7_342), first));
            tx.commit().await.unwrap();
        }
        assert_eq!(reserved(&app, line.product_id).await, 7);
        let mut tx = app.app.begin(Actor::Import).await.unwrap();
        let too_much = OrderImport {
            code: "10249".into(),
            lines: vec![OrderLineImport { quantity: CAPACITY, ..line }],
            ..agreed.clone()
        };
        let refused = orders::import_order(&mut tx, too_much).await.unwrap_err();
        assert_eq!(refused.code(), "capacity_exceeded");
        drop(tx);
        let mut tx = app.app.begin(Actor::Import).await.unwrap();
        let bound = OrderImport { code: "10250".into(), enforce_credit: true, ..agreed };
        assert_eq!(orders::import_order(&mut tx, bound).await.unwrap_err().code(), "credit_limit_exceeded");
    }
);

both!(
    async fn an_order_expects_the_tax_of_its_invoice_and_keeps_what_was_ordered(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.this_week(&app).await;
        let price = |code: &str, amount| PriceRow {
            product_id: market.products[code],
            min_quantity: 1,
            amount: Amount(amount),
        };
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        catalogue::update_prices(&mut tx, market.list, &[price("JAM", 13), price("TEA", 1)]).await.unwrap();
        tx.commit().await.unwrap();
        let order = market.order(&market.lodge, cycle, &[("JAM", 1), ("TEA", 6)]);
        let placed = market.lodge.client.post("/buyer/orders", order).await.ok();
        // 19 % of 19 is 3.61; line by line it would be 2 + 1.
        assert_eq!((&placed["order"]["net"]["amount"], &placed["order"]["tax"]["amount"]), (&19.into(), &4.into()));

        let jam = market.products["JAM"];
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        let product = catalogue::list_products_by_id(&tx, &[jam]).await.unwrap().remove(&jam).unwrap();
        let terms = ProductTerms {
            name_es: "Otro nombre".into(),
            vat_bps: 0,
            net_content: 999,
            order_multiple: 5,
            ..ProductTerms::from(product.clone())
        };
        catalogue::update_product(&mut tx, jam, &IfMatch::any(), terms).await.unwrap();
        catalogue::retire_product(&mut tx, jam).await.unwrap();
        tx.commit().await.unwrap();
        let path = format!("/buyer/orders/{}", placed["order"]["id"].as_str().unwrap());
        let read = market.lodge.client.get(&path).await;
        let tag = read.tag();
        let line = &read.ok()["lines"][0];
        assert_eq!((&line["name_es"], &line["net_content"]), (&"Producto JAM".into(), &product.net_content.into()));
        assert_eq!((&line["order_multiple"], &line["sold"]), (&1.into(), &false.into()));

        // What is no longer sold stops no change of another line.
        let more =
            json!({ "delivery_point_id": market.lodge.point, "lines": market.lines(&[("JAM", 1), ("TEA", 12)]) });
        let amended = market.lodge.client.put(&path, &tag, more).await.ok();
        assert_eq!((&amended["order"]["net"]["amount"], &amended["order"]["tax"]["amount"]), (&25.into(), &5.into()));
        check_reserved(&app).await;
    }
);

both!(
    async fn a_product_that_is_retired_stops_no_other_change_of_a_standing_order(app: TestApp) {
        let market = Market::open(&app).await;
        let lodge = &market.lodge;
        let terms = |lines: &[(&str, i64)]| {
            json!({
                "name": "Desayuno", "delivery_point_id": lodge.point, "rule": "FREQ=WEEKLY;BYDAY=FR",
                "starts_on": "2026-03-02", "lines": market.lines(lines),
            })
        };
        let made = lodge.client.post("/buyer/standing-orders", terms(&[("JAM", 5), ("TEA", 6)])).await.ok();
        let path = format!("/buyer/standing-orders/{}", made["standing_order"]["id"].as_str().unwrap());
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        catalogue::retire_product(&mut tx, market.products["JAM"]).await.unwrap();
        tx.commit().await.unwrap();
        let more = lodge.client.put(&path, "*", terms(&[("JAM", 6), ("TEA", 6)])).await;
        assert_eq!((more.refusal(), more.pointer()), ((409, "product_unavailable"), "/lines/0/product_id"));
        let changed = lodge.client.put(&path, "*", terms(&[("JAM", 5), ("TEA", 12)])).await.ok();
        assert_eq!((&changed["lines"][0]["quantity"], &changed["lines"][1]["quantity"]), (&5.into(), &12.into()));
        let preview = lodge.client.get(&format!("{path}/preview?count=1")).await.ok();
        assert_eq!(preview[0]["lines"][0]["warning"], "not_sold");
    }
);

both!(
    async fn an_order_below_a_minimum_batch_says_how_many_are_missing(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.this_week(&app).await;
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        let terms = OfferTerms {
            capacity_per_week: CAPACITY,
            min_batch: Some(24),
            lead_days: 0,
            harvest_months: entities::values::ALL_YEAR,
        };
        catalogue::upsert_offer(&mut tx, market.workshop, market.products["JAM"], terms).await.unwrap();
        tx.commit().await.unwrap();
        let order = market.order(&market.lodge, cycle, &[("JAM", 12), ("TEA", 6)]);
        let placed = market.lodge.client.post("/buyer/orders", order).await.ok();
        assert_eq!(placed["lines"][0]["batch_missing"], 12);
        assert!(placed["lines"][1].get("batch_missing").is_none());
        let path = format!("/buyer/orders/{}", placed["order"]["id"].as_str().unwrap());
        assert_eq!(market.lodge.client.get(&path).await.ok()["lines"][0]["batch_missing"], 12);
        // Another buyer fills the batch.
        let order = market.order(&market.shop, cycle, &[("JAM", 12)]);
        let placed = market.shop.client.post("/buyer/orders", order).await.ok();
        assert!(placed["lines"][0].get("batch_missing").is_none());
        assert!(market.lodge.client.get(&path).await.ok()["lines"][0].get("batch_missing").is_none());
    }
);
