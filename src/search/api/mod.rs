//! API of search.

mod misses;
mod order_texts;
mod products;
mod suggestions;
mod synonyms;
mod tag;

/// All operations of this slice.
pub type Apis = (
    products::SearchApi,
    suggestions::Suggestions,
    order_texts::OrderTexts,
    misses::SearchMisses,
    synonyms::SearchSynonyms,
);

/// All operations of this slice, to mount.
pub const APIS: Apis = (
    products::SearchApi,
    suggestions::Suggestions,
    order_texts::OrderTexts,
    misses::SearchMisses,
    synonyms::SearchSynonyms,
);
