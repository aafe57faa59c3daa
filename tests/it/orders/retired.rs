//! A delivery point that is no longer offered stops no other change of what was ordered before, and is not
//! ordered anew.

use entities::values::{DeliveryPointId, OccurrenceState};
use minga::{
    buyers::{self, DeliveryPointTerms},
    platform::unit_of_work::Actor,
};
use serde_json::{Value, json};

use super::market::{Client, Market};
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
