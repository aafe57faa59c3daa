//! The job queue, for the cooperative's staff: which jobs wait or failed, and a new start for those that failed.

use std::collections::HashMap;

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
    notifications::{SendMessage, list_message_readers},
    platform::{
        app::App,
        http::{page_request::PageRequest, paging::List, problem::Result},
        jobs,
        unit_of_work::{Job, UnitOfWork},
    },
    reports::{JobSubject, list_job_subjects},
};

#[derive(Tags)]
enum Tag {
    /// The job queue: work that runs after a request has been answered.
    #[oai(rename = "jobs")]
    Jobs,
}

/// The stage of a job that is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum JobStage {
    /// Waits until it is due, or until its next attempt.
    Waiting,
    /// Is due, or is being run.
    Due,
    /// Has no attempts left; a person has to look at it.
    Dead,
}

impl From<JobStage> for jobs::Stage {
    fn from(stage: JobStage) -> Self {
        match stage {
            JobStage::Waiting => Self::Waiting,
            JobStage::Due => Self::Due,
            JobStage::Dead => Self::Dead,
        }
    }
}

/// A job that is not done, without its payload.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct JobSummary {
    /// Identifies the job.
    pub id: JobId,
    /// Which handler runs it.
    pub kind: String,
    /// The name of the buyer, the workshop or the reader that it is about.
    pub party: Option<String>,
    /// The code of the cycle that it is about.
    pub cycle: Option<String>,
    /// What caused the job; unique for each kind.
    pub key: String,
    /// When it runs, at the earliest.
    pub due_at: DateTime<Utc>,
    /// Attempts started so far.
    pub attempts: i32,
    /// How often the process that ran it ended meanwhile; no attempts.
    pub interruptions: i32,
    /// When its last attempt failed.
    pub dead_at: Option<DateTime<Utc>>,
    /// The error of the last failed attempt.
    pub last_error: Option<String>,
    /// When it was stored.
    pub created_at: DateTime<Utc>,
}

impl JobSummary {
    fn new(row: job::Model, subject: JobSubject) -> Self {
        Self {
            party: subject.party,
            cycle: subject.cycle,
            id: row.id,
            kind: row.kind,
            key: row.key,
            due_at: row.due_at,
            attempts: row.attempts,
            interruptions: row.interruptions,
            dead_at: row.dead_at,
            last_error: row.last_error,
            created_at: row.created_at,
        }
    }
}

/// Whom and what these jobs are about.
async fn list_subjects(tx: &UnitOfWork, jobs: &[job::Model]) -> Result<HashMap<JobId, JobSubject>> {
    let mut subjects = list_job_subjects(tx, jobs).await?;
    let messages = || jobs.iter().filter(|job| job.kind == SendMessage::KIND);
    let keys: Vec<&str> = messages().map(|job| job.key.as_str()).collect();
    let readers = list_message_readers(tx, &keys).await?;
    for job in messages() {
        subjects.entry(job.id).or_default().party = readers.get(&job.key).cloned();
    }
    Ok(subjects)
}

/// Operations on the job queue.
pub struct Jobs;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Jobs")]
impl Jobs {
    /// List jobs that are not done, oldest first
    #[oai(path = "/jobs", method = "get", operation_id = "list_jobs")]
    async fn list_jobs(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// Only jobs of this stage.
        stage: Query<Option<JobStage>>,
        page: PageRequest,
    ) -> Result<List<JobSummary>> {
        let tx = app.read(caller.actor()).await?;
        let jobs = jobs::list(&tx, stage.0.map(Into::into), &page).await?;
        let mut subjects = list_subjects(&tx, &jobs.items).await?;
        let summaries = jobs.map(|job| {
            let subject = subjects.remove(&job.id).unwrap_or_default();
            JobSummary::new(job, subject)
        });
        Ok(summaries.into())
    }

    /// Retry a dead job now, with all its attempts
    #[oai(path = "/jobs/:job_id/run-again", method = "post", operation_id = "retry_job")]
    async fn retry_job(&self, app: Data<&App>, caller: StaffAdmin, job_id: Path<JobId>) -> Result<Json<JobSummary>> {
        let mut tx = app.begin(caller.actor()).await?;
        let job = jobs::retry(&mut tx, job_id.0).await?;
        let subject = list_subjects(&tx, std::slice::from_ref(&job)).await?.remove(&job.id).unwrap_or_default();
        tx.commit().await?;
        app.wake.notify_waiters();
        Ok(Json(JobSummary::new(job, subject)))
    }
}
