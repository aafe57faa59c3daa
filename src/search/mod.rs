//! Finding products the way a cook asks for them: with typos, without accents, in two languages, by what must not be in
//! it. The index is a projection of the catalogue: rebuilt from nothing at any time, and never the place where anything
//! is decided.

mod api;
mod document;
mod embedded;
mod engine;
mod feed;
mod index;
mod meilisearch;
mod store;
mod text;

#[cfg(test)]
mod tests;

pub use api::{APIS, Apis};
pub use document::{ALL_YEAR, Facets, Found, MAX_LIMIT, MAX_OFFSET, MAX_TEXT, ProductDocument, Query};
pub use embedded::Embedded;
pub use engine::{Documents, SearchEngine, SearchError, at_hand};
pub use feed::{RefreshIndex, catalogue_changed, ensure_filled, refresh_index, reindex, stray};
pub use index::Index;
pub use meilisearch::Meilisearch;
