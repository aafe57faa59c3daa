//! API of search.

mod products;

/// All operations of this slice.
pub type Apis = products::SearchApi;

/// All operations of this slice, to mount.
pub const APIS: Apis = products::SearchApi;

#[derive(poem_openapi::Tags)]
enum Tag {
    /// Product search.
    #[oai(rename = "search")]
    Search,
}
