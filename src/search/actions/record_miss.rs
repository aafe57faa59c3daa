//! Records what was searched and not found, without who searched it.

use chrono::Days;
use entities::{search::search_miss, values::SearchMissId};
use serde_json::json;

use crate::{
    platform::{
        app::App,
        http::problem::Result,
        unit_of_work::{Actor, UnitOfWork},
    },
    search::{SearchIndex, SearchQuery, rules, store::misses},
};

/// Texts that are kept, at most.
const MAX_MISSES: u64 = 1_000;
/// How long a text is kept after it was last searched.
const RETENTION: Days = Days::new(365);

/// Counts a search without results. A process records a few a second, at most, so that nobody fills the database by
/// searching.
pub(super) async fn record_miss(app: &App, index: &SearchIndex, query: &SearchQuery) -> Result<()> {
    let Some(searched) = rules::recorded_text(query) else { return Ok(()) };
    if !index.may_record() {
        return Ok(());
    }
    let tx = app.begin(Actor::System).await?;
    misses::upsert_miss(&tx, &searched).await?;
    if misses::count_misses(&tx).await? > MAX_MISSES {
        misses::delete_oldest_miss(&tx).await?;
    }
    tx.commit().await
}

/// Deletes a text without results, because staff have seen it.
///
/// # Errors
/// 404 for an unknown text.
pub async fn delete_miss(tx: &mut UnitOfWork, id: SearchMissId) -> Result<search_miss::Model> {
    let miss = misses::get_miss(tx, id).await?;
    misses::delete_miss(tx, miss.id).await?;
    tx.audit("search_miss", miss.id, "deleted", json!({ "searched": miss.searched, "searches": miss.searches }));
    Ok(miss)
}

/// Deletes what nobody has searched for long.
pub async fn delete_old_misses(tx: &UnitOfWork) -> Result<()> {
    let day = tx.today().checked_sub_days(RETENTION).unwrap_or(tx.today());
    misses::delete_misses_before(tx, day).await
}
