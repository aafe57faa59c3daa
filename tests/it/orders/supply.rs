//! What is promised is what the makers can make: lots of each delivery, minimum batches, and certificates that are lost.

use chrono::TimeDelta;
use entities::{
    catalogue::product,
    values::{ALL_YEAR, CycleId, MessageKind, Role},
};
use minga::{catalogue, catalogue::OfferTerms, cycles, platform::unit_of_work::Actor};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use super::market::{CAPACITY, Client, Market, check_reserved};
use crate::{
    notifications::{messages_of, text_of},
    support::{TestApp, both},
};

/// Makes the jam in lots of eight; sixty units a week are seven lots.
async fn make_in_lots(app: &TestApp, market: &Market) {
    let tx = app.app.begin(Actor::System).await.unwrap();
    let row = product::ActiveModel { id: Set(market.products["JAM"]), lot_size: Set(8), ..Default::default() };
    product::Entity::update(row).exec(tx.db()).await.unwrap();
    tx.commit().await.unwrap();
}

/// Makes at least 24 jams or none.
async fn make_in_batches(app: &TestApp, market: &Market) {
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    let terms = OfferTerms { capacity_per_week: CAPACITY, min_batch: Some(24), lead_days: 0, harvest_months: ALL_YEAR };
    catalogue::upsert_offer(&mut tx, market.workshop, market.products["JAM"], terms).await.unwrap();
    tx.commit().await.unwrap();
}

async fn place(market: &Market, client: &Client, cycle: CycleId, jams: i64) -> Value {
    client.client.post("/buyer/orders", market.order(client, cycle, &[("JAM", jams)])).await.ok()
}

async fn close(app: &TestApp, cycle: CycleId) {
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    assert!(cycles::close(&mut tx, cycle).await.unwrap());
    tx.commit().await.unwrap();
}

both!(
    async fn each_delivery_of_a_week_is_promised_in_lots_of_its_own(app: TestApp) {
        let market = Market::open(&app).await;
        make_in_lots(&app, &market).await;
        let friday = market.this_week(&app).await;
        let saturday = market.cycle(&app, "2026-03-07", app.now()).await.id;
        app.run_jobs().await;
        // Three lots for 17 jams leave four of seven, 32 jams, for the other delivery of the week.
        let first = place(&market, &market.lodge, friday, 17).await;
        let shown = market.shop.client.get("/buyer/products?delivery_date=2026-03-07").await.ok();
        let jam = shown.as_array().unwrap().iter().find(|row| row["product"]["code"] == "JAM").unwrap();
        assert_eq!(jam["sellable"]["units"], 32);
        let over = market.shop.client.post("/buyer/orders", market.order(&market.shop, saturday, &[("JAM", 33)])).await;
        assert_eq!(
            (over.refusal(), over.body["errors"][0]["params"]["maximum"].as_i64()),
            ((409, "capacity_exceeded"), Some(32))
        );
        place(&market, &market.shop, saturday, 32).await;
        // The rest of a lot that is made anyway can still be ordered; another lot cannot.
        let path = format!("/buyer/orders/{}", first["order"]["id"].as_str().unwrap());
        let terms = |jams| json!({ "delivery_point_id": market.lodge.point, "lines": market.lines(&[("JAM", jams)]) });
        let over = market.lodge.client.put(&path, "*", terms(25)).await;
        assert_eq!(over.refusal(), (409, "capacity_exceeded"));
        market.lodge.client.put(&path, "*", terms(24)).await.ok();
        check_reserved(&app).await;
        // The split makes all of it: nothing comes short.
        for cycle in [friday, saturday] {
            close(&app, cycle).await;
        }
        app.run_jobs().await;
        let staff = app.staff_client(Role::Staff).await;
        for (cycle, units) in [(friday, 24), (saturday, 32)] {
            let demand = staff.get(&format!("/staff/cycles/{cycle}/demand")).await.ok();
            assert_eq!(demand[0]["units"], units);
            let allocation = staff.get(&format!("/staff/cycles/{cycle}/allocation")).await.ok();
            let products = allocation["products"].as_array().unwrap();
            assert!(!products.is_empty() && products.iter().all(|row| row["unmet_lots"] == 0), "{allocation}");
        }
    }
);

both!(
    async fn who_waits_for_a_minimum_batch_is_told_when_it_comes_together(app: TestApp) {
        let market = Market::open(&app).await;
        make_in_batches(&app, &market).await;
        let cycle = market.this_week(&app).await;
        place(&market, &market.lodge, cycle, 12).await;
        app.advance(TimeDelta::hours(1));
        app.run_jobs().await;
        assert_eq!(messages_of(&app, MessageKind::OrderWarning).await, []);
        place(&market, &market.shop, cycle, 12).await;
        app.advance(TimeDelta::hours(1));
        app.run_jobs().await;
        let text = text_of(&app, MessageKind::OrderWarning, "staff.lodge@ejemplo.cl").await;
        assert!(text.contains("Ya hay pedidos suficientes") && text.contains("12 unidades"), "{text}");
        app.advance(TimeDelta::hours(1));
        app.run_jobs().await;
        close(&app, cycle).await;
        app.run_jobs().await;
        assert_eq!(messages_of(&app, MessageKind::OrderWarning).await.len(), 1, "it is told once");
    }
);

both!(
    async fn who_waits_for_a_minimum_batch_is_told_when_it_does_not_come_together(app: TestApp) {
        let market = Market::open(&app).await;
        make_in_batches(&app, &market).await;
        let cycle = market.this_week(&app).await;
        place(&market, &market.lodge, cycle, 12).await;
        let filled = place(&market, &market.shop, cycle, 12).await;
        // Who filled the batch leaves again before the hour is over.
        let path = format!("/buyer/orders/{}/cancel", filled["order"]["id"].as_str().unwrap());
        market.shop.client.post(&path, json!({})).await.ok();
        close(&app, cycle).await;
        app.run_jobs().await;
        let text = text_of(&app, MessageKind::OrderWarning, "staff.lodge@ejemplo.cl").await;
        assert!(text.contains("faltaron 12"), "{text}");
        assert_eq!(messages_of(&app, MessageKind::OrderWarning).await.len(), 1);
    }
);

both!(
    async fn a_lost_certificate_is_told_before_the_quotas_are_published(app: TestApp) {
        use entities::certification::certificate;
        let market = Market::open(&app).await;
        let cycle = market.this_week(&app).await;
        let placed = place(&market, &market.lodge, cycle, 10).await;
        let tx = app.app.read(Actor::System).await.unwrap();
        let id = certificate::Entity::find()
            .filter(certificate::Column::ProductId.eq(market.products["JAM"]))
            .one(tx.db())
            .await
            .unwrap()
            .unwrap()
            .id;
        drop(tx);
        let quality = app.staff_client(Role::Quality).await;
        let body = json!({ "kind": "paperwork", "reason": "Falta el informe" });
        quality.post(&format!("/staff/certificates/{id}/suspend"), body).await.ok();
        app.run_jobs().await;
        let text = text_of(&app, MessageKind::OrderWarning, "staff.lodge@ejemplo.cl").await;
        assert!(text.contains("quedarían sin hacer 10"), "{text}");
        let path = format!("/buyer/orders/{}", placed["order"]["id"].as_str().unwrap());
        assert_eq!(market.lodge.client.get(&path).await.ok()["lines"][0]["unsupplied"], 10);
        // Reinstated, nothing is missing.
        quality.post(&format!("/staff/certificates/{id}/reinstate"), json!({ "reason": "Llegó" })).await.ok();
        assert!(market.lodge.client.get(&path).await.ok()["lines"][0].get("unsupplied").is_none());
    }
);
