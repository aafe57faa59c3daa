//! A workshop answers its quota by the deadline: it makes it, makes part of it, or does not. What is free then is offered
//! to the others at once.

use entities::{
    allocation::quota,
    cycles::cycle,
    values::{CarriedKind, CycleState, QuotaChangeCause, QuotaId, QuotaState, ShortageCause, WorkshopId},
};
use serde_json::json;

use super::{
    moves::{Book, Freed},
    reoffer,
};
use crate::{
    allocation::{
        Event,
        errors::AllocationError,
        rules,
        store::{self, changes},
    },
    cycles, members,
    platform::{
        http::{api_error::ApiError, etag::IfMatch, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// What a workshop says to its quota.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// It makes all of it.
    Accept,
    /// It makes fewer lots.
    Amend {
        /// Lots that it makes, at least one.
        lots: i64,
        /// Why not all.
        reason: String,
    },
    /// It makes none of it.
    Decline {
        /// Why not.
        reason: String,
    },
}

/// Answers a quota for its workshop. `own` are the workshops that the caller may speak for, none = any. An answer may be amended downward or declined until the deadline; the same
/// answer again changes nothing.
///
/// Refuses 404 for a quota of somebody else, 409 `answer_too_late`, `quota_not_open`, `amend_upward`, 412 `stale`.
pub async fn answer(
    tx: &mut UnitOfWork,
    own: Option<&[WorkshopId]>,
    id: QuotaId,
    reply: Reply,
    if_match: &IfMatch,
) -> Result<quota::Model> {
    let cycle_id = store::quotas::published(tx, own, id).await?.cycle_id;
    let cycle = cycles::lock(tx, cycle_id).await?;
    // Read again under the lock.
    let quota = store::quotas::published(tx, own, id).await?;
    if is_given(&quota, &reply) {
        return Ok(quota);
    }
    if_match.check(quota.version)?;
    require_open(tx, &cycle, &quota)?;
    let answered = match reply {
        Reply::Accept => accept(tx, &quota).await?,
        Reply::Amend { lots, .. } if lots == quota.lots => accept(tx, &quota).await?,
        Reply::Amend { lots, .. } if lots > quota.lots => {
            return Err(AllocationError::AmendUpward { lots: quota.lots }.at("/lots"));
        }
        Reply::Amend { lots, reason } => give_up(tx, &cycle, &quota, lots, reason).await?,
        Reply::Decline { reason } => give_up(tx, &cycle, &quota, 0, reason).await?,
    };
    tx.emit(Event::QuotaAnswered { cycle_id, quota_id: id });
    Ok(answered)
}

/// Whether the quota stands already as the reply would put it.
fn is_given(quota: &quota::Model, reply: &Reply) -> bool {
    match (quota.state, reply) {
        (QuotaState::Accepted, Reply::Accept) | (QuotaState::Declined, Reply::Decline { .. }) => true,
        (QuotaState::Accepted | QuotaState::Amended, Reply::Amend { lots, .. }) => *lots == quota.lots,
        _ => false,
    }
}

fn require_open(tx: &UnitOfWork, cycle: &cycle::Model, quota: &quota::Model) -> Result<()> {
    let first = quota.state == QuotaState::Published;
    let again =
        matches!(quota.state, QuotaState::Accepted | QuotaState::Amended) && cycle.state == CycleState::Published;
    if !(first || again) {
        return Err(AllocationError::QuotaNotOpen { state: quota.state }.into());
    }
    if tx.now() > quota.respond_by {
        return Err(AllocationError::AnswerTooLate { respond_by: quota.respond_by }.into());
    }
    Ok(())
}

async fn accept(tx: &mut UnitOfWork, quota: &quota::Model) -> Result<quota::Model> {
    if quota.state == QuotaState::Amended {
        return Err(AllocationError::RestReoffered { state: quota.state }.into());
    }
    let answered = quota::Model {
        state: QuotaState::Accepted,
        answered_at: Some(tx.now()),
        answered_by: tx.actor().person(),
        version: quota.version + 1,
        ..quota.clone()
    };
    tx.audit("quota", quota.id, "accepted", json!({ "lots": quota.lots }));
    store::quotas::update(tx, answered).await
}

/// The workshop makes `lots` only, perhaps none: the rest is offered to the others.
async fn give_up(
    tx: &mut UnitOfWork,
    cycle: &cycle::Model,
    quota: &quota::Model,
    lots: i64,
    reason: String,
) -> Result<quota::Model> {
    let book = Book::open(tx, cycle.id).await?;
    let before = book.valued(quota);
    let units = lots.saturating_mul(before.lot_size).min(quota.units);
    let lost = before.value() - rules::Valued { units, ..before }.value();
    let declined = lots == 0;
    let (state, word) = if declined { (QuotaState::Declined, "declined") } else { (QuotaState::Amended, "amended") };
    let answered = quota::Model {
        state,
        // A declined quota keeps what was asked, for everybody to see.
        lots: if declined { quota.lots } else { lots },
        units: if declined { quota.units } else { units },
        answered_at: Some(tx.now()),
        answered_by: tx.actor().person(),
        reason: Some(reason.clone()),
        version: quota.version + 1,
        ..quota.clone()
    };
    let answered = store::quotas::update(tx, answered).await?;
    let cause = if declined { QuotaChangeCause::Declined } else { QuotaChangeCause::Amended };
    changes::insert(tx, vec![changes::of(tx, quota, answered.version, cause, (lots, units), lost)]).await?;
    let detail = json!({ "lots": lots, "of": quota.lots, "reason": reason });
    tx.audit("quota", quota.id, word, detail);
    let counts = members::settings_on(tx, tx.today()).await?.declined_counts;
    book.given_up(tx, &[(&answered, lost)], counts.then_some(CarriedKind::Declined), "answered").await?;
    let freed = Freed::from([(quota.product_id, quota.units - units)]);
    reoffer::reoffer(tx, cycle, freed, ShortageCause::Declined).await?;
    Ok(answered)
}
