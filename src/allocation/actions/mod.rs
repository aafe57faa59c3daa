//! The commands of allocation, and the runners of its jobs.

mod answer_quota;
mod carried_value_ledger;
mod create_quota_link;
mod credit_newcomers;
mod expire_quotas;
mod freeze_quotas;
mod load_instance;
mod load_reduction;
mod pins;
mod publish_quotas;
mod record_receipt;
mod reduce_demand;
mod reduce_offer;
mod reduce_quota;
mod reoffer;
mod rerun;
mod run_allocation;
mod split;
mod withdraw_quotas;

pub use answer_quota::{QuotaAnswer, answer_quota};
pub use create_quota_link::create_quota_link;
pub use expire_quotas::{expire_quotas, expire_quotas_job};
pub use freeze_quotas::freeze_quotas;
pub use pins::{PinTerms, create_pin, delete_pin};
pub use publish_quotas::publish_quotas;
pub use record_receipt::{ReceiptUnits, end_unfulfilled_quotas, record_receipt, record_receipt_cancelled};
pub use reduce_demand::reduce_demand;
pub use reduce_offer::reduce_offer;
pub use rerun::rerun_allocation_job;
pub use run_allocation::{run_allocation, run_allocation_job, run_closed_cycle, schedule_run};
pub use withdraw_quotas::withdraw_ineligible_quotas;
