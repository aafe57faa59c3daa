//! Queries of statements.

use chrono::NaiveDate;
use entities::{
    settlement::{payable, pool, pool_share, statement, statement_line},
    values::{PoolId, PoolState, StatementId, UnitId},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, Statement,
    sea_query::{Expr, Query},
};

use crate::platform::{
    http::problem::{Answer, Problem},
    work::Work,
};

/// Payables that are on no statement yet, by unit and pool.
pub async fn unstated(work: &Work) -> Answer<Vec<payable::Model>> {
    let select = payable::Entity::find()
        .filter(payable::Column::StatementLineId.is_null())
        .order_by_asc(payable::Column::UnitId)
        .order_by_asc(payable::Column::PoolId);
    Ok(select.all(work.db()).await?)
}

/// The day after a unit's last statement.
pub async fn day_after_last(work: &Work, unit: UnitId) -> Answer<Option<NaiveDate>> {
    let last = statement::Entity::find()
        .filter(statement::Column::UnitId.eq(unit))
        .order_by_desc(statement::Column::UntilDate)
        .one(work.db())
        .await?;
    Ok(last.and_then(|s| s.until_date.succ_opt()).map(|day| Ord::min(day, work.today())))
}

/// Pools by id.
pub async fn pools(work: &Work, ids: &[PoolId]) -> Answer<Vec<pool::Model>> {
    Ok(pool::Entity::find().filter(pool::Column::Id.is_in(ids.iter().copied())).all(work.db()).await?)
}

/// All shares of these pools.
pub async fn shares(work: &Work, ids: &[PoolId]) -> Answer<Vec<pool_share::Model>> {
    Ok(pool_share::Entity::find().filter(pool_share::Column::PoolId.is_in(ids.iter().copied())).all(work.db()).await?)
}

/// Puts a unit's unstated payables on the share lines of its new statement, so that each is on exactly one.
pub async fn put_on_lines(work: &Work, statement: StatementId, unit: UnitId) -> Answer<()> {
    let sql = "UPDATE payable SET statement_line_id = (SELECT l.id FROM statement_line l \
               WHERE l.statement_id = $1 AND l.pool_id = payable.pool_id AND l.kind = 'share') \
               WHERE unit_id = $2 AND statement_line_id IS NULL";
    let statement =
        Statement::from_sql_and_values(work.db().get_database_backend(), sql, [statement.0.into(), unit.0.into()]);
    work.db().execute_raw(statement).await?;
    Ok(())
}

/// Marks as settled the closed pools whose every peso is paid and stated.
pub async fn settle_pools(work: &Work) -> Answer<()> {
    let waiting = Query::select()
        .column(payable::Column::PoolId)
        .from(payable::Entity)
        .and_where(Expr::col(payable::Column::StatementLineId).is_null())
        .to_owned();
    pool::Entity::update_many()
        .col_expr(pool::Column::State, Expr::value(PoolState::Settled))
        .col_expr(pool::Column::SettledAt, Expr::value(Some(work.now())))
        .filter(pool::Column::State.eq(PoolState::Closed))
        .filter(Expr::col(pool::Column::PaidNet).eq(Expr::col(pool::Column::Net)))
        .filter(Expr::col(pool::Column::PaidVat).eq(Expr::col(pool::Column::Vat)))
        .filter(pool::Column::Id.not_in_subquery(waiting))
        .exec(work.db())
        .await?;
    Ok(())
}

/// Records where a statement's PDF lies; `false` where it was recorded before.
pub async fn set_file(work: &Work, id: StatementId, key: &str) -> Answer<bool> {
    let set = statement::Entity::update_many()
        .col_expr(statement::Column::File, Expr::value(Some(key)))
        .filter(statement::Column::Id.eq(id))
        .filter(statement::Column::File.is_null())
        .exec(work.db())
        .await?;
    Ok(set.rows_affected == 1)
}

/// Which statements a caller may see.
#[derive(Clone, Debug)]
pub enum Scope {
    /// The cooperative's finance staff: all.
    All,
    /// A producer: those of its own units.
    Units(Vec<UnitId>),
}

impl Scope {
    fn condition(&self) -> Condition {
        match self {
            Self::All => Condition::all(),
            Self::Units(units) => Condition::all().add(statement::Column::UnitId.is_in(units.iter().copied())),
        }
    }
}

/// Statements in the caller's scope, newest first, before `before`.
pub async fn list(
    work: &Work,
    scope: &Scope,
    before: Option<StatementId>,
    limit: u64,
) -> Answer<Vec<statement::Model>> {
    let mut select = statement::Entity::find().filter(scope.condition()).order_by_desc(statement::Column::Id);
    if let Some(before) = before {
        select = select.filter(statement::Column::Id.lt(before));
    }
    Ok(select.limit(limit).all(work.db()).await?)
}

/// One statement in the caller's scope.
pub async fn one(work: &Work, scope: &Scope, id: StatementId) -> Answer<statement::Model> {
    let found = statement::Entity::find_by_id(id).filter(scope.condition()).one(work.db()).await?;
    found.ok_or_else(|| Problem::not_found("statement"))
}

/// A statement's lines in order.
pub async fn lines(work: &Work, id: StatementId) -> Answer<Vec<statement_line::Model>> {
    let select = statement_line::Entity::find()
        .filter(statement_line::Column::StatementId.eq(id))
        .order_by_asc(statement_line::Column::Position);
    Ok(select.all(work.db()).await?)
}
