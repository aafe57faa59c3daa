//! Pure rules of search: parsing of search texts, synonyms, allergens, facet counts and the documents to index.

pub mod query;
mod tokens;
mod edit_distance;
mod allergens;
mod synonyms;
mod query_parser;
mod facets;
mod fairness;
mod documents;

pub use allergens::{allergen_code, allergen_codes, is_free_of};
pub use documents::{matches_document, product_document};
pub use edit_distance::{edit_distance, max_edits};
pub use facets::{free_of_counts, highest_first};
pub use fairness::value_per_share;
pub use query_parser::{ParsedText, excluded_allergens, parse_text};
pub use synonyms::{SYNONYM_GROUPS, THEMES};
pub use tokens::{normalize, stop_words, tokenize};
