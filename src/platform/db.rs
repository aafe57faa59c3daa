//! The database: SQLite in a file of the data folder, or PostgreSQL. The settings that durability depends on are made
//! here and checked at start-up; a process whose database could lose a committed transaction does not start.

use std::{sync::Arc, time::Duration};

use migrations::{Migrator, MigratorTrait};
use sea_orm::{
    ConnAcquireErr, ConnectOptions, ConnectionTrait, Database, DatabaseBackend, DatabaseConnection,
    DatabaseTransaction, DbErr, IsolationLevel, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use tokio::sync::Semaphore;

use super::config::Config;

/// The connections to the database of an installation.
#[derive(Clone)]
pub struct Db {
    /// One connection on SQLite, which has one writer: writers queue for it in order instead of polling a locked file.
    write: DatabaseConnection,
    read: DatabaseConnection,
    /// Limits how many transactions begin at once.
    begin_permits: Arc<Semaphore>,
}

/// The database in the data folder.
const FILE: &str = "minga.db";
const POSTGRES_CONNECTIONS: u32 = 16;
const SQLITE_READERS: u32 = 4;
/// The advisory lock of PostgreSQL that a migrating process holds; its number is `minga` in ASCII.
const MIGRATION_LOCK: &str = "SELECT pg_advisory_xact_lock(469920278369)";
/// The advisory lock of PostgreSQL that a serving process holds until it ends. The number is arbitrary, and the same in
/// all versions.
const EXCLUSIVE_LOCK: &str = "SELECT pg_try_advisory_lock(1936023924) AS taken";
const SHARED_LOCK: &str = "SELECT pg_try_advisory_lock_shared(1936023924) AS taken";
/// Timeout for acquiring a connection.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(30);
/// A connection to PostgreSQL that was idle for this long is tested before it is used.
const TEST_AFTER_IDLE: Duration = Duration::from_secs(1);
/// Pages of the write-ahead log (of 4 KiB) after which SQLite copies them into the database. A page that several commits
/// changed is copied once. With the default of 1,000, one order in ten to twenty waited for the copying.
const WAL_PAGES: &str = "4000";

/// A process's lock of the database, released when it is dropped.
pub struct DatabaseLock {
    _connection: Option<DatabaseConnection>,
}

impl Db {
    /// Connects and checks the settings that durability depends on.
    ///
    /// # Errors
    /// If the database cannot be reached or is not durable.
    pub async fn open(config: &Config) -> Result<Self, anyhow::Error> {
        let url = match &config.database_url {
            Some(url) => url.to_string(),
            None => {
                std::fs::create_dir_all(&config.data)?;
                format!("sqlite://{}?mode=rwc", config.data.join(FILE).display())
            }
        };
        let begin_permits = Arc::new(Semaphore::new(POSTGRES_CONNECTIONS as usize));
        let db = if url.starts_with("sqlite") {
            Self { write: sqlite(&url, 1).await?, read: sqlite(&url, SQLITE_READERS).await?, begin_permits }
        } else {
            let mut options = ConnectOptions::new(url);
            options.max_connections(POSTGRES_CONNECTIONS).acquire_timeout(ACQUIRE_TIMEOUT).sqlx_logging(false);
            options.test_before_acquire_if_idle_for(TEST_AFTER_IDLE);
            let pool = Database::connect(options).await?;
            Self { write: pool.clone(), read: pool, begin_permits }
        };
        db.assert_durable().await?;
        Ok(db)
    }

    /// Whether the database of these settings has an installation. Creates nothing.
    pub async fn has_installation(config: &Config) -> Result<bool, DbErr> {
        let file = config.data.join(FILE);
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
            tx.execute_unprepared(MIGRATION_LOCK).await?;
        }
        Migrator::up(&tx, None).await?;
        tx.commit().await
    }

    /// Locks the database for a serving process until the returned lock is dropped; `None` if another process has the
    /// lock. Either one process holds it exclusively or several `share` it. Does nothing on SQLite, where the data folder is
    /// locked.
    pub async fn lock_instance(config: &Config, share: bool) -> Result<Option<DatabaseLock>, DbErr> {
        let Some(url) = config.database_url.as_ref().filter(|url| url.scheme() != "sqlite") else {
            return Ok(Some(DatabaseLock { _connection: None }));
        };
        // A session's advisory lock lasts as long as its connection.
        let mut options = ConnectOptions::new(url.to_string());
        options.max_connections(1).min_connections(1).idle_timeout(None).max_lifetime(None).sqlx_logging(false);
        let connection = Database::connect(options).await?;
        let sql = if share { SHARED_LOCK } else { EXCLUSIVE_LOCK };
        let row = connection.query_one_raw(Statement::from_string(connection.get_database_backend(), sql)).await?;
        let taken: bool = row.map(|row| row.try_get("", "taken")).transpose()?.unwrap_or_default();
        Ok(taken.then_some(DatabaseLock { _connection: Some(connection) }))
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
    /// lock.
    pub(super) async fn begin_write(&self) -> Result<DatabaseTransaction, DbErr> {
        let sqlite_transaction_mode = Some(SqliteTransactionMode::Immediate);
        self.begin(&self.write, TransactionOptions { sqlite_transaction_mode, ..Default::default() }).await
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
            return pool.begin_with_options(options).await;
        }
        let permit = tokio::time::timeout(ACQUIRE_TIMEOUT, self.begin_permits.clone().acquire_owned()).await;
        let permit = permit.map_err(|_| DbErr::ConnectionAcquire(ConnAcquireErr::Timeout))?;
        let pool = pool.clone();
        let begun = tokio::spawn(async move {
            let _turn = permit;
            pool.begin_with_options(options).await
        });
        begun.await.map_err(|error| DbErr::Custom(error.to_string()))?
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

async fn sqlite(url: &str, connections: u32) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url.to_owned());
    options.max_connections(connections).acquire_timeout(ACQUIRE_TIMEOUT).sqlx_logging(false);
    // A file does not go away.
    options.test_before_acquire(false).map_sqlx_sqlite_opts(|o| {
        o.pragma("journal_mode", "WAL")
            .pragma("synchronous", "FULL")
            .pragma("foreign_keys", "ON")
            .pragma("busy_timeout", "10000")
            .pragma("wal_autocheckpoint", WAL_PAGES)
    });
    Database::connect(options).await
}
