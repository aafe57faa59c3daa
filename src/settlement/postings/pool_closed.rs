//! A pool is shared out: what waited becomes the makers' (not yet paid by the buyers), the cooperative's commission
//! and the VAT on it.

use chrono::NaiveDate;
use entities::values::{AccountKind, Amount, EntryKind, WorkshopId};

use super::own;
use crate::settlement::{
    ledger::{AccountRef, Entry},
    rules::Part,
};

/// A maker's part to post.
#[derive(Clone, Debug)]
pub struct PoolPart {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// Its code.
    pub code: String,
    /// Its part, or the change of it.
    pub part: Part,
}

/// The entry that shares a pool out, or corrects that sharing after a credit note: `key` is the fact.
pub fn pool_shared(key: String, date: NaiveDate, description: String, parts: &[PoolPart]) -> Entry {
    let sum = |of: fn(&Part) -> Amount| parts.iter().map(|p| of(&p.part)).sum::<Amount>();
    let mut postings = vec![
        own(AccountKind::SalesClearing, sum(|p| p.net)),
        own(AccountKind::Vat, sum(|p| p.vat)),
        own(AccountKind::Commission, -sum(|p| p.commission)),
        own(AccountKind::CommissionVat, -sum(|p| p.commission_vat)),
    ];
    postings.extend(
        parts
            .iter()
            .map(|p| (AccountRef::of(AccountKind::ProducerPending, p.workshop_id.0, &p.code), -p.part.earned())),
    );
    Entry { kind: EntryKind::PoolClosed, key, date, description, postings }
}
