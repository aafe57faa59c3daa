//! Pure rules of search: parsing of search texts, synonyms, allergens, sizes, facet counts and the documents to index.

pub mod query;
mod tokens;
mod lexer;
mod sizes;
mod edit_distance;
mod allergens;
mod synonyms;
mod synonym_map;
mod query_parser;
mod contents;
mod facets;
mod fairness;
mod documents;

pub use allergens::{filter_allergens, is_free_of};
#[cfg(test)]
pub use contents::content_keys;
pub use contents::{ExcludedWord, excluded_words, synonym_map};
pub use documents::{DocumentFilter, product_document};
pub use edit_distance::max_edits;
pub use facets::{free_of_counts, highest_first};
pub use fairness::value_per_share;
pub use query_parser::{ParsedText, excluded_allergens, parse_text};
pub use sizes::Size;
pub use synonym_map::SynonymMap;
pub use synonyms::{SYNONYM_GROUPS, THEMES};
pub use tokens::stop_words;
