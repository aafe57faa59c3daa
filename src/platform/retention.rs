//! Deletes rows that have served their time, once a day: idempotency keys, ended sessions and links, finished jobs and old
//! messages. What was done stays in the audit log.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use entities::platform::{idempotency_key, job};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use serde::{Deserialize, Serialize};

use super::{
    http::{limits, problem::Result},
    unit_of_work::{Job, UnitOfWork},
};

/// Rows of one kind that a run deletes, so that it holds no lock for long. The next run goes on.
const BATCH: u64 = 20_000;
/// How long ended sessions and links are kept, so that whoever comes with one is told that it has ended.
const ENDED: TimeDelta = TimeDelta::days(60);
/// How long finished jobs are kept. By then no fact enqueues the same job again.
const FINISHED_JOBS: TimeDelta = TimeDelta::days(120);
/// How long messages are kept after they were sent or refused.
const MESSAGES: TimeDelta = TimeDelta::days(400);
/// The hour of the day, in UTC, at which rows are deleted: before dawn in Chile.
const HOUR: u32 = 7;

/// Deletes the old rows of one day.
#[derive(Debug, Serialize, Deserialize)]
pub struct DeleteOldRows {
    /// The day.
    pub day: NaiveDate,
}

impl Job for DeleteOldRows {
    const KIND: &'static str = "platform.delete_old_rows";

    fn key(&self) -> String {
        self.day.to_string()
    }
}

/// The instants before which rows are old.
#[derive(Clone, Copy, Debug)]
pub struct Ages {
    /// Sessions and links that had ended.
    pub ended: DateTime<Utc>,
    /// Messages that were sent or refused.
    pub messages: DateTime<Utc>,
}

/// Schedules the next run. Called when a process starts to work, and by each run.
pub fn schedule_next(tx: &mut UnitOfWork) -> Result<()> {
    let now = tx.now();
    let at = NaiveTime::from_hms_opt(HOUR, 0, 0).unwrap_or_default();
    let today = now.date_naive();
    let day = if now.time() < at { today } else { today.checked_add_days(Days::new(1)).unwrap_or(today) };
    tx.enqueue_at(&DeleteOldRows { day }, day.and_time(at).and_utc())
}

/// Deletes the platform's own old rows, and returns the ages of the others.
pub async fn delete_old_rows(tx: &UnitOfWork) -> Result<Ages> {
    let now = tx.now();
    let retention = TimeDelta::from_std(limits::IDEMPOTENCY_RETENTION).unwrap_or(TimeDelta::days(1));
    let keys = Condition::all().add(idempotency_key::Column::CreatedAt.lt(now - retention));
    delete_old::<idempotency_key::Entity>(tx, idempotency_key::Column::Id, keys).await?;
    let jobs = Condition::all().add(job::Column::DoneAt.lt(now - FINISHED_JOBS));
    delete_old::<job::Entity>(tx, job::Column::Id, jobs).await?;
    Ok(Ages { ended: now - ENDED, messages: now - MESSAGES })
}

/// Deletes rows that match `old`, up to a limit.
pub async fn delete_old<E: EntityTrait>(tx: &UnitOfWork, id: E::Column, old: Condition) -> Result<()> {
    let ids = E::find().select_only().column(id).filter(old).limit(BATCH).into_query();
    E::delete_many().filter(id.in_subquery(ids)).exec(tx.db()).await?;
    Ok(())
}
