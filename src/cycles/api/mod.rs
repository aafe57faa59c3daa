//! Operations of the cycles.

mod calendars;
mod cycles;
mod open_cycles;

/// All operations of this slice.
pub type Apis = (open_cycles::OpenCycles, cycles::Cycles, calendars::Calendars);

/// All operations of this slice, to mount.
pub const APIS: Apis = (open_cycles::OpenCycles, cycles::Cycles, calendars::Calendars);

#[derive(poem_openapi::Tags)]
enum Tag {
    /// Cycles, one zone and one delivery date each, and the calendars that create them.
    #[oai(rename = "cycles")]
    Cycles,
}
