//! Opens the pools of connections.

use std::{sync::Arc, time::Duration};

use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DbErr,
    sqlx::{Connection, Executor},
};

use super::health::Health;

/// Connections to PostgreSQL.
pub(super) const POSTGRES_CONNECTIONS: u32 = 16;
/// Connections that read SQLite.
pub(super) const SQLITE_READERS: u32 = 4;
/// Timeout for a connection to SQLite: writers wait for each other.
pub(super) const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(30);
/// Timeout for a connection to PostgreSQL. The driver waits up to a fifth of it between attempts to connect, so that a
/// process is ready a second after its database.
pub(super) const POSTGRES_ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);
/// A connection to PostgreSQL that was idle for this long is tested before it is used.
const TEST_AFTER_IDLE: Duration = Duration::from_secs(1);
/// Pages of the write-ahead log (of 4 KiB) after which SQLite copies them into the database. A page that several commits
/// changed is copied once. With the default of 1,000, one order in ten to twenty waited for the copying.
const WAL_PAGES: &str = "4000";
/// Deadlines that PostgreSQL keeps: for a lock, and for a process that stopped inside a transaction and holds its locks.
const POSTGRES_DEADLINES: &str = "SET lock_timeout = '20s'; SET idle_in_transaction_session_timeout = '60s'";

/// Connections to the SQLite file at `url`.
pub(super) async fn sqlite(url: &str, connections: u32, health: &Arc<Health>) -> Result<DatabaseConnection, DbErr> {
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
    let (known, is_writer) = (health.clone(), connections == 1);
    options.map_sqlx_sqlite_before_acquire(move |connection, meta| {
        if is_writer {
            known.allow_commits();
        }
        let allowed = known.allows(connection.is_in_transaction(), meta.age);
        Box::pin(async move { Ok(allowed) })
    });
    if is_writer {
        let known = health.clone();
        options.map_sqlx_sqlite_pool_opts(move |pool| {
            let known = known.clone();
            pool.after_connect(move |connection, _| {
                let known = known.clone();
                Box::pin(async move {
                    known.allow_commits();
                    connection.lock_handle().await?.set_commit_hook(move || known.may_commit());
                    Ok(())
                })
            })
        });
    }
    Database::connect(options).await
}

/// Connections to the PostgreSQL database at `url`.
pub(super) async fn postgres(url: String, health: &Arc<Health>) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(POSTGRES_CONNECTIONS).acquire_timeout(POSTGRES_ACQUIRE_TIMEOUT).sqlx_logging(false);
    let known = health.clone();
    options
        .test_before_acquire_if_idle_for(TEST_AFTER_IDLE)
        .map_sqlx_postgres_pool_opts(|pool| {
            pool.after_connect(|connection, _| {
                Box::pin(async move { connection.execute(POSTGRES_DEADLINES).await.map(drop) })
            })
        })
        .map_sqlx_postgres_before_acquire(move |connection, meta| {
            let allowed = known.allows(connection.is_in_transaction(), meta.age);
            Box::pin(async move { Ok(allowed) })
        });
    Database::connect(options).await
}
