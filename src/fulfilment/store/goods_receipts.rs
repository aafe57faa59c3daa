//! Queries of goods receipts and their sums.

use std::collections::HashMap;

use entities::{
    fulfilment::{batch, goods_receipt},
    values::{BatchId, CycleId, ProductId, QuotaId, RejectionCause, WorkshopId},
};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Alias, Expr, ExprTrait, Func, SimpleExpr},
};

use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// Units of one product accepted from one workshop in a cycle, delivered or not. Pools are shared by them.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct AcceptedUnits {
    /// The product.
    pub product_id: ProductId,
    /// The workshop that made them.
    pub workshop_id: WorkshopId,
    /// Units, more than zero.
    pub units: i64,
}

/// Sums of the receipts of a quota, in units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReceiptTotals {
    /// Accepted.
    pub accepted: i64,
    /// Rejected for quality or damage.
    pub faulty: i64,
    /// Rejected because the quota was full.
    pub surplus: i64,
    /// Never brought.
    pub missing: i64,
}

/// Inserts a receipt.
pub async fn insert_receipt(tx: &UnitOfWork, row: goods_receipt::Model) -> Result<()> {
    goods_receipt::Entity::insert(goods_receipt::ActiveModel::from(row)).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Units accepted from each workshop of each product in a cycle, by product and workshop.
pub async fn sum_accepted_units(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<AcceptedUnits>> {
    let found = goods_receipt::Entity::find()
        .select_only()
        .inner_join(batch::Entity)
        .column(batch::Column::ProductId)
        .column(batch::Column::WorkshopId)
        .column_as(sum_as_bigint(goods_receipt::Column::Accepted), "units")
        .filter(goods_receipt::Column::CycleId.eq(cycle))
        .filter(goods_receipt::Column::Accepted.gt(0))
        .group_by(batch::Column::ProductId)
        .group_by(batch::Column::WorkshopId)
        .order_by_asc(batch::Column::ProductId)
        .order_by_asc(batch::Column::WorkshopId);
    Ok(found.into_model::<AcceptedUnits>().all(tx.db()).await?)
}

/// Units of a batch that receipts have accepted or rejected.
pub async fn sum_received_units(tx: &UnitOfWork, batch: BatchId) -> Result<i64> {
    let rows = list_receipts_of_batch(tx, batch).await?;
    Ok(rows.iter().map(|r| r.accepted + r.rejected).sum())
}

/// Receipts of a batch, oldest first.
pub async fn list_receipts_of_batch(tx: &UnitOfWork, batch: BatchId) -> Result<Vec<goods_receipt::Model>> {
    let found = goods_receipt::Entity::find()
        .filter(goods_receipt::Column::BatchId.eq(batch))
        .order_by_asc(goods_receipt::Column::Id);
    Ok(found.all(tx.db()).await?)
}

/// Sums of the receipts of each quota of a cycle; a quota without receipts is absent.
pub async fn sum_by_quota_of_cycle(tx: &UnitOfWork, cycle: CycleId) -> Result<HashMap<QuotaId, ReceiptTotals>> {
    sum_by_quota(tx, goods_receipt::Column::CycleId.eq(cycle)).await
}

/// Sums of the receipts of each of these quotas; a quota without receipts is absent.
pub async fn sum_by_quotas(tx: &UnitOfWork, quotas: &[QuotaId]) -> Result<HashMap<QuotaId, ReceiptTotals>> {
    sum_by_quota(tx, goods_receipt::Column::QuotaId.is_in(quotas.iter().copied())).await
}

async fn sum_by_quota(tx: &UnitOfWork, filter: SimpleExpr) -> Result<HashMap<QuotaId, ReceiptTotals>> {
    let rows: Vec<(QuotaId, Option<RejectionCause>, i64, i64)> = goods_receipt::Entity::find()
        .select_only()
        .column(goods_receipt::Column::QuotaId)
        .column(goods_receipt::Column::Rejection)
        .column_as(sum_as_bigint(goods_receipt::Column::Accepted), "accepted")
        .column_as(sum_as_bigint(goods_receipt::Column::Rejected), "rejected")
        .filter(filter)
        .group_by(goods_receipt::Column::QuotaId)
        .group_by(goods_receipt::Column::Rejection)
        .into_tuple()
        .all(tx.db())
        .await?;
    let mut totals: HashMap<QuotaId, ReceiptTotals> = HashMap::new();
    for (quota, cause, accepted, rejected) in rows {
        let quota = totals.entry(quota).or_default();
        quota.accepted += accepted;
        match cause {
            Some(RejectionCause::Quality | RejectionCause::Damaged) => quota.faulty += rejected,
            Some(RejectionCause::Surplus) => quota.surplus += rejected,
            Some(RejectionCause::Missing) => quota.missing += rejected,
            None => {}
        }
    }
    Ok(totals)
}

/// Sum of a column of whole numbers as `bigint`; PostgreSQL sums them as `numeric`.
fn sum_as_bigint(column: goods_receipt::Column) -> SimpleExpr {
    let sum = SimpleExpr::from(Func::sum(Expr::col((goods_receipt::Entity, column))));
    sum.cast_as(Alias::new("bigint"))
}
