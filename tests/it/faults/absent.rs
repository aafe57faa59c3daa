//! Outside parties that are silent, and workers that stop or freeze.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, Instant},
};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta};
use entities::platform::job;
use minga::{
    commands::worker,
    platform::{
        app::{App, Flow},
        http::problem::Result,
        jobs::{self, Claim, Lane},
        mail::{Mail, MailError, Mailer, SmtpMailer},
        unit_of_work::{Actor, Event, Job, UnitOfWork},
    },
};
use sea_orm::EntityTrait;
use serde::{Deserialize, Serialize};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    sync::{Notify, oneshot},
};
use url::Url;

use crate::support::{PATIENCE, TestApp, both};

#[derive(Serialize, Deserialize)]
struct Outside(u32);

impl Job for Outside {
    const KIND: &'static str = "test_outside";

    fn key(&self) -> String {
        self.0.to_string()
    }
}

#[derive(Serialize, Deserialize)]
struct Inside(u32);

impl Job for Inside {
    const KIND: &'static str = "test_inside";

    fn key(&self) -> String {
        self.0.to_string()
    }
}

/// Calls a party that never answers; other jobs are done at once.
#[derive(Default)]
struct Silent {
    called: Notify,
    done: Notify,
    calls: AtomicU32,
}

#[async_trait]
impl Flow for Silent {
    async fn deliver(&self, _: &mut UnitOfWork, _: &dyn Event) -> Result<()> {
        Ok(())
    }

    fn outside_lanes(&self) -> &'static [Lane] {
        &[Lane { name: "party", kinds: &[Outside::KIND] }]
    }

    async fn run(&self, app: &App, claim: &Claim) -> Result<()> {
        if claim.kind == Outside::KIND {
            self.calls.fetch_add(1, Ordering::SeqCst);
            self.called.notify_one();
            std::future::pending::<()>().await;
        }
        claim.begin(app).await?.commit().await?;
        self.done.notify_one();
        Ok(())
    }
}

async fn enqueue(app: &App, job: &impl Job) {
    let mut tx = app.begin(Actor::System).await.unwrap();
    tx.enqueue(job).unwrap();
    tx.commit().await.unwrap();
}

async fn rows(app: &TestApp) -> Vec<job::Model> {
    let tx = app.app.read(Actor::System).await.unwrap();
    job::Entity::find().all(tx.db()).await.unwrap()
}

both!(
    async fn a_silent_party_delays_no_other_job_and_no_stop(app: TestApp) {
        let flow: &'static Silent = Box::leak(Box::default());
        let node = app.node_with(flow).await;
        let (stop, stopped) = oneshot::channel::<()>();
        let worker = tokio::spawn(worker::run(node.clone(), async move { drop(stopped.await) }));
        for number in 0..3 {
            enqueue(&node, &Outside(number)).await;
        }
        tokio::time::timeout(PATIENCE, flow.called.notified()).await.expect("the party is called");
        for number in 0..3 {
            enqueue(&node, &Inside(number)).await;
            let done = tokio::time::timeout(Duration::from_secs(5), flow.done.notified()).await;
            assert!(done.is_ok(), "job {number} waited for the silent party");
        }
        let asked = Instant::now();
        drop(stop);
        worker.await.unwrap();
        assert!(asked.elapsed() < Duration::from_secs(10), "stopped after {:?}", asked.elapsed());
        let waiting: Vec<_> = rows(&app).await.into_iter().filter(|job| job.done_at.is_none()).collect();
        assert_eq!(waiting.len(), 3);
        assert!(waiting.iter().all(|job| job.leased_until.is_none() && job.attempts == 0), "{waiting:?}");
    }
);

both!(
    async fn a_lease_is_renewed_while_the_job_runs_and_taken_over_within_seconds_of_a_death(app: TestApp) {
        let flow: &'static Silent = Box::leak(Box::default());
        let (node, other) = (app.node_with(flow).await, app.node_with(flow).await);
        enqueue(&node, &Outside(1)).await;
        let running = tokio::spawn(async move { jobs::run_due(&node, "a").await });
        flow.called.notified().await;
        for _ in 0..2 {
            app.advance(TimeDelta::seconds(8));
            let renewed = async {
                while rows(&app).await[0].leased_until < Some(app.now() + TimeDelta::seconds(9)) {
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            };
            tokio::time::timeout(PATIENCE, renewed).await.expect("the lease is renewed");
            assert_eq!(jobs::run_due(&other, "b").await.unwrap(), 0, "the job still runs");
        }
        running.abort();
        drop(running.await);
        app.advance(TimeDelta::seconds(11));
        let taken = tokio::spawn(async move { jobs::run_due(&other, "b").await });
        tokio::time::timeout(PATIENCE, flow.called.notified()).await.expect("another worker takes the job");
        assert_eq!(flow.calls.load(Ordering::SeqCst), 2);
        taken.abort();
        drop(taken.await);
    }
);

both!(
    async fn a_lease_of_a_clock_that_was_ahead_ends_when_the_clock_is_right(app: TestApp) {
        let flow: &'static Silent = Box::leak(Box::default());
        let (node, other) = (app.node_with(flow).await, app.node_with(flow).await);
        enqueue(&node, &Outside(1)).await;
        app.advance(TimeDelta::days(1));
        let running = tokio::spawn(async move { jobs::run_due(&node, "a").await });
        flow.called.notified().await;
        running.abort();
        drop(running.await);
        app.advance(-TimeDelta::days(1));
        let taken = tokio::spawn(async move { jobs::run_due(&other, "b").await });
        tokio::time::timeout(PATIENCE, flow.called.notified()).await.expect("another worker takes the job");
        taken.abort();
        drop(taken.await);
    }
);

fn mail() -> Mail {
    Mail {
        key: "welcome/1".to_owned(),
        at: DateTime::from_timestamp(1_800_000_000, 0).unwrap(),
        name: String::new(),
        address: "ana@lodge.example".to_owned(),
        subject: "Hola".to_owned(),
        text: "Hola".to_owned(),
        html: None,
        attachments: Vec::new(),
    }
}

/// A mail server that says `lines`, one after each thing that it hears, and then nothing more.
async fn silent_after(lines: &'static [&'static str]) -> Url {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap()).parse().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut heard = [0; 4_096];
                for line in lines {
                    stream.write_all(format!("{line}\r\n").as_bytes()).await.unwrap();
                    drop(stream.read(&mut heard).await);
                }
                std::future::pending::<()>().await;
            });
        }
    });
    url
}

#[tokio::test]
async fn a_mail_server_that_falls_silent_is_given_up_at_every_step() {
    const STEPS: [&str; 5] = ["220 minga", "250 minga", "250 from", "250 to", "354 data"];
    let mut calls = Vec::new();
    for said in 0..=STEPS.len() {
        let mailer = SmtpMailer::new(&silent_after(&STEPS[..said]).await, "minga.example".to_owned()).unwrap();
        calls.push(tokio::spawn(async move { (said, Instant::now(), mailer.send(mail()).await) }));
    }
    for call in calls {
        let (said, begun, sent) = call.await.unwrap();
        assert!(matches!(sent, Err(MailError::Unavailable(_))), "{said}: {sent:?}");
        assert!(begun.elapsed() < Duration::from_secs(40), "{said}: {:?}", begun.elapsed());
    }
}
