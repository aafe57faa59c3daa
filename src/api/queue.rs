//! What waits to be done: the job queue as the cooperative's people see it, and a second chance for jobs that died.

use chrono::{DateTime, Utc};
use entities::{platform::job, values::JobId};
use poem::web::Data;
use poem_openapi::{
    Enum, Object, OpenApi, Tags,
    param::{Path, Query},
    payload::Json,
};

use crate::{
    identity::{Caller, StaffAdmin, StaffViewer},
    platform::{
        app::App,
        http::{
            paging::{Cursor, Limit, List, Page, RequestUri},
            problem::Result,
        },
        jobs,
    },
};

/// Operations on the job queue.
pub struct Queue;

#[derive(Tags)]
enum Tag {
    /// What follows people's work: the job queue.
    #[oai(rename = "jobs")]
    Jobs,
}

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum JobStage {
    /// Waits for its time, or for its next try.
    Waiting,
    /// Its time has come, or a worker is at it.
    Due,
    /// Out of tries; somebody has to look.
    Dead,
}

/// A job, as far as it may be told: what it works with stays inside.
#[derive(Clone, Debug, Object)]
pub struct JobSummary {
    /// Identifies the job.
    pub id: JobId,
    /// What it does.
    pub kind: String,
    /// The fact it follows from.
    pub key: String,
    /// Not before this instant.
    pub due_at: DateTime<Utc>,
    /// Tries begun so far.
    pub attempts: i32,
    /// When its tries ran out.
    pub dead_at: Option<DateTime<Utc>>,
    /// What the last failed try said.
    pub last_error: Option<String>,
    /// When it was stored.
    pub created_at: DateTime<Utc>,
}

impl From<job::Model> for JobSummary {
    fn from(row: job::Model) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            key: row.key,
            due_at: row.due_at,
            attempts: row.attempts,
            dead_at: row.dead_at,
            last_error: row.last_error,
            created_at: row.created_at,
        }
    }
}

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Jobs")]
impl Queue {
    /// Jobs that are not done, oldest first
    #[oai(path = "/jobs", method = "get", operation_id = "list_jobs")]
    async fn list_jobs(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// Only those that stand here.
        stage: Query<Option<JobStage>>,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        uri: RequestUri,
    ) -> Result<List<JobSummary>> {
        let page = Page::new(limit.0, after.0);
        let tx = app.read(caller.actor()).await?;
        let stage = stage.0.map(|stage| match stage {
            JobStage::Waiting => jobs::Stage::Waiting,
            JobStage::Due => jobs::Stage::Due,
            JobStage::Dead => jobs::Stage::Dead,
        });
        let rows = jobs::list(&tx, stage, page.key()?, page.fetch()).await?;
        Ok(List::page(rows, &page, &uri, |row| Cursor::of(&row.id), JobSummary::from))
    }

    /// Give a dead job new tries, beginning now
    #[oai(path = "/jobs/:job_id/run-again", method = "post", operation_id = "run_job_again")]
    async fn run_job_again(
        &self,
        app: Data<&App>,
        caller: StaffAdmin,
        job_id: Path<JobId>,
    ) -> Result<Json<JobSummary>> {
        let mut tx = app.begin(caller.actor()).await?;
        let job = jobs::run_again(&mut tx, job_id.0).await?;
        tx.commit().await?;
        app.wake.notify_one();
        Ok(Json(job.into()))
    }
}
