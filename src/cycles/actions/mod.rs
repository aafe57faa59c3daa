//! Commands of the cycles, and the runners of their jobs.

mod advance_cycle;
mod calendars;
mod close_cycle;
mod create_cycle;
mod lock_open_cycle;
mod open_cycle;
mod schedule_jobs;
mod update_cycle_times;

pub use advance_cycle::advance;
pub use calendars::{CalendarTerms, create_calendar, end_calendar, update_calendar};
pub use close_cycle::{close, close_cycle};
pub use create_cycle::{CycleTerms, create, prepare_cycles};
pub use lock_open_cycle::{check_open, lock_open};
pub use open_cycle::{open, open_cycle};
pub use update_cycle_times::update_times;

pub(super) use create_cycle::create_by_hand;
