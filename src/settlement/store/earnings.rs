//! Queries of where the earnings of workshops are.

use std::collections::HashMap;

use entities::{
    settlement::{adjustment, payable, payout, pool_share, statement, statement_line},
    values::{AdjustmentKind, Amount, PayoutState, PoolId, StatementId, StatementLineId, WorkshopId},
};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, Select, sea_query::Expr};

use super::payables;
use crate::{
    platform::{
        http::{
            page_request::{PageRequest, Rows},
            problem::Result,
        },
        unit_of_work::{MAX_IDS_IN_QUERY, UnitOfWork},
    },
    settlement::rules::{EarningsParts, PlacedPayable},
};

/// What these workshops earned, by where it is.
pub async fn sum_parts(tx: &UnitOfWork, workshops: &[WorkshopId]) -> Result<EarningsParts> {
    let ids = || workshops.iter().copied();
    let earned = pool_share::Entity::find().filter(pool_share::Column::WorkshopId.is_in(ids()));
    let payable = || payable::Entity::find().filter(payable::Column::WorkshopId.is_in(ids()));
    let statements = statement::Entity::find().filter(statement::Column::WorkshopId.is_in(ids()));
    let payouts = |states: &[PayoutState]| {
        payout::Entity::find()
            .filter(payout::Column::WorkshopId.is_in(ids()))
            .filter(payout::Column::State.is_in(states.iter().copied()))
    };
    let earned = sum(tx, earned, EARNINGS).await?;
    let paid_by_buyers = sum(tx, payable(), EARNINGS).await?;
    let unstated = payable().filter(payable::Column::StatementLineId.is_null());
    let under_way = payouts(&[PayoutState::Prepared, PayoutState::Approved, PayoutState::Exported]);
    let on_its_way = sum(tx, under_way, "amount").await?;
    let paid_out = sum(tx, payouts(&[PayoutState::Confirmed]), "amount").await?;
    let adjustments = || adjustment::Entity::find().filter(adjustment::Column::WorkshopId.is_in(ids()));
    let of_kind = |kind: AdjustmentKind| adjustments().filter(adjustment::Column::Kind.eq(kind));
    let to_take_off = adjustments().filter(adjustment::Column::StatementLineId.is_null());
    Ok(EarningsParts {
        pending: earned - paid_by_buyers,
        payable: sum(tx, unstated, EARNINGS).await? - sum(tx, to_take_off, "amount").await?,
        stated: sum(tx, statements, "total").await? - on_its_way - paid_out,
        on_its_way,
        paid_out,
        advanced: sum(tx, of_kind(AdjustmentKind::Advance), "amount").await?,
        deducted: sum(tx, of_kind(AdjustmentKind::Deduction), "amount").await?,
    })
}

/// What a workshop receives, of the columns that shares and payables have in common.
const EARNINGS: &str = "net + vat + additional_tax - commission - commission_vat";

async fn sum<E: EntityTrait>(tx: &UnitOfWork, rows: Select<E>, of: &'static str) -> Result<Amount> {
    let whole = Expr::cust(of).sum().cast_as("BIGINT");
    let sums: Vec<Option<i64>> = rows.select_only().column_as(whole, "sum").into_tuple().all(tx.db()).await?;
    Ok(Amount(sums.into_iter().flatten().sum()))
}

/// The shares of these workshops in pools, newest first.
pub async fn list_shares_of_workshops(
    tx: &UnitOfWork,
    workshops: &[WorkshopId],
    page: &PageRequest,
) -> Result<Rows<pool_share::Model>> {
    let shares = pool_share::Entity::find().filter(pool_share::Column::WorkshopId.is_in(workshops.iter().copied()));
    page.select(tx.db(), shares.cursor_by(pool_share::Column::Id).desc(), |share| share.id).await
}

/// The payables of these pools, by pool and workshop, each with the payout that its statement is in.
pub async fn list_placed_payables(
    tx: &UnitOfWork,
    pools: &[PoolId],
) -> Result<HashMap<(PoolId, WorkshopId), Vec<PlacedPayable>>> {
    let payables = payable::Entity::find().filter(payable::Column::PoolId.is_in(pools.iter().copied()));
    let payables = payables.all(tx.db()).await?;
    let lines: Vec<StatementLineId> = payables.iter().filter_map(|row| row.statement_line_id).collect();
    let statements = list_statements_of_lines(tx, &lines).await?;
    let ids: Vec<StatementId> = statements.values().copied().collect();
    let payouts = list_live_payouts(tx, &ids).await?;
    let mut placed: HashMap<(PoolId, WorkshopId), Vec<PlacedPayable>> = HashMap::new();
    for row in payables {
        let statement = row.statement_line_id.and_then(|line| statements.get(&line)).copied();
        let payout = statement.and_then(|statement| payouts.get(&statement));
        placed.entry((row.pool_id, row.workshop_id)).or_default().push(PlacedPayable {
            amount: payables::earnings(&row).total(),
            is_stated: statement.is_some(),
            payout: payout.map(|payout| payout.state),
            paid_on: payout.and_then(|payout| payout.confirmed_on),
        });
    }
    Ok(placed)
}

async fn list_statements_of_lines(
    tx: &UnitOfWork,
    lines: &[StatementLineId],
) -> Result<HashMap<StatementLineId, StatementId>> {
    let mut found = HashMap::new();
    for chunk in lines.chunks(MAX_IDS_IN_QUERY) {
        let rows = statement_line::Entity::find().filter(statement_line::Column::Id.is_in(chunk.iter().copied()));
        found.extend(rows.all(tx.db()).await?.into_iter().map(|line| (line.id, line.statement_id)));
    }
    Ok(found)
}

async fn list_live_payouts(tx: &UnitOfWork, statements: &[StatementId]) -> Result<HashMap<StatementId, payout::Model>> {
    let mut found = HashMap::new();
    for chunk in statements.chunks(MAX_IDS_IN_QUERY) {
        let rows = payout::Entity::find().filter(payout::Column::LiveStatement.is_in(chunk.iter().copied()));
        found.extend(rows.all(tx.db()).await?.into_iter().map(|payout| (payout.statement_id, payout)));
    }
    Ok(found)
}

/// The latest payout of each statement of these workshops that the bank did not carry out or sent back, where no other
/// pays the statement yet.
pub async fn list_unpaid_failures(tx: &UnitOfWork, workshops: &[WorkshopId]) -> Result<Vec<payout::Model>> {
    let failed = payout::Entity::find()
        .filter(payout::Column::WorkshopId.is_in(workshops.iter().copied()))
        .filter(payout::Column::State.is_in([PayoutState::Failed, PayoutState::Returned]))
        .order_by_asc(payout::Column::Id)
        .all(tx.db())
        .await?;
    let mut by_statement: HashMap<StatementId, payout::Model> = HashMap::new();
    by_statement.extend(failed.into_iter().map(|payout| (payout.statement_id, payout)));
    let statements: Vec<StatementId> = by_statement.keys().copied().collect();
    for statement in list_live_payouts(tx, &statements).await?.into_keys() {
        by_statement.remove(&statement);
    }
    let mut unpaid: Vec<payout::Model> = by_statement.into_values().collect();
    unpaid.sort_by_key(|payout| payout.id);
    Ok(unpaid)
}
