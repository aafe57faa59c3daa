//! Import and export over HTTP, for administrators of the cooperative.

mod exports;
mod imports;

use poem_openapi::Tags;

/// The part of the API, in its description.
#[derive(Tags)]
enum Tag {
    /// All data, in and out as CSV files.
    #[oai(rename = "exchange")]
    Exchange,
}

/// Operations of import and export.
pub type Apis = (imports::ImportApi, exports::ExportApi);

/// The operations, ready to be mounted.
pub const APIS: Apis = (imports::ImportApi, exports::ExportApi);
