//! The tag of this slice's operations in the OpenAPI document.

/// The tag of all operations of this slice.
#[derive(poem_openapi::Tags)]
pub enum Tag {
    /// Orders, standing orders, arrivals of guests, and the demand of a cycle.
    #[oai(rename = "orders")]
    Orders,
}
