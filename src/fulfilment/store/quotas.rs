//! Queries of the quotas of allocation.

use entities::{
    allocation::quota,
    catalogue::product,
    cycles::cycle,
    fulfilment::delivery,
    values::{CycleId, CycleState, QuotaState, WorkshopId},
};
use sea_orm::{
    ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationDef,
    sea_query::{Expr, ExprTrait, Query},
};

use crate::{
    catalogue,
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// A quota with its cycle and product.
#[derive(Clone, Debug)]
pub struct QuotaView {
    /// The quota.
    pub quota: quota::Model,
    /// Its cycle.
    pub cycle: cycle::Model,
    /// Its product.
    pub product: product::Model,
}

/// Whether some workshop may still answer its quota of this cycle.
pub async fn any_unanswered(tx: &UnitOfWork, cycle: CycleId) -> Result<bool> {
    let open = quota::Entity::find()
        .filter(quota::Column::CycleId.eq(cycle))
        .filter(quota::Column::State.eq(QuotaState::Published))
        .limit(1);
    Ok(open.one(tx.db()).await?.is_some())
}

/// Quotas that these workshops make and that may still be brought, by their deadline: not fulfilled, and the deliveries
/// of their cycle not prepared. At most `limit`.
pub async fn list_quotas_to_make(tx: &UnitOfWork, workshops: &[WorkshopId], limit: u64) -> Result<Vec<QuotaView>> {
    let making = [QuotaState::Accepted, QuotaState::Amended, QuotaState::Frozen];
    let its_cycle: RelationDef =
        quota::Entity::belongs_to(cycle::Entity).from(quota::Column::CycleId).to(cycle::Column::Id).into();
    let prepared = Query::select()
        .column(delivery::Column::CycleId)
        .from(delivery::Entity)
        .and_where(
            Expr::col((delivery::Entity, delivery::Column::CycleId)).equals((quota::Entity, quota::Column::CycleId)),
        )
        .to_owned();
    let found = quota::Entity::find()
        .join(JoinType::LeftJoin, its_cycle)
        .select_also(cycle::Entity)
        .filter(quota::Column::WorkshopId.is_in(workshops.iter().copied()))
        .filter(quota::Column::State.is_in(making))
        .filter(cycle::Column::State.ne(CycleState::Delivered))
        .filter(Expr::exists(prepared).not())
        .order_by_asc(quota::Column::RespondBy)
        .order_by_asc(quota::Column::Id)
        .limit(limit);
    let rows = found.all(tx.db()).await?;
    let products: Vec<_> = rows.iter().map(|(quota, _)| quota.product_id).collect();
    let products = catalogue::products(tx, &products).await?;
    let view = |(quota, cycle): (quota::Model, Option<cycle::Model>)| {
        let cycle = cycle.ok_or_else(|| Problem::missing_reference("cycle", quota.cycle_id))?;
        let product = products.get(&quota.product_id).cloned();
        let product = product.ok_or_else(|| Problem::missing_reference("product", quota.product_id))?;
        Ok(QuotaView { quota, cycle, product })
    };
    rows.into_iter().map(view).collect()
}
