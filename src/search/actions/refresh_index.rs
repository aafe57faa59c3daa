//! Keeps the index up to date: a change of the catalogue and the beginning of a day schedule a refresh, which compares the
//! index with the database. A lost or repeated refresh does no harm, because the next one finds the same differences.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Days, NaiveDate, TimeDelta};
use poem::http::StatusCode;
use uuid::Uuid;

use super::{load_documents::load_documents, load_synonyms::load_and_apply_synonyms};
use crate::{
    platform::{
        app::App,
        http::problem::Result,
        jobs::Claim,
        local_time,
        unit_of_work::{Actor, Job, UnitOfWork},
    },
    search::{
        ProductDocument, RefreshIndex, RefreshIndexDaily, SearchEngine, SearchError, SearchIndex, single_batch, store,
    },
};

/// Changes within one interval share a refresh.
const REFRESH_INTERVAL: TimeDelta = TimeDelta::seconds(5);

/// Schedules a refresh of the index at the end of the current interval. Called whenever the catalogue changes.
pub fn schedule_index_refresh(tx: &mut UnitOfWork) -> Result<()> {
    let step = REFRESH_INTERVAL.num_seconds();
    let until = (tx.now().timestamp().div_euclid(step) + 1) * step;
    let until = DateTime::from_timestamp(until, 0).unwrap_or(tx.now());
    tx.enqueue_at(&RefreshIndex { until }, until)
}

/// Schedules the [`RefreshIndexDaily`] of tomorrow. Called when a process starts to run jobs, and by each run.
pub fn schedule_daily_refresh(tx: &mut UnitOfWork) -> Result<()> {
    let day = tx.today().checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX);
    tx.enqueue_at(&RefreshIndexDaily { day }, local_time::start_of_day(tx.zone(), day))
}

/// Runs [`RefreshIndexDaily`].
pub async fn refresh_index_daily(app: &App, claim: &Claim) -> Result<()> {
    claim.read::<RefreshIndexDaily>()?;
    let mut tx = claim.begin(app).await?;
    schedule_index_refresh(&mut tx)?;
    schedule_daily_refresh(&mut tx)?;
    tx.commit().await
}

/// Whether a refresh of the index waits, or is about to be scheduled because a day has begun.
pub async fn is_refresh_waiting(tx: &UnitOfWork) -> Result<bool> {
    Ok(store::has_waiting_job(tx, RefreshIndex::KIND, None).await?
        || store::has_waiting_job(tx, RefreshIndexDaily::KIND, Some(tx.now())).await?)
}

/// Schedules a refresh because the index failed, unless one waits already. The refresh replaces a damaged index.
pub(super) async fn schedule_repair(app: &App) -> Result<()> {
    let mut tx = app.begin(Actor::System).await?;
    if is_refresh_waiting(&tx).await? {
        return Ok(());
    }
    schedule_index_refresh(&mut tx)?;
    tx.commit().await
}

/// Runs [`RefreshIndex`].
///
/// # Errors
/// 503 where the search server is absent: the refreshes wait until it is back.
pub async fn refresh_index(app: &App, claim: &Claim) -> Result<()> {
    claim.read::<RefreshIndex>()?;
    let refreshed = update_index(app).await;
    refreshed
        .map_err(|problem| if problem.status() == StatusCode::SERVICE_UNAVAILABLE { problem.absent() } else { problem })
}

/// Compares the index with the database and writes the differences. An index that was never built, or that cannot be read
/// or written, is built from the database.
#[tracing::instrument(name = "index", level = "debug", skip_all)]
pub(super) async fn update_index(app: &App) -> Result<()> {
    let Ok(engine) = SearchIndex::engine(app) else { return Ok(()) };
    load_and_apply_synonyms(app).await?;
    let documents = load_documents(app).await?;
    match write_differences(engine.as_ref(), documents).await {
        Err(error @ SearchError::Storage(_)) => {
            tracing::error!(%error, "the search index is replaced by a new one");
            engine.reset().await?;
            engine.rebuild(single_batch(load_documents(app).await?)).await?;
            Ok(())
        }
        written => Ok(written?),
    }
}

async fn write_differences(engine: &dyn SearchEngine, documents: Vec<ProductDocument>) -> Result<(), SearchError> {
    if !engine.is_built().await? {
        engine.rebuild(single_batch(documents)).await?;
        return Ok(());
    }
    let indexed: HashMap<Uuid, u64> = engine.fingerprints().await?.into_iter().collect();
    let known: BTreeSet<Uuid> = documents.iter().map(|document| document.id).collect();
    let deleted: Vec<Uuid> = indexed.keys().filter(|id| !known.contains(id)).copied().collect();
    let changed: Vec<ProductDocument> =
        documents.into_iter().filter(|document| indexed.get(&document.id) != Some(&document.fingerprint())).collect();
    if !deleted.is_empty() {
        engine.delete(&deleted).await?;
    }
    if !changed.is_empty() {
        engine.upsert(&changed).await?;
    }
    Ok(())
}
