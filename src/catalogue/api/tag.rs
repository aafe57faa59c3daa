//! The tag of this slice's operations in the OpenAPI document.

/// The tag of all operations of this slice.
#[derive(poem_openapi::Tags)]
pub enum Tag {
    /// Families, products, the workshops that make them, prices, and how much can still be ordered.
    #[oai(rename = "catalogue")]
    Catalogue,
}
