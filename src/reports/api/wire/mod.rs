//! Reports on the wire.

mod cycles;
mod files;
mod season;
mod workshops;

pub use cycles::FairnessCycle;
pub use files::{FairnessTable, TableFormat};
pub use season::FairnessReport;
pub use workshops::FairnessWorkshop;
