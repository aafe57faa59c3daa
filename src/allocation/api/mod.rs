//! Operations of allocation, by who calls.

mod link;
mod producer;
mod staff;
mod staff_quotas;
pub(super) mod wire;

/// All operations of allocation.
pub type Apis = (producer::ProducerApi, link::LinkApi, staff::StaffApi, staff_quotas::StaffApi);

/// All operations of allocation, to mount.
pub const APIS: Apis = (producer::ProducerApi, link::LinkApi, staff::StaffApi, staff_quotas::StaffApi);

/// Allocation.
#[derive(poem_openapi::Tags)]
enum Tag {
    /// The fair split: who makes how much of a cycle's demand, why, and what each unit carries on.
    #[oai(rename = "allocation")]
    Allocation,
}
