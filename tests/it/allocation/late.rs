//! Changes after the cut-off: a cancelled order, a certificate that ends, a pause. Quotas that are not frozen are reduced
//! by the split, and every workshop concerned sees the difference.

use entities::{orders::order_line, values::OrderId};

use super::*;

fn cancel_path(order: OrderId) -> String {
    format!("/api/v1/staff/orders/{order}/cancel")
}

async fn cancel(app: &TestApp, group: &Group, order: OrderId) -> Value {
    post_json(app, &cancel_path(order), &group.staff, None, Some(json!({ "reason": "cierre de ruta" }))).await.ok()
}

/// A cycle with these orders of honey, closed and split.
async fn split(app: &TestApp, group: &Group, units: &[i64]) -> (CycleId, Vec<OrderId>) {
    let cycle = group.opened(app).await;
    let mut orders = Vec::new();
    for units in units {
        orders.push(group.order(app, cycle, &[("miel", *units)]).await);
    }
    app.advance(TimeDelta::days(2));
    app.run_jobs().await;
    (cycle, orders)
}

async fn publish(app: &TestApp, group: &Group, cycle: CycleId) -> Value {
    request(app, Method::POST, &path(cycle, "/publish"), &group.staff).await.ok()
}

/// Units due of the honey, and units that quotas stand for.
async fn due_and_made(app: &TestApp, cycle: CycleId, board: &Value) -> (i64, i64) {
    let read = app.app.read(Actor::System).await.unwrap();
    let due = minga::orders::list_due_lines(&read, cycle).await.unwrap().iter().map(|line| line.due).sum();
    let alive = |q: &&Value| ["published", "accepted", "amended", "frozen"].contains(&q["state"].as_str().unwrap());
    let quotas = board["quotas"].as_array().unwrap();
    (due, quotas.iter().filter(alive).map(|q| q["units"].as_i64().unwrap()).sum())
}

both!(
    async fn a_cancelled_order_reduces_quotas_that_are_not_frozen_by_the_split(app: TestApp) {
        let group = Group::of(&app, THREE).await;
        let (cycle, orders) = split(&app, &group, &[70, 45]).await;
        let response = publish(&app, &group, cycle).await;
        assert_eq!((group.lots(&response)["A"], group.lots(&response)["B"], group.lots(&response)["C"]), (5, 5, 2));
        let (a, b) = (group.quota(&response, "A", "published"), group.quota(&response, "B", "published"));
        reply(&app, &group, "A", a, "accept", None).await;
        for _ in 0..2 {
            assert_eq!(cancel(&app, &group, orders[1]).await["order"]["state"], "cancelled");
        }
        let now = board(&app, &group, cycle).await;
        // Seven lots of twelve are left: the fair level is 2⅓ each.
        let mut left: Vec<i64> = group.lots(&now).into_values().collect();
        left.sort_unstable();
        assert_eq!(left, [2, 2, 3]);
        assert_eq!(due_and_made(&app, cycle, &now).await, (70, 70));
        assert_eq!(now["products"][0]["open_units"], 0, "what is wanted no more waits for no workshop");
        assert_eq!(short(&app, cycle).await, []);
        // Each sees what changed and why; an answer stands.
        let reduced = group.quota(&now, "A", "accepted");
        assert_eq!(reduced["offered_lots"], 5);
        let change = &reduced["changes"][0];
        assert_eq!((&change["cause"], &change["lots_before"]), (&json!("order_cancelled"), &json!(5)));
        assert_eq!(change["lots_after"], reduced["lots"]);
        // Its people read it in a mail, once.
        app.run_jobs().await;
        let mails = app.mails().into_iter().filter(|mail| mail.contains("To:") && mail.contains("a@example.test"));
        assert!(mails.count() >= 2, "published and reduced");
        // Nothing of it counts as given, nor does it as declined.
        for maker in ["A", "B", "C"] {
            let worth: i64 = carried(&app, group.makers[maker].workshop).await.values().sum();
            assert_eq!(worth, group.lots(&now)[maker] * VALUE);
        }
        // Who answers what it saw before is told to look again.
        let (token, path) = (&group.makers["B"].token, answer_path(b, "accept"));
        post_json(&app, &path, token, Some(&b["version"]), None).await.assert_refusal(412, "stale");
        let b = group.quota(&now, "B", "published");
        reply(&app, &group, "B", b, "decline", Some(json!({ "reason": "no" }))).await;
        // Who was only reduced is asked again; who declined is not.
        assert_eq!(group.lots(&board(&app, &group, cycle).await)["A"], 5);
        assert_eq!(broken(&app).await, [""; 0]);
    }
);

both!(
    async fn what_is_frozen_stays(app: TestApp) {
        let group = Group::of(&app, THREE).await;
        let (cycle, orders) = split(&app, &group, &[70, 50]).await;
        let response = publish(&app, &group, cycle).await;
        for maker in ["A", "B", "C"] {
            reply(&app, &group, maker, group.quota(&response, maker, "published"), "accept", None).await;
        }
        let before = request(&app, Method::POST, &path(cycle, "/freeze"), &group.staff).await.ok();
        cancel(&app, &group, orders[1]).await;
        let now = board(&app, &group, cycle).await;
        assert_eq!(now["quotas"], before["quotas"]);
        assert_eq!(broken(&app).await, [""; 0]);
        // Once goods come, what was made leaves for its buyer.
        let body = json!({ "quota_id": group.quota(&now, "A", "frozen")["id"], "accepted": 50 });
        post_json(&app, "/api/v1/staff/goods-receipts", &group.staff, None, Some(body)).await.ok();
        post_json(&app, &cancel_path(orders[0]), &group.staff, None, Some(json!({})))
            .await
            .assert_refusal(409, "cycle_delivering");
    }
);

both!(
    async fn a_cancelled_order_relieves_shortages_before_quotas_are_reduced(app: TestApp) {
        // Both are promised all year; then B pauses.
        let group = Group::of(&app, &[("A", 1, &[("miel", 70)]), ("B", 1, &[("miel", 30)])]).await;
        let cycle = group.opened(&app).await;
        let first = group.order(&app, cycle, &[("miel", 50)]).await;
        let second = group.order(&app, cycle, &[("miel", 50)]).await;
        let mut change = tx(&app).await;
        let today = change.today();
        let pause = members::NewPause { from_date: today, until_date: None, reason: "descanso".to_owned() };
        members::create_pause(&mut change, group.makers["B"].workshop, pause).await.unwrap();
        change.commit().await.unwrap();
        app.advance(TimeDelta::days(2));
        app.run_jobs().await;
        publish(&app, &group, cycle).await;
        assert_eq!(short(&app, cycle).await.iter().map(|(_, units)| units).sum::<i64>(), 30);
        cancel(&app, &group, first).await;
        let now = board(&app, &group, cycle).await;
        assert_eq!(due_and_made(&app, cycle, &now).await, (50, 50));
        let read = app.app.read(Actor::System).await.unwrap();
        let line = order_line::Entity::find().filter(order_line::Column::OrderId.eq(second));
        let line = line.one(read.db()).await.unwrap().unwrap();
        let rows = shortage::Entity::find().filter(shortage::Column::OrderLineId.eq(line.id)).all(read.db()).await;
        let mut quantities: Vec<i64> = rows.unwrap().iter().map(|row| row.quantity).collect();
        quantities.sort_unstable();
        assert_eq!(quantities, [-15, 15]);
        assert_eq!(broken(&app).await, [""; 0]);
    }
);

both!(
    async fn the_demand_is_split_again_when_it_falls(app: TestApp) {
        let group = Group::of(&app, THREE).await;
        let (cycle, orders) = split(&app, &group, &[70, 50]).await;
        cancel(&app, &group, orders[0]).await;
        let publish_path = path(cycle, "/publish");
        request(&app, Method::POST, &publish_path, &group.staff).await.assert_refusal(409, "allocation_outdated");
        app.run_jobs().await;
        let now = board(&app, &group, cycle).await;
        assert_eq!((&now["run"]["number"], &now["products"][0]["units"]), (&json!(2), &json!(50)));
        let response = publish(&app, &group, cycle).await;
        assert_eq!(group.lots(&response).values().sum::<i64>(), 5);
        // Nothing is left to make: all is taken back.
        cancel(&app, &group, orders[1]).await;
        let now = board(&app, &group, cycle).await;
        assert!(now["quotas"].as_array().unwrap().iter().all(|q| q["state"] == "withdrawn"), "{now:#}");
        assert_eq!(group.quota(&now, "A", "withdrawn")["reason"], "order_cancelled");
        app.advance(TimeDelta::days(3));
        app.run_jobs().await;
        assert_eq!(broken(&app).await, [""; 0]);
    }
);

both!(
    async fn a_pin_that_can_no_longer_be_kept_waits_for_staff(app: TestApp) {
        let group = Group::of(&app, THREE).await;
        let (cycle, orders) = split(&app, &group, &[70, 50]).await;
        let pin = json!({
            "workshop_id": group.makers["A"].workshop.to_string(), "product_id": group.products["miel"].to_string(),
            "lots": 9, "reason": "feria",
        });
        let pinned = post_json(&app, &path(cycle, "/pins"), &group.staff, None, Some(pin)).await.ok();
        post_json(&app, &path(cycle, "/runs"), &group.staff, None, Some(json!({}))).await.ok();
        cancel(&app, &group, orders[0]).await;
        app.run_jobs().await;
        let publish_path = path(cycle, "/publish");
        request(&app, Method::POST, &publish_path, &group.staff).await.assert_refusal(409, "allocation_outdated");
        let remove = path(cycle, &format!("/pins/{}/remove", pinned["id"].as_str().unwrap()));
        request(&app, Method::POST, &remove, &group.staff).await.ok();
        post_json(&app, &path(cycle, "/runs"), &group.staff, None, Some(json!({}))).await.ok();
        assert_eq!(group.lots(&publish(&app, &group, cycle).await).values().sum::<i64>(), 5);
        let dead =
            minga::audit::find_violations(&app.app).await.unwrap().into_iter().filter(|b| b.invariant == "I9").count();
        assert_eq!(dead, 0);
    }
);

both!(
    async fn a_suspended_certificate_withdraws_a_frozen_quota_until_goods_are_received(app: TestApp) {
        let group = Group::of(&app, THREE).await;
        let (cycle, _) = split(&app, &group, &[120]).await;
        let response = publish(&app, &group, cycle).await;
        for maker in ["A", "B", "C"] {
            reply(&app, &group, maker, group.quota(&response, maker, "published"), "accept", None).await;
        }
        request(&app, Method::POST, &path(cycle, "/freeze"), &group.staff).await.ok();
        let b = group.quota(&response, "B", "published");
        suspend(&app, group.makers["B"].workshop).await;
        let now = board(&app, &group, cycle).await;
        let withdrawn = group.quota(&now, "B", "withdrawn");
        assert_eq!((&withdrawn["id"], &withdrawn["changes"][0]["cause"]), (&b["id"], &json!("certificate")));
        // A is asked for all of it, and hears of it in time; the rest of what is frozen stays as it is.
        let asked = group.quota(&now, "A", "published");
        assert_eq!((&asked["lots"], &asked["round"]), (&json!(5), &json!(2)));
        group.quota(&now, "C", "frozen");
        reply(&app, &group, "A", asked, "accept", None).await;
        request(&app, Method::POST, &path(cycle, "/freeze"), &group.staff).await.ok();
        // Something of A's came before its certificate ended: reception judges the rest.
        let now = board(&app, &group, cycle).await;
        let came = group.quota(&now, "A", "frozen");
        let body = json!({ "quota_id": came["id"], "accepted": 3 });
        post_json(&app, "/api/v1/staff/goods-receipts", &group.staff, None, Some(body)).await.ok();
        suspend(&app, group.makers["A"].workshop).await;
        let after = board(&app, &group, cycle).await;
        let of_a: Vec<_> = after["quotas"].as_array().unwrap().iter().filter(|q| q["workshop_code"] == "A").collect();
        let states = |state: &str| of_a.iter().filter(|q| q["state"] == state).count();
        assert_eq!((states("frozen"), states("withdrawn")), (1, 1));
        assert_eq!(short(&app, cycle).await, [("suspended".to_owned(), 50)]);
        assert_eq!(broken(&app).await, [""; 0]);
    }
);
