//! Wire types of allocation.

mod answers;
mod comparison;
mod link;
mod pins;
mod quotas;
mod runs;
mod standing;

pub use answers::{AmendQuota, DeclineQuota, RunRequest};
pub use comparison::{QuotaChange, RunComparison, WorkshopChange};
pub use link::QuotaLinkPage;
pub use pins::{Pin, PutPin};
pub use quotas::{CycleQuotas, LateChange, Quota};
pub use runs::{AllocationBoard, AllocationRun, AllocationRunDetail, RunProduct, RunWorkshop};
pub use standing::{GroupMember, OwnStanding, PseudonymousLots, PublishedInstance};
