//! Operations of the reports.

mod fairness;
mod fairness_file;
mod tag;

/// All operations of the reports.
pub type Apis = (fairness::FairnessReports, fairness_file::FairnessFiles);

/// All operations of the reports, to mount.
pub const APIS: Apis = (fairness::FairnessReports, fairness_file::FairnessFiles);
