//! Operations of fulfilment, by who calls them.

mod buyer;
mod producer;
mod staff;
pub(super) mod wire;

/// All operations of fulfilment.
pub type Apis = (staff::StaffApi, producer::ProducerApi, buyer::BuyerApi);

/// All operations of fulfilment, to mount.
pub const APIS: Apis = (staff::StaffApi, producer::ProducerApi, buyer::BuyerApi);

/// Fulfilment.
#[derive(poem_openapi::Tags)]
enum Tag {
    /// What truly arrived and left: batches, receipts, deliveries.
    #[oai(rename = "fulfilment")]
    Fulfilment,
}
