//! Queries of where the money of cycles is. They return one row for each cycle, however many pools it has.

use std::collections::HashSet;

use entities::{
    settlement::{payout, pool, statement_line},
    values::{Amount, CycleId, PayoutState, PoolState},
};
use sea_orm::{
    ColumnTrait, EntityTrait, ExprTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, Query, SimpleExpr},
};

use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// The sums of a cycle's pools.
#[derive(Debug, FromQueryResult)]
pub struct CycleMoneySum {
    /// The cycle.
    pub cycle_id: CycleId,
    /// Net value of the invoiced lines.
    pub net: Amount,
    /// The part of it that is paid.
    pub paid_net: Amount,
    /// Number of pools that are open or not fully paid.
    pub collecting: i64,
    /// Number of pools with a part that is on no statement.
    pub unsettled: i64,
}

/// The sums of these cycles' pools, the latest cycle first. A cycle without pools has no row.
pub async fn sum_pools_by_cycle(tx: &UnitOfWork, cycles: &[CycleId]) -> Result<Vec<CycleMoneySum>> {
    use pool::Column;
    let sum = |column: Column| column.sum().cast_as("BIGINT");
    let unpaid = Column::State
        .eq(PoolState::Open)
        .or(Expr::col(Column::PaidNet).ne(Expr::col(Column::Net)))
        .or(Expr::col(Column::PaidVat).ne(Expr::col(Column::Vat)))
        .or(Expr::col(Column::PaidAdditionalTax).ne(Expr::col(Column::AdditionalTax)));
    let count = |condition: SimpleExpr| Expr::expr(Expr::case(condition, 1).finally(0)).sum().cast_as("BIGINT");
    let select = pool::Entity::find()
        .select_only()
        .column(Column::CycleId)
        .column_as(sum(Column::Net), "net")
        .column_as(sum(Column::PaidNet), "paid_net")
        .column_as(count(unpaid), "collecting")
        .column_as(count(Column::State.ne(PoolState::Settled)), "unsettled")
        .filter(Column::CycleId.is_in(cycles.iter().copied()))
        .group_by(Column::CycleId)
        .order_by_desc(Column::CycleId);
    Ok(select.into_model::<CycleMoneySum>().all(tx.db()).await?)
}

/// Those of these cycles with a part on a statement that has no confirmed payout.
pub async fn list_cycles_not_paid_out(tx: &UnitOfWork, cycles: &[CycleId]) -> Result<HashSet<CycleId>> {
    let confirmed = Query::select()
        .expr(Expr::val(1))
        .from(payout::Entity)
        .and_where(
            Expr::col((payout::Entity, payout::Column::StatementId))
                .equals((statement_line::Entity, statement_line::Column::StatementId)),
        )
        .and_where(payout::Column::State.eq(PayoutState::Confirmed))
        .to_owned();
    let pools_to_pay = Query::select()
        .column(statement_line::Column::PoolId)
        .from(statement_line::Entity)
        .and_where(statement_line::Column::PoolId.is_not_null())
        .and_where(Expr::exists(confirmed).not())
        .to_owned();
    let select = pool::Entity::find()
        .select_only()
        .distinct()
        .column(pool::Column::CycleId)
        .filter(pool::Column::CycleId.is_in(cycles.iter().copied()))
        .filter(pool::Column::Id.in_subquery(pools_to_pay));
    Ok(select.into_tuple::<CycleId>().all(tx.db()).await?.into_iter().collect())
}
