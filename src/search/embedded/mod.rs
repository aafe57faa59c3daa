//! The search engine inside the program: tantivy, on disk in the data folder. Fast because a search touches postings
//! and a table in memory; small because nothing but that table stays when nobody writes.

mod facets;
mod lexicon;
mod relevance;
mod schema;
mod snapshot;
mod writer;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
    time::SystemTime,
};

use async_trait::async_trait;
use futures_util::StreamExt;
use tantivy::{Index, IndexReader, ReloadPolicy, directory::MmapDirectory};
use tokio::{
    sync::{mpsc, oneshot},
    task::spawn_blocking,
};
use uuid::Uuid;

use self::{
    facets::Filters,
    lexicon::Lexicon,
    schema::{Fields, column},
    snapshot::Snapshot,
    writer::{Portion, Writing},
};
use super::{
    document::{Found, ProductDocument, Query},
    engine::{Documents, SearchEngine, SearchError},
    text,
};

/// Portions of a rebuild that wait to be written.
const PORTIONS_WAITING: usize = 2;

/// The embedded engine. Cheap to clone.
#[derive(Clone)]
pub struct Embedded(Arc<Inner>);

struct Inner {
    meta: PathBuf,
    fields: Fields,
    lexicon: Lexicon,
    reader: IndexReader,
    writing: Writing,
    current: RwLock<Current>,
}

/// The snapshot in use, and the state of the folder when it was read.
struct Current {
    snapshot: Arc<Snapshot>,
    stamp: Option<Stamp>,
}

/// Tells one commit from the next: the file is replaced by each.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Stamp {
    changed: SystemTime,
    bytes: u64,
}

/// Puts tantivy's, and the operating system's, errors into the engine's own.
fn storage(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> SearchError {
    SearchError::Storage(error.into())
}

async fn blocking<T: Send + 'static>(
    tx: impl FnOnce() -> Result<T, SearchError> + Send + 'static,
) -> Result<T, SearchError> {
    spawn_blocking(tx).await.map_err(storage)?
}

impl Embedded {
    /// Opens the index in `folder`, or begins an empty one there; one that cannot be read (another version, damaged) is
    /// set aside for an empty one. Ask [`SearchEngine::is_filled`] whether a rebuild is due. Blocks on the disk.
    pub fn open(folder: &Path) -> Result<Self, SearchError> {
        let folder = folder.join(format!("v{}", schema::VERSION));
        // Another process may be beginning or tidying the same index: only what fails twice is damaged.
        Self::open_in(&folder).or_else(|_| Self::open_in(&folder)).or_else(|_| {
            let aside = folder.with_extension("damaged");
            if aside.exists() {
                fs::remove_dir_all(&aside).map_err(storage)?;
            }
            fs::rename(&folder, &aside).map_err(storage)?;
            Self::open_in(&folder)
        })
    }

    fn open_in(folder: &Path) -> Result<Self, SearchError> {
        fs::create_dir_all(folder).map_err(storage)?;
        let (schema, fields) = schema::schema();
        let directory = MmapDirectory::open(folder).map_err(storage)?;
        let mut index = Index::open_or_create(directory, schema).map_err(storage)?;
        index.set_tokenizers(schema::tokenizers());
        let reader: IndexReader =
            index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(storage)?;
        let meta = folder.join("meta.json");
        let stamp = stamp(&meta);
        let snapshot = Arc::new(Snapshot::load(&reader.searcher(), &fields).map_err(storage)?);
        Ok(Self(Arc::new(Inner {
            meta,
            fields,
            lexicon: Lexicon::new(),
            reader,
            writing: Writing::new(index, fields),
            current: RwLock::new(Current { snapshot, stamp }),
        })))
    }

    /// The snapshot to search; read anew if this or another process has written.
    async fn snapshot(&self) -> Result<Arc<Snapshot>, SearchError> {
        if let Some(snapshot) = self.0.if_current() {
            return Ok(snapshot);
        }
        let inner = Arc::clone(&self.0);
        blocking(move || inner.reload(false)).await
    }

    async fn write(
        &self,
        change: impl FnOnce(&Writing) -> Result<(), SearchError> + Send + 'static,
    ) -> Result<(), SearchError> {
        let inner = Arc::clone(&self.0);
        blocking(move || {
            change(&inner.writing)?;
            inner.reload(true).map(|_| ())
        })
        .await
    }
}

fn stamp(meta: &Path) -> Option<Stamp> {
    let meta = fs::metadata(meta).ok()?;
    Some(Stamp { changed: meta.modified().ok()?, bytes: meta.len() })
}

impl Inner {
    fn if_current(&self) -> Option<Arc<Snapshot>> {
        let stamp = stamp(&self.meta);
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        (stamp.is_some() && current.stamp == stamp).then(|| Arc::clone(&current.snapshot))
    }

    /// Reads the last commit; `written` tells that there is one even if the file looks the same.
    fn reload(&self, written: bool) -> Result<Arc<Snapshot>, SearchError> {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        // Taken before reading: a commit in between is noticed by the next search.
        let stamp = stamp(&self.meta);
        if written || stamp.is_none() || current.stamp != stamp {
            self.reader.reload().map_err(storage)?;
            let snapshot = Snapshot::load(&self.reader.searcher(), &self.fields).map_err(storage)?;
            *current = Current { snapshot: Arc::new(snapshot), stamp };
        }
        Ok(Arc::clone(&current.snapshot))
    }

    fn search(&self, snapshot: &Snapshot, query: &Query) -> Result<Found, SearchError> {
        let wanted = text::read(&query.text);
        let free_of: Vec<String> = query.free_of.iter().chain(&wanted.free_of).cloned().collect();
        let filters = Filters::new(snapshot, query, &free_of);
        let index = relevance::Index { snapshot, fields: &self.fields, lexicon: &self.lexicon };
        let code = text::fold(query.text.trim());
        let made_with = relevance::made_with(index, &wanted.without).map_err(storage)?;
        let made_without =
            |rank: &(u32, u32)| !usize::try_from(rank.0).is_ok_and(|rank| made_with.get(rank) == Some(&true));
        let (passed, corrected) = match relevance::answer(index, &wanted, &code).map_err(storage)? {
            Some(answer) => {
                let hits = answer.hits.into_iter().filter(made_without);
                (facets::pass(snapshot, &filters, query, hits, false), answer.corrected)
            }
            None if filters.is_empty() && wanted.without.is_empty() => (facets::all(snapshot, query), Vec::new()),
            None => {
                let all = (0..).take(snapshot.rows.len()).map(|rank| (rank, 0)).filter(made_without);
                (facets::pass(snapshot, &filters, query, all, true), Vec::new())
            }
        };
        let id = |rank: &u32| Some(snapshot.rows.get(usize::try_from(*rank).ok()?)?.id);
        Ok(Found {
            ids: passed.page.iter().filter_map(id).collect(),
            total: passed.total,
            facets: passed.facets,
            read_free_of: wanted.free_of,
            corrected,
        })
    }

    fn held(&self) -> Result<Vec<(Uuid, u64)>, SearchError> {
        let mut held = Vec::new();
        for segment in self.reader.searcher().segment_readers() {
            let columns = segment.fast_fields();
            let column = |name| columns.u64(name).map_err(storage);
            let (high, low) = (column(column::ID_HIGH)?, column(column::ID_LOW)?);
            let fingerprint = column(column::FINGERPRINT)?;
            for document in segment.doc_ids_alive() {
                let of = |column: &tantivy::columnar::Column<u64>| column.first(document).unwrap_or_default();
                held.push((Uuid::from_u64_pair(of(&high), of(&low)), of(&fingerprint)));
            }
        }
        held.sort_unstable();
        Ok(held)
    }
}

#[async_trait]
impl SearchEngine for Embedded {
    async fn upsert(&self, documents: &[ProductDocument]) -> Result<(), SearchError> {
        let documents = documents.to_vec();
        self.write(move |writing| writing.upsert(&documents)).await
    }

    async fn remove(&self, ids: &[Uuid]) -> Result<(), SearchError> {
        let ids = ids.to_vec();
        self.write(move |writing| writing.remove(&ids)).await
    }

    async fn rebuild(&self, mut documents: Documents<'_>) -> Result<u64, SearchError> {
        let (portions, waiting) = mpsc::channel(PORTIONS_WAITING);
        let (began, begun) = oneshot::channel();
        let inner = Arc::clone(&self.0);
        let writing = spawn_blocking(move || {
            let count = inner.writing.rebuild(waiting, || {
                let _ = began.send(());
            })?;
            inner.reload(true)?;
            Ok(count)
        });
        // If the writer could not begin, its own error tells why.
        if begun.await.is_ok() {
            while let Some(products) = documents.next().await {
                if portions.send(Portion::Products(products?)).await.is_err() {
                    break;
                }
            }
            let _ = portions.send(Portion::End).await;
        }
        drop(portions);
        writing.await.map_err(storage)?.and_then(|count: Option<u64>| {
            count.ok_or_else(|| storage("the rebuild of the search index was broken off"))
        })
    }

    /// Answers on the calling thread: it reads mapped memory for a fraction of the time that handing it over would
    /// take.
    async fn search(&self, query: &Query) -> Result<Found, SearchError> {
        query.check()?;
        let snapshot = self.snapshot().await?;
        self.0.search(&snapshot, query)
    }

    async fn is_filled(&self) -> Result<bool, SearchError> {
        let inner = Arc::clone(&self.0);
        blocking(move || inner.writing.is_filled()).await
    }

    async fn count(&self) -> Result<u64, SearchError> {
        self.snapshot().await?;
        Ok(self.0.reader.searcher().num_docs())
    }

    async fn held(&self) -> Result<Vec<(Uuid, u64)>, SearchError> {
        self.snapshot().await?;
        let inner = Arc::clone(&self.0);
        blocking(move || inner.held()).await
    }
}
