//! Import and export of an installation's data as CSV files, and export of the ledger for hledger (`docs/import.md`).
//!
//! An import is tried first and is then one transaction that calls the actions of the slices, so a file can do no more
//! than a person can. All errors of all files are collected, each with its file, line and column; if there is one,
//! nothing is imported. Rows refer to each other by codes, never by ids. A file written by an export can be imported
//! again and changes nothing.

mod actions;
mod api;
mod errors;
mod rules;
mod store;

pub use actions::{
    export::{LEDGER, export, export_file},
    import::{FileReport, Report, check_and_import, import, try_import},
    importer::{AccountChange, BuyerArrival},
};
pub use api::{APIS, Apis};
pub use errors::{ImportError, MAX_ERRORS};
pub use rules::file_kind::{FileKind, SourceFile};
