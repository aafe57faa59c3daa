//! Operations of allocation, one file for each resource.

mod comparison;
mod cycle_allocation;
mod own_quotas;
mod pins;
mod quota_link;
mod quota_link_holder;
mod quotas;
mod runs;
mod standing;
mod tag;

/// All operations of allocation.
pub type Apis = (
    own_quotas::OwnQuotas,
    standing::Standings,
    quota_link::QuotaLinks,
    cycle_allocation::CycleAllocations,
    runs::Runs,
    comparison::Comparisons,
    pins::Pins,
    quotas::Quotas,
);

/// All operations of allocation, to mount.
pub const APIS: Apis = (
    own_quotas::OwnQuotas,
    standing::Standings,
    quota_link::QuotaLinks,
    cycle_allocation::CycleAllocations,
    runs::Runs,
    comparison::Comparisons,
    pins::Pins,
    quotas::Quotas,
);
