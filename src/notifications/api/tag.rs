//! The tag of this slice's operations in the OpenAPI document.

/// The tag of all operations of this slice.
#[derive(poem_openapi::Tags)]
pub enum Tag {
    /// Mails to people about events that concern them.
    #[oai(rename = "notifications")]
    Notifications,
}
