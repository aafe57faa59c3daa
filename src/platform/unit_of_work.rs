//! The workshop of work: one transaction with its instant, its source of ids, its actor, and its outbox of events, jobs and
//! audit entries. It is begun and committed by a handler or a job runner; nothing in between commits.

use std::{any::Any, collections::VecDeque, fmt::Debug, time::Duration};

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use entities::{
    platform::{audit_entry, installation, job},
    values::{Currency, JobId, OrganisationId, PersonId},
};
use sea_orm::{ActiveValue::Set, DatabaseTransaction, EntityTrait, QuerySelect, sea_query::OnConflict};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::{
    app::App,
    db::CommitError,
    http::problem::{Problem, Result},
    jobs::Claim,
};

/// Something that happened in a slice, named in the past tense. `flow` delivers it to the slices that react to it.
pub trait Event: Any + Debug + Send + Sync {}

/// Work to run after the transaction has committed: stored with it and run by any node, at least once.
pub trait Job: Serialize + DeserializeOwned + Send + Sync {
    /// Selects the runner; unique in the program.
    const KIND: &'static str;

    /// The cause of the job. A second job of the same kind and key is not stored.
    fn key(&self) -> String;
}

/// Who caused a change, for the audit log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A signed-in person acting for an organisation.
    Person(PersonId, Option<OrganisationId>),
    /// The holder of a link that was sent to this person.
    Link(PersonId),
    /// Whoever sent an application, or holds its link.
    Applicant,
    /// A job.
    Job,
    /// An operator's import.
    Import,
    /// The system itself: start-up, demo.
    System,
}

impl Actor {
    /// The person, where there is one.
    pub fn person(self) -> Option<PersonId> {
        match self {
            Self::Person(person, _) | Self::Link(person) => Some(person),
            _ => None,
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Person(..) => "person",
            Self::Link(_) => "link",
            Self::Applicant => "applicant",
            Self::Job => "job",
            Self::Import => "import",
            Self::System => "system",
        }
    }
}

/// One transaction with its outbox. Dropping it without `commit` rolls everything back.
pub struct UnitOfWork {
    tx: DatabaseTransaction,
    app: App,
    now: DateTime<Utc>,
    actor: Actor,
    events: VecDeque<Box<dyn Event>>,
    jobs: Vec<job::ActiveModel>,
    audit: Vec<audit_entry::ActiveModel>,
    claim: Option<Claim>,
}

impl App {
    /// Begins a transaction that may write.
    pub async fn begin(&self, actor: Actor) -> Result<UnitOfWork> {
        Ok(UnitOfWork::new(self, self.db.begin_write().await?, actor))
    }

    /// Begins a read-only transaction on one snapshot.
    pub async fn read(&self, actor: Actor) -> Result<UnitOfWork> {
        Ok(UnitOfWork::new(self, self.db.begin_read().await?, actor))
    }
}

impl UnitOfWork {
    fn new(app: &App, tx: DatabaseTransaction, actor: Actor) -> Self {
        Self {
            tx,
            app: app.clone(),
            now: app.clock.now(),
            actor,
            events: VecDeque::new(),
            jobs: Vec::new(),
            audit: Vec::new(),
            claim: None,
        }
    }

    pub(super) fn for_claim(mut self, claim: Claim) -> Self {
        self.claim = Some(claim);
        self
    }

    /// The database transaction, for the queries of a slice's store.
    pub fn db(&self) -> &DatabaseTransaction {
        &self.tx
    }

    /// The running process: settings, files, mail.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// The instant at which the transaction began; the same throughout.
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// Today in the cooperative's zone.
    pub fn today(&self) -> NaiveDate {
        self.now.with_timezone(&self.zone()).date_naive()
    }

    /// The cooperative's time zone.
    pub fn zone(&self) -> Tz {
        self.app.installation.time_zone
    }

    /// The installation's currency.
    pub fn currency(&self) -> Currency {
        self.app.installation.currency
    }

    /// Who caused this transaction.
    pub fn actor(&self) -> Actor {
        self.actor
    }

    /// Makes a new id of any type.
    pub fn new_id<T: From<Uuid>>(&self) -> T {
        self.app.ids.uuid(self.now).into()
    }

    /// Emits an event. Events are delivered in order of emission, before the transaction commits.
    pub fn emit(&mut self, event: impl Event) {
        self.events.push_back(Box::new(event));
    }

    /// Stores a job to run as soon as this transaction is committed.
    pub fn enqueue<J: Job>(&mut self, job: &J) -> Result<()> {
        self.enqueue_at(job, self.now)
    }

    /// Stores a job to run at `due_at` or shortly after.
    pub fn enqueue_at<J: Job>(&mut self, job: &J, due_at: DateTime<Utc>) -> Result<()> {
        self.jobs.push(job::ActiveModel {
            id: Set(self.new_id::<JobId>()),
            kind: Set(J::KIND.to_owned()),
            key: Set(job.key()),
            payload: Set(serde_json::to_value(job).map_err(anyhow::Error::from)?),
            due_at: Set(due_at),
            attempts: Set(0),
            interruptions: Set(0),
            leased_until: Set(None),
            leased_by: Set(None),
            done_at: Set(None),
            dead_at: Set(None),
            last_error: Set(None),
            created_at: Set(self.now),
        });
        Ok(())
    }

    /// Records a change of state and its actor in the audit log; `detail` holds what explains the change.
    pub fn audit(&mut self, subject_kind: &str, subject: impl Into<Uuid>, action: &str, detail: serde_json::Value) {
        self.audit.push(audit_entry::ActiveModel {
            id: Set(self.new_id::<Uuid>()),
            at: Set(self.now),
            person_id: Set(self.actor.person()),
            actor: Set(self.actor.as_str().to_owned()),
            subject_kind: Set(subject_kind.to_owned()),
            subject_id: Set(subject.into()),
            action: Set(action.to_owned()),
            detail: Set(detail),
        });
    }

    /// Number of audit entries recorded so far. Zero means that nothing changed.
    pub fn audit_entry_count(&self) -> usize {
        self.audit.len()
    }

    /// Delivers the events emitted so far, including those emitted on delivery. For an action that must see their effect.
    pub async fn deliver_events(&mut self) -> Result<()> {
        let flow = self.app.flow;
        while let Some(event) = self.events.pop_front() {
            flow.deliver(self, event.as_ref()).await?;
        }
        Ok(())
    }

    /// Delivers the events, stores jobs and audit entries, and commits.
    pub async fn commit(mut self) -> Result<()> {
        self.deliver_events().await?;
        self.store_outbox_and_commit().await
    }

    #[tracing::instrument(name = "commit", level = "debug", skip_all)]
    async fn store_outbox_and_commit(mut self) -> Result<()> {
        for jobs in self.jobs.chunks(ROWS_PER_INSERT) {
            job::Entity::insert_many(jobs.to_vec())
                .on_conflict(OnConflict::columns([job::Column::Kind, job::Column::Key]).do_nothing().to_owned())
                .exec_without_returning(&self.tx)
                .await?;
        }
        for entries in self.audit.chunks(ROWS_PER_INSERT) {
            audit_entry::Entity::insert_many(entries.to_vec()).exec_without_returning(&self.tx).await?;
        }
        if let Some(claim) = &self.claim {
            claim.mark_done(&self.tx, self.now).await?;
        }
        let proof = self.audit.pop();
        if proof.is_none() && self.jobs.is_empty() && self.claim.is_none() {
            // PostgreSQL answers the COMMIT of a failed transaction by rolling it back, without an error.
            installation::Entity::find().limit(1).one(&self.tx).await?;
        }
        match self.app.db.commit(self.tx).await {
            Ok(()) => {}
            Err(CommitError::RolledBack(error)) => return Err(error.into()),
            Err(CommitError::Unknown) => find_outcome(&self.app, proof).await?,
        }
        if !self.jobs.is_empty() {
            self.app.wake.notify_waiters();
        }
        Ok(())
    }
}

/// Finds out whether a transaction was committed whose commit was not answered, by the audit entry that it stored.
///
/// # Errors
/// 503: nothing was stored, or it cannot be found out ([`RequestError::OutcomeUnknown`]).
async fn find_outcome(app: &App, proof: Option<audit_entry::ActiveModel>) -> Result<()> {
    let Some(entry) = proof else { return Err(Problem::outcome_unknown()) };
    let found = async {
        loop {
            match app.db.was_committed(entry.clone()).await {
                Ok(committed) => return committed,
                Err(error) => tracing::debug!(%error, "the outcome of a commit cannot be read yet"),
            }
            tokio::time::sleep(OUTCOME_PAUSE).await;
        }
    };
    match tokio::time::timeout(OUTCOME_TIMEOUT, found).await {
        Ok(true) => Ok(()),
        Ok(false) => Err(Problem::unavailable("database")),
        Err(_) => Err(Problem::outcome_unknown()),
    }
}

/// How long the outcome of a commit is looked for, and the pause between attempts.
const OUTCOME_TIMEOUT: Duration = Duration::from_secs(8);
const OUTCOME_PAUSE: Duration = Duration::from_millis(200);

/// Largest number of ids that a query names one by one; above it, all rows are read and filtered.
pub const MAX_IDS_IN_QUERY: usize = 200;
/// Rows of one INSERT. Both databases limit the parameters of a statement (SQLite to 32,766).
pub const ROWS_PER_INSERT: usize = 1_000;
