//! The verbs of the cycles.

mod calendars;
mod create;
mod steps;
mod times;

pub use calendars::{CalendarTerms, add_calendar, change_calendar, end_calendar};
pub use create::{NewCycle, create};
pub use steps::{advance, close, lock_open, open, still_open};
pub use times::{CycleTimes, change_times};

pub(super) use create::{create_ahead, prepare};
