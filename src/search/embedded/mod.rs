//! Search engine embedded in the process: a tantivy index in the data folder, with one in-memory snapshot per commit.

mod directory;
mod facets;
mod relevance;
mod schema;
mod snapshot;
mod storage;
mod writer;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, RwLock},
    time::SystemTime,
};

use async_trait::async_trait;
use futures_util::StreamExt;
use tantivy::{Index, IndexReader, ReloadPolicy};
use tokio::{
    sync::{mpsc, oneshot},
    task::spawn_blocking,
};
use uuid::Uuid;

use self::{
    directory::FileDirectory,
    facets::Filters,
    schema::{Fields, column},
    snapshot::Snapshot,
    storage::storage,
    writer::{DocumentWriter, RebuildMessage},
};
use super::{
    DocumentBatches, ProductDocument, SearchEngine, SearchError, SearchQuery, SearchResults, SynonymMap,
    rules::{ExcludedWord, excluded_allergens, excluded_words, parse_text},
};
use crate::platform::{mutex::lock, words::normalize};

/// Maximum number of batches of a rebuild that wait to be written.
const MAX_PENDING_BATCHES: usize = 2;

/// The embedded engine. Cheap to clone.
#[derive(Clone)]
pub struct EmbeddedEngine(Arc<Opened>);

/// The folder of the index, and the index as it was last opened.
struct Opened {
    folder: PathBuf,
    inner: RwLock<Arc<Inner>>,
    synonyms: Mutex<Arc<SynonymMap>>,
}

struct Inner {
    meta: PathBuf,
    fields: Fields,
    reader: IndexReader,
    writer: DocumentWriter,
    current: RwLock<Current>,
}

/// The snapshot in use, and the commit it was loaded from.
struct Current {
    snapshot: Arc<Snapshot>,
    commit_stamp: Option<CommitStamp>,
}

/// Identifies a commit: every commit replaces the metadata file.
#[derive(Clone, Copy, PartialEq, Eq)]
struct CommitStamp {
    changed: SystemTime,
    bytes: u64,
}

fn commit_stamp(meta: &Path) -> Option<CommitStamp> {
    let meta = fs::metadata(meta).ok()?;
    Some(CommitStamp { changed: meta.modified().ok()?, bytes: meta.len() })
}

async fn blocking<T: Send + 'static>(
    operation: impl FnOnce() -> Result<T, SearchError> + Send + 'static,
) -> Result<T, SearchError> {
    spawn_blocking(operation).await.map_err(storage)?
}

impl EmbeddedEngine {
    /// Opens or creates the index in `folder`. Blocks on file access.
    ///
    /// A damaged index is moved aside and replaced by an empty one; [`SearchEngine::is_built`] returns whether it needs a
    /// rebuild.
    pub fn open(folder: &Path) -> Result<Self, SearchError> {
        let folder = folder.join(format!("v{}", schema::VERSION));
        // Another process may be creating or merging the same index; it is damaged only if opening fails twice.
        let inner = Inner::open(&folder).or_else(|_| Inner::open(&folder)).or_else(|_| replace(&folder))?;
        let synonyms = Mutex::new(Arc::new(SynonymMap::new(&[])));
        Ok(Self(Arc::new(Opened { folder, inner: RwLock::new(Arc::new(inner)), synonyms })))
    }

    fn inner(&self) -> Arc<Inner> {
        self.0.inner.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The current snapshot; reloaded if this or another process has committed.
    async fn snapshot(&self) -> Result<Arc<Snapshot>, SearchError> {
        let inner = self.inner();
        if let Some(snapshot) = inner.if_current() {
            return Ok(snapshot);
        }
        blocking(move || inner.reload(false)).await
    }

    async fn write(
        &self,
        change: impl FnOnce(&DocumentWriter) -> Result<(), SearchError> + Send + 'static,
    ) -> Result<(), SearchError> {
        let inner = self.inner();
        blocking(move || {
            change(&inner.writer)?;
            inner.reload(true).map(|_| ())
        })
        .await
    }
}

/// Moves a damaged index aside and opens an empty one.
fn replace(folder: &Path) -> Result<Inner, SearchError> {
    let aside = folder.with_extension("damaged");
    if aside.exists() {
        fs::remove_dir_all(&aside).map_err(storage)?;
    }
    if folder.exists() {
        fs::rename(folder, &aside).map_err(storage)?;
    }
    Inner::open(folder)
}

impl Inner {
    fn open(folder: &Path) -> Result<Self, SearchError> {
        fs::create_dir_all(folder).map_err(storage)?;
        let (schema, fields) = schema::schema();
        let directory = FileDirectory::open(folder).map_err(storage)?;
        let mut index = Index::open_or_create(directory, schema).map_err(storage)?;
        index.set_tokenizers(schema::tokenizers());
        let damaged = index.validate_checksum().map_err(storage)?;
        if !damaged.is_empty() {
            return Err(storage(format!("damaged files: {damaged:?}")));
        }
        let reader: IndexReader =
            index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(storage)?;
        let meta = folder.join("meta.json");
        let commit_stamp = commit_stamp(&meta);
        let snapshot = Arc::new(Snapshot::load(&reader.searcher(), &fields).map_err(storage)?);
        Ok(Self {
            meta,
            fields,
            reader,
            writer: DocumentWriter::new(index, fields),
            current: RwLock::new(Current { snapshot, commit_stamp }),
        })
    }

    fn if_current(&self) -> Option<Arc<Snapshot>> {
        let commit_stamp = commit_stamp(&self.meta);
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        (commit_stamp.is_some() && current.commit_stamp == commit_stamp).then(|| Arc::clone(&current.snapshot))
    }

    /// Reloads the snapshot if there is a new commit. `written` forces it, for a commit that left the file's stamp unchanged.
    fn reload(&self, written: bool) -> Result<Arc<Snapshot>, SearchError> {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        // Taken before reading, so that the next search detects a commit in between.
        let commit_stamp = commit_stamp(&self.meta);
        if written || commit_stamp.is_none() || current.commit_stamp != commit_stamp {
            self.reader.reload().map_err(storage)?;
            let snapshot = Snapshot::load(&self.reader.searcher(), &self.fields).map_err(storage)?;
            *current = Current { snapshot: Arc::new(snapshot), commit_stamp };
        }
        Ok(Arc::clone(&current.snapshot))
    }

    fn search(
        &self,
        snapshot: &Snapshot,
        synonym_map: &SynonymMap,
        query: &SearchQuery,
    ) -> Result<SearchResults, SearchError> {
        let parsed = parse_text(&query.text);
        let filters = Filters::new(snapshot, query, &excluded_allergens(query, &parsed));
        let index = relevance::Index { snapshot, fields: &self.fields, synonym_map };
        let code = normalize(query.text.trim());
        let exclusions: Vec<_> =
            parsed.excluded.iter().map(|exclusion| excluded_words(exclusion, synonym_map)).collect();
        let excluded = excluded_ranks(index, &exclusions)?;
        let denials = relevance::denial_scores(index, &exclusions).map_err(storage)?;
        let at = |rank: u32| usize::try_from(rank).unwrap_or(usize::MAX);
        let is_allowed = |hit: &(u32, u32)| excluded.get(at(hit.0)) != Some(&true);
        let with_denial = |(rank, score): (u32, u32)| (rank, score + denials.get(at(rank)).copied().unwrap_or(0));
        let (filtered, corrections) = match relevance::match_text(index, &parsed, &code).map_err(storage)? {
            Some(matches) => {
                let hits = matches.hits.iter().copied().filter(is_allowed).map(with_denial);
                let is_complete = |score| matches.is_complete(score);
                (facets::filter_hits(snapshot, &filters, query, hits, false, is_complete), matches.corrections)
            }
            None if filters.is_empty() && parsed.excluded.is_empty() => {
                (facets::all_products(snapshot, query), Vec::new())
            }
            None => {
                let all = (0..).take(snapshot.rows.len()).map(|rank| (rank, 0)).filter(is_allowed).map(with_denial);
                let is_sorted = parsed.excluded.is_empty();
                (facets::filter_hits(snapshot, &filters, query, all, is_sorted, |_| true), Vec::new())
            }
        };
        let id = |rank: &u32| Some(snapshot.rows.get(usize::try_from(*rank).ok()?)?.id);
        Ok(SearchResults {
            ids: filtered.page.iter().filter_map(id).collect(),
            total: filtered.total,
            matching_all: filtered.matching_all,
            facets: filtered.facets,
            corrections,
        })
    }

    fn fingerprints(&self) -> Result<Vec<(Uuid, u64)>, SearchError> {
        let mut fingerprints = Vec::new();
        for segment in self.reader.searcher().segment_readers() {
            let columns = segment.fast_fields();
            let column = |name| columns.u64(name).map_err(storage);
            let (high, low) = (column(column::ID_HIGH)?, column(column::ID_LOW)?);
            let fingerprint = column(column::FINGERPRINT)?;
            for document in segment.doc_ids_alive() {
                let of = |column: &tantivy::columnar::Column<u64>| column.first(document).unwrap_or_default();
                fingerprints.push((Uuid::from_u64_pair(of(&high), of(&low)), of(&fingerprint)));
            }
        }
        fingerprints.sort_unstable();
        Ok(fingerprints)
    }
}

/// For each rank, whether one of the exclusions excludes the product.
fn excluded_ranks(index: relevance::Index<'_>, exclusions: &[Vec<ExcludedWord>]) -> Result<Vec<bool>, SearchError> {
    let mut excluded = vec![false; index.snapshot.rows.len()];
    for exclusion in exclusions {
        let has_all = relevance::has_words(index, exclusion).map_err(storage)?;
        excluded.iter_mut().zip(has_all).for_each(|(excluded, has_all)| *excluded |= has_all);
    }
    Ok(excluded)
}

#[async_trait]
impl SearchEngine for EmbeddedEngine {
    async fn upsert(&self, documents: &[ProductDocument]) -> Result<(), SearchError> {
        let documents = documents.to_vec();
        self.write(move |writing| writing.upsert(&documents)).await
    }

    async fn delete(&self, ids: &[Uuid]) -> Result<(), SearchError> {
        let ids = ids.to_vec();
        self.write(move |writing| writing.delete(&ids)).await
    }

    async fn rebuild(&self, mut batches: DocumentBatches<'_>) -> Result<u64, SearchError> {
        let (messages, receiver) = mpsc::channel(MAX_PENDING_BATCHES);
        let (began, begun) = oneshot::channel();
        let inner = self.inner();
        let writing = spawn_blocking(move || {
            let count = inner.writer.rebuild(receiver, || {
                let _ = began.send(());
            })?;
            inner.reload(true)?;
            Ok(count)
        });
        // If the writer could not be opened, the task below returns its error.
        if begun.await.is_ok() {
            while let Some(products) = batches.next().await {
                if messages.send(RebuildMessage::Batch(products?)).await.is_err() {
                    break;
                }
            }
            let _ = messages.send(RebuildMessage::Commit).await;
        }
        drop(messages);
        writing.await.map_err(storage)?.and_then(|count: Option<u64>| {
            count.ok_or_else(|| storage("the rebuild of the search index was interrupted"))
        })
    }

    /// Runs on the calling thread, because a search takes less time than moving it to another thread.
    async fn search(&self, query: &SearchQuery) -> Result<SearchResults, SearchError> {
        query.validate()?;
        let snapshot = self.snapshot().await?;
        let synonyms = lock(&self.0.synonyms).clone();
        self.inner().search(&snapshot, &synonyms, query)
    }

    async fn set_synonyms(&self, synonyms: Arc<SynonymMap>) -> Result<(), SearchError> {
        *lock(&self.0.synonyms) = synonyms;
        Ok(())
    }

    async fn reset(&self) -> Result<(), SearchError> {
        let opened = Arc::clone(&self.0);
        blocking(move || {
            let mut inner = opened.inner.write().unwrap_or_else(PoisonError::into_inner);
            *inner = Arc::new(replace(&opened.folder)?);
            Ok(())
        })
        .await
    }

    async fn is_built(&self) -> Result<bool, SearchError> {
        let inner = self.inner();
        blocking(move || inner.writer.is_built()).await
    }

    async fn count(&self) -> Result<u64, SearchError> {
        self.snapshot().await?;
        Ok(self.inner().reader.searcher().num_docs())
    }

    async fn fingerprints(&self) -> Result<Vec<(Uuid, u64)>, SearchError> {
        self.snapshot().await?;
        let inner = self.inner();
        blocking(move || inner.fingerprints()).await
    }
}
