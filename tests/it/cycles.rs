//! The rhythm: calendars make cycles, cycles open and close by themselves, each step once.

use chrono::{DateTime, TimeDelta, Utc};
use entities::{
    cycles::cycle,
    platform::audit_entry,
    values::{CycleId, CycleState, OrganisationKind, Role, ZoneId},
};
use futures_util::future::join_all;
use minga::{
    buyers,
    cycles::{self, CycleTerms},
    platform::{app::App, jobs, unit_of_work::Actor},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use crate::support::{ApiClient, TestApp, both};

async fn zone(app: &App, code: &str) -> ZoneId {
    let mut tx = app.begin(Actor::System).await.unwrap();
    let zone = buyers::create_zone(&mut tx, code, &format!("Zona {code}")).await.unwrap();
    tx.commit().await.unwrap();
    zone.id
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A draft that opens on 3 March, closes on 10 March at 18:00 in Coyhaique and is delivered on 12 March.
async fn draft(app: &App, zone_id: ZoneId) -> CycleId {
    let mut tx = app.begin(Actor::System).await.unwrap();
    let new = CycleTerms {
        code: None,
        zone_id,
        delivery_date: "2026-03-12".parse().unwrap(),
        opens_at: at("2026-03-03T03:00:00Z"),
        cut_off_at: at("2026-03-10T21:00:00Z"),
        respond_by: at("2026-03-11T21:00:00Z"),
    };
    let made = cycles::create(&mut tx, new).await.unwrap();
    tx.commit().await.unwrap();
    made.id
}

async fn stored(app: &App, id: CycleId) -> cycle::Model {
    let tx = app.read(Actor::System).await.unwrap();
    cycles::get_cycle(&tx, id).await.unwrap()
}

/// How often this happened to a cycle.
async fn times(app: &App, id: CycleId, action: &str) -> usize {
    let tx = app.read(Actor::System).await.unwrap();
    let entries = audit_entry::Entity::find()
        .filter(audit_entry::Column::SubjectId.eq(uuid::Uuid::from(id)))
        .filter(audit_entry::Column::Action.eq(action));
    entries.all(tx.db()).await.unwrap().len()
}

both!(
    async fn a_calendar_makes_the_next_cycles_week_by_week(app: TestApp) {
        let staff = app.staff_client(Role::Staff).await;
        let zone = zone(&app.app, "norte").await;
        let schedule = json!({
            "opens_days_before": 9, "cut_off_days_before": 2, "cut_off_time": "18:00:00", "weeks_ahead": 3,
        });
        let new = json!({ "zone_id": zone, "delivery_weekday": 4, "schedule": schedule });
        let calendar = staff.post("/staff/calendars", new.clone()).await.ok();
        assert_eq!(staff.post("/staff/calendars", new.clone()).await.refusal(), (409, "calendar_exists"));
        let mut late = new.clone();
        late["schedule"]["cut_off_days_before"] = json!(9);
        assert_eq!(staff.post("/staff/calendars", late).await.refusal(), (409, "calendar_days"));
        let dates = async |staff: &ApiClient| -> Vec<String> {
            let list = staff.get("/staff/cycles").await.ok();
            list.as_array().unwrap().iter().map(|c| c["delivery_date"].as_str().unwrap().to_owned()).collect()
        };
        app.run_jobs().await;
        // It is Monday, 2 March: the cut-off of Thursday, 5 March is tomorrow.
        assert_eq!(dates(&staff).await, ["2026-03-19", "2026-03-12", "2026-03-05"]);
        let first = staff.get("/staff/cycles?until=2026-03-05").await.ok()[0].clone();
        let shown =
            ["code", "state", "cut_off_at", "respond_by", "production_week"].map(|k| first[k].as_str().unwrap());
        let wanted =
            ["norte-2026-03-05", "open", "2026-03-03T21:00:00+00:00", "2026-03-05T03:00:00+00:00", "2026-03-02"];
        assert_eq!(shown, wanted);
        app.run_jobs().await;
        assert_eq!(dates(&staff).await.len(), 3);

        app.advance(TimeDelta::days(7));
        let staff = app.staff_client(Role::Staff).await;
        app.run_jobs().await;
        assert_eq!(dates(&staff).await, ["2026-03-26", "2026-03-19", "2026-03-12", "2026-03-05"]);
        // A server that was off for a month makes what lies ahead, and nothing that has passed.
        app.advance(TimeDelta::days(30));
        let staff = app.staff_client(Role::Staff).await;
        app.run_jobs().await;
        let after = dates(&staff).await;
        assert_eq!(after[..3], ["2026-04-30", "2026-04-23", "2026-04-16"].map(str::to_owned)[..]);
        // It is Wednesday, 8 April: the cut-off of the next day has passed.
        assert!(!after.iter().any(|date| date == "2026-04-02" || date == "2026-04-09"));

        let path = format!("/staff/calendars/{}", calendar["id"].as_str().unwrap());
        let tag = staff.get(&path).await.tag();
        let mut wider = schedule.clone();
        wider["weeks_ahead"] = json!(4);
        staff.put(&path, &tag, wider.clone()).await.ok();
        assert_eq!(staff.put(&path, &tag, wider.clone()).await.refusal(), (412, "stale"));
        app.run_jobs().await;
        assert_eq!(dates(&staff).await[0], "2026-05-07");
        let ended = staff.post(&format!("{path}/end"), Value::Null).await;
        let tag = ended.tag();
        assert_eq!(staff.post(&format!("{path}/end"), Value::Null).await.tag(), tag);
        assert_eq!(staff.put(&path, &tag, wider).await.refusal(), (409, "calendar_ended"));
        app.advance(TimeDelta::days(21));
        let staff = app.staff_client(Role::Staff).await;
        app.run_jobs().await;
        assert_eq!(dates(&staff).await[0], "2026-05-07");
        // It may begin again.
        staff.post("/staff/calendars", new).await.ok();
        app.run_jobs().await;
        assert_eq!(dates(&staff).await[0], "2026-05-21");
    }
);

both!(
    async fn a_cycle_opens_and_closes_at_its_instants(app: TestApp) {
        let (north, south) = (zone(&app.app, "norte").await, zone(&app.app, "sur").await);
        let staff = app.staff_client(Role::Staff).await;
        let segment = json!({ "code": "lodge", "name_es": "Lodges", "name_en": "Lodges" });
        let segment = staff.post("/staff/segments", segment).await.ok();
        let lodge = app.organisation_client(OrganisationKind::Buyer, "lodge").await;
        let terms = json!({
            "segment_id": segment["id"], "zone_id": north, "payment_terms_days": 30, "priority": 1,
            "invoicing_terms": "per_delivery", "order_minimum": { "amount": 0, "currency": "CLP" },
        });
        let organisation = lodge.user.as_ref().unwrap().organisation;
        let account = json!({ "organisation_id": organisation, "code": "lodge", "terms": terms });
        staff.post("/staff/buyers", account).await.ok();
        let (mine, other) = (draft(&app.app, north).await, draft(&app.app, south).await);
        assert_eq!(lodge.get("/buyer/cycles").await.ok(), json!([]));

        app.clock.set(at("2026-03-03T02:59:59Z"));
        app.run_jobs().await;
        assert_eq!(stored(&app.app, mine).await.state, CycleState::Draft);
        app.clock.set(at("2026-03-03T03:00:00Z"));
        app.run_jobs().await;
        assert_eq!(stored(&app.app, mine).await.opened_at, Some(app.now()));
        let seen = lodge.get("/buyer/cycles").await.ok();
        assert_eq!((seen.as_array().unwrap().len(), &seen[0]["id"]), (1, &json!(mine)));
        assert_eq!(app.anonymous_client().get("/public/cycles").await.ok().as_array().unwrap().len(), 2);

        app.clock.set(at("2026-03-10T20:59:59Z"));
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        assert_eq!(cycles::lock_open(&mut tx, mine).await.unwrap().id, mine);
        drop(tx);
        // At the cut-off nothing is taken any more, whether the job has run or not.
        app.clock.set(at("2026-03-10T21:00:00Z"));
        assert_eq!(lodge.get("/buyer/cycles").await.ok(), json!([]));
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        assert_eq!(cycles::lock_open(&mut tx, mine).await.unwrap_err().code(), "cycle_not_open");
        drop(tx);
        app.run_jobs().await;
        for id in [mine, other] {
            assert_eq!(stored(&app.app, id).await.closed_at, Some(app.now()));
            assert_eq!((times(&app.app, id, "opened").await, times(&app.app, id, "closed").await), (1, 1));
        }
    }
);

both!(
    async fn a_process_that_slept_through_it_all_opens_and_closes_once(app: TestApp) {
        let id = draft(&app.app, zone(&app.app, "norte").await).await;
        app.clock.set(at("2026-03-20T12:00:00Z"));
        let other = app.other_node().await;
        let (one, two) = tokio::join!(jobs::run_due(&app.app, "one"), jobs::run_due(&other, "two"));
        assert!(one.unwrap() + two.unwrap() >= 2);
        app.run_jobs().await;
        assert_eq!(stored(&app.app, id).await.closed_at, Some(app.now()));
        assert_eq!((times(&app.app, id, "opened").await, times(&app.app, id, "closed").await), (1, 1));
    }
);

both!(
    async fn of_two_nodes_that_close_a_cycle_one_does(app: TestApp) {
        let id = draft(&app.app, zone(&app.app, "norte").await).await;
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        assert_eq!(cycles::close(&mut tx, id).await.unwrap_err().code(), "cycle_state");
        assert!(cycles::open(&mut tx, id).await.unwrap());
        assert!(!cycles::open(&mut tx, id).await.unwrap());
        tx.commit().await.unwrap();
        let nodes = [app.app.clone(), app.other_node().await, app.other_node().await];
        let tries = (0..9).map(|n| {
            let node = nodes[n % 3].clone();
            tokio::spawn(async move {
                let mut tx = node.begin(Actor::System).await.unwrap();
                let done = cycles::close(&mut tx, id).await.unwrap();
                tx.commit().await.unwrap();
                done
            })
        });
        let closed: Vec<bool> = join_all(tries).await.into_iter().map(Result::unwrap).collect();
        assert_eq!(closed.into_iter().filter(|done| *done).count(), 1);
        assert_eq!(times(&app.app, id, "closed").await, 1);
        assert_eq!(stored(&app.app, id).await.state, CycleState::Closed);
    }
);

both!(
    async fn who_orders_holds_the_cycle_open_until_the_order_is_in(app: TestApp) {
        let id = draft(&app.app, zone(&app.app, "norte").await).await;
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        cycles::open(&mut tx, id).await.unwrap();
        tx.commit().await.unwrap();
        let node = app.other_node().await;
        let mut ordering = app.app.begin(Actor::System).await.unwrap();
        cycles::lock_open(&mut ordering, id).await.unwrap();
        let closing = tokio::spawn(async move {
            let mut tx = node.begin(Actor::System).await.unwrap();
            let done = cycles::close(&mut tx, id).await.unwrap();
            tx.commit().await.unwrap();
            done
        });
        let mut closing = Box::pin(closing);
        tokio::select! {
            biased;
            () = app.someone_waits() => {}
            done = &mut closing => panic!("closed under an order: {done:?}"),
        }
        ordering.commit().await.unwrap();
        assert!(closing.await.unwrap());
        let mut late = app.app.begin(Actor::System).await.unwrap();
        assert_eq!(cycles::lock_open(&mut late, id).await.unwrap_err().code(), "cycle_not_open");
    }
);

both!(
    async fn later_slices_move_a_closed_cycle_one_step_at_a_time(app: TestApp) {
        let id = draft(&app.app, zone(&app.app, "norte").await).await;
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        cycles::open(&mut tx, id).await.unwrap();
        let refused = cycles::advance(&mut tx, id, CycleState::Allocated).await.unwrap_err();
        assert_eq!(refused.code(), "cycle_state");
        cycles::close(&mut tx, id).await.unwrap();
        let steps = [CycleState::Allocated, CycleState::Published, CycleState::Delivering, CycleState::Delivered];
        assert!(cycles::advance(&mut tx, id, CycleState::Published).await.is_err());
        for step in steps {
            assert!(cycles::advance(&mut tx, id, step).await.unwrap());
            assert!(!cycles::advance(&mut tx, id, step).await.unwrap());
        }
        for back in [CycleState::Open, CycleState::Closed, CycleState::Allocated] {
            assert!(cycles::advance(&mut tx, id, back).await.is_err(), "{back:?}");
        }
        let done = cycles::get_cycle(&tx, id).await.unwrap();
        let stamps = [done.allocated_at, done.published_at, done.delivering_at, done.delivered_at];
        assert_eq!((stamps, done.state), ([Some(app.now()); 4], CycleState::Delivered));
    }
);

both!(
    async fn staff_make_cycles_and_move_their_instants(app: TestApp) {
        let staff = app.staff_client(Role::Staff).await;
        let zone = zone(&app.app, "norte").await;
        let times_of = |opens: &str, cut_off: &str, respond: &str| json!({ "opens_at": opens, "cut_off_at": cut_off, "respond_by": respond });
        let good = times_of("2026-03-03T03:00:00Z", "2026-03-10T21:00:00Z", "2026-03-11T21:00:00Z");
        let make = |times: &Value| json!({ "zone_id": zone, "delivery_date": "2026-03-12", "times": times });
        let past = times_of("2026-02-01T00:00:00Z", "2026-03-02T12:00:00Z", "2026-03-03T00:00:00Z");
        assert_eq!(staff.post("/staff/cycles", make(&past)).await.refusal(), (409, "cut_off_in_past"));
        let late = times_of("2026-03-03T03:00:00Z", "2026-03-13T21:00:00Z", "2026-03-14T21:00:00Z");
        assert_eq!(staff.post("/staff/cycles", make(&late)).await.refusal(), (409, "cycle_times"));
        let made = staff.post("/staff/cycles", make(&good)).await.ok();
        assert_eq!(staff.post("/staff/cycles", make(&good)).await.refusal(), (409, "cycle_exists"));
        let path = format!("/staff/cycles/{}", made["id"].as_str().unwrap());
        let id: CycleId = serde_json::from_value(made["id"].clone()).unwrap();

        let tag = staff.post(&format!("{path}/open"), Value::Null).await.tag();
        let later = times_of("2026-03-03T03:00:00Z", "2026-03-11T12:00:00Z", "2026-03-11T21:00:00Z");
        let moved = staff.put(&path, &tag, later.clone()).await;
        assert_eq!(moved.body["cut_off_at"], "2026-03-11T12:00:00+00:00");
        assert_eq!(staff.put(&path, &tag, later.clone()).await.refusal(), (412, "stale"));
        // The job of the old cut-off finds another and leaves the cycle open; so it is with the opening.
        app.clock.set(at("2026-03-10T21:00:00Z"));
        app.run_jobs().await;
        assert_eq!(stored(&app.app, id).await.state, CycleState::Open);
        let counts = staff.get("/staff/cycle-counts").await.ok();
        let open = counts.as_array().unwrap().iter().find(|c| c["state"] == "open").unwrap();
        assert_eq!((counts.as_array().unwrap().len(), &open["cycles"]), (7, &json!(1)));
        app.clock.set(at("2026-03-11T12:00:00Z"));
        app.run_jobs().await;
        assert_eq!(stored(&app.app, id).await.closed_at, Some(app.now()));
        let tag = staff.get(&path).await.tag();
        assert_eq!(staff.put(&path, &tag, later).await.refusal(), (409, "cycle_state"));
        staff.post(&format!("{path}/close"), Value::Null).await.ok();
        assert_eq!(times(&app.app, id, "closed").await, 1);
    }
);

both!(
    async fn a_date_is_served_by_its_own_cycle_or_the_last_before_it(app: TestApp) {
        let (zone, other) = (zone(&app.app, "norte").await, zone(&app.app, "sur").await);
        let id = draft(&app.app, zone).await;
        let served = async |zone: ZoneId, date: &str| {
            let tx = app.app.read(Actor::System).await.unwrap();
            cycles::find_cycle_for(&tx, zone, date.parse().unwrap()).await.unwrap().map(|c| c.id)
        };
        for (date, found) in
            [("2026-03-11", None), ("2026-03-12", Some(id)), ("2026-03-26", Some(id)), ("2026-03-27", None)]
        {
            assert_eq!(served(zone, date).await, found, "{date}");
        }
        assert_eq!(served(other, "2026-03-12").await, None);
        // After its cut-off it still is the cycle of its own date, and of no other.
        app.clock.set(at("2026-03-10T21:00:00Z"));
        assert_eq!(served(zone, "2026-03-12").await, Some(id));
        assert_eq!(served(zone, "2026-03-13").await, None);
    }
);
