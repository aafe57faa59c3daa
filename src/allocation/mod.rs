//! The fair split of a cycle's demand: who makes how much, with the reason for every figure, and what each workshop
//! carries into the next cycles of the season. One run for one cycle; quotas go to the workshops, come back answered, and
//! what is free is offered again by the same rule.
//!
//! ```text
//! run:    made ──publish──▶ published                                   (never edited; another run takes its place)
//! quota:  proposed ──publish──▶ published ──accept──▶ accepted ──────────────────────▶ frozen ──received──▶ fulfilled
//!                         │         ├──amend──▶ amended (downward; the rest is offered again) ──▶ frozen
//!                         │         ├──decline──▶ declined          ─┐
//!                         │         ├──deadline──▶ expired          ─┼──▶ offered again, else a shortage
//!                         │         ├──may not supply──▶ withdrawn  ─┘   (frozen ones too, until something came)
//!                         │         ├──its offer is lowered──▶ fewer lots, or withdrawn; the rest is offered again
//!                         │         └──an order is cancelled──▶ fewer lots, or withdrawn
//!                         └──another run──▶ withdrawn
//! ```
//!
//! A published quota never grows; each change of it that makes it smaller is kept with its cause (`quota_change`), and
//! shown to its workshop.
//!
//! From members come shares, seasons and the assembly's settings, from catalogue who may supply, from orders the
//! demand and the rule that shares a shortage; fulfilment tells here what was received. The split itself is
//! the crate `fair_split`, a pure function that `minga allocate` runs too.

mod actions;
mod api;
mod caller;
mod errors;
mod events;
mod jobs;
mod rules;
mod shown;
mod store;

pub use actions::{
    answer::{Reply, answer},
    expire::expire,
    freeze::freeze,
    links::make_link,
    lowered::offer_lowered,
    pins::{NewPin, add_pin, remove_pin},
    publish::publish,
    received::goods_received,
    reduce::demand_fell,
    run::{run, run_once},
    supply::supply_changed,
};
pub use api::{APIS, Apis, wire::Quota};
pub use caller::QuotaLink;
pub use errors::AllocationError;
pub use events::Event;
pub use jobs::{
    ExpireQuotas, RerunAllocation, RunAllocation, cycle_closed, expire_quotas, rerun_allocation, run_allocation,
};
pub use shown::named as named_quotas;
pub use store::quotas::{get as quota, in_states as quotas_in, live_quotas};
