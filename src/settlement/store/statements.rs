//! Queries of statements.

use chrono::NaiveDate;
use entities::{
    settlement::{payable, pool, pool_share, statement, statement_line},
    values::{PoolId, PoolState, StatementId, WorkshopId},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, Statement,
    sea_query::{Expr, Query},
};

use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::UnitOfWork,
};

/// Payables that are on no statement yet, by workshop and pool.
pub async fn unstated(tx: &UnitOfWork) -> Result<Vec<payable::Model>> {
    let select = payable::Entity::find()
        .filter(payable::Column::StatementLineId.is_null())
        .order_by_asc(payable::Column::WorkshopId)
        .order_by_asc(payable::Column::PoolId);
    Ok(select.all(tx.db()).await?)
}

/// The day after a workshop's last statement.
pub async fn day_after_last(tx: &UnitOfWork, workshop: WorkshopId) -> Result<Option<NaiveDate>> {
    let last = statement::Entity::find()
        .filter(statement::Column::WorkshopId.eq(workshop))
        .order_by_desc(statement::Column::UntilDate)
        .one(tx.db())
        .await?;
    Ok(last.and_then(|s| s.until_date.succ_opt()).map(|day| Ord::min(day, tx.today())))
}

/// Pools by id.
pub async fn pools(tx: &UnitOfWork, ids: &[PoolId]) -> Result<Vec<pool::Model>> {
    Ok(pool::Entity::find().filter(pool::Column::Id.is_in(ids.iter().copied())).all(tx.db()).await?)
}

/// All shares of these pools.
pub async fn shares(tx: &UnitOfWork, ids: &[PoolId]) -> Result<Vec<pool_share::Model>> {
    Ok(pool_share::Entity::find().filter(pool_share::Column::PoolId.is_in(ids.iter().copied())).all(tx.db()).await?)
}

/// Puts a workshop's unstated payables on the share lines of its new statement, so that each is on exactly one.
pub async fn put_on_lines(tx: &UnitOfWork, statement: StatementId, workshop: WorkshopId) -> Result<()> {
    let sql = "UPDATE payable SET statement_line_id = (SELECT l.id FROM statement_line l \
               WHERE l.statement_id = $1 AND l.pool_id = payable.pool_id AND l.kind = 'share') \
               WHERE workshop_id = $2 AND statement_line_id IS NULL";
    let statement =
        Statement::from_sql_and_values(tx.db().get_database_backend(), sql, [statement.0.into(), workshop.0.into()]);
    tx.db().execute_raw(statement).await?;
    Ok(())
}

/// Marks as settled the closed pools whose every peso is paid and stated.
pub async fn settle_pools(tx: &UnitOfWork) -> Result<()> {
    let waiting = Query::select()
        .column(payable::Column::PoolId)
        .from(payable::Entity)
        .and_where(Expr::col(payable::Column::StatementLineId).is_null())
        .to_owned();
    pool::Entity::update_many()
        .col_expr(pool::Column::State, Expr::value(PoolState::Settled))
        .col_expr(pool::Column::SettledAt, Expr::value(Some(tx.now())))
        .filter(pool::Column::State.eq(PoolState::Closed))
        .filter(Expr::col(pool::Column::PaidNet).eq(Expr::col(pool::Column::Net)))
        .filter(Expr::col(pool::Column::PaidVat).eq(Expr::col(pool::Column::Vat)))
        .filter(pool::Column::Id.not_in_subquery(waiting))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Records where a statement's PDF lies; `false` where it was recorded before.
pub async fn set_file(tx: &UnitOfWork, id: StatementId, key: &str) -> Result<bool> {
    let set = statement::Entity::update_many()
        .col_expr(statement::Column::File, Expr::value(Some(key)))
        .filter(statement::Column::Id.eq(id))
        .filter(statement::Column::File.is_null())
        .exec(tx.db())
        .await?;
    Ok(set.rows_affected == 1)
}

/// Which statements a caller may see.
#[derive(Clone, Debug)]
pub enum Scope {
    /// The cooperative's finance staff: all.
    All,
    /// A producer: those of its own workshops.
    Workshops(Vec<WorkshopId>),
}

impl Scope {
    fn condition(&self) -> Condition {
        match self {
            Self::All => Condition::all(),
            Self::Workshops(workshops) => {
                Condition::all().add(statement::Column::WorkshopId.is_in(workshops.iter().copied()))
            }
        }
    }
}

/// Statements in the caller's scope, newest first, before `before`.
pub async fn list(
    tx: &UnitOfWork,
    scope: &Scope,
    before: Option<StatementId>,
    limit: u64,
) -> Result<Vec<statement::Model>> {
    let mut select = statement::Entity::find().filter(scope.condition()).order_by_desc(statement::Column::Id);
    if let Some(before) = before {
        select = select.filter(statement::Column::Id.lt(before));
    }
    Ok(select.limit(limit).all(tx.db()).await?)
}

/// One statement in the caller's scope.
pub async fn one(tx: &UnitOfWork, scope: &Scope, id: StatementId) -> Result<statement::Model> {
    let found = statement::Entity::find_by_id(id).filter(scope.condition()).one(tx.db()).await?;
    found.ok_or_else(|| Problem::not_found("statement"))
}

/// A statement's lines in order.
pub async fn lines(tx: &UnitOfWork, id: StatementId) -> Result<Vec<statement_line::Model>> {
    let select = statement_line::Entity::find()
        .filter(statement_line::Column::StatementId.eq(id))
        .order_by_asc(statement_line::Column::Position);
    Ok(select.all(tx.db()).await?)
}
