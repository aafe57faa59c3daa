//! Less is made of a published quota, or nothing, without its unit's answer: the difference is written down once.

use entities::{
    allocation::quota,
    values::{CarriedKind, QuotaChangeCause, QuotaId, QuotaState},
};
use serde_json::json;

use super::moves::Book;
use crate::{
    allocation::{
        laws,
        store::{self, changes},
    },
    platform::{http::problem::Answer, work::Work},
};

/// Why less is made.
#[derive(Clone, Copy, Debug)]
pub struct Loss {
    /// The fact behind it.
    pub cause: QuotaChangeCause,
    /// As what the unit carries the difference still; none where it was not its doing.
    pub counts_as: Option<CarriedKind>,
}

/// The unit makes so many `(lots, units)` from now on, perhaps none.
pub async fn take_back(
    work: &mut Work,
    book: &Book,
    quota: &quota::Model,
    (lots, units): (i64, i64),
    loss: Loss,
) -> Answer<QuotaId> {
    let before = book.valued(quota);
    let lost = before.value() - laws::Valued { units, ..before }.value();
    let Loss { cause, counts_as } = loss;
    let all = lots == 0;
    let reduced = quota::Model {
        state: if all { QuotaState::Withdrawn } else { quota.state },
        // A withdrawn quota keeps what was asked, for everybody to see.
        lots: if all { quota.lots } else { lots },
        units: if all { quota.units } else { units },
        reason: if all { Some(cause.word().to_owned()) } else { quota.reason.clone() },
        version: quota.version + 1,
        ..quota.clone()
    };
    let reduced = store::quotas::update(work, reduced).await?;
    book.given_up(work, &[(&reduced, lost)], counts_as, "reduced").await?;
    changes::insert(work, vec![changes::of(work, quota, reduced.version, cause, (lots, units), lost)]).await?;
    let detail = json!({ "lots": lots, "of": quota.lots, "units": units, "because": cause });
    work.audit("quota", quota.id, if all { "withdrawn" } else { "reduced" }, detail);
    Ok(quota.id)
}
