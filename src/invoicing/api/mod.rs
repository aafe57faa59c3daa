//! Operations of invoicing, by who calls them.

mod buyer;
mod staff;
pub(super) mod wire;

/// All operations of invoicing.
pub type Apis = (staff::StaffApi, buyer::BuyerApi);

/// All operations of invoicing, to mount.
pub const APIS: Apis = (staff::StaffApi, buyer::BuyerApi);

/// Invoicing.
#[derive(poem_openapi::Tags)]
enum Tag {
    /// What buyers owe: invoices and credit notes.
    #[oai(rename = "invoicing")]
    Invoicing,
}
