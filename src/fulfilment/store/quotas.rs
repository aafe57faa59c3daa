//! What fulfilment reads of allocation's quotas.

use entities::{
    allocation::quota,
    cycles::cycle,
    fulfilment::delivery,
    values::{CycleId, CycleState, QuotaState, UnitId},
};
use sea_orm::{
    ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, Query},
};

use crate::platform::{http::problem::Answer, work::Work};

/// Whether some unit may still answer its quota of this cycle.
pub async fn waits_for_answer(work: &Work, cycle: CycleId) -> Answer<bool> {
    let open = quota::Entity::find()
        .filter(quota::Column::CycleId.eq(cycle))
        .filter(quota::Column::State.eq(QuotaState::Published))
        .limit(1);
    Ok(open.one(work.db()).await?.is_some())
}

/// Quotas that these units make and that may still be brought, by the day of their answer: not fulfilled, and their
/// cycle's deliveries not prepared yet.
pub async fn to_make(work: &Work, units: &[UnitId], limit: u64) -> Answer<Vec<quota::Model>> {
    let making = [QuotaState::Accepted, QuotaState::Amended, QuotaState::Frozen];
    let of = quota::Entity::belongs_to(cycle::Entity).from(quota::Column::CycleId).to(cycle::Column::Id);
    let prepared = Query::select()
        .column(delivery::Column::CycleId)
        .from(delivery::Entity)
        .and_where(
            Expr::col((delivery::Entity, delivery::Column::CycleId)).equals((quota::Entity, quota::Column::CycleId)),
        )
        .to_owned();
    let found = quota::Entity::find()
        .join(JoinType::InnerJoin, of.into())
        .filter(quota::Column::UnitId.is_in(units.iter().copied()))
        .filter(quota::Column::State.is_in(making))
        .filter(cycle::Column::State.ne(CycleState::Delivered))
        .filter(Expr::exists(prepared).not())
        .order_by_asc(quota::Column::RespondBy)
        .order_by_asc(quota::Column::Id)
        .limit(limit);
    Ok(found.all(work.db()).await?)
}
