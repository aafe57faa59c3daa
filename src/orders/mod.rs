//! Orders in a cycle, placed by a buyer, by a standing order or by an import until the cut-off. An order reserves
//! capacity and counts in its buyer's exposure from the moment it is placed. A shortage after the cut-off is shared among
//! the order lines by a fixed rule.
//!
//! ```text
//! order:           placed ──amend──▶ placed ──dispatch──▶ in delivery ──confirm──▶ delivered
//!                    │                                         └──lost, refused, returned──▶ undelivered
//!                    ├──its cycle is delivered, nothing of it came──▶ undelivered
//!                    └──cancel (the buyer until the cut-off, staff until goods are received),
//!                       no guests at the cut-off──▶ cancelled
//! standing order:  active ──end, or changed from a date on──▶ ended   (a pause is a range of days and ends by itself)
//! occurrence:      due ──cycle opens──▶ placed · reduced · skipped · blocked   (each with its reason)
//!                  blocked, or skipped without guests ──tried again until the cut-off──▶ placed · reduced
//! ```
//!
//! When a cycle opens, the dates of standing orders that belong to it become due, and one job for each standing order
//! turns them into orders. Other orders wait until these jobs have run, at most five minutes, so standing orders come
//! first.
//!
//! Reads accounts, credit and delivery points from `buyers`, prices and capacity from `catalogue`, and open cycles from
//! `cycles`. Allocation and fulfilment read demand and due lines and record shortages here.

mod actions;
mod api;
mod errors;
mod events;
mod jobs;
mod rules;
mod store;

pub use actions::{
    arrival_deliveries::{ArrivalDeliveries, LateDelivery, ServingDelivery},
    arrivals::{
        ArrivalList, ArrivalOutcome, ArrivalRow, ArrivalTerms, ImportedArrival, cancel_arrival, create_arrival,
        update_arrival, upsert_arrivals,
    },
    cancel_order::{cancel_order, cancel_own_order},
    close_orders::close_orders,
    import_order::{ImportedOrder, OrderImport, OrderLineImport, import_order, link_to_occurrence},
    materialise_occurrences::{materialise_occurrences, run_materialise_occurrences},
    pause_standing_order::pause_standing_order,
    place_order::{OrderTerms, PlacedOrder, place_order},
    record_line_shortages::record_line_shortages,
    report_lost_supply::report_lost_supply,
    retry_cuts::run_retry_cuts,
    reverse_shortage::reverse_shortage,
    schedule_occurrences::{run_block_missed_dates, schedule_all_missed_dates, schedule_occurrences},
    share_shortage::{record_shortage, relieve_shortage},
    standing_orders::{StandingOrderTerms, create_standing_order, end_standing_order, update_standing_order},
    update_delivery_state::{end_undelivered_orders, update_delivery_state},
};
pub use api::{APIS, Apis};
pub use errors::OrderError;
pub use events::{Event, OrderWarning};
pub use jobs::{BlockMissedDates, MaterialiseOccurrences, RetryCuts};
pub use rules::{OrderItem, net_of_units};
pub use store::{
    baskets::find_order_baskets,
    lines::{Demand, DueLine, find_order_lines, list_demand, list_due_lines, list_packaging},
    orders::{find_orders, list_open_orders},
    standing_orders::list_open_standing_orders,
};
