//! Commands of the cycles, and the runners of their jobs.

mod advance;
mod calendars;
mod close;
mod create;
mod lock_open;
mod open;
mod schedule_jobs;
mod update_times;

pub use advance::advance;
pub use calendars::{CalendarTerms, create_calendar, end_calendar, update_calendar};
pub use close::{close, close_cycle};
pub use create::{CycleTerms, create, prepare_cycles};
pub use lock_open::{check_open, lock_open};
pub use open::{open, open_cycle};
pub use update_times::update_times;

pub(super) use create::create_by_hand;
