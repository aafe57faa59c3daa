//! Reports as files.

use poem_openapi::{ApiResponse, Enum, payload::Binary};

/// Which table of the report a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum FairnessTable {
    /// One row per unit.
    Units,
    /// One row per cycle.
    Cycles,
}

/// In which form a table is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum TableFormat {
    /// Comma-separated values, UTF-8.
    Csv,
    /// A spreadsheet.
    Xlsx,
}

/// A file to save.
#[derive(ApiResponse)]
pub enum ReportFile {
    /// Its bytes.
    #[oai(status = 200)]
    File(
        Binary<Vec<u8>>,
        /// Its media type.
        #[oai(header = "Content-Type")]
        String,
        /// The name to save it under.
        #[oai(header = "Content-Disposition")]
        String,
    ),
}
