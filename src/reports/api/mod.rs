//! The reports over HTTP, for the assembly's staff and for each producer.

mod producer;
mod staff;
mod wire;

/// Operations of the reports.
pub type Apis = (producer::ProducerApi, staff::StaffApi);

/// The operations, ready to be mounted.
pub const APIS: Apis = (producer::ProducerApi, staff::StaffApi);

/// Reports.
#[derive(poem_openapi::Tags)]
enum Tag {
    /// What the assembly looks at: how even the work was, figure by figure.
    #[oai(rename = "reports")]
    Reports,
}
