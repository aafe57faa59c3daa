//! The running process: its settings, and its adapters to external systems. It holds no state that another node of the
//! same installation would need.

use std::{
    any::{Any, TypeId},
    collections::HashMap,
    ops::Deref,
    sync::Arc,
};

use async_trait::async_trait;
use chrono_tz::Tz;
use entities::values::Currency;
use tokio::sync::{Notify, Semaphore};

use super::{
    clock::{Clock, Ids},
    config::Config,
    db::Db,
    files::FileStore,
    http::problem::Result,
    jobs::{Claim, Lane},
    mail::Mailer,
    unit_of_work::{Event, UnitOfWork},
};

/// Delivers events and runs jobs. The only implementation is in `flow`; a trait, because the platform names no slice.
#[async_trait]
pub trait Flow: Send + Sync {
    /// Runs what an event causes in the same transaction.
    async fn deliver(&self, tx: &mut UnitOfWork, event: &dyn Event) -> Result<()>;

    /// Runs one job. A job without external effect begins its transaction with `Claim::begin`; a job with one makes its
    /// call first and records the result afterwards.
    async fn run(&self, app: &App, claim: &Claim) -> Result<()>;

    /// The lanes of the jobs that call an outside party, one for each party.
    fn outside_lanes(&self) -> &'static [Lane] {
        &[]
    }
}

/// Settings that are chosen when an installation is created and never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Installation {
    /// All money of the installation.
    pub currency: Currency,
    /// The time zone of dates and cut-offs.
    pub time_zone: Tz,
}

impl Default for Installation {
    fn default() -> Self {
        Self { currency: Currency::Clp, time_zone: chrono_tz::America::Coyhaique }
    }
}

/// The components of a process.
pub struct Parts {
    /// Settings.
    pub config: Config,
    /// Currency and time zone.
    pub installation: Installation,
    /// The database.
    pub db: Db,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Generates ids and secrets.
    pub ids: Ids,
    /// Sends mail.
    pub mailer: Arc<dyn Mailer>,
    /// Stores documents and photos.
    pub files: Arc<dyn FileStore>,
    /// Delivers events between slices and runs jobs.
    pub flow: &'static dyn Flow,
    /// Limits how many passwords are hashed at once, because each takes 19 MiB.
    pub password_slots: Semaphore,
    /// Limits how many copies of the database are there at once.
    pub snapshot_slots: Arc<Semaphore>,
    /// Notified when this process has stored a job, so that its workers do not wait for the next poll.
    pub wake: Notify,
    /// State of a slice that lives as long as the process, such as an open search index, by its type.
    pub slices: HashMap<TypeId, Arc<dyn Any + Send + Sync>>,
}

/// A handle to the running process; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

impl App {
    /// Creates the handle.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// The state of type `T` that a slice keeps in this process; none if the process was started without it.
    pub fn part<T: Any + Send + Sync>(&self) -> Option<Arc<T>> {
        self.slices.get(&TypeId::of::<T>()).cloned().and_then(|part| part.downcast().ok())
    }
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
