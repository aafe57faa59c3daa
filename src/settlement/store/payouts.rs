//! Queries of payouts.

use std::collections::HashSet;

use entities::{
    members::workshop,
    settlement::{payout, statement},
    values::{Amount, PayoutBatchId, PayoutId, PayoutState, StatementId, StatementState},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, Query},
};

use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// A payout with its workshop.
#[derive(Clone, Debug)]
pub struct PayoutWithWorkshop {
    /// The payout.
    pub payout: payout::Model,
    /// The workshop that is paid.
    pub workshop: workshop::Model,
}

impl PayoutWithWorkshop {
    fn of((payout, workshop): (payout::Model, Option<workshop::Model>)) -> Result<Self> {
        let workshop = workshop.ok_or_else(|| Problem::missing_reference("workshop", payout.workshop_id))?;
        Ok(Self { payout, workshop })
    }
}

/// Issued statements without a payout that is waiting, exported or confirmed; in the order of their numbers.
pub async fn list_statements_to_pay(tx: &UnitOfWork) -> Result<Vec<statement::Model>> {
    let live = Query::select()
        .column(payout::Column::LiveStatement)
        .from(payout::Entity)
        .and_where(Expr::col(payout::Column::LiveStatement).is_not_null())
        .to_owned();
    let select = statement::Entity::find()
        .filter(statement::Column::State.eq(StatementState::Issued))
        .filter(statement::Column::Id.not_in_subquery(live))
        .order_by_asc(statement::Column::Number);
    Ok(select.all(tx.db()).await?)
}

/// One payout with its workshop.
///
/// # Errors
/// 404.
pub async fn get_payout(tx: &UnitOfWork, id: PayoutId) -> Result<PayoutWithWorkshop> {
    let found = payout::Entity::find_by_id(id).find_also_related(workshop::Entity).one(tx.db()).await?;
    PayoutWithWorkshop::of(found.ok_or_else(|| Problem::not_found("payout"))?)
}

/// The payouts of a batch with their workshops, in the order of their statements.
pub async fn list_payouts(tx: &UnitOfWork, batch: PayoutBatchId) -> Result<Vec<PayoutWithWorkshop>> {
    let payouts = payout::Entity::find()
        .filter(payout::Column::BatchId.eq(batch))
        .find_also_related(workshop::Entity)
        .order_by_asc(payout::Column::Id);
    payouts.all(tx.db()).await?.into_iter().map(PayoutWithWorkshop::of).collect()
}

/// The amounts of all confirmed payouts but these.
pub async fn list_confirmed_amounts_except(tx: &UnitOfWork, excluded: &HashSet<PayoutId>) -> Result<Vec<Amount>> {
    let confirmed = payout::Entity::find()
        .select_only()
        .columns([payout::Column::Id, payout::Column::Amount])
        .filter(payout::Column::State.eq(PayoutState::Confirmed))
        .into_tuple::<(PayoutId, Amount)>();
    let confirmed = confirmed.all(tx.db()).await?.into_iter();
    Ok(confirmed.filter(|(id, _)| !excluded.contains(id)).map(|(_, amount)| amount).collect())
}

/// The ids of the payouts of a batch.
pub async fn list_payout_ids(tx: &UnitOfWork, batch: PayoutBatchId) -> Result<Vec<PayoutId>> {
    let payouts = payout::Entity::find().filter(payout::Column::BatchId.eq(batch));
    Ok(payouts.all(tx.db()).await?.into_iter().map(|payout| payout.id).collect())
}

/// All payouts that were exported and are neither confirmed nor failed.
pub async fn list_exported_payouts(tx: &UnitOfWork) -> Result<Vec<payout::Model>> {
    Ok(payout::Entity::find().filter(payout::Column::State.eq(PayoutState::Exported)).all(tx.db()).await?)
}

/// Whether a payout that is under way or confirmed pays this statement.
pub async fn is_paid_by_another(tx: &UnitOfWork, statement: StatementId) -> Result<bool> {
    let live = payout::Entity::find().filter(payout::Column::LiveStatement.eq(statement));
    Ok(live.one(tx.db()).await?.is_some())
}

/// The last payout of the same workshop, in an earlier batch, that the bank carried out.
pub async fn find_confirmed_before(tx: &UnitOfWork, payout: &payout::Model) -> Result<Option<payout::Model>> {
    let earlier = payout::Entity::find()
        .filter(payout::Column::WorkshopId.eq(payout.workshop_id))
        .filter(payout::Column::State.eq(PayoutState::Confirmed))
        .filter(payout::Column::BatchId.lt(payout.batch_id))
        .order_by_desc(payout::Column::BatchId);
    Ok(earlier.one(tx.db()).await?)
}

/// Stores the payouts of a new batch.
pub async fn insert_payouts(tx: &UnitOfWork, rows: Vec<payout::Model>) -> Result<()> {
    let rows = rows.into_iter().map(payout::ActiveModel::from);
    payout::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Stores a changed payout.
pub async fn update_payout(tx: &UnitOfWork, row: payout::Model) -> Result<()> {
    payout::Entity::update(payout::ActiveModel::from(row).reset_all()).exec(tx.db()).await?;
    Ok(())
}

/// Changes the state of these payouts.
pub async fn update_states(tx: &UnitOfWork, ids: &[PayoutId], state: PayoutState) -> Result<()> {
    for chunk in ids.chunks(ROWS_PER_INSERT) {
        payout::Entity::update_many()
            .col_expr(payout::Column::State, Expr::value(state))
            .filter(payout::Column::Id.is_in(chunk.iter().copied()))
            .exec(tx.db())
            .await?;
    }
    Ok(())
}

/// Cancels these payouts: their statements can be paid by others.
pub async fn update_cancelled(tx: &UnitOfWork, ids: &[PayoutId]) -> Result<()> {
    for chunk in ids.chunks(ROWS_PER_INSERT) {
        payout::Entity::update_many()
            .col_expr(payout::Column::State, Expr::value(PayoutState::Cancelled))
            .col_expr(payout::Column::LiveStatement, Expr::value(None::<StatementId>))
            .filter(payout::Column::Id.is_in(chunk.iter().copied()))
            .exec(tx.db())
            .await?;
    }
    Ok(())
}
