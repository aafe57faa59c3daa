//! Operations of the orders, one file for each resource: its request and response types, how a row becomes a response,
//! and the handlers.

mod arrivals;
mod buyer_orders;
mod cycle_orders;
mod favourites;
mod occurrences;
mod order_changes;
mod order_lines;
mod orders;
mod staff_orders;
mod standing_orders;
mod tag;

/// All operations of this slice.
pub type Apis = (
    buyer_orders::BuyerOrders,
    favourites::Favourites,
    order_changes::OrderChanges,
    standing_orders::StandingOrders,
    occurrences::Occurrences,
    arrivals::Arrivals,
    staff_orders::StaffOrders,
    cycle_orders::CycleOrderReports,
);

/// All operations of this slice, to mount.
pub const APIS: Apis = (
    buyer_orders::BuyerOrders,
    favourites::Favourites,
    order_changes::OrderChanges,
    standing_orders::StandingOrders,
    occurrences::Occurrences,
    arrivals::Arrivals,
    staff_orders::StaffOrders,
    cycle_orders::CycleOrderReports,
);
