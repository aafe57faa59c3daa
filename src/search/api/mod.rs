//! API of search.

mod products;
mod tag;

/// All operations of this slice.
pub type Apis = products::SearchApi;

/// All operations of this slice, to mount.
pub const APIS: Apis = products::SearchApi;
