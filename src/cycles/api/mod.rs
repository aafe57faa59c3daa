//! Operations of the cycles, by who asks.

mod board;
mod calendars;
mod open;
pub(super) mod wire;

/// All operations of this slice.
pub type Apis = (open::OpenCycles, board::Board, calendars::Calendars);

/// All operations of this slice, to mount.
pub const APIS: Apis = (open::OpenCycles, board::Board, calendars::Calendars);

#[derive(poem_openapi::Tags)]
enum Tag {
    /// Cycles, one zone and one delivery date each, and the calendars that make them.
    #[oai(rename = "cycles")]
    Cycles,
}
