//! The database: SQLite in a file of the data folder, or PostgreSQL. The settings that durability depends on are made
//! here and checked at start-up; a process whose database could lose a committed transaction does not start.

mod connect;
mod failure;
mod health;

use std::{
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use entities::platform::{audit_entry, installation};
use migrations::{Migrator, MigratorTrait};
use sea_orm::{
    ConnAcquireErr, ConnectOptions, ConnectionTrait, Database, DatabaseBackend, DatabaseConnection,
    DatabaseTransaction, DbErr, EntityTrait, IsolationLevel, QuerySelect, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait, TryInsertResult, sea_query::Expr, sqlx::sqlite::SqliteConnectOptions,
};
use tokio::{
    sync::{Mutex, Semaphore},
    time::timeout,
};

pub use self::failure::Failure;
use self::{
    connect::{ACQUIRE_TIMEOUT, POSTGRES_ACQUIRE_TIMEOUT, POSTGRES_CONNECTIONS, SQLITE_READERS},
    health::Health,
};
use super::{config::Config, private};

/// The connections to the database of an installation.
#[derive(Clone)]
pub struct Db {
    /// One connection on SQLite, which has one writer: writers queue for it in order instead of polling a locked file.
    write: DatabaseConnection,
    read: DatabaseConnection,
    /// Limits how many transactions begin at once.
    begin_permits: Arc<Semaphore>,
    health: Arc<Health>,
    /// When the database last took a write for [`Db::is_ready`], and whether it did.
    probed: Arc<Mutex<Option<(Instant, bool)>>>,
}

/// The database in the data folder.
const FILE: &str = "minga.db";
/// The advisory lock of PostgreSQL that a migrating process holds; its number is `minga` in ASCII.
const MIGRATION_LOCK: &str = "SELECT pg_advisory_xact_lock(469920278369)";
/// The advisory lock of PostgreSQL that a serving process holds until it ends. The number is arbitrary, and the same in
/// all versions.
const EXCLUSIVE_LOCK: &str = "SELECT pg_try_advisory_lock(1936023924) AS taken";
const SHARED_LOCK: &str = "SELECT pg_try_advisory_lock_shared(1936023924) AS taken";
/// How often the lock of an installation is taken again.
const LOCK_PAUSE: Duration = Duration::from_secs(3);
/// How long a commit may take before its outcome counts as unknown.
const COMMIT_TIMEOUT: Duration = Duration::from_secs(20);
/// How long each step of the readiness check may take, and how long its result is used.
const PROBE_TIMEOUT: Duration = Duration::from_secs(2);
const PROBE_AGE: Duration = Duration::from_secs(1);

/// A process's lock of the database, released when it is dropped.
pub struct DatabaseLock {
    connection: Option<DatabaseConnection>,
    sql: &'static str,
}

impl DatabaseLock {
    /// Locks again and again, because a lost connection has lost its lock; returns when another process has taken it. Never
    /// returns on SQLite.
    pub async fn until_lost(&self) {
        let Some(connection) = &self.connection else { return std::future::pending().await };
        loop {
            tokio::time::sleep(LOCK_PAUSE).await;
            match take_lock(connection, self.sql).await {
                Ok(true) => {}
                Ok(false) => return,
                Err(error) => tracing::warn!(%error, "the lock of the installation could not be renewed"),
            }
        }
    }
}

/// Takes a session's advisory lock, which it may have already.
async fn take_lock(connection: &DatabaseConnection, sql: &str) -> Result<bool, DbErr> {
    let row = connection.query_one_raw(Statement::from_string(connection.get_database_backend(), sql)).await?;
    Ok(row.map(|row| row.try_get("", "taken")).transpose()?.unwrap_or_default())
}

impl Db {
    /// The file of a SQLite database in the data folder.
    pub(super) fn file(config: &Config) -> PathBuf {
        config.data.join(FILE)
    }

    /// Connects and checks the settings that durability depends on.
    ///
    /// # Errors
    /// If the database cannot be reached or is not durable.
    pub async fn open(config: &Config) -> Result<Self, anyhow::Error> {
        let url = match &config.database_url {
            Some(url) => url.to_string(),
            None => {
                private::secure_folder(&config.data)?;
                private::secure_file(&Self::file(config))?;
                format!("sqlite://{}?mode=rwc", Self::file(config).display())
            }
        };
        let begin_permits = Arc::new(Semaphore::new(POSTGRES_CONNECTIONS as usize));
        let health = Arc::new(Health::default());
        let (write, read) = if url.starts_with("sqlite") {
            secure_sqlite(&url)?;
            let write = connect::sqlite(&url, 1, &health).await?;
            (write, connect::sqlite(&url, SQLITE_READERS, &health).await?)
        } else {
            let pool = connect::postgres(url, &health).await?;
            (pool.clone(), pool)
        };
        let db = Self { write, read, begin_permits, health, probed: Arc::default() };
        db.assert_durable().await?;
        Ok(db)
    }

    /// Whether the database of these settings has an installation. Creates nothing.
    pub async fn has_installation(config: &Config) -> Result<bool, DbErr> {
        let file = Self::file(config);
        let url = match &config.database_url {
            Some(url) => url.to_string(),
            None if file.is_file() => format!("sqlite://{}?mode=rw", file.display()),
            None => return Ok(false),
        };
        let mut options = ConnectOptions::new(url);
        options.max_connections(1).acquire_timeout(ACQUIRE_TIMEOUT).sqlx_logging(false);
        let db = Database::connect(options).await?;
        let sql = match db.get_database_backend() {
            DatabaseBackend::Postgres => "SELECT to_regclass('installation') IS NOT NULL AS begun",
            _ => "SELECT count(*) > 0 AS begun FROM sqlite_schema WHERE name = 'installation'",
        };
        let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
        db.close().await?;
        Ok(row.map(|row| row.try_get("", "begun")).transpose()?.unwrap_or_default())
    }

    /// Migrates the schema to this version of the program. Processes that start at the same time do it one by one.
    pub async fn migrate(&self) -> Result<(), DbErr> {
        let tx = self.begin_write().await?;
        if self.backend() == DatabaseBackend::Postgres {
            tx.execute_unprepared("SET LOCAL lock_timeout = 0").await?;
            tx.execute_unprepared(MIGRATION_LOCK).await?;
        }
        Migrator::up(&tx, None).await?;
        self.health.allow_commits();
        tx.commit().await
    }

    /// Checks that the schema is that of this version of the program, without changing it.
    ///
    /// # Errors
    /// Where it is not, with what to do.
    pub async fn assert_migrated(&self) -> anyhow::Result<()> {
        let pending = Migrator::get_pending_migrations(&self.write).await?.len();
        anyhow::ensure!(
            pending == 0,
            "this installation is of an earlier version: {pending} migrations are missing; use the program of that \
             version, or run `minga migrate` first"
        );
        Ok(())
    }

    /// Locks the database for a serving process until the returned lock is dropped; `None` if another process has the
    /// lock. Either one process holds it exclusively or several `share` it. Does nothing on SQLite, where the data folder is
    /// locked.
    pub async fn lock_instance(config: &Config, share: bool) -> Result<Option<DatabaseLock>, DbErr> {
        let Some(url) = config.database_url.as_ref().filter(|url| url.scheme() != "sqlite") else {
            return Ok(Some(DatabaseLock { connection: None, sql: EXCLUSIVE_LOCK }));
        };
        // A session's advisory lock lasts as long as its connection.
        let mut options = ConnectOptions::new(url.to_string());
        options.max_connections(1).min_connections(1).idle_timeout(None).max_lifetime(None).sqlx_logging(false);
        let connection = Database::connect(options).await?;
        let sql = if share { SHARED_LOCK } else { EXCLUSIVE_LOCK };
        let taken = take_lock(&connection, sql).await?;
        Ok(taken.then_some(DatabaseLock { connection: Some(connection), sql }))
    }

    /// Which database this is.
    pub fn backend(&self) -> DatabaseBackend {
        self.write.get_database_backend()
    }

    /// The connection for statements that cannot run inside a transaction, such as a backup.
    pub fn outside_transactions(&self) -> &DatabaseConnection {
        &self.write
    }

    /// The connection for a query of one statement, which needs no transaction for a consistent snapshot.
    pub fn single_statement(&self) -> &DatabaseConnection {
        &self.read
    }

    /// Begins a transaction that may write: `BEGIN IMMEDIATE` on SQLite, so that it cannot fail later while upgrading its
    /// lock. After a failure the database is verified first.
    pub(super) async fn begin_write(&self) -> Result<DatabaseTransaction, DbErr> {
        if self.health.failed_at().is_some() {
            self.verify().await?;
        }
        let tx = self.begin_unverified().await?;
        self.health.refuse_commits();
        Ok(tx)
    }

    async fn begin_unverified(&self) -> Result<DatabaseTransaction, DbErr> {
        let sqlite_transaction_mode = Some(SqliteTransactionMode::Immediate);
        let options = TransactionOptions { sqlite_transaction_mode, ..Default::default() };
        self.begin(&self.write, options).await.inspect_err(|error| self.note(error))
    }

    /// Begins a read-only transaction on one snapshot.
    pub(super) async fn begin_read(&self) -> Result<DatabaseTransaction, DbErr> {
        let isolation_level = (self.backend() == DatabaseBackend::Postgres).then_some(IsolationLevel::RepeatableRead);
        self.begin(&self.read, TransactionOptions { isolation_level, ..Default::default() }).await
    }

    /// Begins a transaction, on PostgreSQL in a task of its own. The caller's future may be dropped while `BEGIN` runs,
    /// because the client has disconnected; the driver (sqlx 0.9) would then return the connection to the pool inside an
    /// open transaction. A future that is dropped while it waits for its permit has no effect.
    async fn begin(
        &self,
        pool: &DatabaseConnection,
        options: TransactionOptions,
    ) -> Result<DatabaseTransaction, DbErr> {
        if self.backend() != DatabaseBackend::Postgres {
            return timeout(ACQUIRE_TIMEOUT, pool.begin_with_options(options)).await.unwrap_or(Err(no_connection()));
        }
        let permit = timeout(ACQUIRE_TIMEOUT, self.begin_permits.clone().acquire_owned()).await;
        let permit = permit.map_err(|_| no_connection())?;
        let pool = pool.clone();
        let begun = tokio::spawn(async move {
            let _turn = permit;
            let begun = pool.begin_with_options(options);
            timeout(POSTGRES_ACQUIRE_TIMEOUT * 2, begun).await.unwrap_or(Err(no_connection()))
        });
        begun.await.map_err(|error| DbErr::Custom(error.to_string()))?
    }

    /// Commits `tx`, in a task of its own: a caller that gives up does not stop it half-way.
    pub(super) async fn commit(&self, tx: DatabaseTransaction) -> Result<(), CommitError> {
        self.health.allow_commits();
        let committed = tokio::spawn(async move { tx.commit().await });
        let Ok(committed) = timeout(COMMIT_TIMEOUT, committed).await else {
            self.health.record_failure();
            return Err(CommitError::Unknown);
        };
        match committed.unwrap_or_else(|error| Err(DbErr::Custom(error.to_string()))) {
            Ok(()) => Ok(()),
            Err(error) => {
                self.note(&error);
                if Failure::of(&error).leaves_commit_unknown() {
                    tracing::error!(%error, "a commit has an unknown outcome");
                    return Err(CommitError::Unknown);
                }
                Err(CommitError::RolledBack(error))
            }
        }
    }

    /// Whether the transaction that stored this audit entry was committed. Waits for it where it is still running.
    pub(super) async fn was_committed(&self, entry: audit_entry::ActiveModel) -> Result<bool, DbErr> {
        let tx = self.begin_write().await?;
        let again = audit_entry::Entity::insert(entry).on_conflict_do_nothing_on([audit_entry::Column::Id]);
        let inserted = again.exec_without_returning(&tx).await?;
        tx.rollback().await?;
        Ok(!matches!(inserted, TryInsertResult::Inserted(1)))
    }

    /// Records what a failure says of the connections.
    fn note(&self, error: &DbErr) {
        match Failure::of(error) {
            Failure::GaveWay | Failure::NoFreeConnection | Failure::Reference => {}
            // On PostgreSQL the server ends what it refuses; on SQLite any other failure of BEGIN or COMMIT leaves a
            // connection whose state is unknown.
            Failure::Other if self.backend() == DatabaseBackend::Postgres => {}
            Failure::Unreachable | Failure::Full | Failure::Storage | Failure::Other => self.health.record_failure(),
        }
    }

    /// Verifies a database after a failure, on new connections: that it takes a write and, on SQLite, that its file is whole.
    ///
    /// # Errors
    /// Where it does not; the next transaction tries again. A damaged file is final.
    async fn verify(&self) -> Result<(), DbErr> {
        if self.health.is_corrupt() {
            return Err(DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed));
        }
        let Some(failed_at) = self.health.failed_at() else { return Ok(()) };
        self.write_probe().await?;
        if self.backend() == DatabaseBackend::Sqlite {
            let check = Statement::from_string(DatabaseBackend::Sqlite, "PRAGMA quick_check(1)");
            let row = self.read.query_one_raw(check).await?;
            let result: Option<String> = row.map(|row| row.try_get_by_index(0)).transpose()?;
            if result.as_deref() != Some("ok") {
                tracing::error!(?result, "the database file is damaged: restore a backup");
                self.health.record_corrupt();
                return Err(DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed));
            }
        }
        self.health.record_verified(failed_at);
        tracing::warn!("the database was verified after a failure");
        Ok(())
    }

    /// Commits a write that changes nothing.
    async fn write_probe(&self) -> Result<(), DbErr> {
        use installation::Column::Id;
        let tx = self.begin_unverified().await?;
        installation::Entity::update_many().col_expr(Id, Expr::col(Id)).exec(&tx).await?;
        tx.commit().await.inspect_err(|error| self.note(error))
    }

    /// Whether the database answers and takes writes.
    pub async fn is_ready(&self) -> bool {
        let mut probed = self.probed.lock().await;
        if let Some((at, ready)) = *probed
            && at.elapsed() < PROBE_AGE
        {
            return ready;
        }
        let ready = self.probe().await;
        *probed = Some((Instant::now(), ready));
        ready
    }

    async fn probe(&self) -> bool {
        let read = async {
            let tx = self.begin_read().await?;
            installation::Entity::find().limit(1).one(&tx).await
        };
        if !matches!(timeout(PROBE_TIMEOUT, read).await, Ok(Ok(_))) {
            return false;
        }
        let write =
            async { if self.health.failed_at().is_some() { self.verify().await } else { self.write_probe().await } };
        match timeout(PROBE_TIMEOUT, write).await {
            Ok(written) => written.is_ok() || self.health.failed_at().is_none(),
            // Another transaction writes, for longer than this check waits.
            Err(_) => self.health.failed_at().is_none(),
        }
    }

    async fn assert_durable(&self) -> Result<(), anyhow::Error> {
        let wanted: &[(&str, &str, &str)] = match self.backend() {
            DatabaseBackend::Postgres => {
                &[("SHOW synchronous_commit", "synchronous_commit", "on"), ("SHOW fsync", "fsync", "on")]
            }
            _ => &[
                ("SELECT journal_mode AS v FROM pragma_journal_mode", "v", "wal"),
                ("SELECT CAST(synchronous AS text) AS v FROM pragma_synchronous", "v", "2"),
                ("SELECT CAST(foreign_keys AS text) AS v FROM pragma_foreign_keys", "v", "1"),
            ],
        };
        for (sql, column, right) in wanted {
            let row = self.write.query_one_raw(Statement::from_string(self.backend(), *sql)).await?;
            let value: Option<String> = row.map(|r| r.try_get("", column)).transpose()?;
            anyhow::ensure!(
                value.as_deref() == Some(right),
                "the database answers {value:?} to `{sql}`; Minga runs only with {right}, or a crash loses orders"
            );
        }
        Ok(())
    }
}

/// Takes away what others may do with the file of a SQLite database and with its logs.
fn secure_sqlite(url: &str) -> anyhow::Result<()> {
    let options: SqliteConnectOptions = url.parse()?;
    for ending in ["", "-wal", "-shm"] {
        let mut name = options.get_filename().as_os_str().to_owned();
        name.push(ending);
        private::secure_existing_file(name.as_ref())?;
    }
    Ok(())
}

fn no_connection() -> DbErr {
    DbErr::ConnectionAcquire(ConnAcquireErr::Timeout)
}

/// Why a transaction was not committed.
#[derive(Debug)]
pub(super) enum CommitError {
    /// Nothing was stored.
    RolledBack(DbErr),
    /// It may have been stored: the database did not answer.
    Unknown,
}
