//! The running process: its settings and the parts that stand at the edge of the company. Nothing here is state that
//! a second node would need.

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
    jobs::Claim,
    mail::Mailer,
    unit_of_work::{Event, UnitOfWork},
};

/// Delivers facts to what happens at once, and runs the jobs that follow. There is one, in `flow`.
#[async_trait]
pub trait Flow: Send + Sync {
    /// What happens in the same transaction.
    async fn deliver(&self, tx: &mut UnitOfWork, fact: &dyn Event) -> Result<()>;

    /// Runs one job. A job without outside effect begins its work from the claim; another calls first, then records.
    async fn run(&self, app: &App, claim: &Claim) -> Result<()>;
}

/// What is chosen once for an installation and never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Installation {
    /// All money of the installation.
    pub currency: Currency,
    /// Where cut-offs and dates are read.
    pub time_zone: Tz,
}

impl Default for Installation {
    fn default() -> Self {
        Self { currency: Currency::Clp, time_zone: chrono_tz::America::Coyhaique }
    }
}

/// The parts of a process.
pub struct Parts {
    /// Settings.
    pub config: Config,
    /// Currency and time zone.
    pub installation: Installation,
    /// The database.
    pub db: Db,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Ids and secrets.
    pub ids: Ids,
    /// Mail.
    pub mailer: Arc<dyn Mailer>,
    /// Files: documents, photos.
    pub files: Arc<dyn FileStore>,
    /// All arrows between slices.
    pub flow: &'static dyn Flow,
    /// Passwords hashed at the same time: each takes 19 MiB.
    pub password_slots: Semaphore,
    /// Told when a job was stored here, so that the worker of this process need not wait for its next look.
    pub wake: Notify,
    /// What a slice keeps per process, such as an open index; found by type.
    pub slices: HashMap<TypeId, Arc<dyn Any + Send + Sync>>,
}

/// A handle to the running process; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

impl App {
    /// The process of these parts.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// What a slice keeps per process; none where this process was started without it.
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
