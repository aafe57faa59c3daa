//! Queries of adjustments: advances and deductions.

use std::collections::HashMap;

use entities::{
    members::workshop,
    settlement::{adjustment, statement, statement_line},
    values::{AdjustmentId, StatementId, StatementLineId, WorkshopId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};

use super::statements::StatementScope;
use crate::platform::{
    http::{
        page_request::{PageRequest, Rows},
        problem::{Problem, Result},
    },
    rows::insert_if_new,
    unit_of_work::UnitOfWork,
};

/// An adjustment with its workshop.
#[derive(Clone, Debug)]
pub struct AdjustmentWithWorkshop {
    /// The adjustment.
    pub adjustment: adjustment::Model,
    /// Its workshop.
    pub workshop: workshop::Model,
}

impl AdjustmentWithWorkshop {
    fn of((adjustment, workshop): (adjustment::Model, Option<workshop::Model>)) -> Result<Self> {
        let workshop = workshop.ok_or_else(|| Problem::missing_reference("workshop", adjustment.workshop_id))?;
        Ok(Self { adjustment, workshop })
    }
}

/// One adjustment with its workshop.
///
/// # Errors
/// 404.
pub async fn get_adjustment(tx: &UnitOfWork, id: AdjustmentId) -> Result<AdjustmentWithWorkshop> {
    let found = adjustment::Entity::find_by_id(id).find_also_related(workshop::Entity).one(tx.db()).await?;
    AdjustmentWithWorkshop::of(found.ok_or_else(|| Problem::not_found("adjustment"))?)
}

/// Adjustments in `scope`, newest first; only those of `workshop`, if given.
pub async fn list_adjustments(
    tx: &UnitOfWork,
    scope: &StatementScope,
    workshop: Option<WorkshopId>,
    page: &PageRequest,
) -> Result<Rows<AdjustmentWithWorkshop>> {
    let mut adjustments = adjustment::Entity::find().find_also_related(workshop::Entity);
    if let StatementScope::Workshops(workshops) = scope {
        adjustments = adjustments.filter(adjustment::Column::WorkshopId.is_in(workshops.iter().copied()));
    }
    if let Some(workshop) = workshop {
        adjustments = adjustments.filter(adjustment::Column::WorkshopId.eq(workshop));
    }
    let mut adjustments = adjustments.cursor_by(adjustment::Column::Id);
    let rows = page.select(tx.db(), adjustments.desc(), |(adjustment, _)| adjustment.id).await?;
    rows.try_map(AdjustmentWithWorkshop::of)
}

/// The adjustments that are on no statement, in the order of recording.
pub async fn list_adjustments_without_statement(tx: &UnitOfWork) -> Result<Vec<adjustment::Model>> {
    let adjustments = adjustment::Entity::find()
        .filter(adjustment::Column::StatementLineId.is_null())
        .order_by_asc(adjustment::Column::Id);
    Ok(adjustments.all(tx.db()).await?)
}

/// The reversals of these adjustments, by what they reverse.
pub async fn list_reversals(tx: &UnitOfWork, ids: &[AdjustmentId]) -> Result<HashMap<AdjustmentId, adjustment::Model>> {
    let reversals = adjustment::Entity::find().filter(adjustment::Column::ReversesId.is_in(ids.iter().copied()));
    let rows = reversals.all(tx.db()).await?.into_iter();
    Ok(rows.filter_map(|row| row.reverses_id.map(|reversed| (reversed, row))).collect())
}

/// The statements of these statement lines, with their numbers.
pub async fn list_statements_of_lines(
    tx: &UnitOfWork,
    lines: &[StatementLineId],
) -> Result<HashMap<StatementLineId, (StatementId, Option<i64>)>> {
    let rows = statement_line::Entity::find()
        .filter(statement_line::Column::Id.is_in(lines.iter().copied()))
        .find_also_related(statement::Entity)
        .all(tx.db())
        .await?;
    let number = |(line, statement): (statement_line::Model, Option<statement::Model>)| {
        (line.id, (line.statement_id, statement.and_then(|statement| statement.number)))
    };
    Ok(rows.into_iter().map(number).collect())
}

/// Stores an adjustment. Returns `false` for a reversal of what was reversed before.
pub async fn insert_adjustment(tx: &UnitOfWork, row: adjustment::Model) -> Result<bool> {
    insert_if_new(tx, row).await
}

/// Puts an adjustment on a line of a statement. Returns `false` where it was on one before.
pub async fn update_adjustment_line(tx: &UnitOfWork, id: AdjustmentId, line: StatementLineId) -> Result<bool> {
    let update = adjustment::Entity::update_many()
        .col_expr(adjustment::Column::StatementLineId, Expr::value(line))
        .filter(adjustment::Column::Id.eq(id))
        .filter(adjustment::Column::StatementLineId.is_null())
        .exec(tx.db())
        .await?;
    Ok(update.rows_affected == 1)
}
