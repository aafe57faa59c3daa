//! Nodes that race, and nodes that are killed at any step of closing, publishing and re-offering: nothing is lost, and
//! nothing happens twice.

use async_trait::async_trait;
use entities::{
    allocation::quota_change,
    platform::{audit_entry, job},
    values::OrderId,
};
use minga::{
    flow::FLOW,
    platform::{
        app::{App, Flow},
        http::{etag::IfMatch, problem::Result},
        jobs::Claim,
        unit_of_work::{Event, Job},
    },
};
use sea_orm::ConnectionTrait;
use tokio::sync::Notify;

use super::*;
use crate::support::for_steps;

/// More steps than any work here has.
const ENDLESS: usize = 5_000;

async fn runs(app: &TestApp, cycle: CycleId) -> Vec<allocation_run::Model> {
    let read = app.app.read(Actor::System).await.unwrap();
    let found = allocation_run::Entity::find().filter(allocation_run::Column::CycleId.eq(cycle));
    found.order_by_asc(allocation_run::Column::Number).all(read.db()).await.unwrap()
}

async fn deadlines(app: &TestApp) -> usize {
    let read = app.app.read(Actor::System).await.unwrap();
    let found = job::Entity::find().filter(job::Column::Kind.eq(allocation::ExpireQuotas::KIND));
    found.all(read.db()).await.unwrap().len()
}

async fn audited(app: &TestApp, cycle: CycleId, action: &str) -> usize {
    let read = app.app.read(Actor::System).await.unwrap();
    let found = audit_entry::Entity::find()
        .filter(audit_entry::Column::SubjectId.eq(uuid::Uuid::from(cycle)))
        .filter(audit_entry::Column::Action.eq(action));
    found.all(read.db()).await.unwrap().len()
}

/// All that its workshops carry, by code.
async fn all_carried(app: &TestApp, group: &Group) -> BTreeMap<&'static str, i64> {
    let mut sums = BTreeMap::new();
    for (code, maker) in &group.makers {
        sums.insert(*code, carried(app, maker.workshop).await.values().sum());
    }
    sums
}

/// A job that ends its workers time and again is given up; here they are killed by the test.
async fn forget_interruptions(app: &TestApp) {
    let tx = app.app.begin(Actor::System).await.unwrap();
    tx.db().execute_unprepared("UPDATE job SET interruptions = 0").await.unwrap();
    tx.commit().await.unwrap();
}

both!(
    async fn two_nodes_close_at_the_same_instant_and_one_run_results(app: TestApp) {
        let group = Group::of(&app, THREE).await;
        for round in 0..4 {
            let cycle = group.ordered(&app, &[("miel", 120)]).await;
            app.advance(TimeDelta::days(2));
            let (one, two) = (app.other_node().await, app.other_node().await);
            let close = async |node: &App, name: &str| {
                let mut tx = node.begin(Actor::System).await.unwrap();
                // Staff close by hand while the clock closes, on both nodes.
                let closed = minga::cycles::close(&mut tx, cycle).await.is_ok();
                let done = if closed { tx.commit().await.is_ok() } else { false };
                jobs::run_due(node, name).await.unwrap();
                done
            };
            let third = jobs::run_due(&app.app, "three");
            tokio::join!(close(&one, "one"), close(&two, "two"), third).2.unwrap();
            app.advance(TimeDelta::minutes(10));
            app.run_jobs().await;
            let made = runs(&app, cycle).await;
            assert_eq!(made.len(), 1, "round {round}");
            assert_eq!((audited(&app, cycle, "closed").await, audited(&app, cycle, "split").await), (1, 1));
            let read = app.app.read(Actor::System).await.unwrap();
            let quotas = quota::Entity::find().filter(quota::Column::CycleId.eq(cycle)).all(read.db()).await.unwrap();
            assert_eq!(quotas.iter().map(|q| q.lots).sum::<i64>(), 12);
            drop(read);
            // Both publish at once, too.
            let put_out = async |node: &App| {
                let mut tx = node.begin(Actor::System).await.unwrap();
                let done = allocation::publish_quotas(&mut tx, cycle).await.unwrap();
                tx.commit().await.unwrap();
                done
            };
            let done = tokio::join!(put_out(&one), put_out(&two));
            assert!(done.0 ^ done.1, "round {round}: {done:?}");
            assert_eq!(audited(&app, cycle, "quotas_published").await, 1);
            app.advance(TimeDelta::days(12));
            app.run_jobs().await;
        }
    }
);

both!(
    async fn a_node_killed_at_any_step_of_closing_and_splitting_leaves_one_run(app: TestApp) {
        let group = Group::of(&app, THREE).await;
        let cycle = group.ordered(&app, &[("miel", 115)]).await;
        app.advance(TimeDelta::days(2));
        let mut killed = 0;
        let node = app.other_node().await;
        for steps in 1..ENDLESS {
            let done = for_steps(steps, jobs::run_due(&node, "mortal")).await;
            app.at_rest().await;
            assert!(runs(&app, cycle).await.len() <= 1, "after {steps} steps");
            if done.is_some() && !runs(&app, cycle).await.is_empty() {
                break;
            }
            killed += 1;
            // The next node has to wait for the lease of the dead one.
            app.advance(TimeDelta::minutes(3));
        }
        assert!(killed > 0, "it was never killed");
        app.advance(TimeDelta::minutes(3));
        app.run_jobs().await;
        let now = board(&app, &group, cycle).await;
        assert_eq!((runs(&app, cycle).await.len(), group.lots(&now).values().sum::<i64>()), (1, 12));
        assert_eq!((audited(&app, cycle, "closed").await, audited(&app, cycle, "split").await), (1, 1));
    }
);

both!(
    async fn a_node_killed_at_any_step_of_publishing_has_published_all_or_nothing(app: TestApp) {
        // The last lots of honey have no maker: publishing tells a shortage too.
        let group = Group::of(&app, &[("A", 1, &[("miel", 45)]), ("B", 1, &[("miel", 45)])]).await;
        let cycle = group.ordered(&app, &[("miel", 80)]).await;
        group.can_make(&app, "B", "miel", 20).await;
        app.advance(TimeDelta::days(2));
        app.run_jobs().await;
        let mut killed = 0;
        for steps in 1..ENDLESS {
            let response = for_steps(steps, request(&app, Method::POST, &path(cycle, "/publish"), &group.staff)).await;
            app.at_rest().await;
            let now = board(&app, &group, cycle).await;
            let seen = (all_carried(&app, &group).await, short(&app, cycle).await, deadlines(&app).await);
            if now["cycle_state"] == "published" {
                let worth = BTreeMap::from([("A", 4 * VALUE), ("B", 2 * VALUE)]);
                assert_eq!(seen, (worth, vec![("not_allocated".to_owned(), 20)], 1), "after {steps} steps");
            } else {
                let nothing = BTreeMap::from([("A", 0), ("B", 0)]);
                assert_eq!((seen, response.is_none()), ((nothing, vec![], 0), true), "after {steps} steps");
            }
            // The answer may be lost after the commit: asked again, it is the same.
            if let Some(response) = response {
                response.ok();
                break;
            }
            killed += 1;
        }
        assert!(killed > 0, "it was never killed");
        assert_eq!(audited(&app, cycle, "quotas_published").await, 1);
        assert_eq!(broken(&app).await, [""; 0]);
    }
);

both!(
    async fn a_node_killed_at_any_step_of_an_answer_reoffers_once_or_not_at_all(app: TestApp) {
        let group = Group::of(&app, THREE).await;
        let (cycle, response) = group.published(&app, &[("miel", 120)]).await;
        let b = group.quota(&response, "B", "published");
        let no = json!({ "reason": "no alcanzo" });
        let before = all_carried(&app, &group).await;
        let mut killed = 0;
        for steps in 1..ENDLESS {
            let (token, path) = (&group.makers["B"].token, answer_path(b, "decline"));
            let node = post_json(&app, &path, token, Some(&b["version"]), Some(no.clone()));
            let heard = for_steps(steps, node).await;
            app.at_rest().await;
            let made = runs(&app, cycle).await.len();
            let now = board(&app, &group, cycle).await;
            if made == 2 {
                assert_eq!(group.quota(&now, "A", "published")["lots"].as_i64(), Some(5), "after {steps} steps");
                assert_eq!(group.lots(&now).values().sum::<i64>(), 12);
            } else {
                assert_eq!((made, all_carried(&app, &group).await), (1, before.clone()), "after {steps} steps");
                group.quota(&now, "B", "published");
            }
            if let Some(heard) = heard {
                heard.ok();
                break;
            }
            killed += 1;
        }
        assert!(killed > 0, "it was never killed");
        assert_eq!(runs(&app, cycle).await.len(), 2);
        // B's five lots count as given to it, and A's ten as awaited.
        let worth = BTreeMap::from([("A", 10 * VALUE), ("B", 5 * VALUE), ("C", 2 * VALUE)]);
        assert_eq!(all_carried(&app, &group).await, worth);
        assert_eq!(broken(&app).await, [""; 0]);
    }
);

both!(
    async fn a_node_killed_at_any_step_of_a_deadline_reoffers_once_or_not_at_all(app: TestApp) {
        let group = Group::of(&app, THREE).await;
        let (cycle, response) = group.published(&app, &[("miel", 120)]).await;
        for maker in ["A", "C"] {
            reply(&app, &group, maker, group.quota(&response, maker, "published"), "accept", None).await;
        }
        app.advance(TimeDelta::hours(48));
        let mut killed = 0;
        let node = app.other_node().await;
        for steps in 1..ENDLESS {
            let done = for_steps(steps, jobs::run_due(&node, "mortal")).await;
            app.at_rest().await;
            let now = board(&app, &group, cycle).await;
            if runs(&app, cycle).await.len() == 1 {
                group.quota(&now, "B", "published");
            } else {
                group.quota(&now, "B", "expired");
            }
            assert_eq!(group.lots(&now).values().sum::<i64>(), 12, "after {steps} steps");
            if done.is_some() && runs(&app, cycle).await.len() == 2 {
                break;
            }
            killed += 1;
            forget_interruptions(&app).await;
            app.advance(TimeDelta::seconds(130));
        }
        assert!(killed > 0, "it was never killed");
        assert_eq!(runs(&app, cycle).await.len(), 2);
        assert_eq!(carried(&app, group.makers["B"].workshop).await, BTreeMap::from([("expired", 5 * VALUE)]));
        assert_eq!(broken(&app).await, [""; 0]);
    }
);

/// The arrows of a node that falls asleep between taking a job of allocation and doing it.
struct Sleepy {
    fell_asleep: Notify,
    wake: Notify,
}

#[async_trait]
impl Flow for Sleepy {
    async fn deliver(&self, tx: &mut UnitOfWork, fact: &dyn Event) -> Result<()> {
        FLOW.deliver(tx, fact).await
    }

    async fn run(&self, app: &App, claim: &Claim) -> Result<()> {
        self.fell_asleep.notify_one();
        self.wake.notified().await;
        FLOW.run(app, claim).await
    }
}

both!(
    async fn a_node_that_wakes_after_its_lease_does_nothing_a_second_time(app: TestApp) {
        let group = Group::of(&app, THREE).await;
        let (cycle, response) = group.published(&app, &[("miel", 120)]).await;
        for maker in ["A", "C"] {
            reply(&app, &group, maker, group.quota(&response, maker, "published"), "accept", None).await;
        }
        app.advance(TimeDelta::hours(48));
        let sleepy: &'static Sleepy = Box::leak(Box::new(Sleepy { fell_asleep: Notify::new(), wake: Notify::new() }));
        let asleep = app.node_with(sleepy).await;
        let first = tokio::spawn(async move { jobs::run_due(&asleep, "asleep").await });
        sleepy.fell_asleep.notified().await;
        assert_eq!(app.run_jobs().await, 0, "the lease still runs");
        app.advance(TimeDelta::minutes(3));
        assert!(app.run_jobs().await > 0, "another node takes over");
        let before = (board(&app, &group, cycle).await, all_carried(&app, &group).await);
        assert_eq!(group.lots(&before.0)["A"], 10);
        // Whatever it took, and however often it falls asleep again, it does nothing more.
        while !first.is_finished() {
            sleepy.wake.notify_one();
            tokio::task::yield_now().await;
        }
        first.await.unwrap().unwrap();
        assert_eq!((board(&app, &group, cycle).await, all_carried(&app, &group).await), before);
        assert_eq!((runs(&app, cycle).await.len(), broken(&app).await), (2, vec![]));
    }
);

/// What a transaction of allocation writes, but for the job that it runs in.
const WRITTEN: [&str; 12] = [
    "allocation_run",
    "run_product",
    "run_workshop",
    "run_offer",
    "quota",
    "quota_change",
    "carried_value",
    "shortage",
    "orders",
    "cycle",
    "certificate",
    "audit_entry",
];

/// Makes every row written from now on count, and the one after the last that is allowed fail with its transaction.
async fn arm(app: &TestApp) {
    let change = tx(app).await;
    let postgres = change.db().get_database_backend() == sea_orm::DatabaseBackend::Postgres;
    let mut sql =
        vec!["CREATE TABLE rows_left (n bigint NOT NULL)".to_owned(), "INSERT INTO rows_left VALUES (0)".into()];
    if postgres {
        sql.push(
            "CREATE FUNCTION count_row() RETURNS trigger AS $$ BEGIN UPDATE rows_left SET n = n - 1; \
             IF (SELECT n FROM rows_left) < 0 THEN RAISE EXCEPTION 'killed'; END IF; RETURN NEW; END $$ LANGUAGE plpgsql"
                .into(),
        );
    }
    for table in WRITTEN {
        if postgres {
            sql.push(format!(
                "CREATE TRIGGER count_{table} BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION count_row()"
            ));
            continue;
        }
        for event in ["INSERT", "UPDATE"] {
            sql.push(format!(
                "CREATE TRIGGER count_{table}_{event} BEFORE {event} ON {table} BEGIN UPDATE rows_left SET n = n - 1; \
                 SELECT RAISE(ABORT, 'killed') WHERE (SELECT n FROM rows_left) < 0; END"
            ));
        }
    }
    for statement in sql {
        change.db().execute_unprepared(&statement).await.unwrap();
    }
    change.commit().await.unwrap();
}

async fn allow(app: &TestApp, rows: usize) {
    let change = tx(app).await;
    change.db().execute_unprepared(&format!("UPDATE rows_left SET n = {rows}")).await.unwrap();
    change.commit().await.unwrap();
}

/// A transaction of allocation.
enum Step {
    Split(CycleId),
    Publish(CycleId),
    Decline(QuotaId),
    Expire(CycleId, chrono::DateTime<chrono::Utc>),
    Cancel(OrderId),
    Suspend(entities::values::CertificateId),
}

async fn attempt(app: &TestApp, step: &Step) -> bool {
    let mut tx = tx(app).await;
    let done = match step {
        Step::Split(cycle) => allocation::run_closed_cycle(&mut tx, *cycle).await.map(drop),
        Step::Publish(cycle) => allocation::publish_quotas(&mut tx, *cycle).await.map(drop),
        Step::Decline(quota) => {
            let no = allocation::QuotaAnswer::Decline { reason: "no".to_owned() };
            allocation::answer_quota(&mut tx, None, *quota, no, &IfMatch::any()).await.map(drop)
        }
        Step::Expire(cycle, at) => allocation::expire_quotas(&mut tx, *cycle, *at).await,
        Step::Cancel(order) => minga::orders::cancel_order(&mut tx, *order, None).await.map(drop),
        Step::Suspend(id) => {
            certification::suspend(&mut tx, *id, entities::values::SuspensionKind::Paperwork, "visita").await.map(drop)
        }
    };
    done.is_ok() && tx.commit().await.is_ok()
}

/// Everything that allocation and the buyers' shortages hold, row by row.
async fn everything(app: &TestApp) -> String {
    let read = app.app.read(Actor::System).await.unwrap();
    let db = read.db();
    let mut runs = allocation_run::Entity::find().all(db).await.unwrap();
    let mut quotas = quota::Entity::find().all(db).await.unwrap();
    let mut changes = quota_change::Entity::find().all(db).await.unwrap();
    let mut moved = carried_value::Entity::find().all(db).await.unwrap();
    let mut short = shortage::Entity::find().all(db).await.unwrap();
    runs.sort_by_key(|row| row.id);
    quotas.sort_by_key(|row| row.id);
    changes.sort_by_key(|row| row.id);
    moved.sort_by_key(|row| row.id);
    short.sort_by_key(|row| row.id);
    let states = entities::cycles::cycle::Entity::find().all(db).await.unwrap();
    let states: Vec<_> = states.into_iter().map(|cycle| (cycle.code, cycle.state)).collect();
    format!("{runs:#?} {quotas:#?} {changes:#?} {moved:#?} {short:#?} {states:?}")
}

/// Tries it again and again, each time killed one written row later, until it is done; how often it was killed.
async fn killed_row_by_row(app: &TestApp, step: Step) -> usize {
    let before = everything(app).await;
    for rows in 0..ENDLESS {
        allow(app, rows).await;
        if attempt(app, &step).await {
            allow(app, 1_000_000).await;
            assert_ne!(everything(app).await, before);
            return rows;
        }
        assert_eq!(everything(app).await, before, "something is left of what was killed after {rows} rows");
    }
    panic!("it never ends");
}

both!(
    async fn killed_at_any_row_it_writes_each_step_leaves_nothing_and_is_then_done_once(app: TestApp) {
        let group = Group::of(&app, THREE).await;
        let cycle = group.opened(&app).await;
        group.order(&app, cycle, &[("miel", 90)]).await;
        let late = group.order(&app, cycle, &[("miel", 30)]).await;
        arm(&app).await;
        app.advance(TimeDelta::days(2));
        allow(&app, 1_000_000).await;
        let mut close = tx(&app).await;
        minga::cycles::close(&mut close, cycle).await.unwrap();
        close.commit().await.unwrap();
        let mut killed = vec![killed_row_by_row(&app, Step::Split(cycle)).await];
        killed.push(killed_row_by_row(&app, Step::Publish(cycle)).await);
        let response = board(&app, &group, cycle).await;
        let id = |quota: &Value| -> QuotaId { quota["id"].as_str().unwrap().parse::<uuid::Uuid>().unwrap().into() };
        for maker in ["A", "C"] {
            reply(&app, &group, maker, group.quota(&response, maker, "published"), "accept", None).await;
        }
        killed.push(killed_row_by_row(&app, Step::Cancel(late)).await);
        killed.push(killed_row_by_row(&app, Step::Decline(id(group.quota(&response, "B", "published")))).await);
        let again = board(&app, &group, cycle).await;
        let deadline = group.quota(&again, "A", "published")["respond_by"].as_str().unwrap().parse().unwrap();
        killed.push(killed_row_by_row(&app, Step::Expire(cycle, deadline)).await);
        let read = app.app.read(Actor::System).await.unwrap();
        let of_a = entities::certification::certificate::Column::WorkshopId.eq(group.makers["A"].workshop);
        let certificate = entities::certification::certificate::Entity::find().filter(of_a).one(read.db()).await;
        let certificate = certificate.unwrap().unwrap().id;
        drop(read);
        killed.push(killed_row_by_row(&app, Step::Suspend(certificate)).await);
        assert!(killed.iter().all(|rows| *rows >= 4), "{killed:?}");
        assert_eq!(broken(&app).await, [""; 0]);
        let now = board(&app, &group, cycle).await;
        let states = |code: &str| -> Vec<&str> {
            let of = now["quotas"].as_array().unwrap().iter().filter(|q| q["workshop_code"] == code);
            of.map(|q| q["state"].as_str().unwrap()).collect()
        };
        assert_eq!((states("B"), states("C")), (vec!["declined"], vec!["frozen"]));
        let mut of_a = states("A");
        of_a.sort_unstable();
        assert_eq!(of_a, ["expired", "withdrawn"]);
    }
);
