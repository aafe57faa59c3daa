//! What buyers want: orders in a cycle, placed by hand or by a standing order, until the cut-off. An order holds
//! capacity and counts in its buyer's exposure from the moment it is placed; what later cannot come is shared among
//! the buyers by a stated rule.
//!
//! ```text
//! order:           placed ──amend──▶ placed ──depart──▶ in delivery ──confirm──▶ delivered
//!                    └──cancel (the buyer until the cut-off, the cooperative until reception),
//!                       no guests at the cut-off──▶ cancelled
//! standing order:  active ──end──▶ ended       (a pause is a span of days, and passes by itself)
//! occurrence:      due ──cycle opens──▶ placed · reduced · skipped · blocked   (each with its reason)
//! ```
//!
//! When a cycle opens, the dates of standing orders that fall to it become due, and one job for each standing order
//! turns them into orders. Until these are done (at most five minutes) one-off orders wait: standing orders come first.
//! From buyers come the account, its credit and delivery points, from catalogue prices and capacity, from cycles what
//! is open. Allocation and fulfilment ask for demand and due lines, and record shortages here.

mod actions;
mod api;
mod draft;
mod errors;
mod events;
mod jobs;
mod plan;
mod reads;
mod rules;
mod shown;
mod store;

pub use actions::{
    agreed::{AgreedLine, AgreedOrder, place_agreed, stands_for},
    amend::{OrderChange, amend, open_for_change},
    arrivals::{ArrivalsPut, NewArrival, cancel_arrival, change_arrival, create_arrival, put_arrivals},
    cancel::{cancel, cancel_any},
    close::close,
    cover::cycle_opened,
    follow::follow_arrivals,
    mark::mark,
    materialise::materialise,
    occurrence::{DateChange, change_date},
    pause::{pause, resume},
    place::{NewOrder, Placed, place},
    preview::{Previewed, Upcoming, preview},
    shortage::{record_shortage, relieve_shortage},
    standing::{StandingTerms, create_standing_order, edit_standing_order, end_standing_order},
};
pub use api::{APIS, Apis};
pub use draft::Want;
pub use errors::OrderError;
pub use events::Event;
pub use jobs::{Materialise, run_materialise};
pub use reads::{Demand, DueLine, demand, due_lines, lines, orders};
