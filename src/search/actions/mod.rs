//! Actions of search, one per file.

mod load_documents;
mod refresh_index;
mod rebuild_index;
mod find_index_differences;
mod search_products;

pub use find_index_differences::find_index_differences;
pub use rebuild_index::{rebuild_index, rebuild_index_if_missing};
pub use refresh_index::{refresh_index, schedule_index_refresh};
pub use search_products::{ProductResults, search_products};
