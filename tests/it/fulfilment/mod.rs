//! Batches, goods receipts, deliveries and the trace of a batch, from frozen quotas to confirmed deliveries.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use entities::{
    fulfilment::delivery_line,
    orders::shortage,
    values::{CycleId, CycleState, DeliveryId, QuotaState, ShortageCause},
};
use futures_util::future::join_all;
use minga::{allocation, certification, cycles, fulfilment, orders, platform::unit_of_work::Actor};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use crate::support::{
    TestApp, both,
    market::{Maker, Market},
};

mod corrections;
mod failed_deliveries;
mod recalls;
mod stock;

/// The quota of a workshop for a product, in the list of what the cycle receives.
async fn quota(app: &TestApp, market: &Market, cycle: CycleId, workshop: &str, product: &str) -> Value {
    let list = app.get(&market.staff, &format!("/staff/cycles/{cycle}/receiving")).await.ok();
    let product = market.products[product].to_string();
    let rows = list.as_array().unwrap();
    rows.iter().find(|q| q["workshop_code"] == workshop && q["product_id"] == *product).expect("a quota").clone()
}

fn units(quota: &Value) -> i64 {
    quota["units"].as_i64().unwrap()
}

async fn receive(app: &TestApp, market: &Market, body: Value) -> crate::support::api_client::ApiResponse {
    app.post(&market.staff, "/staff/goods-receipts", body).await
}

/// Accepts all outstanding units of a quota, as one batch.
async fn accept_rest(app: &TestApp, market: &Market, quota: &Value) {
    let body = json!({ "quota_id": quota["quota_id"], "accepted": quota["outstanding"] });
    receive(app, market, body).await.ok();
}

/// Units of the shortages of a cycle, by cause.
async fn shortages(app: &TestApp, cycle: CycleId) -> BTreeMap<ShortageCause, i64> {
    let tx = app.app.read(Actor::System).await.unwrap();
    let rows = shortage::Entity::find().filter(shortage::Column::CycleId.eq(cycle)).all(tx.db()).await.unwrap();
    let mut units = BTreeMap::new();
    for row in rows {
        *units.entry(row.cause).or_default() += row.quantity;
    }
    units
}

async fn state(app: &TestApp, cycle: CycleId) -> CycleState {
    let tx = app.app.read(Actor::System).await.unwrap();
    cycles::get_cycle(&tx, cycle).await.unwrap().state
}

both!(
    async fn a_batch_is_traced_from_its_workshop_to_the_deliveries(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.frozen(&app, &[(&market.lodge, &[("miel", 30)]), (&market.shop, &[("miel", 20)])]).await;
        let to_make = app.get(&market.ana.user, "/producer/quotas-to-make").await.ok();
        let mine = &to_make[0];
        let body = json!({ "quota_id": mine["quota_id"], "made_on": "2026-03-04", "quantity": units(mine) });
        let batch = app.post(&market.ana.user, "/producer/batches", body.clone()).await.ok();
        assert_eq!((batch["code"].as_str(), batch["best_before"].as_str()), (Some("U01-260304-1"), Some("2026-06-02")));
        app.post(&market.beto.user, "/producer/batches", body).await.assert_refusal(404, "not_found");
        assert_eq!(app.get(&market.ana.user, "/producer/batches").await.ok().as_array().unwrap().len(), 1);
        let made = app.get(&market.ana.user, "/producer/quotas-to-make").await.ok();
        assert_eq!((&made[0]["made"], &made[0]["accepted"]), (&mine["units"], &json!(0)));

        let body = json!({ "quota_id": mine["quota_id"], "batch_id": batch["id"], "accepted": units(mine) });
        receive(&app, &market, body).await.ok();
        assert_eq!(state(&app, cycle).await, CycleState::Delivering);
        accept_rest(&app, &market, &quota(&app, &market, cycle, "U02", "miel").await).await;

        let path = format!("/staff/cycles/{cycle}");
        let packed = app.post(&market.staff, &format!("{path}/deliveries"), Value::Null).await.ok();
        assert_eq!(packed["deliveries"], 2);
        let again = app.post(&market.staff, &format!("{path}/deliveries"), Value::Null).await.ok();
        assert_eq!(again["deliveries"], 0);
        let mine = app.get(&market.lodge.user, "/buyer/deliveries").await.ok();
        let id = mine[0]["id"].as_str().unwrap();
        assert_eq!(mine.as_array().unwrap().len(), 1);
        let confirm = format!("/buyer/deliveries/{id}/confirm");
        app.post(&market.lodge.user, &confirm, Value::Null).await.assert_refusal(409, "not_dispatched");
        let left = app.post(&market.staff, &format!("{path}/dispatch"), Value::Null).await.ok();
        assert_eq!(left["deliveries"], 2);
        app.post(&market.shop.user, &confirm, Value::Null).await.assert_refusal(404, "not_found");
        for _ in 0..2 {
            let arrived = app.post(&market.lodge.user, &confirm, Value::Null).await.ok();
            assert_eq!(arrived["state"], "confirmed");
            let units: i64 = arrived["lines"].as_array().unwrap().iter().map(|l| l["quantity"].as_i64().unwrap()).sum();
            assert_eq!(units, 30);
        }
        assert_eq!(state(&app, cycle).await, CycleState::Delivering, "the shop has not confirmed");

        let trace = app.get(&market.staff, "/staff/batches/U01-260304-1/trace").await.ok();
        assert_eq!((trace["workshop_code"].as_str(), trace["remaining"].as_i64()), (Some("U01"), Some(0)));
        let went: i64 = trace["destinations"].as_array().unwrap().iter().map(|d| d["quantity"].as_i64().unwrap()).sum();
        assert_eq!(went, trace["receipts"][0]["accepted"].as_i64().unwrap());
        app.get(&market.staff, "/staff/batches/U99-260304-1/trace").await.assert_refusal(404, "not_found");

        let confirmed = app.post(&market.staff, &format!("{path}/confirm"), Value::Null).await.ok();
        assert_eq!(confirmed["deliveries"], 1);
        assert_eq!(state(&app, cycle).await, CycleState::Delivered);
        app.run_jobs().await;
        app.assert_no_violations().await;
    }
);

both!(
    async fn a_goods_receipt_fits_its_quota_and_batch(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.frozen(&app, &[(&market.lodge, &[("miel", 40)])]).await;
        let ana = quota(&app, &market, cycle, "U01", "miel").await;
        let all = units(&ana);
        let id = &ana["quota_id"];
        let no_cause = json!({ "quota_id": id, "accepted": all - 1, "rejected": 1 });
        receive(&app, &market, no_cause).await.assert_refusal(409, "rejection_cause");
        let over = receive(&app, &market, json!({ "quota_id": id, "accepted": all + 1 })).await;
        over.assert_refusal(409, "over_quota");
        assert_eq!(over.body["errors"][0]["pointer"], "/accepted");
        let old = json!({ "quota_id": id, "accepted": all, "made_on": "2025-10-01" });
        receive(&app, &market, old).await.assert_refusal(409, "expired_batch");

        // Two faulty units and one above the quota; the faulty ones are replaced later.
        let made = json!({ "quota_id": id, "made_on": "2026-03-03", "quantity": all + 1 });
        let batch = app.post(&market.ana.user, "/producer/batches", made).await.ok();
        let mut part = json!({ "quota_id": id, "batch_id": batch["id"], "accepted": all - 2, "rejected": 2,
            "rejection": "quality", "reason": "Sello roto" });
        receive(&app, &market, part.clone()).await.ok();
        receive(&app, &market, part.clone()).await.assert_refusal(409, "more_than_brought");
        part["accepted"] = json!(0);
        part["rejected"] = json!(1);
        part["rejection"] = json!("surplus");
        receive(&app, &market, part).await.ok();
        let now = quota(&app, &market, cycle, "U01", "miel").await;
        let figures = ["accepted", "rejected", "surplus", "missing", "outstanding"].map(|f| now[f].as_i64().unwrap());
        assert_eq!(figures, [all - 2, 2, 1, 0, 2]);
        accept_rest(&app, &market, &now).await;
        assert_eq!(shortages(&app, cycle).await, BTreeMap::new(), "rejected units are no shortage yet");

        // Five units are recorded as missing: the shortage is recorded at once.
        let beto = quota(&app, &market, cycle, "U02", "miel").await;
        let missing = json!({ "quota_id": beto["quota_id"], "accepted": 0, "rejected": 5, "rejection": "missing",
            "reason": "Se cortó la luz" });
        receive(&app, &market, missing).await.ok();
        assert_eq!(shortages(&app, cycle).await, BTreeMap::from([(ShortageCause::NotDelivered, 5)]));
        let beto = quota(&app, &market, cycle, "U02", "miel").await;
        assert_eq!(beto["outstanding"].as_i64().unwrap(), units(&beto) - 5);
        // Of the rest three are rejected and not replaced, and one is never brought.
        let spoilt = json!({ "quota_id": beto["quota_id"], "accepted": units(&beto) - 9, "rejected": 3,
            "rejection": "damaged", "reason": "Frascos quebrados" });
        receive(&app, &market, spoilt).await.ok();
        let path = format!("/staff/cycles/{cycle}/deliveries");
        app.post(&market.staff, &path, Value::Null).await.ok();
        let expected = BTreeMap::from([(ShortageCause::NotDelivered, 6), (ShortageCause::Rejected, 3)]);
        assert_eq!(shortages(&app, cycle).await, expected);
        let late = json!({ "quota_id": beto["quota_id"], "accepted": 1 });
        receive(&app, &market, late).await.assert_refusal(409, "receiving_over");
        let delivery = app.get(&market.lodge.user, "/buyer/deliveries").await.ok()[0]["id"].clone();
        let path = format!("/buyer/deliveries/{}", delivery.as_str().unwrap());
        let detail = app.get(&market.lodge.user, &path).await.ok();
        let sent: i64 = detail["lines"].as_array().unwrap().iter().map(|l| l["quantity"].as_i64().unwrap()).sum();
        assert_eq!(sent, 40 - 9);
        app.get(&market.shop.user, &path).await.assert_refusal(404, "not_found");
        app.assert_no_violations().await;
    }
);

both!(
    async fn quotas_without_outstanding_units_are_not_to_be_made(app: TestApp) {
        let market = Market::open(&app).await;
        let to_make = async |maker: &Maker| -> Vec<(String, i64)> {
            let list = app.get(&maker.user, "/producer/quotas-to-make").await.ok();
            let cycle = |q: &Value| q["cycle_id"].as_str().unwrap().to_owned();
            list.as_array().unwrap().iter().map(|q| (cycle(q), q["accepted"].as_i64().unwrap())).collect()
        };
        let cycle = market.frozen(&app, &[(&market.lodge, &[("miel", 40)])]).await;
        let (ana, beto) = (&market.ana, &market.beto);
        assert_eq!((to_make(ana).await.len(), to_make(beto).await.len()), (1, 1));
        // Units of Ana's quota are outstanding; all of Beto's are recorded as missing.
        let mine = quota(&app, &market, cycle, "U01", "miel").await;
        receive(&app, &market, json!({ "quota_id": mine["quota_id"], "accepted": 3 })).await.ok();
        let his = quota(&app, &market, cycle, "U02", "miel").await;
        let missing = json!({ "quota_id": his["quota_id"], "accepted": 0, "rejected": units(&his),
            "rejection": "missing", "reason": "Se cortó la luz" });
        receive(&app, &market, missing).await.ok();
        assert_eq!(to_make(ana).await, [(cycle.to_string(), 3)]);
        assert_eq!(to_make(beto).await, []);
        // Preparing the deliveries ends receiving.
        let path = format!("/staff/cycles/{cycle}");
        app.post(&market.staff, &format!("{path}/deliveries"), Value::Null).await.ok();
        assert_eq!(to_make(ana).await, []);
        app.post(&market.staff, &format!("{path}/dispatch"), Value::Null).await.ok();
        app.post(&market.staff, &format!("{path}/confirm"), Value::Null).await.ok();
        assert_eq!(state(&app, cycle).await, CycleState::Delivered);
        assert_eq!(to_make(ana).await, []);
        // The same holds for a cycle without any goods receipt; the quotas of the next one are to be made.
        let never = market.frozen(&app, &[(&market.lodge, &[("miel", 6)])]).await;
        app.post(&market.staff, &format!("/staff/cycles/{never}/deliveries"), Value::Null).await.ok();
        let next = market.frozen(&app, &[(&market.lodge, &[("miel", 6)])]).await;
        assert_eq!(
            (to_make(ana).await, to_make(beto).await),
            (vec![(next.to_string(), 0)], vec![(next.to_string(), 0)])
        );
    }
);

both!(
    async fn goods_of_a_workshop_that_may_not_supply_are_refused(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.frozen(&app, &[(&market.lodge, &[("miel", 4)])]).await;
        let ana = quota(&app, &market, cycle, "U01", "miel").await;
        let certificate = {
            use entities::certification::certificate::{Column, Entity};
            let tx = app.app.read(Actor::System).await.unwrap();
            let mine = Entity::find().filter(Column::WorkshopId.eq(market.ana.workshop));
            mine.filter(Column::ProductId.eq(market.products["miel"])).one(tx.db()).await.unwrap().unwrap().id
        };
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        certification::suspend(&mut tx, certificate, entities::values::SuspensionKind::Paperwork, "una visita")
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let all = json!({ "quota_id": ana["quota_id"], "accepted": units(&ana) });
        let response = receive(&app, &market, all).await;
        assert!(response.status == 409, "{:#}", response.body);
        assert!(["may_not_supply", "quota_not_live"].contains(&response.body["code"].as_str().unwrap()));
    }
);

both!(
    async fn the_batch_that_expires_first_is_packed_first(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.frozen(&app, &[(&market.lodge, &[("miel", 10)]), (&market.shop, &[("miel", 10)])]).await;
        for (workshop, made_on) in [("U01", "2026-03-03"), ("U02", "2026-03-01")] {
            let q = quota(&app, &market, cycle, workshop, "miel").await;
            let body = json!({ "quota_id": q["quota_id"], "accepted": q["units"], "made_on": made_on });
            receive(&app, &market, body).await.ok();
        }
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        fulfilment::prepare_deliveries(&mut tx, cycle).await.unwrap();
        tx.commit().await.unwrap();
        let tx = app.app.read(Actor::System).await.unwrap();
        let lines = delivery_line::Entity::find().all(tx.db()).await.unwrap();
        let due = orders::list_due_lines(&tx, cycle).await.unwrap();
        for line in &due {
            let sent: i64 = lines.iter().filter(|l| l.order_line_id == line.line.id).map(|l| l.quantity).sum();
            assert_eq!(sent, line.due);
        }
        // The first order gets the older batch.
        let first = due.first().unwrap().line.id;
        assert!(lines.iter().filter(|l| l.order_line_id == first).all(|l| l.workshop_id == market.beto.workshop));
        let accepted = fulfilment::sum_accepted_units(&tx, cycle).await.unwrap();
        assert_eq!(accepted.iter().map(|a| a.units).sum::<i64>(), 20);
        for quota in allocation::list_live_quotas(&tx, cycle).await.unwrap() {
            assert_eq!(quota.state, QuotaState::Fulfilled);
        }
    }
);

both!(
    async fn concurrent_confirmations_of_the_last_deliveries_end_the_cycle_once(app: TestApp) {
        let market = Market::open(&app).await;
        let wanted = [(&market.lodge, &[("miel", 3)][..]), (&market.shop, &[("miel", 3)][..])];
        let cycle = market.received(&app, &wanted).await;
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        fulfilment::prepare_deliveries(&mut tx, cycle).await.unwrap();
        fulfilment::dispatch_cycle(&mut tx, cycle).await.unwrap();
        tx.commit().await.unwrap();
        let list = app.get(&market.staff, &format!("/staff/deliveries?cycle_id={cycle}")).await.ok();
        let ids: Vec<DeliveryId> =
            list.as_array().unwrap().iter().map(|d| DeliveryId(d["id"].as_str().unwrap().parse().unwrap())).collect();
        let other = app.other_node().await;
        let confirm = |app: minga::platform::app::App, id: DeliveryId| async move {
            let mut tx = app.begin(Actor::System).await.unwrap();
            let done = fulfilment::confirm_delivery(&mut tx, fulfilment::DeliveryScope::All, id).await.unwrap();
            tx.commit().await.unwrap();
            done
        };
        let at_once = ids.iter().flat_map(|id| [confirm(app.app.clone(), *id), confirm(other.clone(), *id)]);
        let done = join_all(at_once).await;
        assert_eq!(done.iter().filter(|done| **done).count(), 2, "each is confirmed once");
        assert_eq!(state(&app, cycle).await, CycleState::Delivered);
        app.advance(TimeDelta::minutes(1));
        app.run_jobs().await;
        app.assert_no_violations().await;
    }
);

both!(
    async fn a_cycle_in_which_nothing_is_brought_is_delivered(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.frozen(&app, &[(&market.lodge, &[("miel", 6)])]).await;
        let path = format!("/staff/cycles/{cycle}/deliveries");
        assert_eq!(app.post(&market.staff, &path, Value::Null).await.ok()["deliveries"], 0);
        assert_eq!(state(&app, cycle).await, CycleState::Delivered);
        assert_eq!(shortages(&app, cycle).await, BTreeMap::from([(ShortageCause::NotDelivered, 6)]));
        // Its order ends too: nothing of it came.
        let orders = app.get(&market.staff, &format!("/staff/orders?cycle={cycle}")).await.ok();
        assert_eq!(orders[0]["state"], "undelivered");
        app.run_jobs().await;
        app.assert_no_violations().await;
    }
);
