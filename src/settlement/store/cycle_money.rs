//! Queries of how far the money of cycles has come, a few rows for any number of pools.

use std::collections::HashSet;

use entities::{
    settlement::{payout, pool, statement_line},
    values::{Amount, CycleId, PayoutState, PoolState},
};
use sea_orm::{
    ColumnTrait, EntityTrait, ExprTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, Query},
};

use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// The pools of a cycle, summed.
#[derive(Debug, FromQueryResult)]
pub struct CycleSum {
    /// The cycle.
    pub cycle_id: CycleId,
    /// Net of the invoiced lines.
    pub net: Amount,
    /// Net that payments have reached so far.
    pub paid_net: Amount,
    /// Pools that are open, or of which something is unpaid.
    pub collecting: i64,
    /// Pools of which something is in no statement.
    pub unsettled: i64,
}

/// The pools of these cycles, summed by cycle, the latest cycle first; a cycle without pools has no row.
pub async fn sums(tx: &UnitOfWork, cycles: &[CycleId]) -> Result<Vec<CycleSum>> {
    use pool::Column as C;
    let sum = |column: C| column.sum().cast_as("BIGINT");
    let unpaid = C::State
        .eq(PoolState::Open)
        .or(Expr::col(C::PaidNet).ne(Expr::col(C::Net)))
        .or(Expr::col(C::PaidVat).ne(Expr::col(C::Vat)));
    let count = |of: sea_orm::sea_query::SimpleExpr| Expr::expr(Expr::case(of, 1).finally(0)).sum().cast_as("BIGINT");
    let select = pool::Entity::find()
        .select_only()
        .column(C::CycleId)
        .column_as(sum(C::Net), "net")
        .column_as(sum(C::PaidNet), "paid_net")
        .column_as(count(unpaid), "collecting")
        .column_as(count(C::State.ne(PoolState::Settled)), "unsettled")
        .filter(C::CycleId.is_in(cycles.iter().copied()))
        .group_by(C::CycleId)
        .order_by_desc(C::CycleId);
    Ok(select.into_model::<CycleSum>().all(tx.db()).await?)
}

/// Those of these cycles that have a part in a statement that is not paid out yet.
pub async fn unpaid_out(tx: &UnitOfWork, cycles: &[CycleId]) -> Result<HashSet<CycleId>> {
    let confirmed = Query::select()
        .expr(Expr::val(1))
        .from(payout::Entity)
        .and_where(
            Expr::col((payout::Entity, payout::Column::StatementId))
                .equals((statement_line::Entity, statement_line::Column::StatementId)),
        )
        .and_where(payout::Column::State.eq(PayoutState::Confirmed))
        .to_owned();
    let stated = Query::select()
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
        .filter(pool::Column::Id.in_subquery(stated));
    Ok(select.into_tuple::<CycleId>().all(tx.db()).await?.into_iter().collect())
}
