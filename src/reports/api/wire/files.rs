//! Reports as files.

use poem_openapi::Enum;

/// Which table of the report a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum FairnessTable {
    /// One row per unit.
    Workshops,
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
