//! Operations of the cycles.

mod calendars;
mod cycles;
mod open_cycles;
mod tag;

/// All operations of this slice.
pub type Apis = (open_cycles::OpenCycles, cycles::Cycles, calendars::Calendars);

/// All operations of this slice, to mount.
pub const APIS: Apis = (open_cycles::OpenCycles, cycles::Cycles, calendars::Calendars);
