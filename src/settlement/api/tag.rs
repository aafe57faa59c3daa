//! The tag of this slice's operations in the OpenAPI document.

/// The tag of all operations of this slice.
#[derive(poem_openapi::Tags)]
pub enum Tag {
    /// What workshops earn and how they are paid: pools, statements, payouts and the ledger.
    #[oai(rename = "settlement")]
    Settlement,
}
