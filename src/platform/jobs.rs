//! Durable jobs: work that runs after the transaction that stored it has committed.
//!
//! Jobs are rows of the database. One worker at a time leases a job, and renews the lease while the job runs; a failed job is
//! retried after growing delays. After its last attempt it is dead until staff retry it. A job that waits for an absent
//! party waits as long as the party is absent. Where the worker ends while it has a job, that is an interruption of the job
//! and no attempt; only a job that is interrupted again and again is dead, because it may be what ends its workers.

mod lease;

use std::{panic::AssertUnwindSafe, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use entities::{platform::job, values::JobId};
use futures_util::FutureExt;
use poem::http::StatusCode;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, sea_query::Expr,
};
use tokio::time::timeout;

pub use self::lease::release;

use super::{
    app::App,
    http::{
        errors::RequestError,
        page_request::{PageRequest, Rows},
        problem::{Problem, Result},
        repeat,
    },
    telemetry::JobCounts,
    unit_of_work::{Actor, Job, UnitOfWork},
};

/// Attempts before a job is dead. Waiting for an absent party is no attempt.
pub const MAX_ATTEMPTS: i32 = 12;
/// Interruptions in a row before a job is dead.
pub const MAX_INTERRUPTIONS: i32 = 12;
/// How long a lease lasts unless its worker renews it; then another worker may claim the job.
const LEASE: TimeDelta = TimeDelta::seconds(10);
/// The longest wait before a job runs again after a failure.
const LONGEST_WAIT: TimeDelta = TimeDelta::hours(2);
/// How often a worker renews the leases of the jobs it runs.
const RENEW_EVERY: Duration = Duration::from_secs(3);
/// Jobs that a worker claims in one transaction.
const CLAIM_SIZE: u64 = 16;
/// Characters of the error message that are stored.
const ERROR_LENGTH: usize = 2_000;
/// How long a job that calls an outside party may take. Each call has a shorter deadline of its own.
const OUTSIDE_DEADLINE: Duration = Duration::from_secs(600);

/// Jobs that run one after the other, beside those of other lanes. What calls an outside party has a lane of its own, so
/// that a party that is slow or absent delays nothing that keeps the market's hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lane {
    /// The name, for logs.
    pub name: &'static str,
    /// The kinds of its jobs; none = all that no other lane has.
    pub kinds: &'static [&'static str],
}

/// The lane of the jobs that call nobody.
const MARKET: Lane = Lane { name: "market", kinds: &[] };

/// All lanes.
pub fn lanes(app: &App) -> impl Iterator<Item = Lane> + use<> {
    std::iter::once(MARKET).chain(app.flow.outside_lanes().iter().copied())
}

/// A job that this worker has leased.
#[derive(Clone, Debug)]
pub struct Claim {
    id: JobId,
    worker: String,
    attempts: i32,
    /// Which handler runs it.
    pub kind: String,
    /// Its arguments, as JSON.
    pub payload: serde_json::Value,
}

impl Claim {
    /// Reads the job's arguments.
    ///
    /// # Errors
    /// If the stored JSON is not a `J`.
    pub fn read<J: Job>(&self) -> Result<J> {
        Ok(serde_json::from_value(self.payload.clone()).map_err(anyhow::Error::from)?)
    }

    /// Begins the job's transaction. Its commit also marks the job done, so that the effect happens exactly once.
    pub async fn begin(&self, app: &App) -> Result<UnitOfWork> {
        Ok(app.begin(Actor::Job).await?.for_claim(self.clone()))
    }

    /// Marks the job done in `db`.
    ///
    /// # Errors
    /// `LeaseLost` if another worker has the lease.
    pub(super) async fn mark_done(&self, db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<()> {
        let done = job::Entity::update_many()
            .col_expr(job::Column::DoneAt, Expr::value(Some(now)))
            .col_expr(job::Column::LeasedUntil, Expr::value(None::<DateTime<Utc>>))
            .filter(job::Column::Id.eq(self.id))
            .filter(job::Column::LeasedBy.eq(self.worker.as_str()))
            .filter(job::Column::DoneAt.is_null())
            .exec(db)
            .await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(RequestError::LeaseLost.into()) }
    }
}

/// Runs the due jobs of all lanes until none is left, and returns how many ran. A job that fails is rescheduled and does not
/// stop others.
pub async fn run_due(app: &App, worker: &str) -> Result<usize> {
    let mut ran = 0;
    loop {
        let before = ran;
        for lane in lanes(app) {
            ran += run_due_in(app, worker, lane).await?;
        }
        if ran == before {
            return Ok(ran);
        }
    }
}

/// Runs the due jobs of one lane until none is left, and returns how many ran.
pub async fn run_due_in(app: &App, worker: &str, lane: Lane) -> Result<usize> {
    let mut ran = 0;
    loop {
        let claims = lease::claim(app, worker, lane).await?;
        if claims.is_empty() {
            return Ok(ran);
        }
        let ids: Vec<JobId> = claims.iter().map(|claim| claim.id).collect();
        let _renewal = lease::Renewal::start(app, worker, ids);
        for claim in claims {
            ran += 1;
            if run(app, &claim, lane).await? == Ended::PartyAbsent {
                break;
            }
        }
    }
}

/// How running a job ended.
#[derive(PartialEq, Eq)]
enum Ended {
    /// It is done, or failed by itself.
    Ran,
    /// The party that its lane calls is absent, and the whole lane waits.
    PartyAbsent,
}

async fn run(app: &App, claim: &Claim, lane: Lane) -> Result<Ended> {
    let outcome = attempt(app, claim, lane).await;
    let tx = app.begin(Actor::Job).await?;
    let ended = match outcome {
        // A handler that began its transaction with `Claim::begin` has marked the job already.
        Ok(()) => {
            drop(claim.mark_done(tx.db(), tx.now()).await);
            Ended::Ran
        }
        Err(problem) => {
            reschedule(&tx, claim, &problem).await?;
            if lane != MARKET && problem.party_absent {
                lease::postpone(&tx, &claim.worker, lane, &problem).await?;
                Ended::PartyAbsent
            } else {
                Ended::Ran
            }
        }
    };
    tx.commit().await?;
    Ok(ended)
}

/// Runs a job once, and again where its transaction gave way to another.
async fn attempt(app: &App, claim: &Claim, lane: Lane) -> Result<()> {
    let mut pauses = repeat::pauses();
    loop {
        let work = AssertUnwindSafe(app.flow.run(app, claim)).catch_unwind();
        let ended = if lane == MARKET { Ok(work.await) } else { timeout(OUTSIDE_DEADLINE, work).await };
        let problem = match ended {
            Ok(Ok(Ok(()))) => return Ok(()),
            Ok(Ok(Err(problem))) => problem,
            Ok(Err(_)) => return Err(anyhow::anyhow!("the job panicked").into()),
            Err(_) => return Err(Problem::unavailable("outside party").absent()),
        };
        match pauses.next() {
            Some(pause) if problem.retryable => tokio::time::sleep(pause).await,
            _ => return Err(problem),
        }
    }
}

/// Stores the error and the time of the next attempt; after the last one the job is dead. Who waits for something that is
/// absent now does not use up attempts.
async fn reschedule(tx: &UnitOfWork, claim: &Claim, problem: &Problem) -> Result<()> {
    tracing::warn!(job = %claim.id, kind = claim.kind, attempt = claim.attempts, %problem, "a job failed");
    let waits = problem.status() == StatusCode::SERVICE_UNAVAILABLE;
    let dead = !waits && claim.attempts >= MAX_ATTEMPTS;
    let [jitter] = tx.app().ids.bytes::<1>();
    let seconds = if waits { problem.retry_after().into() } else { 1 << claim.attempts.clamp(0, 12) };
    let wait = TimeDelta::seconds(seconds).min(LONGEST_WAIT) + TimeDelta::milliseconds(i64::from(jitter) * 4);
    job::Entity::update_many()
        .col_expr(job::Column::LastError, Expr::value(Some(error_text(problem))))
        .col_expr(job::Column::LeasedUntil, Expr::value(None::<DateTime<Utc>>))
        .col_expr(job::Column::DueAt, Expr::value(tx.now() + wait))
        .col_expr(job::Column::Attempts, Expr::value(claim.attempts - i32::from(waits)))
        .col_expr(job::Column::Interruptions, Expr::value(0))
        .col_expr(job::Column::DeadAt, Expr::value(dead.then_some(tx.now())))
        .filter(job::Column::Id.eq(claim.id))
        .filter(job::Column::LeasedBy.eq(claim.worker.as_str()))
        .filter(job::Column::DoneAt.is_null())
        .exec(tx.db())
        .await?;
    Ok(())
}

fn error_text(problem: &Problem) -> String {
    problem.to_string().chars().take(ERROR_LENGTH).collect()
}

/// The stage of a job that is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Waits until it is due, or until its next attempt.
    Waiting,
    /// Is due, or is being run.
    Due,
    /// Has no attempts left.
    Dead,
}

/// Lists jobs that are not done, oldest first.
pub async fn list(tx: &UnitOfWork, stage: Option<Stage>, page: &PageRequest) -> Result<Rows<job::Model>> {
    let dead = job::Column::DeadAt;
    let mut rows = job::Entity::find().filter(job::Column::DoneAt.is_null());
    rows = match stage {
        None => rows,
        Some(Stage::Dead) => rows.filter(dead.is_not_null()),
        Some(Stage::Due) => rows.filter(dead.is_null()).filter(job::Column::DueAt.lte(tx.now())),
        Some(Stage::Waiting) => rows.filter(dead.is_null()).filter(job::Column::DueAt.gt(tx.now())),
    };
    page.select(tx.db(), rows.cursor_by(job::Column::Id).asc(), |job| job.id).await
}

/// Makes a dead job due now, with all its attempts. A job that is not dead is not changed.
///
/// # Errors
/// 404 if there is no such job.
pub async fn retry(tx: &mut UnitOfWork, id: JobId) -> Result<job::Model> {
    let updated = job::Entity::update_many()
        .col_expr(job::Column::DeadAt, Expr::value(None::<DateTime<Utc>>))
        .col_expr(job::Column::DueAt, Expr::value(tx.now()))
        .col_expr(job::Column::Attempts, Expr::value(0))
        .col_expr(job::Column::Interruptions, Expr::value(0))
        .filter(job::Column::Id.eq(id))
        .filter(job::Column::DoneAt.is_null())
        .filter(job::Column::DeadAt.is_not_null())
        .exec(tx.db())
        .await?;
    let job = job::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("job"))?;
    if updated.rows_affected == 1 {
        tx.audit("job", id, "run_again", serde_json::json!({ "kind": job.kind, "key": job.key }));
    }
    Ok(job)
}

/// Counts the jobs of each stage.
pub async fn counts(tx: &UnitOfWork) -> Result<JobCounts> {
    let now = tx.now();
    let open = || job::Entity::find().filter(job::Column::DoneAt.is_null()).filter(job::Column::DeadAt.is_null());
    let held = || open().filter(job::Column::LeasedUntil.gte(now));
    let free = || Condition::any().add(job::Column::LeasedUntil.is_null()).add(job::Column::LeasedUntil.lt(now));
    let due = || open().filter(job::Column::DueAt.lte(now)).filter(free());
    let dead = job::Entity::find().filter(job::Column::DeadAt.is_not_null()).filter(job::Column::DoneAt.is_null());
    let oldest = due().order_by_asc(job::Column::DueAt).one(tx.db()).await?;
    let to_i64 = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    Ok(JobCounts {
        waiting: to_i64(open().filter(job::Column::DueAt.gt(now)).filter(free()).count(tx.db()).await?),
        due: to_i64(due().count(tx.db()).await?),
        running: to_i64(held().count(tx.db()).await?),
        dead: to_i64(dead.count(tx.db()).await?),
        oldest_due_seconds: oldest.map_or(0, |job| (now - job.due_at).num_seconds()),
    })
}
