//! Operations of catalogue, by what they are about.

mod buyer;
mod offers;
mod prices;
mod products;
mod public;
pub(super) mod wire;

/// All operations of catalogue.
pub type Apis =
    (public::PublicApi, buyer::BuyerApi, offers::ProducerApi, products::StaffApi, offers::StaffApi, prices::StaffApi);

/// All operations of catalogue, to mount.
pub const APIS: Apis =
    (public::PublicApi, buyer::BuyerApi, offers::ProducerApi, products::StaffApi, offers::StaffApi, prices::StaffApi);

/// Catalogue.
#[derive(poem_openapi::Tags)]
enum Tag {
    /// What is offered: families, products, who makes them, at what price, and how much is left.
    #[oai(rename = "catalogue")]
    Catalogue,
}
