//! Deliveries that do not reach their buyer: lost, refused or returned.

use entities::{fulfilment::delivery, values::Amount};
use minga::{buyers, platform::app::App};

use super::*;
use crate::support::people::TestUser;

/// A cycle with a delivery for the lodge and one for the shop, both dispatched; the ids of the deliveries.
async fn dispatched(app: &TestApp, market: &Market) -> (CycleId, String, String) {
    let wanted = [(&market.lodge, &[("miel", 6), ("licor", 2)][..]), (&market.shop, &[("miel", 4)][..])];
    let cycle = market.received(app, &wanted).await;
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    fulfilment::prepare_deliveries(&mut tx, cycle).await.unwrap();
    fulfilment::dispatch_cycle(&mut tx, cycle).await.unwrap();
    tx.commit().await.unwrap();
    let of = async |user: &TestUser| {
        let list = app.get(user, "/buyer/deliveries").await.ok();
        list[0]["id"].as_str().unwrap().to_owned()
    };
    (cycle, of(&market.lodge.user).await, of(&market.shop.user).await)
}

fn end(id: &str) -> String {
    format!("/staff/deliveries/{id}/end")
}

fn failed(failure: &str) -> Value {
    json!({ "failure": failure, "reason": "Se cortó el camino" })
}

async fn exposure(app: &TestApp, market: &Market) -> Amount {
    let tx = app.app.read(Actor::System).await.unwrap();
    buyers::get_buyer(&tx, market.lodge.id).await.unwrap().exposure
}

both!(
    async fn a_delivery_that_is_lost_is_not_invoiced_and_its_buyer_is_told(app: TestApp) {
        let market = Market::open(&app).await;
        let (cycle, lodge, shop) = dispatched(&app, &market).await;
        assert!(exposure(&app, &market).await > Amount::ZERO);
        app.post(&market.lodge.user, &end(&lodge), failed("lost")).await.assert_refusal(403, "forbidden");
        let ended = app.post(&market.staff, &end(&lodge), failed("lost")).await.ok();
        assert_eq!(
            (ended["state"].as_str(), ended["failure_reason"].as_str()),
            (Some("lost"), Some("Se cortó el camino"))
        );
        // Saying it again changes nothing; saying something else is refused.
        app.post(&market.staff, &end(&lodge), failed("lost")).await.ok();
        app.post(&market.staff, &end(&lodge), failed("returned")).await.assert_refusal(409, "delivery_ended");
        let confirm = format!("/buyer/deliveries/{lodge}/confirm");
        app.post(&market.lodge.user, &confirm, Value::Null).await.assert_refusal(409, "delivery_ended");
        assert_eq!(state(&app, cycle).await, CycleState::Delivering, "the shop's has not arrived");
        assert_eq!(exposure(&app, &market).await, Amount::ZERO, "what does not come is not owed");
        assert_eq!(shortages(&app, cycle).await, BTreeMap::from([(ShortageCause::Lost, 8)]));
        let order = app.get(&market.lodge.user, "/buyer/orders").await.ok()[0].clone();
        assert_eq!(order["state"], "undelivered");

        let confirm = format!("/staff/deliveries/{shop}/confirm");
        app.post(&market.staff, &confirm, Value::Null).await.ok();
        assert_eq!(state(&app, cycle).await, CycleState::Delivered, "the last delivery ended");
        app.post(&market.staff, &end(&shop), failed("refused")).await.assert_refusal(409, "delivery_ended");
        app.run_jobs().await;
        assert_eq!(app.get(&market.lodge.user, "/buyer/invoices").await.ok(), json!([]));
        let mails = app.mails().into_iter().filter(|mail| mail.contains("To:") && mail.contains("lodge"));
        assert!(mails.filter(|mail| mail.contains("Algo faltar")).count() >= 1, "the buyer is told");
        app.assert_no_violations().await;
    }
);

both!(
    async fn a_delivery_that_has_not_left_can_stay_but_not_be_refused(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.received(&app, &[(&market.lodge, &[("miel", 6)])]).await;
        let path = format!("/staff/cycles/{cycle}/deliveries");
        app.post(&market.staff, &path, Value::Null).await.ok();
        let mine = app.get(&market.lodge.user, "/buyer/deliveries").await.ok()[0]["id"].clone();
        let id = mine.as_str().unwrap();
        app.post(&market.staff, &end(id), failed("refused")).await.assert_refusal(409, "not_dispatched");
        assert_eq!(app.post(&market.staff, &end(id), failed("returned")).await.ok()["state"], "returned");
        assert_eq!(state(&app, cycle).await, CycleState::Delivered);
        let dispatch = format!("/staff/deliveries/{id}/dispatch");
        app.post(&market.staff, &dispatch, Value::Null).await.assert_refusal(409, "delivery_ended");
        let tx = app.app.read(Actor::System).await.unwrap();
        let open = fulfilment::list_open_deliveries(&tx, cycle, market.products["miel"]).await.unwrap();
        assert!(open.is_empty());
        drop(tx);
        app.run_jobs().await;
        app.assert_no_violations().await;
    }
);

both!(
    async fn a_delivery_confirmed_and_lost_at_once_ends_in_one_way(app: TestApp) {
        let market = Market::open(&app).await;
        let (cycle, lodge, shop) = dispatched(&app, &market).await;
        let other = app.other_node().await;
        let id = |id: &str| DeliveryId(id.parse().unwrap());
        let confirm = |app: App, id: DeliveryId| async move {
            let mut tx = app.begin(Actor::System).await.unwrap();
            let done = fulfilment::confirm_delivery(&mut tx, fulfilment::DeliveryScope::All, id).await.is_ok();
            if done { tx.commit().await.is_ok() } else { false }
        };
        let lose = |app: App, id: DeliveryId| async move {
            use entities::values::DeliveryFailure::Lost;
            let mut tx = app.begin(Actor::System).await.unwrap();
            let done = fulfilment::end_delivery(&mut tx, id, Lost, "volcó".to_owned()).await.is_ok();
            if done { tx.commit().await.is_ok() } else { false }
        };
        for delivery in [id(&lodge), id(&shop)] {
            let (confirmed, lost) =
                futures_util::join!(confirm(app.app.clone(), delivery), lose(other.clone(), delivery));
            assert!(confirmed != lost, "one of both holds");
        }
        let tx = app.app.read(Actor::System).await.unwrap();
        let rows = delivery::Entity::find().filter(delivery::Column::CycleId.eq(cycle)).all(tx.db()).await.unwrap();
        assert!(rows.iter().all(|row| row.confirmed_at.is_some() != row.failed_at.is_some()));
        drop(tx);
        assert_eq!(state(&app, cycle).await, CycleState::Delivered);
        app.run_jobs().await;
        app.assert_no_violations().await;
    }
);

/// The only batch line of a product in a delivery.
async fn line_of(app: &TestApp, market: &Market, delivery: &str, product: &str) -> Value {
    let detail = app.get(&market.staff, &format!("/staff/deliveries/{delivery}")).await.ok();
    let product = json!(market.products[product]);
    detail["lines"].as_array().unwrap().iter().find(|line| line["product_id"] == product).unwrap().clone()
}

both!(
    async fn what_a_buyer_does_not_take_of_a_delivery_is_not_invoiced(app: TestApp) {
        let market = Market::open(&app).await;
        let (cycle, lodge, shop) = dispatched(&app, &market).await;
        let honey = line_of(&app, &market, &lodge, "miel").await;
        let all = honey["quantity"].as_i64().unwrap();
        let part = |quantity: i64| {
            json!({ "failure": "refused", "reason": "Dos venían abiertos",
                "units": [{ "delivery_line_id": honey["id"], "quantity": quantity }] })
        };
        app.post(&market.staff, &end(&lodge), part(all + 1)).await.assert_refusal(409, "more_than_delivered");
        app.post(&market.staff, &end(&shop), part(1)).await.assert_refusal(409, "more_than_delivered");
        let mut twice = part(1);
        twice["units"] = json!([twice["units"][0], twice["units"][0]]);
        let twice = app.post(&market.staff, &end(&lodge), twice).await;
        assert_eq!(twice.body["errors"][0]["pointer"], "/units/1/delivery_line_id");
        twice.assert_refusal(409, "line_twice");
        let ended = app.post(&market.staff, &end(&lodge), part(2)).await.ok();
        assert_eq!((&ended["state"], &ended["failure_reason"]), (&json!("confirmed"), &json!("Dos venían abiertos")));
        app.post(&market.staff, &end(&lodge), part(1)).await.assert_refusal(409, "delivery_ended");
        assert_eq!(shortages(&app, cycle).await, BTreeMap::from([(ShortageCause::Refused, 2)]));
        assert_eq!(app.get(&market.lodge.user, "/buyer/orders").await.ok()[0]["state"], "delivered");
        app.run_jobs().await;
        let invoice = app.get(&market.lodge.user, "/buyer/invoices").await.ok()[0]["id"].clone();
        let invoice = app.get(&market.lodge.user, &format!("/buyer/invoices/{}", invoice.as_str().unwrap())).await.ok();
        let invoiced = |product: &str| -> i64 {
            let of_product = |line: &&Value| line["product_id"] == json!(market.products[product]);
            let lines = invoice["lines"].as_array().unwrap().iter();
            lines.filter(of_product).map(|line| line["quantity"].as_i64().unwrap()).sum()
        };
        assert_eq!((invoiced("miel"), invoiced("licor")), (4, 2));
        assert_eq!(exposure(&app, &market).await.0, invoice["total"]["amount"].as_i64().unwrap());
        // The makers are paid for what was accepted: the cooperative has the two.
        let stock = app.get(&market.staff, "/staff/stock-items").await.ok();
        assert_eq!((&stock[0]["units"], &stock[0]["source"]), (&json!(2), &json!("refused")));
        let mails = app.mails().into_iter().filter(|mail| mail.contains("To:") && mail.contains("lodge"));
        assert!(mails.filter(|mail| mail.contains("Algo faltar")).count() >= 1, "the buyer is told");
        app.assert_no_violations().await;
        // All of it is a delivery that did not arrive.
        let honey = line_of(&app, &market, &shop, "miel").await;
        let whole = json!({ "failure": "lost", "reason": "Se cayó",
            "units": [{ "delivery_line_id": honey["id"], "quantity": honey["quantity"] }] });
        assert_eq!(app.post(&market.staff, &end(&shop), whole).await.ok()["state"], "lost");
        assert_eq!(state(&app, cycle).await, CycleState::Delivered);
        app.run_jobs().await;
        app.assert_no_violations().await;
    }
);
