//! Goods receipts that were recorded by mistake.

use entities::values::{MessageKind, ReceiptId};
use minga::platform::app::App;

use super::*;
use crate::{
    notifications::messages_of,
    settlement::steps::{issue_statements, pay},
    support::market::price,
};

fn correct(receipt: &Value) -> String {
    format!("/staff/goods-receipts/{}/correct", receipt["id"].as_str().unwrap())
}

/// Records units of a quota as missing.
async fn record_missing(app: &TestApp, market: &Market, quota: &Value, units: i64) -> Value {
    let body = json!({ "quota_id": quota["quota_id"], "accepted": 0, "rejected": units, "rejection": "missing",
        "reason": "No llegó" });
    receive(app, market, body).await.ok()
}

async fn quota_states(app: &TestApp, cycle: CycleId) -> Vec<QuotaState> {
    let tx = app.app.read(Actor::System).await.unwrap();
    let mut states: Vec<QuotaState> =
        allocation::list_live_quotas(&tx, cycle).await.unwrap().into_iter().map(|quota| quota.state).collect();
    states.sort_unstable();
    states
}

fn net_of(shortages: &BTreeMap<ShortageCause, i64>) -> i64 {
    shortages.values().sum()
}

both!(
    async fn missing_typed_by_mistake_is_corrected_and_the_buyer_told(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.frozen(&app, &[(&market.lodge, &[("miel", 20)])]).await;
        let ana = quota(&app, &market, cycle, "U01", "miel").await;
        let missing = record_missing(&app, &market, &ana, units(&ana)).await;
        app.run_jobs().await;
        assert_eq!(net_of(&shortages(&app, cycle).await), units(&ana));
        app.post(&market.lodge.user, &correct(&missing), json!({ "reason": "x" }))
            .await
            .assert_refusal(403, "forbidden");
        let body = json!({ "reason": "Estaba en otra caja", "replacement": { "accepted": units(&ana) } });
        let right = app.post(&market.staff, &correct(&missing), body.clone()).await.ok();
        assert_eq!((&right["accepted"], &right["replaces_id"]), (&json!(units(&ana)), &missing["id"]));
        app.post(&market.staff, &correct(&missing), body).await.assert_refusal(409, "receipt_cancelled");
        assert_eq!(net_of(&shortages(&app, cycle).await), 0, "it is no shortage");
        app.run_jobs().await;
        let subjects = messages_of(&app, MessageKind::ShortageRecorded).await;
        let corrected = subjects.iter().filter(|(_, subject)| subject.starts_with("Corrección"));
        assert_eq!(
            (subjects.len(), corrected.count()),
            (2, 1),
            "the buyer hears of the shortage and of its correction"
        );
        let beto = quota(&app, &market, cycle, "U02", "miel").await;
        accept_rest(&app, &market, &beto).await;
        assert_eq!(quota_states(&app, cycle).await, [QuotaState::Fulfilled; 2]);
        // The maker reads what was recorded and what was cancelled.
        let read = app.get(&market.ana.user, "/producer/goods-receipts").await.ok();
        let rows = read.as_array().unwrap();
        assert_eq!((rows.len(), rows[1]["cancel_reason"].as_str()), (2, Some("Estaba en otra caja")));
        app.post(&market.staff, &format!("/staff/cycles/{cycle}/deliveries"), Value::Null).await.ok();
        app.assert_no_violations().await;
    }
);

both!(
    async fn nothing_came_is_a_shortage(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.frozen(&app, &[(&market.lodge, &[("miel", 20)])]).await;
        let ana = quota(&app, &market, cycle, "U01", "miel").await;
        let nothing = json!({ "quota_id": ana["quota_id"], "accepted": 0, "rejected": 0 });
        let contradictory = json!({
            "quota_id": ana["quota_id"], "accepted": 0, "rejected": 0, "rejection": "quality", "reason": "Sin sello",
        });
        receive(&app, &market, contradictory).await.assert_refusal(409, "nothing_received");
        let recorded = receive(&app, &market, nothing.clone()).await.ok();
        assert_eq!((&recorded["rejection"], &recorded["rejected"]), (&json!("missing"), &json!(units(&ana))));
        receive(&app, &market, nothing).await.assert_refusal(409, "nothing_received");
        assert_eq!(shortages(&app, cycle).await, BTreeMap::from([(ShortageCause::NotDelivered, units(&ana))]));
        app.post(&market.staff, &format!("/staff/cycles/{cycle}/deliveries"), Value::Null).await.ok();
        assert_eq!(quota_states(&app, cycle).await, [QuotaState::Unfulfilled; 2], "every quota ends with receiving");
        app.assert_no_violations().await;
    }
);

both!(
    async fn a_correction_after_packing_flows_through(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.frozen(&app, &[(&market.lodge, &[("miel", 20)])]).await;
        let ana = quota(&app, &market, cycle, "U01", "miel").await;
        let beto = quota(&app, &market, cycle, "U02", "miel").await;
        let all = units(&ana);
        let body = json!({ "quota_id": ana["quota_id"], "accepted": all });
        let accepted = receive(&app, &market, body).await.ok();
        let missing = record_missing(&app, &market, &beto, units(&beto)).await;
        app.post(&market.staff, &format!("/staff/cycles/{cycle}/deliveries"), Value::Null).await.ok();
        // Three of Ana's had not come: they leave the delivery, and the lodge is told.
        let fewer = json!({ "reason": "Mal contado", "replacement": { "batch_id": accepted["batch_id"],
            "accepted": all - 3, "rejected": 3, "rejection": "damaged", "reason": "Frascos quebrados" } });
        app.post(&market.staff, &correct(&accepted), fewer).await.ok();
        let delivery = app.get(&market.lodge.user, "/buyer/deliveries").await.ok()[0]["id"].clone();
        let path = format!("/buyer/deliveries/{}", delivery.as_str().unwrap());
        let sent = |detail: &Value| -> i64 {
            detail["lines"].as_array().unwrap().iter().map(|l| l["quantity"].as_i64().unwrap()).sum()
        };
        assert_eq!(sent(&app.get(&market.lodge.user, &path).await.ok()), all - 3);
        assert_eq!(net_of(&shortages(&app, cycle).await), units(&beto) + 3);
        // Four of Beto's had come after all: too late for the delivery, they are the cooperative's, which pays them.
        let came = json!({ "reason": "Estaban en bodega", "replacement": { "accepted": 4 } });
        app.post(&market.staff, &correct(&missing), came).await.ok();
        let stock = app.get(&market.staff, "/staff/stock-items").await.ok();
        assert_eq!((stock.as_array().unwrap().len(), &stock[0]["units"]), (1, &json!(4)));
        // What has left is corrected by a credit note.
        app.post(&market.staff, &format!("/staff/cycles/{cycle}/dispatch"), Value::Null).await.ok();
        let receiving = quota(&app, &market, cycle, "U01", "miel").await;
        let last = receiving["receipts"].as_array().unwrap().last().unwrap().clone();
        app.post(&market.staff, &correct(&last), json!({ "reason": "x" })).await.assert_refusal(409, "goods_left");
        app.post(&market.staff, &format!("/staff/cycles/{cycle}/confirm"), Value::Null).await.ok();
        app.post(&market.staff, &correct(&last), json!({ "reason": "x" })).await.assert_refusal(409, "goods_left");
        app.run_jobs().await;
        app.assert_no_violations().await;
    }
);

/// What each workshop has of the only pool, in net.
async fn shares(app: &TestApp, market: &Market) -> [i64; 2] {
    let pools = app.get(&market.finance, "/staff/pools").await.ok();
    let pool = app.get(&market.finance, &format!("/staff/pools/{}", pools[0]["id"].as_str().unwrap())).await.ok();
    [&market.ana, &market.beto].map(|maker| {
        let id = maker.workshop.to_string();
        let share = pool["shares"].as_array().unwrap().iter().find(|share| share["workshop_id"] == id.as_str());
        share.map_or(0, |share| share["net"]["amount"].as_i64().unwrap())
    })
}

both!(
    async fn a_correction_after_the_pool_was_shared_flows_through(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.frozen(&app, &[(&market.lodge, &[("miel", 20)])]).await;
        let ana = quota(&app, &market, cycle, "U01", "miel").await;
        let beto = quota(&app, &market, cycle, "U02", "miel").await;
        let accepted =
            receive(&app, &market, json!({ "quota_id": ana["quota_id"], "accepted": units(&ana) })).await.ok();
        let missing = record_missing(&app, &market, &beto, units(&beto)).await;
        for step in ["deliveries", "dispatch", "confirm"] {
            app.post(&market.staff, &format!("/staff/cycles/{cycle}/{step}"), Value::Null).await.ok();
        }
        app.run_jobs().await;
        pay(&app, market.lodge.id, 100).await;
        issue_statements(&app).await;
        let price = price("miel");
        assert_eq!(shares(&app, &market).await, [units(&ana) * price, 0]);
        // Four of Beto's had come after all: the cooperative takes and pays them, and he has a share.
        let came = json!({ "reason": "Estaban en bodega", "replacement": { "accepted": 4 } });
        let corrected = app.post(&market.staff, &correct(&missing), came).await.ok();
        assert_eq!(shares(&app, &market).await, [units(&ana) * price, 4 * price]);
        app.run_jobs().await;
        app.assert_no_violations().await;
        assert_eq!(messages_of(&app, MessageKind::EarningsCorrected).await.len(), 1, "he is told");
        issue_statements(&app).await;
        let own = app.get(&market.beto.user, "/producer/statements").await.ok();
        assert_eq!(own.as_array().unwrap().len(), 1);
        // Three of them had not: they leave the stock, and his next statement takes them off.
        let replacement = corrected;
        let fewer =
            json!({ "reason": "Mal contado", "replacement": { "batch_id": replacement["batch_id"], "accepted": 1 } });
        let last = app.post(&market.staff, &correct(&replacement), fewer).await.ok();
        assert_eq!(shares(&app, &market).await, [units(&ana) * price, price]);
        let stock = app.get(&market.staff, "/staff/stock-items").await.ok();
        assert_eq!((&stock[0]["units"], &stock[0]["remaining"]), (&json!(4), &json!(1)));
        let payable = app.get(&market.beto.user, "/producer/earnings").await.ok()["total"]["payable"]["amount"].clone();
        assert!(payable.as_i64().unwrap() < 0);
        app.run_jobs().await;
        app.assert_no_violations().await;
        // What a buyer has, or the cooperative has sold, had come.
        app.post(&market.staff, &correct(&accepted), json!({ "reason": "x" })).await.assert_refusal(409, "goods_left");
        let sale = json!({ "kind": "given_away", "units": 1, "recipient": "Escuela" });
        let disposals = format!("/staff/stock-items/{}/disposals", stock[0]["id"].as_str().unwrap());
        app.post(&market.staff, &disposals, sale).await.ok();
        app.post(&market.staff, &correct(&last), json!({ "reason": "x" })).await.assert_refusal(409, "goods_left");
        app.run_jobs().await;
        app.assert_no_violations().await;
    }
);

both!(
    async fn a_pool_of_which_nothing_came_after_all_closes_without_makers(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.frozen(&app, &[(&market.lodge, &[("miel", 20)])]).await;
        let ana = quota(&app, &market, cycle, "U01", "miel").await;
        let beto = quota(&app, &market, cycle, "U02", "miel").await;
        record_missing(&app, &market, &ana, units(&ana)).await;
        let missing = record_missing(&app, &market, &beto, units(&beto)).await;
        app.post(&market.staff, &format!("/staff/cycles/{cycle}/deliveries"), Value::Null).await.ok();
        app.run_jobs().await;
        // Four came after all, and then it turns out that they had not, before the pool is closed.
        let came = json!({ "reason": "Estaban en bodega", "replacement": { "accepted": 4 } });
        let accepted = app.post(&market.staff, &correct(&missing), came).await.ok();
        let nothing = json!({ "reason": "Eran de otro ciclo", "replacement": { "accepted": 0, "rejected": 0 } });
        let last = app.post(&market.staff, &correct(&accepted), nothing).await.ok();
        app.run_jobs().await;
        let pools = app.get(&market.finance, "/staff/pools").await.ok();
        assert_eq!((&pools[0]["state"], &pools[0]["net"]["amount"]), (&json!("closed"), &json!(0)));
        assert_eq!(shares(&app, &market).await, [0, 0]);
        app.assert_no_violations().await;
        // Two had: the closed pool has a maker now.
        let came = json!({ "reason": "Dos sí", "replacement": { "accepted": 2 } });
        app.post(&market.staff, &correct(&last), came).await.ok();
        app.run_jobs().await;
        assert_eq!(shares(&app, &market).await, [0, 2 * price("miel")]);
        app.assert_no_violations().await;
    }
);

both!(
    async fn a_receipt_corrected_twice_at_once_is_corrected_once(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.frozen(&app, &[(&market.lodge, &[("miel", 20)])]).await;
        let ana = quota(&app, &market, cycle, "U01", "miel").await;
        let missing = record_missing(&app, &market, &ana, units(&ana)).await;
        let other = app.other_node().await;
        let id = ReceiptId(missing["id"].as_str().unwrap().parse().unwrap());
        let cancel = |app: App| async move {
            let mut tx = app.begin(Actor::System).await.unwrap();
            fulfilment::correct_goods_receipt(&mut tx, id, "error", None).await.is_ok() && tx.commit().await.is_ok()
        };
        let (first, second) = futures_util::join!(cancel(app.app.clone()), cancel(other));
        assert!(first != second);
        assert_eq!(net_of(&shortages(&app, cycle).await), 0);
        app.assert_no_violations().await;
    }
);
