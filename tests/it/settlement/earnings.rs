//! What a producer sees of its money: the parts are always all that was earned.

use chrono::{Datelike, NaiveDate, TimeDelta};
use entities::{
    fulfilment::delivery,
    notifications::message,
    values::{MessageKind, Role},
};
use minga::{fulfilment, platform::unit_of_work::Actor};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use super::steps::{export_batch, import_transfers, issue_statements, pay, set_accounts};
use crate::support::{
    TestApp, both,
    market::{Market, price},
    people::TestUser,
};

/// The parts of the total in the order of the way, after checking that they and the deliveries add up.
async fn parts(app: &TestApp, who: &TestUser) -> [i64; 5] {
    let of = |place: &Value| {
        ["pending", "payable", "stated", "on_its_way", "paid_out"].map(|key| place[key]["amount"].as_i64().unwrap())
    };
    let summary = app.get(who, "/producer/earnings").await.ok();
    let total = of(&summary["total"]);
    assert_eq!(total.iter().sum::<i64>(), summary["total"]["earned"]["amount"].as_i64().unwrap());
    let deliveries = app.get(who, "/producer/earnings/deliveries").await.ok();
    let mut sums = [0; 5];
    for row in deliveries.as_array().unwrap() {
        for (sum, part) in sums.iter_mut().zip(of(&row["earnings"])) {
            *sum += part;
        }
    }
    assert_eq!(sums, total, "the deliveries add up to the total, place by place");
    total
}

/// The messages about payouts that did not arrive.
async fn failure_messages(app: &TestApp) -> usize {
    let tx = app.app.read(Actor::System).await.unwrap();
    let messages = message::Entity::find().filter(message::Column::Kind.eq(MessageKind::PayoutFailed));
    messages.all(tx.db()).await.unwrap().len()
}

both!(
    async fn what_is_not_shared_yet_is_visible_to_its_makers(app: TestApp) {
        let market = Market::open(&app).await;
        let who = &market.ana.user;
        let unshared = async || app.get(who, "/producer/earnings/unshared").await.ok().as_array().unwrap().clone();
        assert!(unshared().await.is_empty());
        let cycle = market.received(&app, &[(&market.lodge, &[("miel", 20)]), (&market.shop, &[("miel", 20)])]).await;
        let before = unshared().await;
        assert_eq!((before.len(), &before[0]["invoiced_net"]["amount"]), (1, &json!(0)), "nothing is invoiced");
        let accepted = before[0]["accepted"].as_i64().unwrap();
        assert!(accepted > 0 && accepted < 40);
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        fulfilment::prepare_deliveries(&mut tx, cycle).await.unwrap();
        fulfilment::dispatch_cycle(&mut tx, cycle).await.unwrap();
        let of_lodge = delivery::Column::BuyerId.eq(market.lodge.id);
        let first = delivery::Entity::find().filter(of_lodge).one(tx.db()).await.unwrap().unwrap().id;
        fulfilment::confirm_delivery(&mut tx, fulfilment::DeliveryScope::All, first).await.unwrap();
        tx.commit().await.unwrap();
        app.run_jobs().await;
        let part = unshared().await[0]["invoiced_net"]["amount"].as_i64().unwrap();
        assert_eq!(part, 20 * price("miel") * accepted / 40, "its part of what is invoiced so far");
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        fulfilment::confirm_cycle(&mut tx, cycle).await.unwrap();
        tx.commit().await.unwrap();
        app.run_jobs().await;
        assert!(unshared().await.is_empty(), "it is shared");
        let earned = app.get(who, "/producer/earnings/deliveries").await.ok();
        assert_eq!(earned[0]["accepted"], accepted);
        // From there the maker reaches the deliveries that carried its goods, and the trace of each.
        let pool = earned[0]["pool_id"].as_str().unwrap().to_owned();
        let lines = app.get(who, &format!("/producer/pools/{pool}/order-lines")).await.ok();
        let units: i64 = lines.as_array().unwrap().iter().map(|row| row["units"].as_i64().unwrap()).sum();
        assert_eq!(units, accepted);
        let line = lines[0]["order_line_id"].as_str().unwrap().to_owned();
        let trace = app.get(who, &format!("/producer/order-lines/{line}/trace")).await.ok();
        assert_eq!(trace["pool"]["id"], json!(pool));
        // The figures of fairness stand beside the money.
        pay(&app, market.lodge.id, 100).await;
        issue_statements(&app).await;
        let id = app.get(who, "/producer/statements").await.ok()[0]["id"].as_str().unwrap().to_owned();
        let fairness = app.get(who, &format!("/producer/statements/{id}")).await.ok()["fairness"].clone();
        let of = |key: &str| fairness[0][key]["amount"].as_i64().unwrap();
        assert!(of("target") > 0 && of("allocated") > 0 && of("offered") >= of("allocated"), "{fairness}");
        assert_eq!(of("accepted"), of("allocated"), "all of it was accepted");
        assert_eq!(fairness[0]["share_agreed_bps"], 5_000);
        assert!(fairness[0]["share_accepted_bps"].as_i64().unwrap() > 4_000, "{fairness}");
    }
);

both!(
    async fn earnings_are_followed_from_the_buyer_to_the_account(app: TestApp) {
        let market = Market::open(&app).await;
        set_accounts(&app, &market).await;
        let who = &market.ana.user;
        assert_eq!(parts(&app, who).await, [0; 5]);
        market.delivered(&app, &[(&market.lodge, &[("miel", 20), ("libro", 6)])]).await;
        app.run_jobs().await;
        let earned = parts(&app, who).await[0];
        assert!(earned > 0);
        pay(&app, market.lodge.id, 40).await;
        let [pending, payable, ..] = parts(&app, who).await;
        assert_eq!(pending + payable, earned);
        issue_statements(&app).await;
        assert_eq!(parts(&app, who).await, [pending, 0, payable, 0, 0]);
        let batch = export_batch(&app, &market).await;
        assert_eq!(parts(&app, who).await, [pending, 0, 0, payable, 0]);
        // The transfer fails: it is told, and the money is on its statement again.
        let sent = app.get(&market.finance, &format!("/staff/payout-batches/{batch}")).await.ok();
        for row in sent["payouts"].as_array().unwrap() {
            let fail = format!("/staff/payouts/{}/fail", row["id"].as_str().unwrap());
            app.post(&market.finance, &fail, json!({ "reason": "cuenta cerrada" })).await.ok();
        }
        assert_eq!(parts(&app, who).await, [pending, 0, payable, 0, 0]);
        app.run_jobs().await;
        assert_eq!(failure_messages(&app).await, 2, "one to each workshop");
        let failed = app.get(who, "/producer/earnings").await.ok()["failed"].clone();
        assert_eq!((&failed[0]["reason"], &failed[0]["amount"]["amount"]), (&json!("cuenta cerrada"), &json!(payable)));
        let again = export_batch(&app, &market).await;
        assert_eq!(app.get(who, "/producer/earnings").await.ok()["failed"], json!([]), "it is sent again");
        import_transfers(&app, again, 0).await;
        assert_eq!(parts(&app, who).await, [pending, 0, 0, 0, payable]);
        pay(&app, market.lodge.id, 100).await;
        issue_statements(&app).await;
        let whole = parts(&app, who).await;
        assert_eq!((whole[0], whole[4]), (0, payable));
        let rows = app.get(who, "/producer/earnings/deliveries").await.ok();
        assert!(rows.as_array().unwrap().iter().all(|row| row["paid_on"].is_string()), "{rows}");
    }
);

both!(
    async fn the_next_payout_is_on_the_day_that_the_assembly_agreed(app: TestApp) {
        let market = Market::open(&app).await;
        let summary = app.get(&market.ana.user, "/producer/earnings").await.ok();
        assert_eq!(summary.get("next_payout_on"), None);
        let admin = app.staff(Role::Admin).await;
        let decision = json!({ "code": "A-1", "title": "Día de pago", "decided_on": "2026-01-10",
            "effective_from": "2026-01-10", "settings": { "payout_day": 5 } });
        app.post(&admin, "/staff/decisions", decision).await.ok();
        let summary = app.get(&market.ana.user, "/producer/earnings").await.ok();
        let next: NaiveDate = summary["next_payout_on"].as_str().unwrap().parse().unwrap();
        let wait = next - app.now().date_naive();
        assert_eq!(next.day(), 5);
        assert!(wait >= TimeDelta::zero() && wait <= TimeDelta::days(31), "{next}");
    }
);
