//! The rhythm: a cycle is one zone and one delivery date. It opens, takes orders until its cut-off, closes exactly once,
//! and is then moved on by those who allocate and deliver. Calendars make the next cycles of a zone week by week.
//!
//! ```text
//! draft ──opens_at, or staff──▶ open ──cut_off_at, or staff──▶ closed ──▶ allocated ──▶ published ──▶ delivering ──▶ delivered
//! ```
//!
//! An order is placed under the cycle's row locked for reading (`lock_open`), a cycle closes under its row locked for
//! change: the order is in the demand, or it is refused.
//!
//! Upstream: `members` (hours to answer a quota), `buyers` (zones). Tells: `CycleOpened`, `CycleClosed`. Allocation and
//! fulfilment call `advance`.

mod actions;
mod api;
mod errors;
mod events;
mod jobs;
mod rules;
mod store;

pub use actions::{
    CalendarTerms, CycleTimes, NewCycle, add_calendar, advance, change_calendar, change_times, close, create,
    end_calendar, lock_open, open, still_open,
};
pub use api::{APIS, Apis};
pub use errors::CycleError;
pub use events::Event;
pub use jobs::{CloseCycle, OpenCycle, PrepareCycles, close_cycle, open_cycle, prepare_cycles};
pub use rules::instant;
pub use store::{cycle, cycle_for, cycles, lock, lock_live};
