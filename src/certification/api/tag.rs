//! The tag of this slice's operations in the OpenAPI document.

/// The tag of all operations of this slice.
#[derive(poem_openapi::Tags)]
pub enum Tag {
    /// Protocols, and certificates: what the seal asks, which workshop may make which product under it, and until when.
    #[oai(rename = "certification")]
    Certification,
}
