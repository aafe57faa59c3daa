//! `minga work`: runs jobs as soon as they are due. Any number of workers may run on one database; each job is run by
//! one of them at a time.

use std::{future::Future, pin::pin, time::Duration};

use crate::platform::{app::App, jobs};

/// How often a worker looks for jobs of other processes and for jobs that have become due.
const POLL: Duration = Duration::from_secs(1);

/// Runs jobs until `stop` resolves. A job that is running is finished first.
pub async fn run(app: App, stop: impl Future<Output = ()>) {
    let worker = app.ids.uuid(app.clock.now()).to_string();
    let mut stop = pin!(stop);
    loop {
        if let Err(problem) = jobs::run_due(&app, &worker).await {
            tracing::warn!(%problem, "the worker could not look for jobs");
        }
        tokio::select! {
            () = &mut stop => return,
            () = app.wake.notified() => {}
            () = tokio::time::sleep(POLL) => {}
        }
    }
}
