//! The allocation of a cycle: split, published, answered, re-offered, frozen, and carried into the next cycles.

mod carried;
pub mod group;
mod kills;
mod late;
mod level;
mod reduced_offers;

use std::collections::BTreeMap;

use chrono::TimeDelta;
use entities::{
    allocation::{allocation_run, carried_value, quota, run_workshop},
    orders::shortage,
    values::{CarriedKind, CycleId, DecisionSettings, QuotaId, ReceiptId, RejectionCause, WorkshopId},
};
use minga::{
    allocation, certification,
    members::{self, NewDecision},
    platform::{
        jobs,
        unit_of_work::{Actor, UnitOfWork},
    },
};
use poem::http::Method;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use self::group::{Group, LOT, PRICE, Workshop, path, post_json, request};
use crate::support::{TestApp, both};

/// Value of a lot.
const VALUE: i64 = LOT * PRICE;

const THREE: &[Workshop<'static>] =
    &[("A", 100, &[("miel", 200)]), ("B", 100, &[("miel", 200)]), ("C", 100, &[("miel", 20)])];

async fn board(app: &TestApp, group: &Group, cycle: CycleId) -> Value {
    request(app, Method::GET, &path(cycle, ""), &group.staff).await.ok()
}

/// What each workshop carries by kind, in the whole season.
async fn carried(app: &TestApp, workshop: WorkshopId) -> BTreeMap<&'static str, i64> {
    let tx = app.app.read(Actor::System).await.unwrap();
    let rows = carried_value::Entity::find().filter(carried_value::Column::WorkshopId.eq(workshop)).all(tx.db()).await;
    let mut kinds = BTreeMap::new();
    for row in rows.unwrap() {
        *kinds.entry(row.kind.word()).or_default() += row.amount.0;
    }
    kinds.retain(|_, amount| *amount != 0);
    kinds
}

async fn short(app: &TestApp, cycle: CycleId) -> Vec<(String, i64)> {
    let tx = app.app.read(Actor::System).await.unwrap();
    let rows = shortage::Entity::find().filter(shortage::Column::CycleId.eq(cycle)).order_by_asc(shortage::Column::Id);
    let rows = rows.all(tx.db()).await.unwrap();
    rows.into_iter().map(|row| (row.cause.word().to_owned(), row.quantity)).collect()
}

pub fn answer_path(quota: &Value, verb: &str) -> String {
    format!("/api/v1/producer/quotas/{}/{verb}", quota["id"].as_str().unwrap())
}

async fn reply(app: &TestApp, group: &Group, maker: &str, quota: &Value, verb: &str, body: Option<Value>) -> Value {
    let token = &group.makers[maker].token;
    post_json(app, &answer_path(quota, verb), token, Some(&quota["version"]), body).await.ok()
}

/// The violations of the invariant of published quotas.
async fn broken(app: &TestApp) -> Vec<&'static str> {
    let broken = minga::audit::find_violations(&app.app).await.unwrap();
    broken.into_iter().filter(|b| b.invariant == "I2").map(|b| b.description).collect()
}

async fn suspend(app: &TestApp, workshop: WorkshopId) {
    let mut change = tx(app).await;
    let certificate = entities::certification::certificate::Entity::find()
        .filter(entities::certification::certificate::Column::WorkshopId.eq(workshop))
        .one(change.db())
        .await
        .unwrap()
        .unwrap();
    certification::suspend(&mut change, certificate.id, entities::values::SuspensionKind::Paperwork, "visita")
        .await
        .unwrap();
    change.commit().await.unwrap();
}

async fn tx(app: &TestApp) -> UnitOfWork {
    app.app.begin(Actor::System).await.unwrap()
}

both!(
    async fn a_closed_cycle_is_split_by_its_job_and_published_by_staff(app: TestApp) {
        let group = Group::of(&app, THREE).await;
        let cycle = group.allocated(&app, &[("miel", 115)]).await;
        let proposed = board(&app, &group, cycle).await;
        assert_eq!(proposed["cycle_state"], "allocated");
        // 12 lots, the last one in part; C can make two, and the others share the rest evenly.
        let lots: BTreeMap<String, i64> = [("A", 5), ("B", 5), ("C", 2)].map(|(k, v)| (k.to_owned(), v)).into();
        assert_eq!(group.lots(&proposed), lots);
        let product = &proposed["products"][0];
        assert_eq!((product["lots"].as_i64(), product["lot_value"]["amount"].as_i64()), (Some(12), Some(VALUE)));
        let units: i64 = proposed["quotas"].as_array().unwrap().iter().map(|q| q["units"].as_i64().unwrap()).sum();
        assert_eq!((units, product["open_units"].as_i64()), (115, Some(0)));
        let bound = |code: &str| {
            let workshop =
                proposed["workshops"].as_array().unwrap().iter().find(|u| u["code"] == code).unwrap().clone();
            workshop["bound_by"].as_str().unwrap().to_owned()
        };
        assert_eq!((bound("A").as_str(), bound("C").as_str()), ("level", "product_capacity"));
        assert!(carried(&app, group.makers["A"].workshop).await.is_empty());
        // Nobody sees a proposal but staff.
        let mine = request(&app, Method::GET, "/api/v1/producer/quotas", &group.makers["A"].token).await.ok();
        assert_eq!(mine, json!([]));

        let response = request(&app, Method::POST, &path(cycle, "/publish"), &group.staff).await.ok();
        assert_eq!(response["cycle_state"], "published");
        assert_eq!(carried(&app, group.makers["A"].workshop).await, BTreeMap::from([("published", 5 * VALUE)]));
        let mine = request(&app, Method::GET, "/api/v1/producer/quotas", &group.makers["A"].token).await.ok();
        assert_eq!((mine[0]["quotas"].as_array().unwrap().len(), &mine[0]["quotas"][0]["lots"]), (1, &json!(5)));
        // Once more changes nothing.
        request(&app, Method::POST, &path(cycle, "/publish"), &group.staff).await.ok();
        assert_eq!(carried(&app, group.makers["A"].workshop).await, BTreeMap::from([("published", 5 * VALUE)]));
        post_json(&app, &path(cycle, "/runs"), &group.staff, None, Some(json!({})))
            .await
            .assert_refusal(409, "already_published");
    }
);

both!(
    async fn what_no_workshop_can_make_is_a_shortage_when_published(app: TestApp) {
        let group = Group::of(&app, &[("A", 1, &[("miel", 45)]), ("B", 1, &[("miel", 25)])]).await;
        let cycle = group.ordered(&app, &[("miel", 60)]).await;
        // The offer shrinks after it was promised.
        group.can_make(&app, "B", "miel", 15).await;
        app.advance(TimeDelta::days(2));
        app.run_jobs().await;
        let proposed = board(&app, &group, cycle).await;
        assert_eq!(proposed["products"][0]["unmet_lots"], 1);
        assert_eq!(proposed["products"][0]["unmet_reason"], "capacity");
        assert_eq!(short(&app, cycle).await, []);
        request(&app, Method::POST, &path(cycle, "/publish"), &group.staff).await.ok();
        assert_eq!(short(&app, cycle).await, [("not_allocated".to_owned(), 10)]);
    }
);

both!(
    async fn staff_pin_with_a_reason_and_compare_two_runs(app: TestApp) {
        let group = Group::of(&app, THREE).await;
        let cycle = group.allocated(&app, &[("miel", 120)]).await;
        let pin = |lots: i64| {
            json!({
                "workshop_id": group.makers["B"].workshop.to_string(), "product_id": group.products["miel"].to_string(),
                "lots": lots, "reason": "horno en reparación",
            })
        };
        post_json(&app, &path(cycle, "/pins"), &group.staff, None, Some(pin(99))).await.ok();
        let impossible = post_json(&app, &path(cycle, "/runs"), &group.staff, None, Some(json!({}))).await;
        impossible.assert_refusal(409, "pin_over_capacity");
        post_json(&app, &path(cycle, "/pins"), &group.staff, None, Some(pin(1))).await.ok();
        let second = post_json(&app, &path(cycle, "/runs"), &group.staff, None, Some(json!({}))).await.ok();
        assert_eq!(second["run"]["number"], 2);
        let now = board(&app, &group, cycle).await;
        assert_eq!((group.lots(&now)["A"], group.lots(&now)["B"], now["pins"].as_array().unwrap().len()), (9, 1, 1));
        let compared =
            request(&app, Method::GET, &path(cycle, "/comparison?before=1&after=2"), &group.staff).await.ok();
        let changes = compared["quotas"].as_array().unwrap();
        let lots: Vec<(i64, i64)> =
            changes.iter().map(|c| (c["lots_before"].as_i64().unwrap(), c["lots_after"].as_i64().unwrap())).collect();
        assert!(lots.contains(&(5, 9)) && lots.contains(&(5, 1)) && lots.len() == 2, "{compared:#}");
        let id = now["pins"][0]["id"].as_str().unwrap();
        let left = request(&app, Method::POST, &path(cycle, &format!("/pins/{id}/remove")), &group.staff).await.ok();
        assert_eq!(left["pins"], json!([]));
        // The newest run is published, and nothing of the other.
        request(&app, Method::POST, &path(cycle, "/publish"), &group.staff).await.ok();
        assert_eq!(carried(&app, group.makers["B"].workshop).await, BTreeMap::from([("published", VALUE)]));
    }
);

both!(
    async fn what_is_given_up_is_reoffered_by_the_same_split(app: TestApp) {
        let group = Group::of(&app, THREE).await;
        let (cycle, response) = group.published(&app, &[("miel", 120)]).await;
        let (a, b) = (group.quota(&response, "A", "published"), group.quota(&response, "B", "published"));
        let accepted = reply(&app, &group, "A", a, "accept", None).await;
        assert_eq!(accepted["state"], "accepted");
        // The same again is harmless; an old version of another answer is not.
        reply(&app, &group, "A", a, "accept", None).await;
        let less = json!({ "lots": 2, "reason": "falta fruta" });
        post_json(&app, &answer_path(a, "amend"), &group.makers["A"].token, Some(&json!(1)), Some(less.clone()))
            .await
            .assert_refusal(412, "stale");
        let more = json!({ "lots": 6, "reason": "sobra" });
        post_json(&app, &answer_path(b, "amend"), &group.makers["B"].token, Some(&b["version"]), Some(more))
            .await
            .assert_refusal(409, "amend_upward");
        let amended = reply(&app, &group, "B", b, "amend", Some(less)).await;
        assert_eq!(
            (&amended["state"], &amended["lots"], &amended["offered_lots"]),
            (&json!("amended"), &json!(2), &json!(5))
        );
        // C has no room and B gave it up: A is asked for the three lots.
        let again = board(&app, &group, cycle).await;
        let offered = group.quota(&again, "A", "published");
        assert_eq!((&offered["lots"], &offered["round"]), (&json!(3), &json!(2)));
        assert_eq!(short(&app, cycle).await, []);
        // What B gave up counts as given; its value is split in two kinds.
        let (workshop_a, workshop_b) = (group.makers["A"].workshop, group.makers["B"].workshop);
        assert_eq!(
            carried(&app, workshop_b).await,
            BTreeMap::from([("published", 2 * VALUE), ("declined", 3 * VALUE)])
        );
        assert_eq!(carried(&app, workshop_a).await, BTreeMap::from([("published", 8 * VALUE)]));
        // A declines the rest: nobody is left, and the buyers hear of it.
        reply(&app, &group, "A", offered, "decline", Some(json!({ "reason": "no alcanzo" }))).await;
        assert_eq!(short(&app, cycle).await, [("declined".to_owned(), 3 * LOT)]);
        assert_eq!(
            carried(&app, workshop_a).await,
            BTreeMap::from([("published", 5 * VALUE), ("declined", 3 * VALUE)])
        );
        let now = board(&app, &group, cycle).await;
        assert_eq!(now["products"][0]["open_units"], 3 * LOT);
        assert_eq!(broken(&app).await, [""; 0]);
        // The audit would see a quota that no run gave.
        app.expect_violations();
        let change = tx(&app).await;
        quota::Entity::update_many()
            .col_expr(quota::Column::OfferedLots, sea_orm::sea_query::Expr::value(21))
            .filter(quota::Column::WorkshopId.eq(workshop_b))
            .exec(change.db())
            .await
            .unwrap();
        change.commit().await.unwrap();
        assert_eq!(broken(&app).await.len(), 2);
    }
);

both!(
    async fn where_the_assembly_does_not_count_it_what_is_declined_is_released(app: TestApp) {
        let group = Group::of(&app, THREE).await;
        let mut change = tx(&app).await;
        let settings = DecisionSettings { declined_counts: Some(false), ..DecisionSettings::default() };
        let today = change.today();
        let decision = NewDecision {
            code: "D1".to_owned(),
            title: "No se cuenta".to_owned(),
            decided_on: today,
            effective_from: today,
            settings,
        };
        members::create_decision(&mut change, decision).await.unwrap();
        change.commit().await.unwrap();
        let (_, response) = group.published(&app, &[("miel", 120)]).await;
        let b = group.quota(&response, "B", "published");
        reply(&app, &group, "B", b, "decline", Some(json!({ "reason": "feriado" }))).await;
        let by_kind = carried(&app, group.makers["B"].workshop).await;
        assert_eq!(by_kind, BTreeMap::from([("published", 5 * VALUE), ("released", -5 * VALUE)]));
    }
);

both!(
    async fn unanswered_quotas_expire_and_then_the_rest_is_frozen(app: TestApp) {
        let group = Group::of(&app, THREE).await;
        let (cycle, response) = group.published(&app, &[("miel", 120)]).await;
        for maker in ["A", "C"] {
            reply(&app, &group, maker, group.quota(&response, maker, "published"), "accept", None).await;
        }
        request(&app, Method::POST, &path(cycle, "/freeze"), &group.staff)
            .await
            .assert_refusal(409, "quotas_unanswered");
        // B's time runs out: its lots go to A, who has time to answer.
        app.advance(TimeDelta::hours(48));
        let late = answer_path(group.quota(&response, "B", "published"), "accept");
        app.run_jobs().await;
        let again = board(&app, &group, cycle).await;
        group.quota(&again, "B", "expired");
        post_json(&app, &late, &group.makers["B"].token, Some(&json!(9)), None).await.assert_refusal(412, "stale");
        let offered = group.quota(&again, "A", "published");
        assert_eq!(offered["lots"], 5);
        assert_eq!(carried(&app, group.makers["B"].workshop).await, BTreeMap::from([("expired", 5 * VALUE)]));
        reply(&app, &group, "A", offered, "accept", None).await;
        group.quota(&board(&app, &group, cycle).await, "A", "accepted");
        // With the last deadline everything is fixed.
        app.advance(TimeDelta::days(4));
        app.run_jobs().await;
        let fixed = board(&app, &group, cycle).await;
        let frozen = fixed["quotas"].as_array().unwrap().iter().filter(|q| q["state"] == "frozen").count();
        assert_eq!((frozen, group.lots(&fixed)["A"], group.lots(&fixed)["C"]), (3, 10, 2));
        let a = group.quota(&fixed, "A", "frozen");
        post_json(
            &app,
            &answer_path(a, "decline"),
            &group.makers["A"].token,
            Some(&a["version"]),
            Some(json!({ "reason": "x" })),
        )
        .await
        .assert_refusal(409, "quota_not_open");
    }
);

both!(
    async fn two_nodes_make_one_run(app: TestApp) {
        let group = Group::of(&app, THREE).await;
        let cycle = group.ordered(&app, &[("miel", 120)]).await;
        app.advance(TimeDelta::days(2));
        let other = app.other_node().await;
        let (one, two) = tokio::join!(jobs::run_due(&app.app, "one"), jobs::run_due(&other, "two"));
        one.unwrap();
        two.unwrap();
        // Whoever lost a race tries again later; nothing is left to do.
        app.advance(TimeDelta::minutes(10));
        app.run_jobs().await;
        let read = app.app.read(Actor::System).await.unwrap();
        let runs = allocation_run::Entity::find().filter(allocation_run::Column::CycleId.eq(cycle));
        assert_eq!(runs.all(read.db()).await.unwrap().len(), 1);
        let quotas = quota::Entity::find().filter(quota::Column::CycleId.eq(cycle)).all(read.db()).await.unwrap();
        assert_eq!(quotas.iter().map(|q| q.lots).sum::<i64>(), 12);
        drop(read);
        // Two people answer the same quota at the same instant: one answer holds.
        let response = request(&app, Method::POST, &path(cycle, "/publish"), &group.staff).await.ok();
        let b = group.quota(&response, "B", "published");
        let (path, token, version) = (answer_path(b, "decline"), &group.makers["B"].token, Some(&b["version"]));
        let no = json!({ "reason": "no" });
        let (first, second) = tokio::join!(
            post_json(&app, &path, token, version, Some(no.clone())),
            post_json(&app, &path, token, version, Some(no.clone())),
        );
        assert!(
            [first.status, second.status].iter().all(|status| (200..300).contains(status)),
            "{:#} {:#}",
            first.body,
            second.body
        );
        let workshop = group.makers["B"].workshop;
        assert_eq!(carried(&app, workshop).await, BTreeMap::from([("declined", 5 * VALUE)]));
        assert_eq!(group.lots(&board(&app, &group, cycle).await)["A"], 10);
    }
);

both!(
    async fn value_is_carried_through_a_season_of_three_cycles(app: TestApp) {
        // Receipts are recorded in allocation alone, without their rows in fulfilment.
        app.expect_violations();
        let mut group = Group::of(&app, &[("A", 100, &[("miel", 400)]), ("B", 300, &[("miel", 400)])]).await;
        // A third of B's share: of 8 lots A gets 2 and B 6.
        let (first, response) = group.published(&app, &[("miel", 80)]).await;
        assert_eq!((group.lots(&response)["A"], group.lots(&response)["B"]), (2, 6));
        let a = group.quota(&response, "A", "published");
        reply(&app, &group, "A", a, "accept", None).await;
        let (workshop_a, workshop_b) = (group.makers["A"].workshop, group.makers["B"].workshop);
        // Of A's 20 units 15 are accepted, 3 rejected and 2 lost on the way.
        let quota_id: QuotaId = a["id"].as_str().unwrap().parse::<uuid::Uuid>().unwrap().into();
        let mut receive = tx(&app).await;
        let receipt: ReceiptId = receive.new_id();
        for (accepted, rejected, cause) in [(15, 3, RejectionCause::Quality), (0, 2, RejectionCause::Damaged)] {
            let receipt_id = if accepted > 0 { receipt } else { receive.new_id() };
            let units = allocation::ReceiptUnits { receipt_id, accepted, rejected, cause: Some(cause) };
            allocation::record_receipt(&mut receive, quota_id, units).await.unwrap();
            // Told twice, it counts once.
            allocation::record_receipt(&mut receive, quota_id, units).await.unwrap();
        }
        receive.commit().await.unwrap();
        let kinds = carried(&app, workshop_a).await;
        assert_eq!(
            kinds,
            BTreeMap::from([("accepted", 1_500), ("published", 200), ("rejected", 300), ("released", -200)])
        );
        reply(&app, &group, "B", group.quota(&response, "B", "published"), "accept", None).await;

        // The second cycle: A carries 1,800 at 100, B 6,000 at 300, so A has the lower ratio and gets the odd lot first.
        app.advance(TimeDelta::days(7));
        app.run_jobs().await;
        let (second, response) = group.published(&app, &[("miel", 40)]).await;
        assert_eq!((group.lots(&response)["A"], group.lots(&response)["B"]), (1, 3));
        let read = app.app.read(Actor::System).await.unwrap();
        let rows = run_workshop::Entity::find().all(read.db()).await.unwrap();
        let carried_now =
            |workshop| rows.iter().filter(|r| r.workshop_id == workshop).map(|r| r.carried.0).max().unwrap();
        assert_eq!((carried_now(workshop_a), carried_now(workshop_b)), (1_800, 6_000));
        drop(read);
        let d = group.quota(&response, "B", "published");
        reply(&app, &group, "B", d, "accept", None).await;
        reply(&app, &group, "A", group.quota(&response, "A", "published"), "accept", None).await;

        // A newcomer begins at the median of the others; B's share doubles and with it what it carries.
        let mut change = tx(&app).await;
        let today = change.today();
        group.join(&mut change, ("N", 100, &[("miel", 400)]), today).await;
        members::create_share(&mut change, workshop_b, 600, today, None).await.unwrap();
        change.commit().await.unwrap();
        app.advance(TimeDelta::days(7));
        app.run_jobs().await;
        let third = group.allocated(&app, &[("miel", 90)]).await;
        let proposed = board(&app, &group, third).await;
        let workshop = |code: &str| {
            proposed["workshops"].as_array().unwrap().iter().find(|u| u["code"] == code).unwrap()["carried"]["amount"]
                .as_i64()
                .unwrap()
        };
        // A: 1,800 + 1,000; B: (6,000 + 3,000) × 2; N: halfway between 28 and 30 a share.
        assert_eq!((workshop("A"), workshop("B"), workshop("N")), (2_800, 18_000, 2_900));
        assert_eq!(carried(&app, group.makers["N"].workshop).await, BTreeMap::from([("credit", 2_900)]));
        assert!(first != second && second != third);
        // Run again, nobody is credited twice.
        post_json(&app, &path(third, "/runs"), &group.staff, None, Some(json!({}))).await.ok();
        assert_eq!(carried(&app, group.makers["N"].workshop).await, BTreeMap::from([("credit", 2_900)]));
    }
);

both!(
    async fn a_suspended_certificate_withdraws_the_quota_at_once(app: TestApp) {
        let group = Group::of(&app, THREE).await;
        let (cycle, response) = group.published(&app, &[("miel", 120)]).await;
        for maker in ["A", "B"] {
            reply(&app, &group, maker, group.quota(&response, maker, "published"), "accept", None).await;
        }
        let workshop = group.makers["B"].workshop;
        suspend(&app, workshop).await;
        let now = board(&app, &group, cycle).await;
        assert_eq!(group.quota(&now, "B", "withdrawn")["reason"], "certificate");
        assert_eq!(group.quota(&now, "A", "published")["lots"], 5);
        // It was not B's choice: nothing counts as given.
        let by_kind = carried(&app, workshop).await;
        assert_eq!(by_kind.values().sum::<i64>(), 0);
        assert_eq!(by_kind.get(CarriedKind::Declined.word()), None);
    }
);

both!(
    async fn an_outdated_run_is_not_published(app: TestApp) {
        let group = Group::of(&app, THREE).await;
        let cycle = group.allocated(&app, &[("miel", 120)]).await;
        let mut change = tx(&app).await;
        let today = change.today();
        let pause = members::NewPause { from_date: today, until_date: None, reason: "descanso".to_owned() };
        members::create_pause(&mut change, group.makers["A"].workshop, pause).await.unwrap();
        change.commit().await.unwrap();
        let publish = path(cycle, "/publish");
        request(&app, Method::POST, &publish, &group.staff).await.assert_refusal(409, "allocation_outdated");
        post_json(&app, &path(cycle, "/runs"), &group.staff, None, Some(json!({}))).await.ok();
        let response = request(&app, Method::POST, &publish, &group.staff).await.ok();
        assert_eq!(group.lots(&response).get("A"), None);
        assert_eq!(group.lots(&response)["B"], 10);
    }
);

both!(
    async fn everybody_sees_what_is_theirs(app: TestApp) {
        let group = Group::of(&app, THREE).await;
        let (cycle, response) = group.published(&app, &[("miel", 120)]).await;
        let a = group.quota(&response, "A", "published");
        let (token_b, version) = (&group.makers["B"].token, Some(&a["version"]));
        post_json(&app, &answer_path(a, "accept"), token_b, version, None).await.assert_refusal(404, "not_found");
        for (token, path) in [
            (token_b, path(cycle, "")),
            (&group.lodge, path(cycle, "")),
            (&group.lodge, "/api/v1/producer/quotas".to_owned()),
            (&group.staff, "/api/v1/producer/standing".to_owned()),
        ] {
            request(&app, Method::GET, &path, token).await.assert_refusal(403, "forbidden");
        }
        // Staff answer for a workshop that telephoned.
        let for_a = format!("/api/v1/staff/quotas/{}/accept", a["id"].as_str().unwrap());
        assert_eq!(post_json(&app, &for_a, &group.staff, version, None).await.ok()["state"], "accepted");
        // A member checks the whole split, and learns nobody's name.
        let mine = request(&app, Method::GET, "/api/v1/producer/standing", token_b).await.ok();
        assert_eq!((mine["group"].as_array().unwrap().len(), mine["workshops"].as_array().unwrap().len()), (3, 1));
        let instance = &mine["published"]["instance"];
        let shown = instance.to_string();
        assert!(["\"A\"", "\"B\"", "\"C\""].iter().all(|code| !shown.contains(code)), "{shown}");
        let split: Value = serde_json::from_str(&fair_split::json::split_json(&shown).unwrap()).unwrap();
        let levels = |rows: &Value, key: &str| -> BTreeMap<String, String> {
            let rows = rows.as_array().unwrap();
            let level = |r: &Value| format!("{:.3}", r["target_ratio"].as_f64().unwrap());
            rows.iter().map(|r| (r[key].as_str().unwrap().to_owned(), level(r))).collect()
        };
        assert_eq!(levels(&split["members"], "id"), levels(&mine["group"], "pseudonym"));
        let given: i64 =
            mine["published"]["assignments"].as_array().unwrap().iter().map(|r| r["lots"].as_i64().unwrap()).sum();
        assert_eq!(given, 12);
    }
);
