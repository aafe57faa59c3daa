//! Jobs: what follows a committed transaction. They lie in the database, are leased by one worker at a time, are
//! retried with growing waits, and are dead after their last try until staff run them again.

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
        problem::{Problem, Result},
    },
    telemetry::JobCounts,
    unit_of_work::{Actor, Job, UnitOfWork},
};

/// Tries before a job is dead: with growing waits a little more than an hour, the time that a mail server may be away.
pub const MAX_ATTEMPTS: i32 = 12;
/// How long a worker may hold a job before another takes it.
const LEASE: TimeDelta = TimeDelta::minutes(2);
const CLAIMED_AT_ONCE: u64 = 16;
const ERROR_LENGTH: usize = 2_000;

/// A job that this worker holds.
#[derive(Clone, Debug)]
pub struct Claim {
    id: JobId,
    worker: String,
    attempts: i32,
    /// Which handler runs it.
    pub kind: String,
    /// Its arguments.
    pub payload: serde_json::Value,
}

impl Claim {
    /// The job's arguments.
    pub fn read<J: Job>(&self) -> Result<J> {
        Ok(serde_json::from_value(self.payload.clone()).map_err(anyhow::Error::from)?)
    }

    /// Begins the job's transaction: its commit also marks the job done, so that the effect happens exactly once.
    pub async fn begin(&self, app: &App) -> Result<UnitOfWork> {
        Ok(app.begin(Actor::Job).await?.for_claim(self.clone()))
    }

    /// Marks the job done in `db`; refused where the lease has gone to another worker.
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

/// Runs jobs that are due until none is left, and says how many ran. A failing job is put off; it stops no other.
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
        // A handler that committed its own work has marked the job already.
        Ok(()) => drop(claim.mark_done(tx.db(), tx.now()).await),
        Err(problem) => put_off(&tx, claim, &problem).await?,
    }
    tx.commit().await
}

async fn put_off(tx: &UnitOfWork, claim: &Claim, problem: &Problem) -> Result<()> {
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

/// Where a job that is not done stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Waits for its time, or for its next try.
    Waiting,
    /// Its time has come, or a worker is at it.
    Due,
    /// Out of tries.
    Dead,
}

/// Jobs that are not done, after an id, oldest first.
pub async fn list(tx: &UnitOfWork, stage: Option<Stage>, after: Option<JobId>, limit: u64) -> Result<Vec<job::Model>> {
    let dead = job::Column::DeadAt;
    let mut rows = job::Entity::find().filter(job::Column::DoneAt.is_null());
    rows = match stage {
        None => rows,
        Some(Stage::Dead) => rows.filter(dead.is_not_null()),
        Some(Stage::Due) => rows.filter(dead.is_null()).filter(job::Column::DueAt.lte(tx.now())),
        Some(Stage::Waiting) => rows.filter(dead.is_null()).filter(job::Column::DueAt.gt(tx.now())),
    };
    if let Some(after) = after {
        rows = rows.filter(job::Column::Id.gt(after));
    }
    Ok(rows.order_by_asc(job::Column::Id).limit(limit).all(tx.db()).await?)
}

/// Gives a dead job new tries, beginning now; one that is not dead stays as it is.
///
/// # Errors
/// 404 where there is no such job.
pub async fn run_again(tx: &mut UnitOfWork, id: JobId) -> Result<job::Model> {
    let revived = job::Entity::update_many()
        .col_expr(job::Column::DeadAt, Expr::value(None::<DateTime<Utc>>))
        .col_expr(job::Column::DueAt, Expr::value(tx.now()))
        .col_expr(job::Column::Attempts, Expr::value(0))
        .filter(job::Column::Id.eq(id))
        .filter(job::Column::DoneAt.is_null())
        .filter(job::Column::DeadAt.is_not_null())
        .exec(tx.db())
        .await?;
    let job = job::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("job"))?;
    if revived.rows_affected == 1 {
        tx.audit("job", id, "run_again", serde_json::json!({ "kind": job.kind, "key": job.key }));
    }
    Ok(job)
}

/// How many jobs stand where.
pub async fn counts(tx: &UnitOfWork) -> Result<JobCounts> {
    let now = tx.now();
    let open = || job::Entity::find().filter(job::Column::DoneAt.is_null()).filter(job::Column::DeadAt.is_null());
    let held = || open().filter(job::Column::LeasedUntil.gte(now));
    let free = || Condition::any().add(job::Column::LeasedUntil.is_null()).add(job::Column::LeasedUntil.lt(now));
    let due = || open().filter(job::Column::DueAt.lte(now)).filter(free());
    let dead = job::Entity::find().filter(job::Column::DeadAt.is_not_null()).filter(job::Column::DoneAt.is_null());
    let oldest = due().order_by_asc(job::Column::DueAt).one(tx.db()).await?;
    let figure = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    Ok(JobCounts {
        waiting: figure(open().filter(job::Column::DueAt.gt(now)).filter(free()).count(tx.db()).await?),
        due: figure(due().count(tx.db()).await?),
        running: figure(held().count(tx.db()).await?),
        dead: figure(dead.count(tx.db()).await?),
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
        .limit(CLAIMED_AT_ONCE);
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
