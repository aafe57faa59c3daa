//! An offer that is reduced after the split: quotas that are not frozen are reduced at once, frozen ones stay.

use entities::{catalogue::offer, values::ALL_YEAR};
use minga::catalogue::{self, OfferTerms};

use super::*;

/// The offer of a workshop for honey.
async fn offered(app: &TestApp, group: &Group, maker: &str) -> offer::Model {
    let read = app.app.read(Actor::System).await.unwrap();
    let own = offer::Entity::find().filter(offer::Column::WorkshopId.eq(group.makers[maker].workshop));
    own.one(read.db()).await.unwrap().unwrap()
}

async fn end(app: &TestApp, group: &Group, maker: &str) {
    let id = offered(app, group, maker).await.id;
    request(app, Method::POST, &format!("/api/v1/staff/offers/{id}/end"), &group.staff).await.ok();
}

async fn accept_all(app: &TestApp, group: &Group, response: &Value, makers: &[&str]) {
    for maker in makers {
        reply(app, group, maker, group.quota(response, maker, "published"), "accept", None).await;
    }
}

both!(
    async fn quotas_beyond_a_reduced_offer_are_given_up_and_reoffered(app: TestApp) {
        let group = Group::of(&app, THREE).await;
        let (cycle, response) = group.published(&app, &[("miel", 120)]).await;
        accept_all(&app, &group, &response, &["A"]).await;
        // A workshop says itself what it can make no more.
        let offer = offered(&app, &group, "A").await;
        let terms = json!({ "capacity_per_week": 39, "lead_days": 0, "harvest_months": (1..=12).collect::<Vec<_>>() });
        let answer = app
            .client()
            .put(format!("/api/v1/producer/offers/{}", offer.id))
            .header("authorization", format!("Bearer {}", group.makers["A"].token))
            .header("if-match", format!("\"v{}\"", offer.version))
            .body_json(&terms)
            .send()
            .await;
        answer.assert_status_is_ok();
        let now = board(&app, &group, cycle).await;
        // Three whole lots fit into 39 units. What A answered stands for them; C has no room, so B is asked.
        let kept = group.quota(&now, "A", "accepted");
        assert_eq!((&kept["lots"], &kept["units"], &kept["offered_lots"]), (&json!(3), &json!(30), &json!(5)));
        let change = &kept["changes"][0];
        assert_eq!(
            (&change["cause"], &change["lots_before"], &change["lots_after"]),
            (&json!("capacity"), &json!(5), &json!(3))
        );
        let rounds: Vec<i64> = now["quotas"].as_array().unwrap().iter().map(|q| q["round"].as_i64().unwrap()).collect();
        assert_eq!((rounds.len(), rounds.iter().max()), (4, Some(&2)));
        assert_eq!((group.lots(&now)["B"], group.lots(&now)["C"]), (7, 2));
        // It counts like an answer of the same kind.
        let by_kind = carried(&app, group.makers["A"].workshop).await;
        assert_eq!(by_kind, BTreeMap::from([("published", 3 * VALUE), ("declined", 2 * VALUE)]));
        assert_eq!(short(&app, cycle).await, []);
        app.run_jobs().await;
        let mails = app.mails();
        assert!(
            mails.iter().any(|mail| mail.contains("a@example.test") && mail.contains("Bajan sus encargos")),
            "told"
        );
        // The same again changes nothing, and a higher offer gives nothing back.
        for units in [39, 200] {
            group.can_make(&app, "A", "miel", units).await;
            assert_eq!(board(&app, &group, cycle).await["quotas"], now["quotas"]);
        }
        // Nobody can make all of B's when B ends its offer, but A can make some of it again.
        end(&app, &group, "B").await;
        let now = board(&app, &group, cycle).await;
        let gone: Vec<&Value> =
            now["quotas"].as_array().unwrap().iter().filter(|q| q["workshop_code"] == "B").collect();
        assert!(gone.iter().all(|q| q["state"] == "withdrawn" && q["reason"] == "capacity"), "{gone:#?}");
        assert_eq!((group.lots(&now)["A"], group.lots(&now)["C"]), (10, 2));
        assert_eq!(broken(&app).await, [""; 0]);
    }
);

both!(
    async fn what_no_other_workshop_can_make_is_a_shortage_at_once(app: TestApp) {
        let group = Group::of(&app, &[("A", 1, &[("miel", 60)]), ("B", 1, &[("miel", 60)])]).await;
        let (cycle, response) = group.published(&app, &[("miel", 115)]).await;
        accept_all(&app, &group, &response, &["A", "B"]).await;
        group.can_make(&app, "B", "miel", 20).await;
        let now = board(&app, &group, cycle).await;
        assert_eq!(group.quota(&now, "B", "accepted")["lots"], 2);
        let missing: i64 = short(&app, cycle).await.iter().map(|(_, units)| units).sum();
        let made: i64 = now["quotas"].as_array().unwrap().iter().map(|q| q["units"].as_i64().unwrap()).sum();
        assert_eq!((made + missing, made <= 80), (115, true));
        assert!(short(&app, cycle).await.iter().all(|(cause, _)| cause == "declined"));
        assert_eq!(broken(&app).await, [""; 0]);
    }
);

both!(
    async fn a_frozen_quota_is_received_whatever_the_offer_is(app: TestApp) {
        let group = Group::of(&app, THREE).await;
        let (cycle, response) = group.published(&app, &[("miel", 120)]).await;
        accept_all(&app, &group, &response, &["A", "B", "C"]).await;
        let fixed = request(&app, Method::POST, &path(cycle, "/freeze"), &group.staff).await.ok();
        group.can_make(&app, "A", "miel", 10).await;
        for maker in ["A", "B"] {
            end(&app, &group, maker).await;
        }
        assert_eq!(board(&app, &group, cycle).await["quotas"], fixed["quotas"]);
        // A brings what it had agreed to make, although it makes the product no more.
        let body = json!({ "quota_id": group.quota(&fixed, "A", "frozen")["id"], "accepted": 50 });
        post_json(&app, "/api/v1/staff/goods-receipts", &group.staff, None, Some(body)).await.ok();
        // That B's offer ended does not hide that its certificate ended too.
        suspend(&app, group.makers["B"].workshop).await;
        let now = board(&app, &group, cycle).await;
        assert_eq!(group.quota(&now, "B", "withdrawn")["reason"], "certificate");
        assert_eq!(short(&app, cycle).await, [("suspended".to_owned(), 50)]);
        assert_eq!(broken(&app).await, [""; 0]);
    }
);

both!(
    async fn proposed_quotas_are_reduced_first_by_another_split(app: TestApp) {
        let group = Group::of(&app, THREE).await;
        // The units have time to answer until both deliveries are split.
        let mut change = tx(&app).await;
        let today = change.today();
        let decision = NewDecision {
            code: "D1".to_owned(),
            title: "Plazo largo".to_owned(),
            decided_on: today,
            effective_from: today,
            settings: DecisionSettings { respond_hours: Some(120), ..DecisionSettings::default() },
        };
        members::create_decision(&mut change, decision).await.unwrap();
        change.commit().await.unwrap();
        let (first, response) = group.published(&app, &[("miel", 120)]).await;
        let second = group.allocated(&app, &[("miel", 60)]).await;
        let weeks = {
            let read = app.app.read(Actor::System).await.unwrap();
            let rows = entities::cycles::cycle::Entity::find().all(read.db()).await.unwrap();
            rows.into_iter().map(|cycle| cycle.production_week).collect::<std::collections::BTreeSet<_>>()
        };
        assert_eq!(weeks.len(), 1, "one capacity for both");
        let proposed = group.lots(&board(&app, &group, second).await)["A"];
        assert!(proposed > 1, "{proposed}");
        // Six lots: five are with A, and one is left for the second delivery.
        group.can_make(&app, "A", "miel", 60).await;
        let quotas = |board: &Value| board["quotas"].clone();
        assert_eq!(group.lots(&board(&app, &group, first).await)["A"], group.lots(&response)["A"]);
        let publish = path(second, "/publish");
        request(&app, Method::POST, &publish, &group.staff).await.assert_refusal(409, "allocation_outdated");
        app.run_jobs().await;
        let again = board(&app, &group, second).await;
        assert_eq!((&again["run"]["number"], group.lots(&again)["A"]), (&json!(2), 1));
        request(&app, Method::POST, &publish, &group.staff).await.ok();
        // Below five, the quotas of both give way: what was offered last first.
        let before = quotas(&board(&app, &group, first).await);
        group.can_make(&app, "A", "miel", 50).await;
        assert_eq!(quotas(&board(&app, &group, first).await), before);
        assert_eq!(group.quota(&board(&app, &group, second).await, "A", "withdrawn")["reason"], "capacity");
        group.can_make(&app, "A", "miel", 40).await;
        assert_eq!(group.quota(&board(&app, &group, first).await, "A", "published")["lots"], 4);
        assert_eq!(broken(&app).await, [""; 0]);
    }
);

both!(
    async fn quotas_of_months_without_harvest_are_withdrawn(app: TestApp) {
        let group = Group::of(&app, THREE).await;
        let (cycle, response) = group.published(&app, &[("miel", 120)]).await;
        accept_all(&app, &group, &response, &["A", "B", "C"]).await;
        request(&app, Method::POST, &path(cycle, "/freeze"), &group.staff).await.ok();
        let offer = offered(&app, &group, "C").await;
        let mut change = tx(&app).await;
        // Not in March.
        let terms = OfferTerms { capacity_per_week: 20, min_batch: None, lead_days: 0, harvest_months: ALL_YEAR & !4 };
        catalogue::upsert_offer(&mut change, offer.workshop_id, offer.product_id, terms).await.unwrap();
        change.commit().await.unwrap();
        let now = board(&app, &group, cycle).await;
        let gone = group.quota(&now, "C", "withdrawn");
        assert_eq!((&gone["reason"], &gone["changes"][0]["cause"]), (&json!("harvest"), &json!("harvest")));
        assert_eq!(group.lots(&now).values().sum::<i64>(), 12, "the others are asked");
        assert_eq!(broken(&app).await, [""; 0]);
    }
);
