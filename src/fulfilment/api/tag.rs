//! The tag of this slice's operations in the OpenAPI document.

/// The tag of all operations of this slice.
#[derive(poem_openapi::Tags)]
pub enum Tag {
    /// Batches, goods receipts and deliveries.
    #[oai(rename = "fulfilment")]
    Fulfilment,
}
