//! Pure rules of search: parsing of search texts, synonyms, allergens, sizes, pasted orders, facet counts and the
//! documents to index.

pub mod query;
mod tokens;
mod lexer;
mod sizes;
mod edit_distance;
mod allergens;
mod suggestions;
mod synonyms;
mod synonym_map;
mod query_parser;
mod contents;
mod corrections;
mod facets;
mod fairness;
mod documents;
mod basket_documents;
mod misses;
mod order_numbers;
mod order_tokens;
mod order_quantities;
mod order_text;
mod order_matches;

pub use allergens::{filter_allergens, is_free_of};
pub use basket_documents::basket_document;
#[cfg(test)]
pub use contents::content_keys;
pub use contents::{ExcludedWord, excluded_words};
pub use corrections::corrections;
pub use documents::{DocumentFilter, product_document};
pub use edit_distance::max_edits;
pub use facets::{free_of_counts, highest_first};
pub use fairness::value_per_share;
pub use misses::recorded_text;
pub use order_matches::{MatchCertainty, is_multiple, rank_matches};
pub use order_numbers::QuantityFault;
pub use order_text::{OrderTextLine, order_text_lines};
pub use query_parser::{ParsedText, excluded_allergens, parse_text};
pub use sizes::Size;
pub use suggestions::{CommonSearch, begins, common_searches, corrected_text};
pub use synonym_map::{CustomSynonym, SynonymMap, phrase};
pub use tokens::{is_stop_word, stop_words};
