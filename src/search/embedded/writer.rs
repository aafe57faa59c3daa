//! Writing to the embedded index: one writer at a time, open only while it writes, so that a resting server keeps no
//! buffers. A write is all or nothing: until the commit, readers and a crash see what was before.

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
    super::{document::ProductDocument, engine::SearchError},
    schema::{Fields, to_index},
    storage,
};

/// Bytes that the writer may gather before it writes them out; tantivy's least.
const WRITER_BYTES: usize = 15_000_000;
/// How often, and how long apart, another process's lock is tried.
const LOCK_TRIES: u32 = 100;
const LOCK_PAUSE: Duration = Duration::from_millis(100);
/// Segments of one size before they are merged: a search pays for each of them.
const MERGE_FROM: usize = 4;
/// What a commit says once the index has been filled.
const FILLED: &str = "filled";

/// One step of a rebuild.
pub enum Portion {
    /// More products.
    Products(Vec<ProductDocument>),
    /// That was all: commit.
    End,
}

/// Writes to one index.
pub struct Writing {
    index: Index,
    fields: Fields,
    turn: Mutex<()>,
}

impl Writing {
    /// A writer of `index`; nothing is opened yet.
    pub fn new(index: Index, fields: Fields) -> Self {
        Self { index, fields, turn: Mutex::new(()) }
    }

    /// Whether a rebuild has ever been committed.
    pub fn is_filled(&self) -> Result<bool, SearchError> {
        Ok(self.index.load_metas().map_err(storage)?.payload.as_deref() == Some(FILLED))
    }

    /// Puts products in, in place of those with their ids.
    pub fn upsert(&self, products: &[ProductDocument]) -> Result<(), SearchError> {
        self.write(|writer| {
            for product in products {
                self.add(writer, product)?;
            }
            Ok(())
        })
    }

    /// Takes products out.
    pub fn remove(&self, ids: &[Uuid]) -> Result<(), SearchError> {
        self.write(|writer| {
            for id in ids {
                writer.delete_term(Term::from_field_bytes(self.fields.id, id.as_bytes()));
            }
            Ok(())
        })
    }

    /// Replaces everything by what `portions` brings until its end; if it stops before, nothing changes. `began` is
    /// called when other writers are shut out.
    pub fn rebuild(
        &self,
        mut portions: mpsc::Receiver<Portion>,
        began: impl FnOnce(),
    ) -> Result<Option<u64>, SearchError> {
        let _turn = self.turn.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let writer = self.open(Box::new(NoMergePolicy))?;
        writer.delete_query(Box::new(AllQuery)).map_err(storage)?;
        began();
        let mut count = 0;
        loop {
            match portions.blocking_recv() {
                None => return Ok(None),
                Some(Portion::End) => break,
                Some(Portion::Products(products)) => {
                    for product in &products {
                        self.add(&writer, product).map_err(storage)?;
                        count += 1;
                    }
                }
            }
        }
        self.finish(writer, FILLED)?;
        Ok(Some(count))
    }

    fn write(&self, change: impl FnOnce(&IndexWriter) -> tantivy::Result<()>) -> Result<(), SearchError> {
        let _turn = self.turn.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut policy = LogMergePolicy::default();
        policy.set_min_num_segments(MERGE_FROM);
        policy.set_del_docs_ratio_before_merge(0.2);
        let writer = self.open(Box::new(policy))?;
        // Only now can no other process change what the last commit says.
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
        writer.add_document(to_index(&self.fields, &self.index.schema(), product)?)?;
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
        Err(SearchError::Busy)
    }
}
