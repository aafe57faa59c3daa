//! Processes that are killed, stopped or frozen, and PostgreSQL that is killed.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use minga::platform::unit_of_work::Actor;
use sea_orm::{ConnectionTrait, Database, Statement};
use tokio::process::Command;

use super::{Counts, Part, process::Process, workload::Workload};
use crate::{
    money::random::Random,
    support::{Kind, PATIENCE, TestApp, postgres, run, run_alone, skip},
};

/// Longer than a worker's lease.
const FROZEN_FOR: Duration = Duration::from_secs(12);

/// The settings of processes that serve together. Search engine and file store are absent, which stops neither orders nor
/// payments.
const SHARED_PARTS: [&str; 5] = [
    "SEARCH_URL=http://127.0.0.1:9",
    "FILES_URL=s3://minga",
    "AWS_ENDPOINT_URL=http://127.0.0.1:9",
    "AWS_ACCESS_KEY_ID=minga",
    "AWS_SECRET_ACCESS_KEY=minga",
];

#[test]
fn what_is_acknowledged_survives_every_kill_in_sqlite() {
    Part { name: "kills", kind: Kind::Sqlite, rounds: 4 }
        .run(|seeds, counts| run(Kind::Sqlite, |app| rounds(app, seeds, counts)));
}

#[test]
fn what_is_acknowledged_survives_every_kill_in_postgres() {
    // Its server is killed too, and other tests use theirs.
    let server = match postgres::another_server() {
        Ok(server) => server,
        Err(missing) => return skip(missing),
    };
    Part { name: "kills", kind: Kind::Postgres, rounds: 4 }
        .run(|seeds, counts| run_alone(server, |app| rounds(app, seeds, counts)));
}

async fn rounds(app: Arc<TestApp>, seeds: &[u64], counts: &mut Counts) {
    let workload = Arc::new(Workload::open(&app).await);
    for seed in seeds {
        round(&workload, *seed, counts).await;
    }
}

async fn round(workload: &Arc<Workload>, seed: u64, counts: &mut Counts) {
    let mut random = Random::new(seed);
    let app = &workload.app;
    let on_postgres = app.kind() == Kind::Postgres;
    let chance = random.between(1, 100);
    if on_postgres && chance > 92 {
        return freeze(workload, seed, &mut random, counts).await;
    }
    let process = Process::start(app, &[]).await;
    let writers = workload.write(seed, &[&process.address], Arc::new(AtomicBool::new(false)));
    wait(&mut random, 800).await;
    let mut count = |what| *counts.entry(what).or_default() += 1;
    match chance {
        ..=15 => {
            count("stops");
            process.stop().await;
        }
        60.. if on_postgres => {
            count("kills of PostgreSQL");
            kill_postgres(app).await;
            wait(&mut random, 500).await;
            process.kill().await;
        }
        _ => {
            count("kills");
            process.kill().await;
        }
    }
    let process = Process::start(app, &[]).await;
    writers.verify(workload, &process.address, counts).await;
    process.kill().await;
    workload.assert_no_violations(seed).await;
}

/// One of two processes is frozen for longer than its leases. The other serves its clients and does all jobs meanwhile.
async fn freeze(workload: &Arc<Workload>, seed: u64, random: &mut Random, counts: &mut Counts) {
    *counts.entry("freezes").or_default() += 1;
    let wrapper = ["env"].into_iter().chain(SHARED_PARTS).map(str::to_owned).collect::<Vec<_>>();
    let (one, other) = (Process::start(&workload.app, &wrapper).await, Process::start(&workload.app, &wrapper).await);
    let goes_on = Arc::new(AtomicBool::new(true));
    let writers = workload.write(seed, &[&one.address, &other.address], goes_on.clone());
    wait(random, 800).await;
    one.signal("-STOP").await;
    tokio::time::sleep(FROZEN_FOR).await;
    let before = writers.acknowledged();
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(writers.acknowledged() > before, "seed {seed}: the other process serves");
    let finished = async {
        while due_jobs(&workload.app).await > 0 {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    goes_on.store(false, Ordering::Relaxed);
    assert!(tokio::time::timeout(PATIENCE, finished).await.is_ok(), "seed {seed}: jobs wait for the frozen process");
    one.signal("-CONT").await;
    writers.verify(workload, &other.address, counts).await;
    one.kill().await;
    other.kill().await;
    workload.assert_no_violations(seed).await;
}

async fn wait(random: &mut Random, milliseconds: i64) {
    tokio::time::sleep(Duration::from_millis(random.between(20, milliseconds).unsigned_abs())).await;
}

/// Jobs that could run now; those of absent parties wait.
async fn due_jobs(app: &TestApp) -> i64 {
    let tx = app.app.read(Actor::System).await.unwrap();
    let sql = "SELECT count(*) AS n FROM job WHERE done_at IS NULL AND dead_at IS NULL AND due_at < now() \
               AND kind NOT LIKE 'search.%' AND kind NOT LIKE '%.render_%'";
    let row = tx.db().query_one_raw(Statement::from_string(tx.db().get_database_backend(), sql)).await;
    row.unwrap().unwrap().try_get("", "n").unwrap()
}

/// Kills a process of the server, upon which the server ends all connections and recovers.
async fn kill_postgres(app: &TestApp) {
    let db = Database::connect(app.database_url().unwrap().as_str()).await.unwrap();
    let sql = "SELECT pg_backend_pid() AS pid";
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap().unwrap();
    let pid: i32 = row.try_get("", "pid").unwrap();
    Command::new("kill").args(["-KILL", &pid.to_string()]).status().await.unwrap();
    drop(db.close().await);
}
