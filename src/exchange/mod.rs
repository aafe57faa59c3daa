//! Data that comes and goes as CSV files: a cooperative brings its organisations, units, products and orders with it,
//! and can always take everything away again. A file that goes out comes in again and changes nothing.
//!
//! An import is one transaction through the slices' own actions: what a person could not do, a file cannot do either.
//! Every bad row is told with its file, line and column, and where there is one, nothing is imported. Things are known
//! by their codes, never by ids.

mod api;
mod cells;
mod codes;
mod export;
mod fault;
mod files;
mod import;
mod kind;
mod sheet;
mod store;

pub use api::{APIS, Apis};
pub use export::{LEDGER, export, export_file};
pub use fault::{FAULTS, Fault, Faults};
pub use import::{FileReport, Report, import};
pub use kind::{Column, Kind};
pub use sheet::Source;
