//! Cycles: one zone and one delivery date each. A cycle opens, takes orders until its cut-off, closes exactly once, and
//! is then advanced by the slices that allocate and deliver. Calendars create the next cycles of a zone every week.
//!
//! ```text
//! draft ──opens_at, or staff──▶ open ──cut_off_at, or staff──▶ closed ──▶ allocated ──▶ published ──▶ delivering ──▶ delivered
//! ```
//!
//! An order is placed with the cycle's row locked for reading (`lock_open`), and a cycle closes with its row locked for
//! update. So an order is either part of the demand or refused.
//!
//! Upstream: `members` (hours to respond to a quota), `buyers` (zones). Emits `CycleOpened` and `CycleClosed`.
//! `allocation` and `fulfilment` call `advance`.

mod actions;
mod api;
mod errors;
mod events;
mod jobs;
mod rules;
mod store;

pub use actions::{
    CalendarTerms, CycleTerms, advance, check_open, close, close_cycle, create, create_calendar, end_calendar,
    lock_open, open, open_cycle, prepare_cycles, update_calendar, update_times,
};
pub use api::{APIS, Apis};
pub use errors::CycleError;
pub use events::Event;
pub use jobs::{CloseCycle, OpenCycle, PrepareCycles};
pub use rules::{Times, delivery_slot, has_closed};
pub use store::{
    find_cycle_for, get_cycle, list_cycles_by_id, list_open_cycles, list_planned_deliveries, list_products_of_cycles,
    lock_cycle, lock_cycles_in_progress,
};
