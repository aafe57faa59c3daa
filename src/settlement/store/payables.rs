//! Queries of payables: earnings that became payable, by pool, workshop and cause.

use std::collections::HashMap;

use entities::{
    settlement::payable,
    values::{PoolId, StatementId, WorkshopId},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Statement};

use crate::{
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
    settlement::rules::{Earnings, WorkshopEarnings},
};

/// What has become payable in a pool so far, by workshop.
pub async fn sum_payables_by_workshop(tx: &UnitOfWork, pool: PoolId) -> Result<HashMap<WorkshopId, Earnings>> {
    let rows = payable::Entity::find().filter(payable::Column::PoolId.eq(pool)).all(tx.db()).await?;
    let mut by_workshop: HashMap<WorkshopId, Earnings> = HashMap::new();
    for row in rows {
        *by_workshop.entry(row.workshop_id).or_default() += earnings(&row);
    }
    Ok(by_workshop)
}

/// The payables that are on no statement, in the order of workshop and pool.
pub async fn list_payables_without_statement(tx: &UnitOfWork) -> Result<Vec<payable::Model>> {
    let payables = payable::Entity::find()
        .filter(payable::Column::StatementLineId.is_null())
        .order_by_asc(payable::Column::WorkshopId)
        .order_by_asc(payable::Column::PoolId);
    Ok(payables.all(tx.db()).await?)
}

/// The amounts of a payable.
pub fn earnings(row: &payable::Model) -> Earnings {
    Earnings { net: row.net, vat: row.vat, commission: row.commission, commission_vat: row.commission_vat }
}

/// Stores what became payable in a pool; `cause` identifies the fact that made it so.
pub async fn insert_payables(tx: &UnitOfWork, pool: PoolId, cause: &str, payable: &[WorkshopEarnings]) -> Result<()> {
    let rows = payable.iter().map(|WorkshopEarnings { workshop_id, earnings, .. }| payable::ActiveModel {
        id: Set(tx.new_id()),
        pool_id: Set(pool),
        workshop_id: Set(*workshop_id),
        cause: Set(cause.to_owned()),
        net: Set(earnings.net),
        vat: Set(earnings.vat),
        commission: Set(earnings.commission),
        commission_vat: Set(earnings.commission_vat),
        at: Set(tx.now()),
        statement_line_id: Set(None),
    });
    payable::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Puts a workshop's payables without a statement on the share lines of its new statement, so that each is on exactly
/// one statement.
pub async fn update_statement_lines(tx: &UnitOfWork, statement: StatementId, workshop: WorkshopId) -> Result<()> {
    let sql = "UPDATE payable SET statement_line_id = (SELECT l.id FROM statement_line l \
               WHERE l.statement_id = $1 AND l.pool_id = payable.pool_id AND l.kind = 'share') \
               WHERE workshop_id = $2 AND statement_line_id IS NULL";
    let statement =
        Statement::from_sql_and_values(tx.db().get_database_backend(), sql, [statement.0.into(), workshop.0.into()]);
    tx.db().execute_raw(statement).await?;
    Ok(())
}
