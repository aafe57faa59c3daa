//! The open connections. When all slots are in use, the one that has waited longest for its client is closed, so that
//! silent clients do not keep others waiting.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::{sync::Notify, time::Instant};

use crate::platform::mutex::lock;

/// The open connections of the server.
#[derive(Default)]
pub(super) struct OpenConnections {
    next: AtomicU64,
    connections: Mutex<HashMap<u64, Arc<Connection>>>,
}

/// What an open connection is doing.
struct Connection {
    /// Whether it has read a request.
    has_had_request: AtomicBool,
    /// Since when it waits for a request; none while it answers one, or once it was told to close.
    waits_since: Mutex<Option<Instant>>,
    /// Tells it to close.
    close: Notify,
}

/// One open connection; it is removed when this is dropped.
pub(super) struct OpenConnection {
    id: u64,
    connection: Arc<Connection>,
    all: Arc<OpenConnections>,
}

impl OpenConnections {
    /// Adds a connection, which waits for its first request.
    pub fn add(self: &Arc<Self>) -> OpenConnection {
        let connection = Connection {
            has_had_request: AtomicBool::new(false),
            waits_since: Mutex::new(Some(Instant::now())),
            close: Notify::new(),
        };
        let (id, connection) = (self.next.fetch_add(1, Ordering::Relaxed), Arc::new(connection));
        lock(&self.connections).insert(id, connection.clone());
        OpenConnection { id, connection, all: self.clone() }
    }

    /// Tells the connections to close that have waited longest for a request: at most `count` of those that have waited for
    /// at least `wait`.
    pub fn close_longest_waiting(&self, wait: Duration, count: usize) {
        let connections = lock(&self.connections);
        let waiting = connections.values().filter_map(|one| Some(((*lock(&one.waits_since))?, one)));
        let mut waiting: Vec<_> = waiting.filter(|(since, _)| since.elapsed() >= wait).collect();
        waiting.sort_by_key(|(since, _)| *since);
        for (_, longest) in waiting.into_iter().take(count) {
            *lock(&longest.waits_since) = None;
            longest.close.notify_one();
        }
    }
}

impl OpenConnection {
    /// Records that a request is being answered.
    pub fn begin_request(&self) {
        self.connection.has_had_request.store(true, Ordering::Relaxed);
        *lock(&self.connection.waits_since) = None;
    }

    /// Records that the request has been answered.
    pub fn end_request(&self) {
        *lock(&self.connection.waits_since) = Some(Instant::now());
    }

    /// Whether it has read a request.
    pub fn has_had_request(&self) -> bool {
        self.connection.has_had_request.load(Ordering::Relaxed)
    }

    /// Resolves when the connection was told to close.
    pub async fn close_requested(&self) {
        self.connection.close.notified().await;
    }
}

impl Drop for OpenConnection {
    fn drop(&mut self) {
        lock(&self.all.connections).remove(&self.id);
    }
}
