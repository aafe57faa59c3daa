//! The page behind the link of a mail, on the wire.

use chrono::{DateTime, NaiveDate, Utc};
use entities::values::{CycleId, CycleState, Language};
use poem_openapi::Object;

use super::{GroupMember, Quota, RunWorkshop};

/// A workshop's quotas of one cycle, for whoever holds the link to them.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct QuotaLinkPage {
    /// The workshop's name.
    pub workshop_name: String,
    /// The language of whom the link was sent to.
    pub language: Language,
    /// Until when the link is good.
    pub expires_at: DateTime<Utc>,
    /// The cycle.
    pub cycle_id: CycleId,
    /// Its code.
    pub cycle_code: String,
    /// Its day of delivery.
    pub delivery_date: NaiveDate,
    /// Where it stands.
    pub cycle_state: CycleState,
    /// The workshop's quotas, offered again ones too.
    pub quotas: Vec<Quota>,
    /// Where the workshop stands by the cycle's split, and what bound it.
    pub standing: Option<RunWorkshop>,
    /// Everybody, under names of this run.
    pub group: Vec<GroupMember>,
}
