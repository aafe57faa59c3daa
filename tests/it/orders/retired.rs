//! What is no longer offered, a delivery point or a product, stops no other change of what was ordered before, and is not
//! ordered anew.

use chrono::TimeDelta;
use entities::values::{Amount, DeliveryPointId, OccurrenceState, PriceSource};
use minga::{
    buyers::{self, DeliveryPointTerms},
    catalogue,
    orders::{self, OrderImport, OrderLineImport},
    platform::unit_of_work::Actor,
};
use serde_json::{Value, json};

use super::market::{Client, Market, check_reserved};
use crate::support::{TestApp, both};

/// Another delivery point of a buyer.
async fn add_point(app: &TestApp, client: &Client, name: &str) -> DeliveryPointId {
    let terms = DeliveryPointTerms { name: name.into(), address: "Camino 2".into(), comuna_code: None, notes: None };
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    let point = buyers::create_delivery_point(&mut tx, client.id, terms).await.unwrap().id;
    tx.commit().await.unwrap();
    point
}

async fn retire_point(app: &TestApp, client: &Client, point: DeliveryPointId) {
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    buyers::retire_delivery_point(&mut tx, client.id, point).await.unwrap();
    tx.commit().await.unwrap();
}

async fn retire_product(app: &TestApp, market: &Market, code: &str) {
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    catalogue::retire_product(&mut tx, market.products[code]).await.unwrap();
    tx.commit().await.unwrap();
}

fn with_point(mut terms: Value, point: DeliveryPointId) -> Value {
    terms["delivery_point_id"] = json!(point);
    terms
}

both!(
    async fn a_retired_delivery_point_stops_no_other_change_of_an_order(app: TestApp) {
        let market = Market::open(&app).await;
        let lodge = &market.lodge;
        let cycle = market.this_week(&app).await;
        let old = add_point(&app, lodge, "Vieja").await;
        let placed = lodge.client.post("/buyer/orders", market.order(lodge, cycle, &[("JAM", 6)])).await.ok();
        assert!(placed.get("retired_delivery_point").is_none());
        retire_point(&app, lodge, lodge.point).await;
        retire_point(&app, lodge, old).await;
        let path = format!("/buyer/orders/{}", placed["order"]["id"].as_str().unwrap());
        let terms = |jams| json!({ "delivery_point_id": lodge.point, "lines": market.lines(&[("JAM", jams)]) });
        let changed = lodge.client.put(&path, "*", terms(7)).await.ok();
        assert_eq!(changed["lines"][0]["quantity"], 7);
        assert_eq!(changed["retired_delivery_point"]["id"], json!(lodge.point));
        assert!(changed["retired_delivery_point"]["name"].is_string());
        // Another retired one is not chosen, neither here nor in a new order.
        assert_eq!(lodge.client.put(&path, "*", with_point(terms(8), old)).await.status, 404);
        let new = lodge.client.post("/buyer/orders", market.order(lodge, cycle, &[("JAM", 6)])).await;
        assert_eq!(new.status, 404);
        let used = add_point(&app, lodge, "Nueva").await;
        let moved = lodge.client.put(&path, "*", with_point(terms(7), used)).await.ok();
        assert!(moved.get("retired_delivery_point").is_none());
        assert_eq!(lodge.client.put(&path, "*", terms(7)).await.status, 404);
    }
);

both!(
    async fn a_retired_delivery_point_stops_no_other_change_of_a_standing_order(app: TestApp) {
        let market = Market::open(&app).await;
        let lodge = &market.lodge;
        let terms = |name: &str, jams| {
            json!({
                "name": name, "delivery_point_id": lodge.point, "rule": "FREQ=WEEKLY;BYDAY=FR",
                "starts_on": "2026-03-06", "lines": market.lines(&[("JAM", jams)]),
            })
        };
        let made = lodge.client.post("/buyer/standing-orders", terms("Desayuno", 5)).await.ok();
        let id = made["standing_order"]["id"].as_str().unwrap();
        let path = format!("/buyer/standing-orders/{id}");
        let preview = lodge.client.get(&format!("{path}/preview?count=1")).await.ok();
        assert!(preview[0].get("reason").is_none());
        retire_point(&app, lodge, lodge.point).await;
        let changed = lodge.client.put(&path, "*", terms("Cena", 6)).await.ok();
        assert_eq!((&changed["standing_order"]["name"], &changed["lines"][0]["quantity"]), (&json!("Cena"), &json!(6)));
        assert_eq!(changed["retired_delivery_point"]["id"], json!(lodge.point));
        // Its dates say what becomes of them, before the change is made too.
        let of_changed = format!("/buyer/standing-order-previews?count=1&standing_order_id={id}");
        for preview in [
            lodge.client.get(&format!("{path}/preview?count=1")).await.ok(),
            lodge.client.post(&of_changed, terms("Cena", 7)).await.ok(),
        ] {
            let blocked = (&json!(OccurrenceState::Blocked.word()), &json!("delivery_point"));
            assert_eq!((&preview[0]["outcome"], &preview[0]["reason"]), blocked);
        }
        let tag = lodge.client.get(&path).await.tag();
        let later = json!({
            "from_date": "2026-04-03", "name": "Cena", "delivery_point_id": lodge.point,
            "rule": "FREQ=WEEKLY;BYDAY=FR", "lines": market.lines(&[("JAM", 8)]),
        });
        let split = lodge.client.post_if_match(&format!("{path}/splits"), &tag, later).await.ok();
        assert_eq!(split["retired_delivery_point"]["id"], json!(lodge.point));
        assert_eq!(lodge.client.post("/buyer/standing-orders", terms("Otro", 5)).await.status, 404);
        assert_eq!(lodge.client.post("/buyer/standing-order-previews", terms("Otro", 5)).await.status, 404);
    }
);

both!(
    async fn a_line_of_a_retired_product_is_kept_or_lowered_and_not_raised(app: TestApp) {
        let market = Market::open(&app).await;
        let lodge = &market.lodge;
        let cycle = market.this_week(&app).await;
        let placed =
            lodge.client.post("/buyer/orders", market.order(lodge, cycle, &[("JAM", 6), ("TEA", 6)])).await.ok();
        let path = format!("/buyer/orders/{}", placed["order"]["id"].as_str().unwrap());
        retire_product(&app, &market, "JAM").await;
        let put = async |lines: Value| {
            lodge.client.put(&path, "*", json!({ "delivery_point_id": lodge.point, "lines": lines })).await
        };
        let raised = put(market.lines(&[("JAM", 7), ("TEA", 6)])).await;
        assert_eq!((raised.refusal(), raised.pointer()), ((409, "product_unavailable"), "/lines/0/product_id"));
        let mut per_guest = market.lines(&[("JAM", 1), ("TEA", 6)]);
        per_guest[0]["per_guest"] = json!(true);
        assert_eq!(put(per_guest).await.refusal(), (409, "product_unavailable"), "it would grow with the guests");
        put(market.lines(&[("JAM", 6), ("TEA", 12)])).await.ok();
        put(market.lines(&[("JAM", 4), ("TEA", 12)])).await.ok();
        assert_eq!(put(market.lines(&[("JAM", 6), ("TEA", 12)])).await.refusal(), (409, "product_unavailable"));
        let removed = put(market.lines(&[("TEA", 12)])).await.ok();
        assert_eq!(removed["lines"].as_array().unwrap().len(), 1);
        check_reserved(&app).await;
    }
);

both!(
    async fn a_per_guest_line_of_a_retired_product_follows_the_guests_and_no_higher_quantity(app: TestApp) {
        let market = Market::open(&app).await;
        let lodge = &market.lodge;
        let cycle = market.this_week(&app).await;
        let mut order = market.order(lodge, cycle, &[("JAM", 2)]);
        order["lines"][0]["per_guest"] = json!(true);
        let placed = lodge.client.post("/buyer/orders", order).await.ok();
        let path = format!("/buyer/orders/{}", placed["order"]["id"].as_str().unwrap());
        retire_product(&app, &market, "JAM").await;
        let arrival = json!({ "reference": "R-1", "date": "2026-03-08", "guests": 4 });
        lodge.client.post("/buyer/arrivals", arrival).await.ok();
        assert_eq!(lodge.client.get(&path).await.ok()["lines"][0]["quantity"], 8);
        let put = async |quantity: i64, per_guest: bool| {
            let line = json!({ "product_id": market.products["JAM"], "quantity": quantity, "per_guest": per_guest });
            lodge.client.put(&path, "*", json!({ "delivery_point_id": lodge.point, "lines": [line] })).await
        };
        assert_eq!(put(3, true).await.refusal(), (409, "product_unavailable"));
        assert_eq!(put(9, false).await.refusal(), (409, "product_unavailable"));
        assert_eq!(put(1, true).await.ok()["lines"][0]["quantity"], 4);
        check_reserved(&app).await;
    }
);

both!(
    async fn a_line_at_an_agreed_price_grows_although_no_list_has_its_product(app: TestApp) {
        let market = Market::open(&app).await;
        let lodge = &market.lodge;
        let cycle = market.this_week(&app).await;
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        catalogue::update_prices(&mut tx, market.list, &[]).await.unwrap();
        let line = OrderLineImport {
            product_id: market.products["JAM"],
            quantity: 6,
            unit_price: Some(Amount(1_234)),
            discount_bps: 0,
        };
        let agreed = OrderImport {
            code: "10248".into(),
            buyer_id: lodge.id,
            cycle_id: cycle,
            delivery_point_id: lodge.point,
            details: Default::default(),
            lines: vec![line],
            enforce_credit: false,
        };
        let order = orders::import_order(&mut tx, agreed).await.unwrap().order;
        tx.commit().await.unwrap();
        let path = format!("/buyer/orders/{}", order.id);
        let put = async |jams| {
            let terms = json!({ "delivery_point_id": lodge.point, "lines": market.lines(&[("JAM", jams)]) });
            lodge.client.put(&path, "*", terms).await
        };
        let raised = put(8).await.ok();
        assert_eq!(raised["lines"][0]["price_source"], PriceSource::Agreed.word());
        assert_eq!(raised["order"]["net"]["amount"], 8 * 1_234);
        retire_product(&app, &market, "JAM").await;
        assert_eq!(put(9).await.refusal(), (409, "product_unavailable"));
        assert_eq!(put(7).await.ok()["order"]["net"]["amount"], 7 * 1_234);
    }
);

both!(
    async fn a_line_without_a_price_is_not_raised_to_goods_for_nothing(app: TestApp) {
        let market = Market::open(&app).await;
        let lodge = &market.lodge;
        let terms = json!({
            "name": "Desayuno", "delivery_point_id": lodge.point, "rule": "FREQ=WEEKLY;BYDAY=FR",
            "starts_on": "2026-03-06", "lines": market.lines(&[("JAM", 5), ("TEA", 6)]),
        });
        lodge.client.post("/buyer/standing-orders", terms).await.ok();
        // The list loses the price of a product before the date is ordered: its line has no units and no price.
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        let tea = catalogue::PriceRow { product_id: market.products["TEA"], min_quantity: 1, amount: Amount(500) };
        catalogue::update_prices(&mut tx, market.list, &[tea]).await.unwrap();
        tx.commit().await.unwrap();
        market.this_week(&app).await;
        app.advance(TimeDelta::minutes(1));
        app.run_jobs().await;
        let orders = lodge.client.get("/buyer/orders").await.ok();
        let path = format!("/buyer/orders/{}", orders[0]["id"].as_str().unwrap());
        let put = async |lines: Value| {
            lodge.client.put(&path, "*", json!({ "delivery_point_id": lodge.point, "lines": lines })).await
        };
        let raised = put(market.lines(&[("JAM", 5), ("TEA", 6)])).await;
        assert_eq!((raised.refusal(), raised.pointer()), ((409, "product_unavailable"), "/lines/0/product_id"));
        put(market.lines(&[("TEA", 12)])).await.ok();
        check_reserved(&app).await;
    }
);
