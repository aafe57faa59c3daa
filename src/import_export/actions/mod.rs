//! Importing and exporting, and the files that both know.

pub mod export;
mod exporter;
mod files;
pub mod import;
pub mod importer;
