//! The tag of the operations in the OpenAPI document.

/// The tag of these operations.
#[derive(poem_openapi::Tags)]
pub enum Tag {
    /// Reports for the assembly: how fairly the work of a season was shared.
    #[oai(rename = "reports")]
    Reports,
}
