//! Leases: which worker runs a job. A lease lasts seconds and is renewed while the job runs, so that the jobs of a worker
//! that died are soon taken by another.

use chrono::{DateTime, TimeDelta, Utc};
use entities::{platform::job, values::JobId};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DatabaseBackend, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect, Select,
    sea_query::{Expr, LockBehavior, LockType},
};
use tokio::task::JoinHandle;

use super::{CLAIM_SIZE, Claim, LEASE, LONGEST_WAIT, Lane, MARKET, MAX_INTERRUPTIONS, RENEW_EVERY, error_text};
use crate::platform::{
    app::App,
    http::problem::{Problem, Result},
    unit_of_work::{Actor, UnitOfWork},
};

/// Interruptions from which on a job waits before it is run again.
const WAITS_FROM: i32 = 3;
/// How long such a job waits at most.
const INTERRUPTED_WAIT: TimeDelta = TimeDelta::seconds(60);

/// How far the clocks of two processes may be apart.
const CLOCK_SKEW: TimeDelta = TimeDelta::seconds(60);

/// The jobs that nobody has leased. A lease that ends later than any lease taken now was taken by a clock that has been
/// set back since, and its worker may be dead: it does not count.
fn free(now: DateTime<Utc>) -> Condition {
    Condition::any()
        .add(job::Column::LeasedUntil.is_null())
        .add(job::Column::LeasedUntil.lt(now))
        .add(job::Column::LeasedUntil.gt(now + LEASE + CLOCK_SKEW))
}

/// The jobs whose time has come. A job that was to run at once, or again after a failure, would wait long for a time
/// that was written by a clock that has been set back since: it is due too.
fn is_due(now: DateTime<Utc>) -> Condition {
    let at_once = Expr::col(job::Column::DueAt).lte(Expr::col(job::Column::CreatedAt));
    let again = Condition::all()
        .add(job::Column::LastError.is_not_null())
        .add(job::Column::DueAt.gt(now + LONGEST_WAIT + CLOCK_SKEW));
    Condition::any().add(job::Column::DueAt.lte(now)).add(at_once).add(again)
}

/// The due jobs of a lane that nobody has leased.
fn due(app: &App, lane: Lane, now: DateTime<Utc>) -> Select<job::Entity> {
    let due = job::Entity::find()
        .filter(job::Column::DoneAt.is_null())
        .filter(job::Column::DeadAt.is_null())
        .filter(is_due(now))
        .filter(free(now));
    if lane == MARKET {
        let others = app.flow.outside_lanes().iter().flat_map(|lane| lane.kinds);
        due.filter(job::Column::Kind.is_not_in(others.copied()))
    } else {
        due.filter(job::Column::Kind.is_in(lane.kinds.iter().copied()))
    }
}

/// Leases due jobs of a lane. A job that was interrupted stands aside, because it may be what ended its worker: it runs after
/// all others, and is leased alone.
pub(super) async fn claim(app: &App, worker: &str, lane: Lane) -> Result<Vec<Claim>> {
    // Idle workers only read.
    if due(app, lane, app.clock.now()).limit(1).one(app.db.single_statement()).await?.is_none() {
        return Ok(Vec::new());
    }
    let tx = app.begin(Actor::Job).await?;
    let now = tx.now();
    let mut due = due(app, lane, now)
        .order_by_asc(job::Column::Interruptions)
        .order_by_asc(job::Column::DueAt)
        .order_by_asc(job::Column::Id)
        .limit(CLAIM_SIZE);
    if tx.db().get_database_backend() == DatabaseBackend::Postgres {
        due = due.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    }
    let mut jobs = Vec::new();
    for job in due.all(tx.db()).await? {
        // The lease ran out: its worker ended, or was stopped for a while.
        let job = if job.leased_until.is_some() { interrupt(&tx, job).await? } else { Some(job) };
        jobs.extend(job);
    }
    jobs.sort_by_key(|job: &job::Model| job.interruptions);
    match jobs.first() {
        Some(first) if first.interruptions > 0 => jobs.truncate(1),
        _ => jobs.retain(|job| job.interruptions == 0),
    }
    job::Entity::update_many()
        .col_expr(job::Column::LeasedUntil, Expr::value(Some(now + LEASE)))
        .col_expr(job::Column::LeasedBy, Expr::value(Some(worker)))
        .col_expr(job::Column::Attempts, Expr::col(job::Column::Attempts).add(1))
        .filter(job::Column::Id.is_in(jobs.iter().map(|job| job.id)))
        .exec(tx.db())
        .await?;
    tx.commit().await?;
    let claims = jobs.into_iter().map(|job| Claim {
        id: job.id,
        worker: worker.to_owned(),
        attempts: job.attempts + 1,
        kind: job.kind,
        payload: job.payload,
    });
    Ok(claims.collect())
}

/// Records that the lease of a job ran out while it was held: no attempt, but an interruption. Returns the job if it may
/// run again now. After several interruptions it waits, and after the last it is dead.
async fn interrupt(tx: &UnitOfWork, job: job::Model) -> Result<Option<job::Model>> {
    let now = tx.now();
    let interruptions = job.interruptions + 1;
    let waits = interruptions >= WAITS_FROM;
    let wait = TimeDelta::seconds(1 << interruptions.clamp(0, 12)).min(INTERRUPTED_WAIT);
    let dead = interruptions >= MAX_INTERRUPTIONS;
    let mut update = job::ActiveModel {
        interruptions: Set(interruptions),
        attempts: Set(job.attempts - 1),
        due_at: Set(if waits { now + wait } else { job.due_at }),
        leased_until: Set(None),
        dead_at: Set(dead.then_some(now)),
        ..job.clone().into_active_model()
    };
    if dead {
        tracing::error!(job = %job.id, kind = job.kind, "a job is dead because its workers ended while they had it");
        update.last_error = Set(Some(format!("{interruptions} workers ended while they had this job.")));
    }
    let job = job::Entity::update(update).exec(tx.db()).await?;
    Ok((!waits && !dead).then_some(job))
}

/// Renews the leases of a worker's jobs until it is dropped.
pub(super) struct Renewal(JoinHandle<()>);

impl Renewal {
    /// Renews the leases of these jobs, as long as `worker` has them.
    pub fn start(app: &App, worker: &str, jobs: Vec<JobId>) -> Self {
        let (app, worker) = (app.clone(), worker.to_owned());
        Self(tokio::spawn(async move {
            loop {
                tokio::time::sleep(RENEW_EVERY).await;
                if let Err(problem) = renew(&app, &worker, &jobs).await {
                    tracing::warn!(%problem, "the leases of running jobs could not be renewed");
                }
            }
        }))
    }
}

impl Drop for Renewal {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn renew(app: &App, worker: &str, jobs: &[JobId]) -> Result<()> {
    let tx = app.begin(Actor::Job).await?;
    job::Entity::update_many()
        .col_expr(job::Column::LeasedUntil, Expr::value(Some(tx.now() + LEASE)))
        .filter(job::Column::Id.is_in(jobs.iter().copied()))
        .filter(job::Column::LeasedBy.eq(worker))
        // A lease that ran out, because this process was stopped for a while, is not taken back.
        .filter(job::Column::LeasedUntil.gte(tx.now()))
        .filter(job::Column::DoneAt.is_null())
        .exec(tx.db())
        .await?;
    tx.commit().await
}

/// Lets all due jobs of a lane wait, because the party that they call is absent: one call a while asks whether it is back.
pub(super) async fn postpone(tx: &UnitOfWork, worker: &str, lane: Lane, problem: &Problem) -> Result<()> {
    give_back(tx, worker, Some(lane)).await?;
    let until = tx.now() + TimeDelta::seconds(problem.retry_after().into());
    job::Entity::update_many()
        .col_expr(job::Column::DueAt, Expr::value(until))
        .col_expr(job::Column::LastError, Expr::value(Some(error_text(problem))))
        .filter(job::Column::Kind.is_in(lane.kinds.iter().copied()))
        .filter(job::Column::DoneAt.is_null())
        .filter(job::Column::DeadAt.is_null())
        .filter(is_due(tx.now()))
        .filter(free(tx.now()))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Ends the leases of a worker that stops, so that another may take its jobs at once.
pub async fn release(app: &App, worker: &str) -> Result<()> {
    let tx = app.begin(Actor::Job).await?;
    give_back(&tx, worker, None).await?;
    tx.commit().await
}

/// Ends the leases of a worker's jobs, of one lane or of all. They were claimed and not run: that was no attempt.
async fn give_back(tx: &UnitOfWork, worker: &str, lane: Option<Lane>) -> Result<()> {
    let mut held = job::Entity::update_many()
        .col_expr(job::Column::LeasedUntil, Expr::value(None::<DateTime<Utc>>))
        .col_expr(job::Column::Attempts, Expr::col(job::Column::Attempts).sub(1))
        .filter(job::Column::LeasedBy.eq(worker))
        .filter(job::Column::LeasedUntil.is_not_null())
        .filter(job::Column::DoneAt.is_null());
    if let Some(lane) = lane {
        held = held.filter(job::Column::Kind.is_in(lane.kinds.iter().copied()));
    }
    held.exec(tx.db()).await?;
    Ok(())
}
