//! Reduces or withdraws one published quota without an answer of its workshop.

use entities::{
    allocation::{quota, quota_change},
    values::{Amount, CarriedKind, QuotaChangeCause, QuotaId, QuotaState},
};
use serde_json::json;
use uuid::Uuid;

use super::carried_value_ledger::{CarriedValueLedger, LostValue};
use crate::{
    allocation::{
        rules::KeptLots,
        store::{quota_changes, quotas},
    },
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Why quotas are reduced.
#[derive(Clone, Copy, Debug)]
pub struct ReductionCause {
    /// The recorded cause.
    pub cause: QuotaChangeCause,
    /// The kind under which the workshop keeps the lost value in its carried value; none where the reduction was not its
    /// own choice.
    pub counts_as: Option<CarriedKind>,
}

/// Reduces a quota to the lots and units that it keeps, or withdraws it where it keeps no lots, and records the change.
pub async fn reduce_quota(
    tx: &mut UnitOfWork,
    ledger: &CarriedValueLedger,
    kept: &KeptLots<'_>,
    ReductionCause { cause, counts_as }: ReductionCause,
) -> Result<QuotaId> {
    let KeptLots { quota, lots, units } = *kept;
    let value = ledger.valued_units(quota).value_lost(units);
    let withdrawn = lots == 0;
    let reduced = quota::Model {
        state: if withdrawn { QuotaState::Withdrawn } else { quota.state },
        // A withdrawn quota keeps the lots and units that were asked for.
        lots: if withdrawn { quota.lots } else { lots },
        units: if withdrawn { quota.units } else { units },
        reason: if withdrawn { Some(cause.word().to_owned()) } else { quota.reason.clone() },
        version: quota.version + 1,
        ..quota.clone()
    };
    let reduced = quotas::update_quota(tx, reduced).await?;
    ledger.record_lost(tx, &[LostValue { quota: &reduced, value }], counts_as, "reduced").await?;
    let change = quota_change(tx, quota, Reduction { cause, lots, units, value });
    quota_changes::insert_quota_changes(tx, vec![change]).await?;
    let detail = json!({ "lots": lots, "of": quota.lots, "units": units, "because": cause });
    tx.audit("quota", quota.id, if withdrawn { "withdrawn" } else { "reduced" }, detail);
    Ok(quota.id)
}

/// One reduction of a quota: its cause, the lots and units that remain, and the value that is lost.
#[derive(Clone, Copy, Debug)]
pub struct Reduction {
    /// The recorded cause.
    pub cause: QuotaChangeCause,
    /// Lots that remain.
    pub lots: i64,
    /// Units that remain.
    pub units: i64,
    /// Value that is lost.
    pub value: Amount,
}

/// The row that records this reduction of `before`. It belongs to the quota's next version.
pub fn quota_change(tx: &UnitOfWork, before: &quota::Model, reduction: Reduction) -> quota_change::Model {
    quota_change::Model {
        id: tx.new_id::<Uuid>(),
        quota_id: before.id,
        quota_version: before.version + 1,
        cycle_id: before.cycle_id,
        workshop_id: before.workshop_id,
        product_id: before.product_id,
        cause: reduction.cause,
        lots_before: before.lots,
        lots_after: reduction.lots,
        units_before: before.units,
        units_after: reduction.units,
        value: reduction.value,
        at: tx.now(),
    }
}
