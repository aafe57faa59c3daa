//! The tag of the operations in the OpenAPI document.

/// The tag of these operations.
#[derive(poem_openapi::Tags)]
pub enum Tag {
    /// The fair split: which workshop makes how much of a cycle's demand and why, and the value that each carries.
    #[oai(rename = "allocation")]
    Allocation,
}
