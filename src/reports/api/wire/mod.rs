//! Reports on the wire.

mod cycles;
mod files;
mod season;
mod units;

pub use cycles::FairnessCycle;
pub use files::{FairnessTable, TableFormat};
pub use season::FairnessReport;
pub use units::FairnessUnit;
