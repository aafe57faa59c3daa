//! Less is made of a published quota, or nothing, without its workshop's answer: the difference is written down once.

use entities::{
    allocation::quota,
    values::{CarriedKind, QuotaChangeCause, QuotaId, QuotaState},
};
use serde_json::json;

use super::moves::Book;
use crate::{
    allocation::{
        rules,
        store::{self, changes},
    },
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Why less is made.
#[derive(Clone, Copy, Debug)]
pub struct Loss {
    /// The fact behind it.
    pub cause: QuotaChangeCause,
    /// As what the workshop carries the difference still; none where it was not its doing.
    pub counts_as: Option<CarriedKind>,
}

/// The workshop makes so many `(lots, units)` from now on, perhaps none.
pub async fn take_back(
    tx: &mut UnitOfWork,
    book: &Book,
    quota: &quota::Model,
    (lots, units): (i64, i64),
    loss: Loss,
) -> Result<QuotaId> {
    let before = book.valued(quota);
    let lost = before.value() - rules::Valued { units, ..before }.value();
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
    let reduced = store::quotas::update(tx, reduced).await?;
    book.given_up(tx, &[(&reduced, lost)], counts_as, "reduced").await?;
    changes::insert(tx, vec![changes::of(tx, quota, reduced.version, cause, (lots, units), lost)]).await?;
    let detail = json!({ "lots": lots, "of": quota.lots, "units": units, "because": cause });
    tx.audit("quota", quota.id, if all { "withdrawn" } else { "reduced" }, detail);
    Ok(quota.id)
}
