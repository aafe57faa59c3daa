//! The tag of this slice's operations in the OpenAPI document.

/// The tag of all operations of this slice.
#[derive(poem_openapi::Tags)]
pub enum Tag {
    /// Workshops, their shares, authorisations, pauses and bank accounts; decisions of the assembly and seasons.
    #[oai(rename = "members")]
    Members,
}
