//! Durable jobs: work that runs after the transaction that stored it has committed.
//!
//! Jobs are rows of the database. One worker at a time leases a job; a failed job is retried after growing delays. After
//! its last attempt it is dead until staff retry it.

use chrono::{DateTime, TimeDelta, Utc};
use entities::{platform::job, values::JobId};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseBackend, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
    sea_query::{Expr, LockBehavior, LockType},
};

use super::{
    app::App,
    http::{
        errors::RequestError,
        page_request::{PageRequest, Rows},
        problem::{Problem, Result},
    },
    telemetry::JobCounts,
    unit_of_work::{Actor, Job, UnitOfWork},
};

/// Attempts before a job is dead. With the delays between them they take a little more than an hour, so that a mail
/// server may be unavailable that long.
pub const MAX_ATTEMPTS: i32 = 12;
/// How long a lease lasts; then another worker may claim the job.
const LEASE: TimeDelta = TimeDelta::minutes(2);
/// Jobs that a worker claims in one transaction.
const CLAIM_SIZE: u64 = 16;
/// Characters of the error message that are stored.
const ERROR_LENGTH: usize = 2_000;

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

/// Runs due jobs until none is left, and returns how many ran. A job that fails is rescheduled and does not stop others.
pub async fn run_due(app: &App, worker: &str) -> Result<usize> {
    let mut ran = 0;
    loop {
        let claims = claim(app, worker).await?;
        if claims.is_empty() {
            return Ok(ran);
        }
        for claim in claims {
            ran += 1;
            run(app, &claim).await?;
        }
    }
}

async fn run(app: &App, claim: &Claim) -> Result<()> {
    let outcome = app.flow.run(app, claim).await;
    let tx = app.begin(Actor::Job).await?;
    match outcome {
        // A handler that began its transaction with `Claim::begin` has marked the job already.
        Ok(()) => drop(claim.mark_done(tx.db(), tx.now()).await),
        Err(problem) => reschedule(&tx, claim, &problem).await?,
    }
    tx.commit().await
}

/// Stores the error and the time of the next attempt; after the last one the job is dead.
async fn reschedule(tx: &UnitOfWork, claim: &Claim, problem: &Problem) -> Result<()> {
    tracing::warn!(job = %claim.id, kind = claim.kind, attempt = claim.attempts, %problem, "a job failed");
    let dead = claim.attempts >= MAX_ATTEMPTS;
    let text: String = problem.to_string().chars().take(ERROR_LENGTH).collect();
    let [jitter] = tx.app().ids.bytes::<1>();
    let wait = TimeDelta::seconds(1 << claim.attempts.clamp(0, 12)) + TimeDelta::milliseconds(i64::from(jitter) * 4);
    job::Entity::update_many()
        .col_expr(job::Column::LastError, Expr::value(Some(text)))
        .col_expr(job::Column::LeasedUntil, Expr::value(None::<DateTime<Utc>>))
        .col_expr(job::Column::DueAt, Expr::value(tx.now() + wait))
        .col_expr(job::Column::DeadAt, Expr::value(dead.then_some(tx.now())))
        .filter(job::Column::Id.eq(claim.id))
        .filter(job::Column::LeasedBy.eq(claim.worker.as_str()))
        .filter(job::Column::DoneAt.is_null())
        .exec(tx.db())
        .await?;
    Ok(())
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

async fn claim(app: &App, worker: &str) -> Result<Vec<Claim>> {
    let tx = app.begin(Actor::Job).await?;
    let now = tx.now();
    let free = Condition::any().add(job::Column::LeasedUntil.is_null()).add(job::Column::LeasedUntil.lt(now));
    let mut due = job::Entity::find()
        .filter(job::Column::DoneAt.is_null())
        .filter(job::Column::DeadAt.is_null())
        .filter(job::Column::DueAt.lte(now))
        .filter(free)
        .order_by_asc(job::Column::DueAt)
        .order_by_asc(job::Column::Id)
        .limit(CLAIM_SIZE);
    if tx.db().get_database_backend() == DatabaseBackend::Postgres {
        due = due.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    }
    let jobs = due.all(tx.db()).await?;
    job::Entity::update_many()
        .col_expr(job::Column::LeasedUntil, Expr::value(Some(now + LEASE)))
        .col_expr(job::Column::LeasedBy, Expr::value(Some(worker)))
        .col_expr(job::Column::Attempts, Expr::col(job::Column::Attempts).add(1))
        .filter(job::Column::Id.is_in(jobs.iter().map(|j| j.id)))
        .exec(tx.db())
        .await?;
    tx.commit().await?;
    Ok(jobs
        .into_iter()
        .map(|j| Claim {
            id: j.id,
            worker: worker.to_owned(),
            attempts: j.attempts + 1,
            kind: j.kind,
            payload: j.payload,
        })
        .collect())
}
