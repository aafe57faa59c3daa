//! Operations of the reports.

mod fairness;
mod fairness_file;
mod line_traces;
mod tag;

/// All operations of the reports.
pub type Apis = (fairness::FairnessReports, fairness_file::FairnessFiles, line_traces::LineTraces);

/// All operations of the reports, to mount.
pub const APIS: Apis = (fairness::FairnessReports, fairness_file::FairnessFiles, line_traces::LineTraces);
