//! Queries of statements.

use chrono::NaiveDate;
use entities::{
    members::workshop,
    settlement::{statement, statement_line},
    values::{StatementId, WorkshopId},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};

use crate::platform::{
    counter,
    http::{
        page_request::{PageRequest, Rows},
        problem::{Problem, Result},
    },
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// A statement with its workshop.
#[derive(Clone, Debug)]
pub struct StatementWithWorkshop {
    /// The statement.
    pub statement: statement::Model,
    /// Its workshop.
    pub workshop: workshop::Model,
}

impl StatementWithWorkshop {
    fn of((statement, workshop): (statement::Model, Option<workshop::Model>)) -> Result<Self> {
        let workshop = workshop.ok_or_else(|| Problem::missing_reference("workshop", statement.workshop_id))?;
        Ok(Self { statement, workshop })
    }
}

/// Which statements a caller may see.
#[derive(Clone, Debug)]
pub enum StatementScope {
    /// All, for the cooperative's staff.
    All,
    /// Those of these workshops, for their producer.
    Workshops(Vec<WorkshopId>),
}

impl StatementScope {
    fn condition(&self) -> Condition {
        match self {
            Self::All => Condition::all(),
            Self::Workshops(workshops) => {
                Condition::all().add(statement::Column::WorkshopId.is_in(workshops.iter().copied()))
            }
        }
    }
}

/// Waits until no other transaction issues statements, and keeps others from doing so until this one ends. Which
/// payables are on no statement must be read under this lock.
pub async fn lock_statement_run(tx: &UnitOfWork) -> Result<()> {
    counter::hold(tx, "settlement:statements").await
}

/// Statements in `scope` with their workshops, newest first.
pub async fn list_statements(
    tx: &UnitOfWork,
    scope: &StatementScope,
    page: &PageRequest,
) -> Result<Rows<StatementWithWorkshop>> {
    let statements = statement::Entity::find().filter(scope.condition()).find_also_related(workshop::Entity);
    let mut statements = statements.cursor_by(statement::Column::Id);
    let rows = page.select(tx.db(), statements.desc(), |(statement, _)| statement.id).await?;
    rows.try_map(StatementWithWorkshop::of)
}

/// One statement in `scope` with its workshop.
///
/// # Errors
/// 404, also for a statement outside `scope`.
pub async fn get_statement(tx: &UnitOfWork, scope: &StatementScope, id: StatementId) -> Result<StatementWithWorkshop> {
    let found = statement::Entity::find_by_id(id).filter(scope.condition()).find_also_related(workshop::Entity);
    StatementWithWorkshop::of(found.one(tx.db()).await?.ok_or_else(|| Problem::not_found("statement"))?)
}

/// The lines of a statement, in order.
pub async fn list_lines(tx: &UnitOfWork, id: StatementId) -> Result<Vec<statement_line::Model>> {
    let lines = statement_line::Entity::find()
        .filter(statement_line::Column::StatementId.eq(id))
        .order_by_asc(statement_line::Column::Position);
    Ok(lines.all(tx.db()).await?)
}

/// The last day of a workshop's latest statement.
pub async fn find_last_day(tx: &UnitOfWork, workshop: WorkshopId) -> Result<Option<NaiveDate>> {
    let latest = statement::Entity::find()
        .filter(statement::Column::WorkshopId.eq(workshop))
        .order_by_desc(statement::Column::UntilDate)
        .one(tx.db())
        .await?;
    Ok(latest.map(|statement| statement.until_date))
}

/// Stores a new statement with its lines.
pub async fn insert_statement(tx: &UnitOfWork, row: statement::Model, lines: &[statement_line::Model]) -> Result<()> {
    statement::Entity::insert(statement::ActiveModel::from(row)).exec_without_returning(tx.db()).await?;
    for chunk in lines.chunks(ROWS_PER_INSERT) {
        let rows = chunk.iter().cloned().map(statement_line::ActiveModel::from);
        statement_line::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// Records the key of a statement's PDF in the file store. Returns `false` where it was recorded before.
pub async fn update_file(tx: &UnitOfWork, id: StatementId, key: &str) -> Result<bool> {
    let update = statement::Entity::update_many()
        .col_expr(statement::Column::File, Expr::value(Some(key)))
        .filter(statement::Column::Id.eq(id))
        .filter(statement::Column::File.is_null())
        .exec(tx.db())
        .await?;
    Ok(update.rows_affected == 1)
}
