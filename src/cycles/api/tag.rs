//! The tag of this slice's operations in the OpenAPI document.

/// The tag of all operations of this slice.
#[derive(poem_openapi::Tags)]
pub enum Tag {
    /// Cycles, one zone and one delivery date each, and the calendars that create them.
    #[oai(rename = "cycles")]
    Cycles,
}
