//! API of search.

mod misses;
mod products;
mod suggestions;
mod synonyms;
mod tag;

/// All operations of this slice.
pub type Apis = (products::SearchApi, suggestions::Suggestions, misses::SearchMisses, synonyms::SearchSynonyms);

/// All operations of this slice, to mount.
pub const APIS: Apis = (products::SearchApi, suggestions::Suggestions, misses::SearchMisses, synonyms::SearchSynonyms);
