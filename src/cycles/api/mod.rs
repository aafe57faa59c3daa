//! Operations of the cycles, one file for each resource: its request and response types, how a row becomes a response,
//! and the handlers.

use std::collections::HashMap;

use entities::{buyers::zone, values::ZoneId};

use crate::{
    buyers,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

mod calendars;
mod open_cycles;
mod staff_cycles;

/// All operations of this slice.
pub type Apis = (open_cycles::OpenCycles, staff_cycles::StaffCycles, calendars::Calendars);

/// All operations of this slice, to mount.
pub const APIS: Apis = (open_cycles::OpenCycles, staff_cycles::StaffCycles, calendars::Calendars);

#[derive(poem_openapi::Tags)]
enum Tag {
    /// Cycles, one zone and one delivery date each, and the calendars that make them.
    #[oai(rename = "cycles")]
    Cycles,
}

type Zones = HashMap<ZoneId, zone::Model>;

async fn zones(tx: &UnitOfWork) -> Result<Zones> {
    Ok(buyers::zones(tx).await?.into_iter().map(|zone| (zone.id, zone)).collect())
}
