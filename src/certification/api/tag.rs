//! The tag of this slice's operations in the OpenAPI document.

/// The tag of all operations of this slice.
#[derive(poem_openapi::Tags)]
pub enum Tag {
    /// Certificates: which workshop may make which product under the seal, and until when.
    #[oai(rename = "certification")]
    Certification,
}
