//! Limits how many processes serve an installation: one with its own search index and files, or any number that share
//! both. A second process with its own would answer from a stale index and lack the other's files.

use std::fs::{File, TryLockError};

use anyhow::Context;

use crate::platform::{
    config::Config,
    db::{DatabaseLock, Db},
    private,
};

/// A file in the data folder, locked by the process that serves from it.
const LOCK_FILE: &str = "serving.lock";
const LOCKED: &str = "another process serves this installation: stop it, or let all of them share their parts: \
                      DATABASE_URL=postgres://…, SEARCH_URL and FILES_URL=s3://…";

/// The right to serve an installation, released when this is dropped or the process ends.
pub struct InstanceLock {
    _folder: Option<File>,
    database: DatabaseLock,
}

impl InstanceLock {
    /// Keeps the lock: the database forgets it when the connection is lost. Returns the error with which the process has to
    /// stop when another one has taken the lock meanwhile; otherwise never.
    pub async fn keep(&self) -> anyhow::Error {
        self.database.until_lost().await;
        anyhow::anyhow!(LOCKED)
    }
}

/// Locks the installation for a process that answers requests or runs jobs.
///
/// # Errors
/// Where another process has the lock.
pub async fn acquire(config: &Config) -> anyhow::Result<InstanceLock> {
    let is_postgres = config.database_url.as_ref().is_some_and(|url| url.scheme() != "sqlite");
    let share = is_postgres && config.search_url.is_some() && config.s3_access.is_some();
    let folder = if share { None } else { Some(lock_folder(config)?) };
    let database = Db::lock_instance(config, share).await.context("the database cannot be opened")?;
    Ok(InstanceLock { _folder: folder, database: database.context(LOCKED)? })
}

fn lock_folder(config: &Config) -> anyhow::Result<File> {
    private::secure_folder(&config.data)?;
    let file = File::create(config.data.join(LOCK_FILE))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => anyhow::bail!(LOCKED),
        Err(TryLockError::Error(error)) => Err(error).context("the data folder cannot be locked"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_data_folder_serves_one_process() {
        let folder = tempfile::tempdir().unwrap();
        let config = Config::read(folder.path().join("new"), |_| None).unwrap();
        let lock = acquire(&config).await.unwrap();
        let Err(refused) = acquire(&config).await else { panic!("two at once") };
        assert!(refused.to_string().contains("SEARCH_URL"));
        drop(lock);
        acquire(&config).await.unwrap();
    }
}
