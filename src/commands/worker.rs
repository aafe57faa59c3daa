//! `minga work`: runs jobs as soon as they are due. Any number of workers may run on one database; each job is run by
//! one of them at a time.

use std::{
    future::Future,
    pin::{Pin, pin},
    time::Duration,
};

use tokio::{sync::watch, task::JoinSet, time::timeout};

use crate::{
    orders,
    platform::{
        app::App,
        config::Config,
        http::problem::Result,
        jobs::{self, Lane},
        retention,
        unit_of_work::Actor,
    },
    search,
    startup::instance_lock,
};

/// How often a worker looks for jobs of other processes and for jobs that have become due.
const POLL: Duration = Duration::from_secs(1);
/// How long running jobs may go on when the worker stops. With what the HTTP server waits, a process ends within ten
/// seconds whatever hangs.
const STOP_TIMEOUT: Duration = Duration::from_secs(7);
/// How long giving back the leases may take.
const RELEASE_TIMEOUT: Duration = Duration::from_secs(1);

/// Opens the installation of `config` and runs its jobs until `stop` resolves, without serving requests.
///
/// # Errors
/// Where another process has the installation to itself, or a part cannot be started.
pub async fn run_alone(config: Config, stop: impl Future<Output = ()>) -> anyhow::Result<()> {
    let lock = instance_lock::acquire(&config).await?;
    let app = App::open(config).await?;
    schedule_recurring(&app).await?;
    let mut kept = Ok(());
    let stop = async {
        tokio::select! {
            () = stop => {}
            lost = lock.keep() => kept = Err(lost),
        }
    };
    run(app, stop).await;
    kept
}

/// Schedules the jobs that recur, each of which enqueues its successor. Every process that runs jobs does it at its start;
/// scheduled twice, they run once.
pub async fn schedule_recurring(app: &App) -> Result<()> {
    orders::schedule_all_missed_dates(app).await?;
    let mut tx = app.begin(Actor::System).await?;
    retention::schedule_next(&mut tx)?;
    search::schedule_daily_refresh(&mut tx)?;
    tx.commit().await
}

/// Runs jobs until `stop` resolves, each lane beside the others. A job that is running may finish; one that does not is
/// given up, and another worker runs it again.
pub async fn run(app: App, stop: impl Future<Output = ()>) {
    let worker = app.ids.uuid(app.clock.now()).to_string();
    let (stopped, stopping) = watch::channel(());
    let mut lanes = JoinSet::new();
    for lane in jobs::lanes(&app) {
        lanes.spawn(run_lane(app.clone(), worker.clone(), lane, stopping.clone()));
    }
    drop(stopping);
    stop.await;
    drop(stopped);
    let all = async { while lanes.join_next().await.is_some() {} };
    if timeout(STOP_TIMEOUT, all).await.is_err() {
        tracing::warn!(lanes = lanes.len(), "running jobs were given up because the worker stops");
        lanes.abort_all();
        match timeout(RELEASE_TIMEOUT, jobs::release(&app, &worker)).await {
            Ok(Ok(())) => {}
            _ => tracing::warn!("the leases of the jobs could not be given back; they run out in seconds"),
        }
    }
}

async fn run_lane(app: App, worker: String, lane: Lane, mut stopping: watch::Receiver<()>) {
    // Resolves when the other end of the channel is dropped.
    let mut stop = pin!(async move { while stopping.changed().await.is_ok() {} });
    loop {
        let mut woken = pin!(app.wake.notified());
        // From here on: what is stored while jobs run is not overlooked.
        woken.as_mut().enable();
        if run_due(&app, &worker, lane, stop.as_mut()).await {
            return;
        }
        tokio::select! {
            () = &mut stop => return,
            () = &mut woken => {}
            () = tokio::time::sleep(POLL) => {}
        }
    }
}

/// Runs the due jobs of a lane; returns whether the worker has to stop. A stop lets the running jobs go on: whoever stops
/// the worker gives them up after a while.
async fn run_due(app: &App, worker: &str, lane: Lane, stop: Pin<&mut impl Future<Output = ()>>) -> bool {
    let mut work = pin!(jobs::run_due_in(app, worker, lane));
    let (ended, stops) = tokio::select! {
        ended = &mut work => (ended, false),
        () = stop => (work.await, true),
    };
    if let Err(problem) = ended {
        tracing::warn!(lane = lane.name, %problem, "the worker could not look for jobs");
    }
    stops
}
