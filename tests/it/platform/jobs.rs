//! Jobs: each runs once it is due, is tried again when it fails, and is nobody's twice.

use std::{
    collections::BTreeMap,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use async_trait::async_trait;
use chrono::TimeDelta;
use entities::{platform::job, values::Role};
use minga::platform::{
    app::{App, Flow},
    http::problem::Result,
    jobs::{self, Claim},
    mail::Mail,
    unit_of_work::{Actor, Event, Job, UnitOfWork},
};
use sea_orm::EntityTrait;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::sync::Notify;

use crate::support::{TestApp, both};

#[derive(Serialize, Deserialize)]
struct Call(i64);

impl Job for Call {
    const KIND: &'static str = "test_call";

    fn key(&self) -> String {
        self.0.to_string()
    }
}

/// The call that takes its worker with it.
const KILLER: i64 = 66;

/// Counts what it runs. Negative calls always fail; while `dying`, every call takes its worker with it.
#[derive(Default)]
struct Counting {
    ran: Mutex<BTreeMap<i64, u32>>,
    dying: AtomicBool,
    died: Notify,
}

impl Counting {
    fn new() -> &'static Self {
        Box::leak(Box::default())
    }

    fn counts(&self) -> BTreeMap<i64, u32> {
        self.ran.lock().unwrap().clone()
    }
}

#[async_trait]
impl Flow for Counting {
    async fn deliver(&self, _: &mut UnitOfWork, _: &dyn Event) -> Result<()> {
        Ok(())
    }

    async fn run(&self, app: &App, claim: &Claim) -> Result<()> {
        let Call(number) = claim.read()?;
        if number == KILLER || self.dying.load(Ordering::SeqCst) {
            self.died.notify_one();
            std::future::pending::<()>().await;
        }
        if number == 99 {
            panic!("call {number} panics");
        }
        *self.ran.lock().unwrap().entry(number).or_default() += 1;
        if number < 0 {
            return Err(anyhow::anyhow!("call {number} is not to be made").into());
        }
        claim.begin(app).await?.commit().await
    }
}

async fn enqueue(app: &TestApp, numbers: impl IntoIterator<Item = i64>, wait: TimeDelta) {
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    for number in numbers {
        tx.enqueue_at(&Call(number), app.now() + wait).unwrap();
    }
    tx.commit().await.unwrap();
}

async fn rows(app: &TestApp) -> Vec<job::Model> {
    let tx = app.app.read(Actor::System).await.unwrap();
    job::Entity::find().all(tx.db()).await.unwrap()
}

both!(
    async fn a_job_runs_once_and_not_before_it_is_due(app: TestApp) {
        let flow = Counting::new();
        let node = app.node_with(flow).await;
        enqueue(&app, [1], TimeDelta::hours(1)).await;
        assert_eq!(app.run_jobs().await, 0);
        app.advance(TimeDelta::hours(1));
        assert_eq!(jobs::run_due(&node, "a").await.unwrap(), 1);
        assert_eq!(jobs::run_due(&node, "a").await.unwrap(), 0);
        assert_eq!(flow.counts(), BTreeMap::from([(1, 1)]));
        assert!(rows(&app).await.iter().all(|job| job.done_at == Some(app.now()) && job.dead_at.is_none()));
    }
);

both!(
    async fn a_failing_job_is_put_off_dies_visibly_and_stops_no_other(app: TestApp) {
        let flow = Counting::new();
        let node = app.node_with(flow).await;
        enqueue(&app, [-1, 2], TimeDelta::zero()).await;
        assert_eq!(jobs::run_due(&node, "a").await.unwrap(), 2);
        assert_eq!(jobs::run_due(&node, "a").await.unwrap(), 0, "the failed job waits");
        for _ in 0..20 {
            app.advance(TimeDelta::days(1));
            jobs::run_due(&node, "a").await.unwrap();
        }
        let tries = u32::try_from(jobs::MAX_ATTEMPTS).unwrap();
        assert_eq!(flow.counts(), BTreeMap::from([(-1, tries), (2, 1)]));
        let dead: Vec<_> = rows(&app).await.into_iter().filter(|job| job.dead_at.is_some()).collect();
        assert!(matches!(dead.as_slice(), [job] if job.key == "-1" && job.last_error.is_some()), "{dead:?}");
    }
);

both!(
    async fn a_job_that_panics_fails_like_any_other_and_stops_no_other(app: TestApp) {
        let flow = Counting::new();
        let node = app.node_with(flow).await;
        enqueue(&app, [99, 1, 2], TimeDelta::zero()).await;
        assert_eq!(jobs::run_due(&node, "a").await.unwrap(), 3);
        assert_eq!(flow.counts(), BTreeMap::from([(1, 1), (2, 1)]));
        let failed: Vec<_> = rows(&app).await.into_iter().filter(|job| job.last_error.is_some()).collect();
        assert!(matches!(failed.as_slice(), [job] if job.key == "99" && job.due_at > app.now()), "{failed:?}");
    }
);

both!(
    async fn two_nodes_never_run_the_same_job(app: TestApp) {
        let flow = Counting::new();
        let (a, b) = (app.node_with(flow).await, app.node_with(flow).await);
        enqueue(&app, 0..60, TimeDelta::zero()).await;
        let (a, b) = tokio::join!(
            tokio::spawn(async move { jobs::run_due(&a, "a").await.unwrap() }),
            tokio::spawn(async move { jobs::run_due(&b, "b").await.unwrap() }),
        );
        assert_eq!(a.unwrap() + b.unwrap(), 60);
        assert_eq!(flow.counts(), (0..60).map(|number| (number, 1)).collect());
    }
);

both!(
    async fn the_job_of_a_worker_that_died_is_taken_by_another(app: TestApp) {
        let flow = Counting::new();
        let (a, b) = (app.node_with(flow).await, app.node_with(flow).await);
        enqueue(&app, [1], TimeDelta::zero()).await;
        flow.dying.store(true, Ordering::SeqCst);
        let dying = tokio::spawn(async move { jobs::run_due(&a, "a").await });
        flow.died.notified().await;
        dying.abort();
        drop(dying.await);
        flow.dying.store(false, Ordering::SeqCst);
        assert_eq!(jobs::run_due(&b, "b").await.unwrap(), 0, "the dead worker's lease still runs");
        app.advance(TimeDelta::seconds(11));
        assert_eq!(jobs::run_due(&b, "b").await.unwrap(), 1);
        assert_eq!(flow.counts(), BTreeMap::from([(1, 1)]));
    }
);

/// Runs jobs on a new node, whose process ends while it runs one.
async fn run_and_die(app: &TestApp, flow: &'static Counting) {
    let node = app.node_with(flow).await;
    let dying = tokio::spawn(async move { jobs::run_due(&node, "dying").await });
    flow.died.notified().await;
    dying.abort();
    drop(dying.await);
    app.advance(TimeDelta::seconds(11));
}

/// The jobs by their keys: attempts and interruptions.
async fn attempts(app: &TestApp) -> BTreeMap<String, (i32, i32)> {
    rows(app).await.into_iter().map(|job| (job.key, (job.attempts, job.interruptions))).collect()
}

both!(
    async fn the_death_of_a_worker_is_no_attempt_of_its_jobs(app: TestApp) {
        let flow = Counting::new();
        let node = app.node_with(flow).await;
        enqueue(&app, [-1, 2, 3], TimeDelta::zero()).await;
        flow.dying.store(true, Ordering::SeqCst);
        run_and_die(&app, flow).await;
        flow.dying.store(false, Ordering::SeqCst);
        enqueue(&app, [4], TimeDelta::zero()).await;
        assert_eq!(jobs::run_due(&node, "a").await.unwrap(), 4, "another worker takes them at once");
        let expected = [("-1", (1, 0)), ("2", (1, 1)), ("3", (1, 1)), ("4", (1, 0))];
        assert_eq!(attempts(&app).await, expected.map(|(key, counts)| (key.to_owned(), counts)).into());
    }
);

both!(
    async fn a_job_that_ends_its_workers_stands_aside_and_is_dead_at_last(app: TestApp) {
        let flow = Counting::new();
        let node = app.node_with(flow).await;
        enqueue(&app, [KILLER, 1], TimeDelta::zero()).await;
        run_and_die(&app, flow).await;
        run_and_die(&app, flow).await;
        run_and_die(&app, flow).await;
        assert_eq!(flow.counts(), BTreeMap::from([(1, 1)]), "the other job runs before it");
        for _ in 3..jobs::MAX_INTERRUPTIONS {
            assert_eq!(jobs::run_due(&node, "a").await.unwrap(), 0, "it waits before the next attempt");
            app.advance(TimeDelta::seconds(60));
            run_and_die(&app, flow).await;
        }
        enqueue(&app, [2], TimeDelta::zero()).await;
        assert_eq!(jobs::run_due(&node, "a").await.unwrap(), 1);
        let dead: Vec<_> = rows(&app).await.into_iter().filter(|job| job.dead_at.is_some()).collect();
        let [job] = dead.as_slice() else { panic!("{dead:?}") };
        assert_eq!((job.key.as_str(), job.attempts), (KILLER.to_string().as_str(), 0));
        assert!(job.last_error.as_deref().is_some_and(|error| error.contains("12 workers")), "{job:?}");
    }
);

both!(
    async fn mail_without_a_server_is_a_file(app: TestApp) {
        let mail = Mail {
            key: "welcome/1".to_owned(),
            at: app.now(),
            name: String::new(),
            address: "ana@lodge.example".to_owned(),
            subject: "Hola".to_owned(),
            text: "Hola".to_owned(),
            html: None,
            attachments: Vec::new(),
        };
        app.app.mailer.send(mail).await.unwrap();
        assert!(matches!(app.mails().as_slice(), [mail] if mail.contains("To: ana@lodge.example")));
    }
);

both!(
    async fn staff_see_a_dead_job_and_run_it_again(app: TestApp) {
        let flow = Counting::new();
        let node = app.node_with(flow).await;
        enqueue(&app, [-7], TimeDelta::zero()).await;
        for _ in 0..jobs::MAX_ATTEMPTS {
            jobs::run_due(&node, "one").await.unwrap();
            app.advance(TimeDelta::hours(2));
        }
        let client = app.client();
        let admin = app.staff(Role::Admin).await;
        let dead = || client.get("/api/v1/staff/jobs?stage=dead").header("authorization", &admin.bearer).send();
        let listed: Value = dead().await.0.into_body().into_json().await.unwrap();
        assert_eq!((&listed[0]["kind"], &listed[0]["key"]), (&json!("test_call"), &json!("-7")));
        assert!(listed[0]["last_error"].is_string() && listed[0].get("payload").is_none(), "{listed}");
        let again = format!("/api/v1/staff/jobs/{}/run-again", listed[0]["id"].as_str().unwrap());
        for _ in 0..2 {
            client.post(&again).header("authorization", &admin.bearer).send().await.assert_status_is_ok();
        }
        let listed: Value = dead().await.0.into_body().into_json().await.unwrap();
        assert_eq!(listed, json!([]));
        let before = flow.counts()[&-7];
        jobs::run_due(&node, "one").await.unwrap();
        assert_eq!(flow.counts()[&-7], before + 1, "twice asked, once run");
    }
);
