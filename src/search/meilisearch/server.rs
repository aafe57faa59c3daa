//! A Meilisearch server: the official client on our own transport, with a deadline on every wait.

use std::time::Duration;

use meilisearch_sdk::{
    client::{Client, SwapIndexes},
    errors::Error,
    indexes::{Index, IndexesQuery},
    settings::Settings,
    task_info::TaskInfo,
    tasks::Task,
};
use tokio::time::sleep;
use url::Url;

use super::{
    errors::{failed_task, search_error},
    transport::Transport,
};
use crate::search::SearchError;

/// How often a task is polled, and the pause between polls, which doubles up to its maximum.
const TASK_POLLS: u32 = 300;
const TASK_POLL_PAUSE: Duration = Duration::from_millis(5);
const MAX_TASK_POLL_PAUSE: Duration = Duration::from_secs(2);
/// Age from which an unfinished index belongs to a rebuild that was killed, in minutes.
const ABANDONED_AFTER_MINUTES: i64 = 60;
/// Rebuilds at the same time.
const MAX_REBUILDS: u32 = 8;
/// Indexes of a server that are looked at for unfinished ones.
const MAX_LISTED_INDEXES: usize = 1_000;

/// A server. Does not implement `Debug`, because it holds the key.
pub struct Server {
    client: Client<Transport>,
}

impl Server {
    /// The server at `address`. Sends nothing yet.
    ///
    /// # Errors
    /// [`SearchError::InvalidSettings`] if the key is invalid.
    pub fn new(address: &Url, key: Option<&str>) -> Result<Self, SearchError> {
        let host = address.as_str().trim_end_matches('/');
        Ok(Self { client: Client::new_with_client(host, None::<String>, Transport::new(key)?) })
    }

    /// The client of the library.
    pub fn client(&self) -> &Client<Transport> {
        &self.client
    }

    /// An index by its name, without asking whether it exists.
    pub fn index(&self, name: &str) -> Index<Transport> {
        self.client.index(name)
    }

    /// Whether an index exists.
    pub async fn has_index(&self, name: &str) -> Result<bool, SearchError> {
        match self.client.get_raw_index(name).await.map_err(search_error) {
            Ok(_) => Ok(true),
            Err(SearchError::ServerError { status: 404, .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Creates an empty index with these settings for one rebuild and returns its name, which begins with `prefix`. The
    /// server creates a name once, so rebuilds of several processes do not meet. Deletes what killed rebuilds left.
    ///
    /// # Errors
    /// [`SearchError::Locked`] if too many rebuilds are running.
    pub async fn reserve_index(&self, prefix: &str, settings: &Settings) -> Result<String, SearchError> {
        for number in 0..MAX_REBUILDS {
            let name = format!("{prefix}{number}");
            if self.has_index(&name).await? {
                continue;
            }
            let task = self.client.create_index(&name, Some("id")).await.map_err(search_error)?;
            match self.wait(&task).await {
                Ok(()) => {}
                // Another process was first.
                Err(SearchError::ServerError { .. }) if self.has_index(&name).await? => continue,
                Err(error) => return Err(error),
            }
            self.run(self.index(&name).set_settings(settings).await).await?;
            self.delete_abandoned(prefix, &task).await?;
            return Ok(name);
        }
        Err(SearchError::Locked)
    }

    /// Deletes the indexes with this prefix that were created long before `task`. Both instants are the server's.
    async fn delete_abandoned(&self, prefix: &str, task: &TaskInfo) -> Result<(), SearchError> {
        let mut query = IndexesQuery::new(&self.client);
        query.with_limit(MAX_LISTED_INDEXES);
        for index in self.client.list_all_indexes_with(&query).await.map_err(search_error)?.results {
            let age = index.created_at.map(|created_at| (task.enqueued_at - created_at).whole_minutes());
            if index.uid.starts_with(prefix) && age.is_some_and(|minutes| minutes >= ABANDONED_AFTER_MINUTES) {
                self.delete_index(&index.uid).await?;
            }
        }
        Ok(())
    }

    /// Deletes an index if it exists.
    pub async fn delete_index(&self, name: &str) -> Result<(), SearchError> {
        if self.has_index(name).await? {
            self.run(self.client.delete_index(name).await).await?;
        }
        Ok(())
    }

    /// Gives the index `next` the name `current` in one step. An index of that name gets the name `next`.
    pub async fn replace_index(&self, current: &str, next: &str) -> Result<(), SearchError> {
        let swap = async |rename: bool| {
            // A renamed index comes first, its new name second.
            let indexes = (next.to_owned(), current.to_owned());
            self.run(self.client.swap_indexes([&SwapIndexes { indexes, rename: rename.then_some(true) }]).await).await
        };
        if self.has_index(current).await? {
            return swap(false).await;
        }
        match swap(true).await {
            // Another process was first.
            Err(SearchError::ServerError { .. }) if self.has_index(current).await? => swap(false).await,
            swapped => swapped,
        }
    }

    /// Waits for the task that a call has started.
    pub async fn run(&self, started: Result<TaskInfo, Error>) -> Result<(), SearchError> {
        self.wait(&started.map_err(search_error)?).await
    }

    /// Waits until a task is done.
    ///
    /// # Errors
    /// [`SearchError::ServerError`] if the task failed, [`SearchError::Unreachable`] if it is not done in ten minutes.
    pub async fn wait(&self, task: &TaskInfo) -> Result<(), SearchError> {
        let mut pause = TASK_POLL_PAUSE;
        for _ in 0..TASK_POLLS {
            match self.client.get_task(task).await.map_err(search_error)? {
                Task::Succeeded { .. } => return Ok(()),
                Task::Failed { content } => return Err(failed_task(&content.error.error_message)),
                Task::Enqueued { .. } | Task::Processing { .. } => sleep(pause).await,
            }
            pause = (pause * 2).min(MAX_TASK_POLL_PAUSE);
        }
        Err(SearchError::Unreachable(format!("task {} is not done after ten minutes", task.task_uid)))
    }
}
