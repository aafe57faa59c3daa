//! A copy of the database as of one moment, for a trial that is rolled back. On SQLite such a trial would otherwise keep
//! everybody else from writing for as long as it takes.

use std::{sync::Arc, time::Duration};

use sea_orm::{ConnectionTrait, DatabaseBackend, Statement};
use tempfile::TempDir;
use tokio::{
    sync::{Notify, OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

use super::{
    app::{App, Parts},
    clock::Ids,
    config::Config,
    db::Db,
    http::problem::{Problem, Result},
    private,
};

/// How long a trial waits for the one before it. Each has a copy of the whole database.
const SLOT_TIMEOUT: Duration = Duration::from_secs(30);

/// A copy of an installation's database. It is deleted when this is dropped.
pub struct Snapshot {
    /// The application on the copy.
    app: App,
    _folder: TempDir,
    _slot: OwnedSemaphorePermit,
}

impl Snapshot {
    /// The application on the copy.
    pub fn app(&self) -> &App {
        &self.app
    }
}

impl App {
    /// Copies the database. None on PostgreSQL, where a transaction keeps nobody from writing other rows.
    ///
    /// # Errors
    /// 503 where another trial takes too long.
    pub async fn snapshot(&self) -> Result<Option<Snapshot>> {
        if self.db.backend() != DatabaseBackend::Sqlite {
            return Ok(None);
        }
        let slot = timeout(SLOT_TIMEOUT, self.snapshot_slots.clone().acquire_owned()).await;
        let slot = slot.map_err(|_| Problem::overloaded())?.map_err(anyhow::Error::from)?;
        let folder = private::temporary_folder().map_err(anyhow::Error::from)?;
        let config = Config { data: folder.path().to_owned(), database_url: None, ..self.config.clone() };
        let path = Db::file(&config).to_string_lossy().into_owned();
        let copy = Statement::from_sql_and_values(DatabaseBackend::Sqlite, "VACUUM INTO $1", [path.into()]);
        self.db.single_statement().execute_raw(copy).await?;
        let app = Self::new(Parts {
            db: Db::open(&config).await?,
            config,
            installation: self.installation,
            clock: self.clock.clone(),
            ids: Ids::from_system(),
            mailer: self.mailer.clone(),
            files: self.files.clone(),
            flow: self.flow,
            password_slots: Semaphore::new(1),
            snapshot_slots: Arc::new(Semaphore::new(1)),
            wake: Notify::new(),
            slices: self.slices.clone(),
        });
        Ok(Some(Snapshot { app, _folder: folder, _slot: slot }))
    }
}
