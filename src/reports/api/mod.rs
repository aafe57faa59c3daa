//! Operations of the reports.

mod fairness;
mod fairness_file;

/// All operations of the reports.
pub type Apis = (fairness::FairnessReports, fairness_file::FairnessFiles);

/// All operations of the reports, to mount.
pub const APIS: Apis = (fairness::FairnessReports, fairness_file::FairnessFiles);

#[derive(poem_openapi::Tags)]
enum Tag {
    /// Reports for the assembly: how fairly the work of a season was shared.
    #[oai(rename = "reports")]
    Reports,
}
