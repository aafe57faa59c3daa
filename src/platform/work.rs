//! One piece of work: a transaction with its instant, its ids, who asked for it, and what must follow it. It is begun
//! and committed at the edge; nothing between may commit.

use std::{any::Any, collections::VecDeque, fmt::Debug};

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use entities::{
    platform::{audit_entry, job},
    values::{Currency, JobId, OrganisationId, PersonId},
};
use sea_orm::{ActiveValue::Set, DatabaseTransaction, EntityTrait, sea_query::OnConflict};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::{app::App, http::problem::Answer, jobs::Claim};

/// A fact of a slice, in the past tense; `flow` knows what happens at once and what follows.
pub trait Fact: Any + Debug + Send + Sync {}

/// What must follow a committed transaction: stored with it, run later by any node, at least once.
pub trait Job: Serialize + DeserializeOwned + Send + Sync {
    /// Names the handler; unique over the program.
    const KIND: &'static str;

    /// The fact it follows from: one job per kind and key, however often it is enqueued.
    fn key(&self) -> String;
}

/// Who caused a change, for the audit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A signed-in person acting for an organisation.
    Person(PersonId, Option<OrganisationId>),
    /// Somebody with a link that was sent to this person.
    Link(PersonId),
    /// A job that follows from somebody's work.
    Job,
    /// An operator's import.
    Import,
    /// The system itself: start, demo.
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

    fn word(self) -> &'static str {
        match self {
            Self::Person(..) => "person",
            Self::Link(_) => "link",
            Self::Job => "job",
            Self::Import => "import",
            Self::System => "system",
        }
    }
}

/// One transaction and what comes with it. Dropped without `commit`, it leaves nothing behind.
pub struct Work {
    tx: DatabaseTransaction,
    app: App,
    now: DateTime<Utc>,
    actor: Actor,
    facts: VecDeque<Box<dyn Fact>>,
    jobs: Vec<job::ActiveModel>,
    audit: Vec<audit_entry::ActiveModel>,
    claim: Option<Claim>,
}

impl App {
    /// Begins work that may write.
    pub async fn begin(&self, actor: Actor) -> Answer<Work> {
        Ok(Work::new(self, self.db.begin_write().await?, actor))
    }

    /// Begins work that only reads, and sees one moment.
    pub async fn read(&self, actor: Actor) -> Answer<Work> {
        Ok(Work::new(self, self.db.begin_read().await?, actor))
    }
}

impl Work {
    fn new(app: &App, tx: DatabaseTransaction, actor: Actor) -> Self {
        Self {
            tx,
            app: app.clone(),
            now: app.clock.now(),
            actor,
            facts: VecDeque::new(),
            jobs: Vec::new(),
            audit: Vec::new(),
            claim: None,
        }
    }

    pub(super) fn for_claim(mut self, claim: Claim) -> Self {
        self.claim = Some(claim);
        self
    }

    /// The transaction, for the queries of a slice's store.
    pub fn db(&self) -> &DatabaseTransaction {
        &self.tx
    }

    /// The process's parts: settings, files, mail.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// The instant of this work: one for all of it.
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

    /// Who asked for this work.
    pub fn actor(&self) -> Actor {
        self.actor
    }

    /// A new id of any noun.
    pub fn new_id<T: From<Uuid>>(&self) -> T {
        self.app.chance.uuid(self.now).into()
    }

    /// Tells a fact. What follows at once happens before this work commits, in the order of telling.
    pub fn emit(&mut self, fact: impl Fact) {
        self.facts.push_back(Box::new(fact));
    }

    /// Stores a job to run as soon as this work is committed.
    pub fn enqueue<J: Job>(&mut self, job: &J) -> Answer<()> {
        self.enqueue_at(job, self.now)
    }

    /// Stores a job to run at `due_at` or soon after.
    pub fn enqueue_at<J: Job>(&mut self, job: &J, due_at: DateTime<Utc>) -> Answer<()> {
        self.jobs.push(job::ActiveModel {
            id: Set(self.new_id::<JobId>()),
            kind: Set(J::KIND.to_owned()),
            key: Set(job.key()),
            payload: Set(serde_json::to_value(job).map_err(anyhow::Error::from)?),
            due_at: Set(due_at),
            attempts: Set(0),
            leased_until: Set(None),
            leased_by: Set(None),
            done_at: Set(None),
            dead_at: Set(None),
            last_error: Set(None),
            created_at: Set(self.now),
        });
        Ok(())
    }

    /// Writes down a change of state with its actor; `detail` says what a person would ask later.
    pub fn audit(&mut self, subject_kind: &str, subject: impl Into<Uuid>, action: &str, detail: serde_json::Value) {
        self.audit.push(audit_entry::ActiveModel {
            id: Set(self.new_id::<Uuid>()),
            at: Set(self.now),
            person_id: Set(self.actor.person()),
            actor: Set(self.actor.word().to_owned()),
            subject_kind: Set(subject_kind.to_owned()),
            subject_id: Set(subject.into()),
            action: Set(action.to_owned()),
            detail: Set(detail),
        });
    }

    /// How many changes of state were written down so far: none means that nothing changed.
    pub fn audited(&self) -> usize {
        self.audit.len()
    }

    /// Delivers the facts told so far; their own facts too. For an action that must see what its facts set in motion.
    pub async fn settle(&mut self) -> Answer<()> {
        let flow = self.app.flow;
        while let Some(fact) = self.facts.pop_front() {
            flow.deliver(self, fact.as_ref()).await?;
        }
        Ok(())
    }

    /// Delivers the facts, stores what follows, and commits it all; or nothing.
    pub async fn commit(mut self) -> Answer<()> {
        self.settle().await?;
        self.conclude().await
    }

    #[tracing::instrument(name = "commit", level = "debug", skip_all)]
    async fn conclude(mut self) -> Answer<()> {
        for jobs in self.jobs.chunks(ROWS_PER_INSERT) {
            job::Entity::insert_many(jobs.to_vec())
                .on_conflict(OnConflict::columns([job::Column::Kind, job::Column::Key]).do_nothing().to_owned())
                .exec_without_returning(&self.tx)
                .await?;
        }
        for entries in self.audit.chunks(ROWS_PER_INSERT) {
            audit_entry::Entity::insert_many(entries.to_vec()).exec_without_returning(&self.tx).await?;
        }
        if let Some(claim) = self.claim.take() {
            claim.mark_done(&self.tx, self.now).await?;
        }
        self.tx.commit().await?;
        if !self.jobs.is_empty() {
            self.app.wake.notify_one();
        }
        Ok(())
    }
}

/// Named rows up to which a query asks for each by its id; of more it reads all and picks.
pub const FEW: usize = 200;
/// Rows of one INSERT: both databases limit the parameters of a statement (SQLite to 32,766).
pub const ROWS_PER_INSERT: usize = 1_000;
