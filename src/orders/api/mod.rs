//! Operations of orders, by what they are about.

mod arrivals;
mod buyer;
mod staff;
mod standing;
pub(super) mod wire;

/// All operations of orders.
pub type Apis = (buyer::BuyerApi, standing::BuyerApi, arrivals::BuyerApi, staff::StaffApi);

/// All operations of orders, to mount.
pub const APIS: Apis = (buyer::BuyerApi, standing::BuyerApi, arrivals::BuyerApi, staff::StaffApi);

/// Orders.
#[derive(poem_openapi::Tags)]
enum Tag {
    /// What buyers want: orders, standing orders, arriving guests, and what a cycle's orders add up to.
    #[oai(rename = "orders")]
    Orders,
}
