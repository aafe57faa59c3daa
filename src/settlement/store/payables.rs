//! Queries of payables: earnings that became payable, by pool, workshop and cause.

use std::collections::HashMap;

use entities::{
    settlement::payable,
    values::{PoolId, StatementLineId, WorkshopId},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};
use uuid::Uuid;

use crate::{
    platform::{
        http::problem::Result,
        unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
    },
    settlement::rules::{Earnings, PayableChange},
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
    Earnings {
        net: row.net,
        vat: row.vat,
        additional_tax: row.additional_tax,
        kept_vat: row.kept_vat,
        kept_additional_tax: row.kept_additional_tax,
        commission: row.commission,
        commission_vat: row.commission_vat,
    }
}

/// Stores what became payable in a pool; `cause` identifies the fact that made it so.
pub async fn insert_payables(tx: &UnitOfWork, pool: PoolId, cause: &str, changes: &[PayableChange]) -> Result<()> {
    // What only changes who waits for the buyers is no payable.
    let payable = changes.iter().filter(|change| change.earnings != Earnings::default());
    let rows: Vec<payable::ActiveModel> = payable
        .map(|PayableChange { workshop_id, earnings, .. }| payable::ActiveModel {
            id: Set(tx.new_id()),
            pool_id: Set(pool),
            workshop_id: Set(*workshop_id),
            cause: Set(cause.to_owned()),
            net: Set(earnings.net),
            vat: Set(earnings.vat),
            additional_tax: Set(earnings.additional_tax),
            kept_vat: Set(earnings.kept_vat),
            kept_additional_tax: Set(earnings.kept_additional_tax),
            commission: Set(earnings.commission),
            commission_vat: Set(earnings.commission_vat),
            at: Set(tx.now()),
            statement_line_id: Set(None),
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    payable::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Puts these payables on a line of a statement. Returns how many were on none; the others do not change.
pub async fn update_statement_line(tx: &UnitOfWork, ids: &[Uuid], line: StatementLineId) -> Result<u64> {
    let mut updated = 0;
    for chunk in ids.chunks(ROWS_PER_INSERT) {
        let update = payable::Entity::update_many()
            .col_expr(payable::Column::StatementLineId, Expr::value(line))
            .filter(payable::Column::Id.is_in(chunk.iter().copied()))
            .filter(payable::Column::StatementLineId.is_null())
            .exec(tx.db())
            .await?;
        updated += update.rows_affected;
    }
    Ok(updated)
}
