//! The fair split of a cycle's demand: which workshop makes how much and why, and the value that each workshop carries
//! into the next cycles of the season.
//!
//! A run splits the demand of one cycle. Its quotas are published to the workshops, which accept, amend or decline them.
//! Units that become free are re-offered by the same split.
//!
//! ```text
//! run:    created ──publish──▶ published                     (never edited; a newer run replaces one that is not published)
//! quota:  proposed ──publish──▶ published ──accept──▶ accepted ────────────────────▶ frozen ──all accepted──▶ fulfilled (else unfulfilled)
//!                         │         ├──amend──▶ amended (downward; the rest is re-offered) ──▶ frozen
//!                         │         ├──decline──▶ declined             ─┐
//!                         │         ├──deadline──▶ expired             ─┼──▶ re-offered, else a shortage
//!                         │         ├──may not supply──▶ withdrawn     ─┘   (a frozen one too, until goods are received)
//!                         │         ├──offer reduced──▶ fewer lots, or withdrawn; the rest is re-offered
//!                         │         └──order cancelled──▶ fewer lots, or withdrawn
//!                         └──newer run──▶ withdrawn
//! ```
//!
//! A published quota never grows. Each reduction is stored with its cause (`quota_change`) and shown to the workshop.
//!
//! Reads shares, seasons and settings from `members`, offers from `catalogue`, and the demand from `orders`, which shares
//! shortages among the buyers. `fulfilment` records here what was received. The split itself is the crate `fair_split`, a
//! pure function that `minga allocate` runs too.

mod actions;
mod api;
mod errors;
mod events;
mod jobs;
mod rules;
mod store;

pub use actions::{
    PinTerms, QuotaAnswer, ReceiptUnits, answer_quota, create_pin, create_quota_link, delete_pin,
    end_unfulfilled_quotas, expire_quotas, expire_quotas_job, freeze_quotas, publish_quotas, record_receipt,
    record_receipt_cancelled, reduce_demand, reduce_offer, rerun_allocation_job, run_allocation, run_allocation_job,
    run_closed_cycle, schedule_run, withdraw_ineligible_quotas,
};
pub use api::{APIS, Apis};
pub use errors::AllocationError;
pub use events::Event;
pub use jobs::{ExpireQuotas, RerunAllocation, RunAllocation};
pub use rules::value_of;
pub use store::{
    quota_details::{QuotaDetail, load_quota_details},
    quota_links::delete_expired_quota_links,
    quotas::{get_quota, list_live_quotas, list_open_quotas_after, list_quotas_in_states},
    runs::{LotValue, list_lot_values},
};
