//! Workshops, their shares, authorisations, pauses and accounts; decisions and seasons.

use chrono::{NaiveDate, TimeDelta};
use entities::{
    members::bank_account,
    platform::audit_entry,
    values::{BoundBy, OrganisationKind, Role, WorkshopId},
};
use futures_util::future::join_all;
use minga::{members, platform::unit_of_work::Actor};
use sea_orm::EntityTrait;
use serde_json::{Value, json};

use crate::support::{ApiClient, TestApp, both};

fn facts(name: &str) -> Value {
    json!({ "name": name, "comuna": "Coyhaique", "comuna_code": "11101", "tax_status": "issues_documents" })
}

fn workshop(organisation: impl serde::Serialize, code: &str) -> Value {
    json!({
        "organisation_id": organisation, "code": code, "joined_on": "2026-01-05", "weight": 3, "facts": facts(code),
    })
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn id(workshop: &Value) -> WorkshopId {
    serde_json::from_value(workshop["workshop"]["id"].clone()).unwrap()
}

/// A member with one workshop: the producer's client and the workshop.
async fn member(app: &TestApp, staff: &ApiClient, code: &str) -> (ApiClient, Value) {
    let producer = app.organisation_client(OrganisationKind::Producer, code).await;
    let organisation = producer.user.as_ref().unwrap().organisation;
    let created = staff.post("/staff/workshops", workshop(organisation, code)).await.ok();
    (producer, created)
}

both!(
    async fn a_workshop_joins_changes_and_leaves(app: TestApp) {
        let staff = app.staff_client(Role::Staff).await;
        let producer = app.organisation_client(OrganisationKind::Producer, "ulmo").await;
        let organisation = producer.user.as_ref().unwrap().organisation;
        let created = staff.post_as("first", "/staff/workshops", workshop(organisation, "U1")).await.ok();
        let again = staff.post_as("first", "/staff/workshops", workshop(organisation, "U1")).await.ok();
        assert_eq!(created["workshop"]["id"], again["workshop"]["id"]);
        assert_eq!(
            (&created["workshop"]["weight"], &created["workshop"]["blocked_by"]),
            (&json!(3), &json!("authorisation"))
        );

        let taken = staff.post("/staff/workshops", workshop(organisation, "U1")).await;
        assert_eq!((taken.refusal(), taken.pointer()), ((409, "code_taken"), "/code"));
        let lodge = app.organisation_client(OrganisationKind::Buyer, "lodge").await;
        let wrong = staff.post("/staff/workshops", workshop(lodge.user.as_ref().unwrap().organisation, "U2")).await;
        assert_eq!(wrong.refusal(), (409, "not_a_producer"));
        let unknown = staff.post("/staff/workshops", workshop(uuid::Uuid::nil(), "U3")).await;
        assert_eq!(unknown.refusal(), (404, "not_found"));

        let path = format!("/staff/workshops/{}", created["workshop"]["id"].as_str().unwrap());
        let tag = staff.get(&path).await.tag();
        let mut change = facts("Miel de ulmo");
        change["left_on"] = json!("2026-01-04");
        assert_eq!(staff.put(&path, &tag, change.clone()).await.refusal(), (409, "left_before_joining"));
        change["left_on"] = json!("2026-06-30");
        assert_eq!(staff.put_without_if_match(&path, change.clone()).await.refusal(), (400, "if_match_missing"));
        let changed = staff.put(&path, &tag, change.clone()).await;
        assert_ne!(changed.tag(), tag);
        assert_eq!(changed.body["workshop"]["name"], "Miel de ulmo");
        assert_eq!(staff.put(&path, &tag, change).await.refusal(), (412, "stale"));

        let tx = app.app.read(Actor::System).await.unwrap();
        for (date, count) in [("2026-01-04", 0), ("2026-01-05", 1), ("2026-06-30", 1), ("2026-07-01", 0)] {
            assert_eq!(members::list_workshops_on(&tx, day(date)).await.unwrap().len(), count, "{date}");
        }
    }
);

both!(
    async fn a_code_is_one_units_however_many_ask_at_once(app: TestApp) {
        let staff = app.staff_client(Role::Staff).await;
        let organisation =
            app.organisation_client(OrganisationKind::Producer, "ulmo").await.user.as_ref().unwrap().organisation;
        let tries = (0..6).map(|_| staff.post("/staff/workshops", workshop(organisation, "U1")));
        let mut statuses: Vec<u16> = join_all(tries).await.iter().map(|response| response.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409, 409, 409, 409, 409]);
    }
);

both!(
    async fn shares_are_dated_and_their_history_is_kept(app: TestApp) {
        let staff = app.staff_client(Role::Staff).await;
        let (_, created) = member(&app, &staff, "ulmo").await;
        let path = format!("/staff/workshops/{}/shares", created["workshop"]["id"].as_str().unwrap());
        let share = |weight: i64, from: &str| json!({ "weight": weight, "from_date": from });
        for (weight, from, refused) in [
            (5, "2026-01-05", (409, "share_not_newest")),
            (5, "2026-01-04", (409, "share_not_newest")),
            (5, "2026-03-01", (409, "share_in_past")),
            (0, "2026-04-01", (400, "invalid_body")),
        ] {
            assert_eq!(staff.post(&path, share(weight, from)).await.refusal(), refused, "{weight} {from}");
        }
        staff.post(&path, share(5, "2026-04-01")).await.ok();
        // The same again is harmless, under a key of its own too.
        staff.post(&path, share(5, "2026-04-01")).await.ok();
        let tx = app.app.read(Actor::System).await.unwrap();
        for (date, weight) in [("2026-01-04", None), ("2026-01-05", Some(3)), ("2026-04-01", Some(5))] {
            let shares = members::list_share_weights(&tx, day(date)).await.unwrap();
            assert_eq!(shares.get(&id(&created)).copied(), weight, "{date}");
        }
        let shares = staff.get(path.trim_end_matches("/shares")).await.ok()["shares"].clone();
        assert_eq!(shares.as_array().unwrap().len(), 2);
    }
);

both!(
    async fn a_workshop_supplies_only_while_authorised_and_not_paused(app: TestApp) {
        let staff = app.staff_client(Role::Staff).await;
        let (_, created) = member(&app, &staff, "ulmo").await;
        let path = format!("/staff/workshops/{}", created["workshop"]["id"].as_str().unwrap());
        let authorisation = json!({ "number": "RES-77", "valid_from": "2026-02-01" });
        let given = staff.post(&format!("{path}/authorisations"), authorisation.clone()).await.ok();
        assert_eq!(given["valid_until"], "2029-01-31");
        staff.post(&format!("{path}/authorisations"), authorisation).await.ok();
        let other = json!({ "number": "RES-77", "valid_from": "2026-02-02" });
        let refused = staff.post(&format!("{path}/authorisations"), other).await;
        assert_eq!(refused.refusal(), (409, "authorisation_exists"));

        let pauses = format!("{path}/pauses");
        let pause = json!({ "from_date": "2026-05-01", "reason": "Se arregla el techo" });
        let paused = staff.post(&pauses, pause.clone()).await.ok();
        assert_eq!(staff.post(&pauses, pause).await.ok()["id"], paused["id"]);
        let late = json!({ "from_date": "2026-09-01", "until_date": "2026-09-05", "reason": "Viaje" });
        assert_eq!(staff.post(&pauses, late.clone()).await.refusal(), (409, "pause_overlaps"));
        let one = format!("{pauses}/{}", paused["id"].as_str().unwrap());
        let end = |date: &str| json!({ "until_date": date });
        assert_eq!(staff.put_without_if_match(&one, end("2026-04-30")).await.refusal(), (409, "ends_before_start"));
        staff.put_without_if_match(&one, end("2026-05-10")).await.ok();
        staff.put_without_if_match(&one, end("2026-05-10")).await.ok();
        staff.post(&pauses, late).await.ok();
        assert_eq!(staff.put_without_if_match(&one, end("2026-09-02")).await.refusal(), (409, "pause_overlaps"));

        let tx = app.app.read(Actor::System).await.unwrap();
        for (date, why) in [
            ("2026-01-31", Some(BoundBy::Authorisation)),
            ("2026-02-01", None),
            ("2026-04-30", None),
            ("2026-05-01", Some(BoundBy::Pause)),
            ("2026-05-10", Some(BoundBy::Pause)),
            ("2026-05-11", None),
            ("2029-01-31", None),
            ("2029-02-01", Some(BoundBy::Authorisation)),
        ] {
            let blocked = members::list_supply_blocks(&tx, day(date), &[id(&created)]).await.unwrap();
            assert_eq!(blocked.get(&id(&created)).copied(), why, "{date}");
        }
    }
);

fn account() -> Value {
    json!({
        "bank_code": "12", "account_kind": "sight", "account_number": "0012-3456-789", "holder_name": "Rosa Mansilla",
        "holder_tax_id": "12.345.678-5", "email": "rosa@ejemplo.cl",
    })
}

both!(
    async fn a_bank_account_is_checked_masked_and_changed_by_one_at_a_time(app: TestApp) {
        let staff = app.staff_client(Role::Staff).await;
        let finance = app.staff_client(Role::Finance).await;
        let (producer, created) = member(&app, &staff, "ulmo").await;
        let own = format!("/producer/workshops/{}/bank-account", created["workshop"]["id"].as_str().unwrap());
        let theirs = own.replace("/producer", "/staff");
        assert_eq!(staff.get(&theirs).await.status, 403);

        let none = producer.get(&own).await;
        let tag = none.tag();
        assert_eq!(none.body["known"], false);
        let mut wrong = account();
        (wrong["bank_code"], wrong["account_number"], wrong["holder_tax_id"]) =
            (json!("999"), json!("12a4"), json!("12.345.678-6"));
        let refused = producer.put(&own, &tag, wrong).await;
        assert_eq!(refused.refusal(), (400, "invalid_body"));
        let codes: Vec<&str> =
            refused.body["errors"].as_array().unwrap().iter().map(|e| e["code"].as_str().unwrap()).collect();
        assert_eq!(codes, ["bank_unknown", "account_number_invalid", "rut_invalid"]);

        let set = producer.put(&own, &tag, account()).await;
        let first = set.tag();
        let masked = set.ok();
        assert_eq!((&masked["bank"], &masked["account_number"]), (&json!("BancoEstado"), &json!("•••••••6789")));
        assert!(!masked.to_string().contains("12345678") && !masked.to_string().contains("00123456"));
        // The same again is no change; another, read before it, comes too late.
        assert_eq!(producer.put(&own, &first, account()).await.tag(), first);
        let mut other = account();
        other["account_number"] = json!("99887766");
        assert_eq!(finance.put(&theirs, &tag, other.clone()).await.refusal(), (412, "stale"));
        let second = finance.put(&theirs, &first, other).await;
        assert_eq!(second.body["account_number"], "••••7766");

        let tx = app.app.read(Actor::System).await.unwrap();
        assert_eq!(bank_account::Entity::find().all(tx.db()).await.unwrap().len(), 2);
        let account = members::find_bank_account(&tx, id(&created)).await.unwrap().unwrap();
        assert_eq!((account.account_number.as_str(), account.bank_code.as_str()), ("99887766", "012"));
        let entries = audit_entry::Entity::find().all(tx.db()).await.unwrap();
        let changes: Vec<&audit_entry::Model> = entries.iter().filter(|e| e.action == "bank_account_set").collect();
        assert_eq!(changes.len(), 2);
        assert!(changes.iter().all(|e| e.person_id.is_some() && !e.detail.to_string().contains("9988776")));
    }
);

both!(
    async fn two_people_set_an_account_at_once_and_the_others_are_refused(app: TestApp) {
        let staff = app.staff_client(Role::Staff).await;
        let (producer, created) = member(&app, &staff, "ulmo").await;
        let own = format!("/producer/workshops/{}/bank-account", created["workshop"]["id"].as_str().unwrap());
        let tag = producer.get(&own).await.tag();
        let with = |number: &str| {
            let mut body = account();
            body["account_number"] = json!(number);
            body
        };
        let tries = ["1111111", "2222222", "3333333"].map(|number| producer.put(&own, &tag, with(number)));
        let mut statuses: Vec<u16> = join_all(tries).await.iter().map(|response| response.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412, 412]);
    }
);

both!(
    async fn a_producer_knows_its_own_workshops_only(app: TestApp) {
        let staff = app.staff_client(Role::Staff).await;
        let (ulmo, first) = member(&app, &staff, "ulmo").await;
        let (maqui, _) = member(&app, &staff, "maqui").await;
        let codes = |list: Value| -> Vec<String> {
            list.as_array().unwrap().iter().map(|u| u["code"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(codes(maqui.get("/producer/workshops").await.ok()), ["maqui"]);
        let path = format!("/producer/workshops/{}", first["workshop"]["id"].as_str().unwrap());
        assert_eq!(ulmo.get(&path).await.ok()["workshop"]["code"], "ulmo");
        assert_eq!(maqui.get(&path).await.refusal(), (404, "not_found"));
        assert_eq!(maqui.get(&format!("{path}/bank-account")).await.refusal(), (404, "not_found"));
        let set = maqui.put(&format!("{path}/bank-account"), "\"v0\"", account()).await;
        assert_eq!(set.refusal(), (404, "not_found"));
        assert_eq!(codes(staff.get("/staff/workshops").await.ok()), ["maqui", "ulmo"]);
        let page = staff.get("/staff/workshops?limit=1").await;
        let next = page.link.as_deref().unwrap().trim_start_matches("</api/v1").split('>').next().unwrap().to_owned();
        assert_eq!(codes(page.ok()), ["maqui"]);
        assert_eq!(codes(staff.get(&next).await.ok()), ["ulmo"]);
    }
);

fn decision(code: &str, from: &str, settings: Value) -> Value {
    json!({
        "code": code, "title": "Acuerdo de asamblea", "decided_on": "2026-01-10", "effective_from": from,
        "settings": settings,
    })
}

both!(
    async fn the_newest_decision_in_force_wins(app: TestApp) {
        let admin = app.staff_client(Role::Admin).await;
        let on = |day: &str| format!("/staff/settings?on={day}");
        let before = admin.get(&on("2026-03-01")).await.ok();
        assert_eq!((&before["commission_bps"], &before["respond_hours"]), (&json!(1000), &json!(48)));
        let first = decision("A-1", "2026-02-01", json!({ "commission_bps": 800, "declined_counts": false }));
        admin.post("/staff/decisions", first.clone()).await.ok();
        admin.post("/staff/decisions", decision("A-2", "2026-05-01", json!({ "commission_bps": 1200 }))).await.ok();
        assert_eq!(admin.post("/staff/decisions", first).await.refusal(), (409, "code_taken"));
        let early = decision("A-3", "2026-01-09", json!({}));
        assert_eq!(admin.post("/staff/decisions", early).await.refusal(), (409, "effective_before_decided"));
        let mut dreamt = decision("A-4", "2026-12-01", json!({}));
        dreamt["decided_on"] = json!("2026-11-01");
        assert_eq!(admin.post("/staff/decisions", dreamt).await.refusal(), (409, "decided_in_future"));
        for bad in [json!({ "commission_bps": 10_001 }), json!({ "rate": 1 })] {
            assert_eq!(admin.post("/staff/decisions", decision("A-5", "2026-02-01", bad)).await.status, 400);
        }
        for (day, commission, counts) in
            [("2026-01-31", 1000, true), ("2026-02-01", 800, false), ("2026-05-01", 1200, false)]
        {
            let held = admin.get(&on(day)).await.ok();
            assert_eq!(
                (&held["commission_bps"], &held["declined_counts"]),
                (&json!(commission), &json!(counts)),
                "{day}"
            );
        }
        let producer = app.organisation_client(OrganisationKind::Producer, "ulmo").await;
        assert_eq!(producer.get("/producer/settings").await.ok()["commission_bps"], 800);
        assert_eq!(producer.get("/producer/decisions").await.ok()[0]["code"], "A-2");
        let staff = app.staff_client(Role::Staff).await;
        assert_eq!(staff.post("/staff/decisions", decision("A-6", "2026-02-01", json!({}))).await.status, 403);
    }
);

both!(
    async fn a_day_lies_in_one_season_also_when_several_are_created_at_once(app: TestApp) {
        let admin = app.staff_client(Role::Admin).await;
        let season =
            |code: &str, from: &str, to: &str| json!({ "code": code, "name": code, "starts_on": from, "ends_on": to });
        let tries = [("a", "2026-01-01"), ("b", "2026-02-01"), ("c", "2026-03-01")]
            .map(|(code, from)| admin.post("/staff/seasons", season(code, from, "2026-12-31")));
        let responses = join_all(tries).await;
        assert_eq!(responses.iter().filter(|r| r.status == 201).count(), 1);
        assert!(responses.iter().filter(|r| r.status != 201).all(|r| r.refusal() == (409, "season_overlaps")));
        admin.post("/staff/seasons", season("d", "2027-01-01", "2027-12-31")).await.ok();
        assert_eq!(
            admin.post("/staff/seasons", season("e", "2028-02-01", "2028-01-31")).await.refusal(),
            (409, "ends_before_start")
        );

        let tx = app.app.read(Actor::System).await.unwrap();
        let found = |date| members::find_season(&tx, date);
        assert_eq!(found(day("2027-01-01")).await.unwrap().unwrap().code, "d");
        assert_eq!(found(day("2026-12-31")).await.unwrap().unwrap().ends_on + TimeDelta::days(1), day("2027-01-01"));
        assert!(found(day("2028-01-01")).await.unwrap().is_none());
    }
);
