//! CONTRACT STUB
use entities::{allocation::*, values::*};
use crate::platform::{http::problem::Answer, work::{Work, Fact}};
// pub mod rules;
#[derive(Debug)]
pub enum Event {
    RunMade { cycle_id: CycleId, run_id: RunId },
    QuotasPublished { cycle_id: CycleId, quota_ids: Vec<QuotaId> },
    QuotaAnswered { cycle_id: CycleId, quota_id: QuotaId },
    QuotasFrozen { cycle_id: CycleId },
}
impl Fact for Event {}
/// Quotas of a cycle that somebody makes (accepted, amended, frozen, fulfilled).
pub async fn live_quotas(_w: &Work, _cycle: CycleId) -> Answer<Vec<quota::Model>> { todo!() }
pub async fn quota(_w: &Work, _id: QuotaId) -> Answer<quota::Model> { todo!() }
/// What fulfilment accepted and rejected for a quota so far: moves the carried value from published to accepted (and rejected for quality where the policy counts it); marks it fulfilled when everything came. Once per receipt.
pub async fn goods_received(_w: &mut Work, _quota: QuotaId, _receipt: ReceiptId, _accepted: i64, _rejected: i64, _cause: Option<RejectionCause>) -> Answer<()> { todo!() }
