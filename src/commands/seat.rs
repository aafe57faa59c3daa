//! How many processes serve an installation: one with a search index and files of its own, or any number that share
//! both. A second one with parts of its own would answer from a stale index and miss the other's files.

use std::fs::{File, TryLockError};

use anyhow::Context;

use crate::platform::{
    config::Config,
    db::{Db, Seat as DatabaseSeat},
};

/// Lies in the data folder, locked by the process that serves from it.
const LOCK: &str = "serving.lock";
const ALONE: &str = "another process serves this installation: stop it, or let all of them share their parts: \
                     DATABASE_URL=postgres://…, SEARCH_URL and FILES_URL=s3://…";

/// A process's place among those that serve an installation, given back when it is dropped or the process ends.
pub struct Seat {
    _folder: Option<File>,
    _database: DatabaseSeat,
}

/// Takes a place for a process that answers or works.
///
/// # Errors
/// Where there is none: with what would be right.
pub async fn take(config: &Config) -> anyhow::Result<Seat> {
    let is_postgres = config.database_url.as_ref().is_some_and(|url| url.scheme() != "sqlite");
    let share = is_postgres && config.search_url.is_some() && config.s3_access.is_some();
    let folder = if share { None } else { Some(lock_folder(config)?) };
    let database = Db::take_seat(config, share).await.context("the database cannot be opened")?;
    Ok(Seat { _folder: folder, _database: database.context(ALONE)? })
}

fn lock_folder(config: &Config) -> anyhow::Result<File> {
    std::fs::create_dir_all(&config.data)?;
    let file = File::create(config.data.join(LOCK))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => anyhow::bail!(ALONE),
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
        let seat = take(&config).await.unwrap();
        let Err(refused) = take(&config).await else { panic!("two at once") };
        assert!(refused.to_string().contains("SEARCH_URL"));
        drop(seat);
        take(&config).await.unwrap();
    }
}
