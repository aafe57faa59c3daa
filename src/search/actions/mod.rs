//! Actions of search, one per file.

mod load_documents;
mod load_synonyms;
mod refresh_index;
mod rebuild_index;
mod find_index_differences;
mod record_miss;
mod search_products;
mod search_texts;
mod match_order_text;
mod suggest;
mod synonyms;

pub use find_index_differences::find_index_differences;
pub use load_synonyms::apply_synonyms;
pub use match_order_text::{OrderTextMatch, list_orderable_products, match_order_text};
pub use rebuild_index::{rebuild_index, rebuild_index_if_missing};
pub use record_miss::{delete_miss, delete_old_misses};
pub use refresh_index::{
    is_refresh_waiting, refresh_index, refresh_index_daily, schedule_daily_refresh, schedule_index_refresh,
};
pub use search_products::{ProductResults, SearchOptions, search_products};
pub use suggest::{Suggestions, suggest};
pub use synonyms::{SynonymTerms, create_synonym, delete_synonym};
