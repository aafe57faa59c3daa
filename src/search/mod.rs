//! Product search: full text with typo correction, synonyms in Spanish and English, filters and facets.
//!
//! The search index is a projection of the catalogue. It can be rebuilt from the database at any time, and no decision
//! depends on it. Two engines implement [`SearchEngine`]: one embedded in the process and one that calls a Meilisearch
//! server. While the index is unavailable, search falls back to a query by name.
//!
//! ```text
//! missing ──rebuild_index──▶ built ──catalogue changed, a day began──▶ outdated ──refresh_index──▶ built
//! ```
//!
//! Upstream: `members`, `catalogue` and the value carried over in `allocation`. Emits no events.

mod errors;
mod document;
mod stems;
mod engine;
mod index;
mod jobs;
mod rules;
mod store;
mod actions;
mod api;
mod embedded;
mod meilisearch;

#[cfg(test)]
mod tests;

pub use actions::{
    delete_old_misses, find_index_differences, is_refresh_waiting, rebuild_index, rebuild_index_if_missing,
    refresh_index, refresh_index_daily, schedule_daily_refresh, schedule_index_refresh,
};
pub use api::{APIS, Apis};
pub use document::{ALL_YEAR, ProductDocument};
pub use embedded::EmbeddedEngine;
pub use engine::{DocumentBatches, SearchEngine, single_batch};
pub use errors::{SearchError, SearchRequestError};
pub use index::SearchIndex;
pub use jobs::{RefreshIndex, RefreshIndexDaily};
pub use meilisearch::MeilisearchEngine;
pub use rules::{
    CustomSynonym, SynonymMap,
    query::{Facets, MAX_LIMIT, MAX_OFFSET, MAX_TEXT, SearchQuery, SearchResults},
};
