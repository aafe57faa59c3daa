//! What fulfilment reads of allocation's quotas.

use entities::{
    allocation::quota,
    values::{CycleId, QuotaState, UnitId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::platform::{http::problem::Answer, work::Work};

/// Whether some unit may still answer its quota of this cycle.
pub async fn waits_for_answer(work: &Work, cycle: CycleId) -> Answer<bool> {
    let open = quota::Entity::find()
        .filter(quota::Column::CycleId.eq(cycle))
        .filter(quota::Column::State.eq(QuotaState::Published))
        .limit(1);
    Ok(open.one(work.db()).await?.is_some())
}

/// Quotas that these units make and have not brought whole, by the day of their answer.
pub async fn to_make(work: &Work, units: &[UnitId], limit: u64) -> Answer<Vec<quota::Model>> {
    let making = [QuotaState::Accepted, QuotaState::Amended, QuotaState::Frozen];
    let found = quota::Entity::find()
        .filter(quota::Column::UnitId.is_in(units.iter().copied()))
        .filter(quota::Column::State.is_in(making))
        .order_by_asc(quota::Column::RespondBy)
        .order_by_asc(quota::Column::Id)
        .limit(limit);
    Ok(found.all(work.db()).await?)
}
