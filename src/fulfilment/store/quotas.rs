//! Queries of the quotas of allocation.

use entities::{
    allocation::quota,
    catalogue::product,
    cycles::cycle,
    fulfilment::delivery,
    members::workshop,
    values::{CycleId, CycleState, QuotaState, WorkshopId},
};
use sea_orm::{
    ColumnTrait, EntityTrait, LoaderTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, Query},
};

use crate::{
    cycles,
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// A quota with its cycle and product.
#[derive(Clone, Debug)]
pub struct QuotaToBring {
    /// The quota.
    pub quota: quota::Model,
    /// Its cycle.
    pub cycle: cycle::Model,
    /// Its product.
    pub product: product::Model,
}

/// A quota with its workshop and product.
#[derive(Clone, Debug)]
pub struct QuotaOfWorkshop {
    /// The quota.
    pub quota: quota::Model,
    /// Its workshop.
    pub workshop: workshop::Model,
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
pub async fn list_quotas_to_make(tx: &UnitOfWork, workshops: &[WorkshopId], limit: u64) -> Result<Vec<QuotaToBring>> {
    let making = [QuotaState::Accepted, QuotaState::Amended, QuotaState::Frozen];
    let prepared = Query::select()
        .column(delivery::Column::CycleId)
        .from(delivery::Entity)
        .and_where(
            Expr::col((delivery::Entity, delivery::Column::CycleId)).equals((quota::Entity, quota::Column::CycleId)),
        )
        .to_owned();
    let found = quota::Entity::find()
        .find_also_related(cycle::Entity)
        .filter(quota::Column::WorkshopId.is_in(workshops.iter().copied()))
        .filter(quota::Column::State.is_in(making))
        .filter(cycle::Column::State.ne(CycleState::Delivered))
        .filter(Expr::exists(prepared).not())
        .order_by_asc(quota::Column::RespondBy)
        .order_by_asc(quota::Column::Id)
        .limit(limit);
    let (quotas, cycles): (Vec<quota::Model>, Vec<Option<cycle::Model>>) =
        found.all(tx.db()).await?.into_iter().unzip();
    let products = load_products(tx, &quotas).await?;
    let view = |((quota, cycle), product): ((quota::Model, Option<cycle::Model>), product::Model)| {
        let cycle = cycle.ok_or_else(|| Problem::missing_reference("cycle", quota.cycle_id))?;
        Ok(QuotaToBring { quota, cycle, product })
    };
    quotas.into_iter().zip(cycles).zip(products).map(view).collect()
}

/// These quotas with their workshops and products, in the same order.
pub async fn load_quotas_of_workshops(tx: &UnitOfWork, quotas: Vec<quota::Model>) -> Result<Vec<QuotaOfWorkshop>> {
    let workshops = quotas.load_one(workshop::Entity, tx.db()).await?;
    let products = load_products(tx, &quotas).await?;
    let view = |((quota, workshop), product): ((quota::Model, Option<workshop::Model>), product::Model)| {
        let workshop = workshop.ok_or_else(|| Problem::missing_reference("workshop", quota.workshop_id))?;
        Ok(QuotaOfWorkshop { quota, workshop, product })
    };
    quotas.into_iter().zip(workshops).zip(products).map(view).collect()
}

/// The product of each of these quotas as their cycle agreed on it, in the same order.
pub async fn load_products(tx: &UnitOfWork, quotas: &[quota::Model]) -> Result<Vec<product::Model>> {
    let wanted: Vec<_> = quotas.iter().map(|quota| (quota.cycle_id, quota.product_id)).collect();
    cycles::list_products_of_cycles(tx, &wanted).await
}
