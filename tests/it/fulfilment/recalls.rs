//! A certificate that is suspended after goods were accepted: for safety or for paperwork.

use entities::values::{DeliveryState, MessageKind, Role, SuspensionKind};
use minga::platform::app::App;

use super::*;
use crate::notifications::messages_of;

async fn certificate(app: &TestApp, market: &Market) -> entities::values::CertificateId {
    use entities::certification::certificate::{Column, Entity};
    let tx = app.app.read(Actor::System).await.unwrap();
    let mine = Entity::find().filter(Column::WorkshopId.eq(market.ana.workshop));
    mine.filter(Column::ProductId.eq(market.products["miel"])).one(tx.db()).await.unwrap().unwrap().id
}

/// Quality suspends Ana's certificate of honey.
async fn suspend(app: &TestApp, market: &Market, kind: &str) {
    let quality = app.staff(Role::Quality).await;
    let path = format!("/staff/certificates/{}/suspend", certificate(app, market).await);
    app.post(&quality, &path, json!({ "kind": kind, "reason": "contaminación" })).await.ok();
}

async fn deliveries(app: &TestApp, market: &Market, cycle: CycleId) -> Vec<Value> {
    let list = app.get(&market.staff, &format!("/staff/deliveries?cycle_id={cycle}")).await.ok();
    let mut details = Vec::new();
    for row in list.as_array().unwrap() {
        details.push(app.get(&market.staff, &format!("/staff/deliveries/{}", row["id"].as_str().unwrap())).await.ok());
    }
    details
}

/// Units in the deliveries of a cycle, and those of them that a workshop made.
fn packed(details: &[Value], batch_prefix: &str) -> (i64, i64) {
    let lines: Vec<&Value> = details.iter().flat_map(|d| d["lines"].as_array().unwrap()).collect();
    let sum = |prefix: &str| {
        let of = lines.iter().filter(|l| l["batch_code"].as_str().unwrap().starts_with(prefix));
        of.map(|l| l["quantity"].as_i64().unwrap()).sum()
    };
    (sum(""), sum(batch_prefix))
}

async fn step(app: &TestApp, market: &Market, cycle: CycleId, step: &str) {
    app.post(&market.staff, &format!("/staff/cycles/{cycle}/{step}"), Value::Null).await.ok();
}

both!(
    async fn goods_that_have_not_left_are_blocked_for_safety(app: TestApp) {
        let market = Market::open(&app).await;
        let wanted = [(&market.lodge, &[("miel", 12)][..]), (&market.shop, &[("miel", 8)][..])];
        let cycle = market.received(&app, &wanted).await;
        step(&app, &market, cycle, "deliveries").await;
        let (all, ana) = packed(&deliveries(&app, &market, cycle).await, "U01");
        assert!(all == 20 && ana > 0);
        suspend(&app, &market, "safety").await;
        assert_eq!(packed(&deliveries(&app, &market, cycle).await, "U01"), (20 - ana, 0));
        assert_eq!(shortages(&app, cycle).await, BTreeMap::from([(ShortageCause::Suspended, ana)]));
        // The maker reads that they were rejected, and why.
        let read = app.get(&market.ana.user, "/producer/goods-receipts").await.ok();
        assert!(
            read.as_array()
                .unwrap()
                .iter()
                .any(|row| row["rejection"] == "quality" && row["reason"] == "contaminación")
        );
        step(&app, &market, cycle, "dispatch").await;
        step(&app, &market, cycle, "confirm").await;
        app.run_jobs().await;
        assert_eq!(state(&app, cycle).await, CycleState::Delivered);
        let tx = app.app.read(Actor::System).await.unwrap();
        let accepted = fulfilment::sum_accepted_units(&tx, cycle).await.unwrap();
        assert!(accepted.iter().all(|row| row.workshop_id != market.ana.workshop), "nothing of it is paid");
        drop(tx);
        app.assert_no_violations().await;
    }
);

both!(
    async fn goods_that_are_not_packed_yet_are_not_packed(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.received(&app, &[(&market.lodge, &[("miel", 20)])]).await;
        suspend(&app, &market, "safety").await;
        step(&app, &market, cycle, "deliveries").await;
        let (all, ana) = packed(&deliveries(&app, &market, cycle).await, "U01");
        assert!(all < 20 && ana == 0);
        app.assert_no_violations().await;
    }
);

both!(
    async fn goods_that_have_left_are_recalled(app: TestApp) {
        let market = Market::open(&app).await;
        let wanted = [(&market.lodge, &[("miel", 12)][..]), (&market.shop, &[("miel", 8)][..])];
        let cycle = market.delivered(&app, &wanted).await;
        app.run_jobs().await;
        let (_, ana) = packed(&deliveries(&app, &market, cycle).await, "U01");
        suspend(&app, &market, "safety").await;
        suspend(&app, &market, "safety").await;
        let recalls = app.get(&market.staff, "/staff/recalls").await.ok();
        assert_eq!(recalls.as_array().unwrap().len(), 1);
        let recall =
            app.get(&market.staff, &format!("/staff/recalls/{}", recalls[0]["id"].as_str().unwrap())).await.ok();
        let units: i64 = recall["deliveries"].as_array().unwrap().iter().map(|d| d["units"].as_i64().unwrap()).sum();
        assert_eq!(units, ana, "who has which batch");
        app.run_jobs().await;
        let holders = recall["deliveries"].as_array().unwrap();
        let buyers: std::collections::BTreeSet<&str> =
            holders.iter().map(|d| d["buyer_id"].as_str().unwrap()).collect();
        let mails = messages_of(&app, MessageKind::RecallOpened).await;
        assert_eq!(mails.len(), buyers.len(), "each buyer is told once");
        let mine = deliveries(&app, &market, cycle).await;
        let marked = mine.iter().flat_map(|d| d["lines"].as_array().unwrap()).filter(|l| !l["recalled_at"].is_null());
        assert!(marked.count() > 0, "the delivery says so");
        app.assert_no_violations().await;

        // What was invoiced of it is proposed for credit, once: the shop is invoiced at the end of the month.
        let of_lodge: i64 = {
            let own = |holder: &&Value| holder["buyer_id"] == market.lodge.id.to_string();
            holders.iter().filter(own).map(|holder| holder["units"].as_i64().unwrap()).sum()
        };
        let path = format!("/staff/recalls/{}/credit-proposals", recall["id"].as_str().unwrap());
        app.get(&market.staff, &path).await.assert_refusal(403, "forbidden");
        let proposals = app.get(&market.finance, &path).await.ok();
        let [proposal] = &proposals.as_array().unwrap()[..] else { panic!("{proposals}") };
        assert_eq!(proposal["lines"][0]["quantity"].as_i64(), Some(of_lodge));
        let line = json!({ "invoice_line_id": proposal["lines"][0]["invoice_line_id"], "quantity": of_lodge });
        let body = json!({ "code": "amounts", "reason": "Retiro", "recall_id": recall["id"], "lines": [line] });
        let notes = format!("/staff/invoices/{}/credit-notes", proposal["invoice_id"].as_str().unwrap());
        let mut unknown = body.clone();
        unknown["recall_id"] = json!("01890a5d-ac96-774b-bcce-b302099a8057");
        app.post(&market.finance, &notes, unknown).await.assert_refusal(404, "not_found");
        app.post(&market.finance, &notes, body).await.ok();
        assert_eq!(app.get(&market.finance, &path).await.ok(), json!([]));
        app.assert_no_violations().await;
    }
);

both!(
    async fn goods_that_were_accepted_go_when_a_paper_is_missing(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.received(&app, &[(&market.lodge, &[("miel", 20)])]).await;
        suspend(&app, &market, "paperwork").await;
        step(&app, &market, cycle, "deliveries").await;
        let details = deliveries(&app, &market, cycle).await;
        assert_eq!(packed(&details, "U01").0, 20);
        assert_eq!(app.get(&market.staff, "/staff/recalls").await.ok(), json!([]));
        // A worse cause is found before it leaves.
        suspend(&app, &market, "safety").await;
        let (all, ana) = packed(&deliveries(&app, &market, cycle).await, "U01");
        assert!(all < 20 && ana == 0);
        app.assert_no_violations().await;
    }
);

both!(
    async fn a_suspension_and_a_dispatch_at_once_block_or_recall(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.received(&app, &[(&market.lodge, &[("miel", 20)])]).await;
        step(&app, &market, cycle, "deliveries").await;
        let id = certificate(&app, &market).await;
        let other = app.other_node().await;
        let suspend = |app: App| async move {
            let mut tx = app.begin(Actor::System).await.unwrap();
            certification::suspend(&mut tx, id, SuspensionKind::Safety, "contaminación").await.unwrap();
            tx.commit().await.unwrap();
        };
        let dispatch = |app: App| async move {
            let mut tx = app.begin(Actor::System).await.unwrap();
            fulfilment::dispatch_cycle(&mut tx, cycle).await.unwrap();
            tx.commit().await.unwrap();
        };
        futures_util::join!(suspend(app.app.clone()), dispatch(other));
        let details = deliveries(&app, &market, cycle).await;
        let (_, ana) = packed(&details, "U01");
        let recalls = app.get(&market.staff, "/staff/recalls").await.ok();
        let recall =
            app.get(&market.staff, &format!("/staff/recalls/{}", recalls[0]["id"].as_str().unwrap())).await.ok();
        let held: i64 = recall["deliveries"].as_array().unwrap().iter().map(|d| d["units"].as_i64().unwrap()).sum();
        assert_eq!(held, ana, "what left is recalled, and nothing else left");
        assert!(details.iter().all(|d| d["state"] == DeliveryState::Dispatched.word()));
        app.assert_no_violations().await;
    }
);

both!(
    async fn a_false_alarm_is_lifted_by_quality_and_the_buyers_are_told(app: TestApp) {
        let market = Market::open(&app).await;
        let wanted = [(&market.lodge, &[("miel", 12)][..]), (&market.shop, &[("miel", 8)][..])];
        let cycle = market.delivered(&app, &wanted).await;
        app.run_jobs().await;
        suspend(&app, &market, "safety").await;
        app.run_jobs().await;
        let recall = app.get(&market.staff, "/staff/recalls").await.ok()[0]["id"].as_str().unwrap().to_owned();
        let (path, lift) = (format!("/staff/recalls/{recall}"), format!("/staff/recalls/{recall}/lift"));
        let quality = app.staff(Role::Quality).await;
        let body = json!({ "reason": "El laboratorio descartó la contaminación" });
        app.post(&market.staff, &lift, body.clone()).await.assert_refusal(403, "forbidden");
        app.post(&quality, &lift, body.clone()).await.assert_refusal(409, "still_suspended");
        let reinstate = format!("/staff/certificates/{}/reinstate", certificate(&app, &market).await);
        app.post(&quality, &reinstate, json!({ "reason": "Falsa alarma" })).await.ok();
        let lifted = app.post(&quality, &lift, body.clone()).await.ok();
        assert_eq!(lifted["lift_reason"], body["reason"]);
        app.post(&quality, &lift, json!({ "reason": "otra vez" })).await.ok();
        assert_eq!(app.get(&market.staff, &path).await.ok()["lift_reason"], body["reason"], "it is lifted once");
        let marked = deliveries(&app, &market, cycle).await;
        assert!(marked.iter().flat_map(|d| d["lines"].as_array().unwrap()).all(|l| l["recalled_at"].is_null()));
        app.run_jobs().await;
        let opened = messages_of(&app, MessageKind::RecallOpened).await;
        assert_eq!(
            messages_of(&app, MessageKind::RecallLifted).await.len(),
            opened.len(),
            "whoever was warned is told"
        );
        // The same batches can be recalled again.
        suspend(&app, &market, "safety").await;
        assert_eq!(app.get(&market.staff, "/staff/recalls").await.ok().as_array().unwrap().len(), 2);
        app.assert_no_violations().await;
    }
);

both!(
    async fn a_delivery_shows_the_product_as_it_was_ordered(app: TestApp) {
        use entities::catalogue::product;
        let market = Market::open(&app).await;
        let cycle = market.received(&app, &[(&market.lodge, &[("miel", 12)])]).await;
        let tx = app.app.begin(Actor::System).await.unwrap();
        let renamed = product::ActiveModel {
            id: sea_orm::ActiveValue::Set(market.products["miel"]),
            name_es: sea_orm::ActiveValue::Set("Miel nueva".into()),
            net_content: sea_orm::ActiveValue::Set(999),
            ..Default::default()
        };
        product::Entity::update(renamed).exec(tx.db()).await.unwrap();
        tx.commit().await.unwrap();
        step(&app, &market, cycle, "deliveries").await;
        step(&app, &market, cycle, "dispatch").await;
        for line in deliveries(&app, &market, cycle).await.iter().flat_map(|d| d["lines"].as_array().unwrap()) {
            assert_ne!(line["product_name_es"], "Miel nueva");
            assert_ne!(line["net_content"], 999);
        }
        app.assert_no_violations().await;
    }
);
