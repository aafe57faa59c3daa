//! Writes to the embedded index. One writer at a time, open only while it writes, so that an idle server holds no
//! buffers. Writes are atomic: until the commit, readers and a crash see the previous state.

use std::{sync::Mutex, time::Duration};

use tantivy::{
    Index, IndexWriter, TantivyError, Term,
    directory::error::LockError,
    indexer::{IndexWriterOptions, LogMergePolicy, MergePolicy, NoMergePolicy},
    query::AllQuery,
};
use tokio::{runtime::Handle, sync::mpsc, time::sleep};
use uuid::Uuid;

use super::{
    schema::{Fields, tantivy_document},
    storage::storage,
};
use crate::{
    platform::mutex::lock,
    search::{ProductDocument, SearchError},
};

/// Memory budget of the writer in bytes, the minimum of tantivy.
const WRITER_BYTES: usize = 15_000_000;
/// How often a lock held by another process is retried, and the pause between attempts.
const LOCK_TRIES: u32 = 100;
const LOCK_PAUSE: Duration = Duration::from_millis(100);
/// Segments of similar size that trigger a merge; every segment slows down searches.
const MERGE_FROM: usize = 4;
/// Payload of commits once the index was built.
const BUILT: &str = "built";

/// A message to a running rebuild.
pub enum RebuildMessage {
    /// Documents to add.
    Batch(Vec<ProductDocument>),
    /// The last batch was sent.
    Commit,
}

/// Writes documents to one index.
pub struct DocumentWriter {
    index: Index,
    fields: Fields,
    lock: Mutex<()>,
}

impl DocumentWriter {
    /// A writer of `index`. Opens nothing yet.
    pub fn new(index: Index, fields: Fields) -> Self {
        Self { index, fields, lock: Mutex::new(()) }
    }

    /// Whether a rebuild has ever been committed.
    pub fn is_built(&self) -> Result<bool, SearchError> {
        Ok(self.index.load_metas().map_err(storage)?.payload.as_deref() == Some(BUILT))
    }

    /// Inserts or replaces products.
    pub fn upsert(&self, products: &[ProductDocument]) -> Result<(), SearchError> {
        self.write(|writer| {
            for product in products {
                self.add(writer, product)?;
            }
            Ok(())
        })
    }

    /// Deletes products.
    pub fn delete(&self, ids: &[Uuid]) -> Result<(), SearchError> {
        self.write(|writer| {
            for id in ids {
                writer.delete_term(Term::from_field_bytes(self.fields.id, id.as_bytes()));
            }
            Ok(())
        })
    }

    /// Replaces the whole index by the batches of `messages`. Returns `None`, and changes nothing, if the channel closes
    /// before [`RebuildMessage::Commit`]. Calls `on_locked` once other writers are locked out.
    pub fn rebuild(
        &self,
        mut messages: mpsc::Receiver<RebuildMessage>,
        on_locked: impl FnOnce(),
    ) -> Result<Option<u64>, SearchError> {
        let _guard = lock(&self.lock);
        let writer = self.open(Box::new(NoMergePolicy))?;
        writer.delete_query(Box::new(AllQuery)).map_err(storage)?;
        on_locked();
        let mut count = 0;
        loop {
            match messages.blocking_recv() {
                None => return Ok(None),
                Some(RebuildMessage::Commit) => break,
                Some(RebuildMessage::Batch(products)) => {
                    for product in &products {
                        self.add(&writer, product).map_err(storage)?;
                        count += 1;
                    }
                }
            }
        }
        self.finish(writer, BUILT)?;
        Ok(Some(count))
    }

    fn write(&self, change: impl FnOnce(&IndexWriter) -> tantivy::Result<()>) -> Result<(), SearchError> {
        let _guard = lock(&self.lock);
        let mut policy = LogMergePolicy::default();
        policy.set_min_num_segments(MERGE_FROM);
        policy.set_del_docs_ratio_before_merge(0.2);
        let writer = self.open(Box::new(policy))?;
        // Read under the lock, so that no other process can change it.
        let payload = self.index.load_metas().map_err(storage)?.payload.unwrap_or_default();
        change(&writer).map_err(storage)?;
        self.finish(writer, &payload)
    }

    fn finish(&self, mut writer: IndexWriter, payload: &str) -> Result<(), SearchError> {
        let mut commit = writer.prepare_commit().map_err(storage)?;
        commit.set_payload(payload);
        commit.commit().map_err(storage)?;
        writer.wait_merging_threads().map_err(storage)
    }

    fn add(&self, writer: &IndexWriter, product: &ProductDocument) -> tantivy::Result<()> {
        writer.delete_term(Term::from_field_bytes(self.fields.id, product.id.as_bytes()));
        writer.add_document(tantivy_document(&self.fields, &self.index.schema(), product)?)?;
        Ok(())
    }

    fn open(&self, policy: Box<dyn MergePolicy>) -> Result<IndexWriter, SearchError> {
        let options = || {
            IndexWriterOptions::builder()
                .memory_budget_per_thread(WRITER_BYTES)
                .num_worker_threads(1)
                .num_merge_threads(1)
                .build()
        };
        for _ in 0..LOCK_TRIES {
            match self.index.writer_with_options(options()) {
                Ok(writer) => {
                    writer.set_merge_policy(policy);
                    return Ok(writer);
                }
                Err(TantivyError::LockFailure(LockError::LockBusy, _)) => {
                    Handle::current().block_on(sleep(LOCK_PAUSE));
                }
                Err(error) => return Err(storage(error)),
            }
        }
        Err(SearchError::Locked)
    }
}
