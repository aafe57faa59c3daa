//! The tag of this slice's operations in the OpenAPI document.

/// The tag of all operations of this slice.
#[derive(poem_openapi::Tags)]
pub enum Tag {
    /// Buyers' accounts: segment, zone, terms, credit, delivery points.
    #[oai(rename = "buyers")]
    Buyers,
}
