//! What fulfilment reads of allocation's quotas.

use entities::{
    allocation::quota,
    cycles::cycle,
    fulfilment::delivery,
    values::{CycleId, CycleState, QuotaState, WorkshopId},
};
use sea_orm::{
    ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, Query},
};

use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// Whether some workshop may still answer its quota of this cycle.
pub async fn waits_for_answer(tx: &UnitOfWork, cycle: CycleId) -> Result<bool> {
    let open = quota::Entity::find()
        .filter(quota::Column::CycleId.eq(cycle))
        .filter(quota::Column::State.eq(QuotaState::Published))
        .limit(1);
    Ok(open.one(tx.db()).await?.is_some())
}

/// Quotas that these workshops make and that may still be brought, by the day of their answer: not fulfilled, and their
/// cycle's deliveries not prepared yet.
pub async fn to_make(tx: &UnitOfWork, workshops: &[WorkshopId], limit: u64) -> Result<Vec<quota::Model>> {
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
        .filter(quota::Column::WorkshopId.is_in(workshops.iter().copied()))
        .filter(quota::Column::State.is_in(making))
        .filter(cycle::Column::State.ne(CycleState::Delivered))
        .filter(Expr::exists(prepared).not())
        .order_by_asc(quota::Column::RespondBy)
        .order_by_asc(quota::Column::Id)
        .limit(limit);
    Ok(found.all(tx.db()).await?)
}
