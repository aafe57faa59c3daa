//! Goods receipts and what they add up to.

use std::collections::HashMap;

use entities::{
    fulfilment::{batch, goods_receipt},
    values::{BatchId, CycleId, ProductId, QuotaId, RejectionCause, WorkshopId},
};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Alias, Expr, ExprTrait, Func, SimpleExpr},
};

use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// Units accepted from one workshop of one product in a cycle, delivered or not: the pool's measure.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Accepted {
    /// The product.
    pub product_id: ProductId,
    /// The maker.
    pub workshop_id: WorkshopId,
    /// Units, more than zero.
    pub units: i64,
}

/// What receipts say of a quota so far, in units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Taken in.
    pub accepted: i64,
    /// Rejected for quality or damage.
    pub faulty: i64,
    /// Rejected because the quota was full.
    pub surplus: i64,
    /// Never brought.
    pub missing: i64,
}

/// Stores a receipt.
pub async fn insert(tx: &UnitOfWork, row: goods_receipt::Model) -> Result<()> {
    goods_receipt::Entity::insert(goods_receipt::ActiveModel::from(row)).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Units accepted from each workshop of each product in a cycle, by product and workshop.
pub async fn accepted_in(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<Accepted>> {
    let of_batch =
        goods_receipt::Entity::belongs_to(batch::Entity).from(goods_receipt::Column::BatchId).to(batch::Column::Id);
    let found = goods_receipt::Entity::find()
        .select_only()
        .join(JoinType::InnerJoin, of_batch.into())
        .column(batch::Column::ProductId)
        .column(batch::Column::WorkshopId)
        .column_as(whole_sum(goods_receipt::Column::Accepted), "units")
        .filter(goods_receipt::Column::CycleId.eq(cycle))
        .filter(goods_receipt::Column::Accepted.gt(0))
        .group_by(batch::Column::ProductId)
        .group_by(batch::Column::WorkshopId)
        .order_by_asc(batch::Column::ProductId)
        .order_by_asc(batch::Column::WorkshopId);
    Ok(found.into_model::<Accepted>().all(tx.db()).await?)
}

/// Units accepted of each batch in a cycle.
pub async fn accepted_by_batch(tx: &UnitOfWork, cycle: CycleId) -> Result<HashMap<BatchId, i64>> {
    let found: Vec<(BatchId, i64)> = goods_receipt::Entity::find()
        .select_only()
        .column(goods_receipt::Column::BatchId)
        .column_as(whole_sum(goods_receipt::Column::Accepted), "units")
        .filter(goods_receipt::Column::CycleId.eq(cycle))
        .filter(goods_receipt::Column::Accepted.gt(0))
        .group_by(goods_receipt::Column::BatchId)
        .into_tuple()
        .all(tx.db())
        .await?;
    Ok(found.into_iter().collect())
}

/// Workshops that receipts have judged of a batch, accepted or not.
pub async fn judged(tx: &UnitOfWork, batch: BatchId) -> Result<i64> {
    let rows = of_batch(tx, batch).await?;
    Ok(rows.iter().map(|r| r.accepted + r.rejected).sum())
}

/// Receipts of a batch, oldest first.
pub async fn of_batch(tx: &UnitOfWork, batch: BatchId) -> Result<Vec<goods_receipt::Model>> {
    let found = goods_receipt::Entity::find()
        .filter(goods_receipt::Column::BatchId.eq(batch))
        .order_by_asc(goods_receipt::Column::Id);
    Ok(found.all(tx.db()).await?)
}

/// What receipts say of each quota of a cycle; a quota without receipts is absent.
pub async fn tallies(tx: &UnitOfWork, cycle: CycleId) -> Result<HashMap<QuotaId, Tally>> {
    tallied(tx, goods_receipt::Column::CycleId.eq(cycle)).await
}

/// What receipts say of each of these quotas; a quota without receipts is absent.
pub async fn tallies_of(tx: &UnitOfWork, quotas: &[QuotaId]) -> Result<HashMap<QuotaId, Tally>> {
    tallied(tx, goods_receipt::Column::QuotaId.is_in(quotas.iter().copied())).await
}

async fn tallied(tx: &UnitOfWork, which: SimpleExpr) -> Result<HashMap<QuotaId, Tally>> {
    let rows: Vec<(QuotaId, Option<RejectionCause>, i64, i64)> = goods_receipt::Entity::find()
        .select_only()
        .column(goods_receipt::Column::QuotaId)
        .column(goods_receipt::Column::Rejection)
        .column_as(whole_sum(goods_receipt::Column::Accepted), "accepted")
        .column_as(whole_sum(goods_receipt::Column::Rejected), "rejected")
        .filter(which)
        .group_by(goods_receipt::Column::QuotaId)
        .group_by(goods_receipt::Column::Rejection)
        .into_tuple()
        .all(tx.db())
        .await?;
    let mut tallies: HashMap<QuotaId, Tally> = HashMap::new();
    for (quota, cause, accepted, rejected) in rows {
        let tally = tallies.entry(quota).or_default();
        tally.accepted += accepted;
        match cause {
            Some(RejectionCause::Quality | RejectionCause::Damaged) => tally.faulty += rejected,
            Some(RejectionCause::Surplus) => tally.surplus += rejected,
            Some(RejectionCause::Missing) => tally.missing += rejected,
            None => {}
        }
    }
    Ok(tallies)
}

/// Sum of a whole column as a whole number: PostgreSQL sums them as `numeric`.
fn whole_sum(column: goods_receipt::Column) -> SimpleExpr {
    let sum = SimpleExpr::from(Func::sum(Expr::col((goods_receipt::Entity, column))));
    sum.cast_as(Alias::new("bigint"))
}
