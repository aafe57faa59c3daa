//! Queries of what workshops offered, were allocated and had accepted in a cycle, for their statements.

use entities::values::{Amount, CycleId, WorkshopId};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};

use crate::{
    allocation,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
    settlement::rules::{CycleFairness, target_value},
};

#[derive(FromQueryResult)]
struct RunRow {
    workshop_id: WorkshopId,
    weight: i64,
    carried: Amount,
    target_ratio: String,
}

#[derive(FromQueryResult)]
struct OfferedRow {
    offered: Amount,
}

#[derive(FromQueryResult)]
struct QuotaRow {
    workshop_id: WorkshopId,
    lot_size: i64,
    lot_value: Amount,
    lots: i64,
    accepted: i64,
}

/// The figures of a workshop in a cycle; those of the split are zero where it took no part in it.
pub async fn get_cycle_fairness(tx: &UnitOfWork, cycle: CycleId, workshop: WorkshopId) -> Result<CycleFairness> {
    let mut figures = CycleFairness { offered: get_offered(tx, cycle, workshop).await?, ..CycleFairness::default() };
    for row in list_run_rows(tx, cycle).await? {
        figures.group_weight += row.weight;
        if row.workshop_id == workshop {
            figures.weight = row.weight;
            figures.target = target_value(&row.target_ratio, row.weight, row.carried);
        }
    }
    for row in list_quota_rows(tx, cycle).await? {
        let accepted = allocation::value_of(row.accepted, row.lot_size, row.lot_value);
        figures.group_accepted += accepted;
        if row.workshop_id == workshop {
            figures.allocated += Amount(row.lots * row.lot_value.0);
            figures.accepted += accepted;
        }
    }
    Ok(figures)
}

/// The workshops of the published split of a cycle.
async fn list_run_rows(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<RunRow>> {
    const SQL: &str = "SELECT w.workshop_id, w.weight, w.carried, w.target_ratio FROM run_workshop w \
        JOIN allocation_run r ON r.id = w.run_id \
        WHERE r.cycle_id = $1 AND r.round = 1 AND r.published_at IS NOT NULL";
    let statement = Statement::from_sql_and_values(tx.db().get_database_backend(), SQL, [cycle.0.into()]);
    Ok(RunRow::find_by_statement(statement).all(tx.db()).await?)
}

/// The value that a workshop could have made of what was ordered.
async fn get_offered(tx: &UnitOfWork, cycle: CycleId, workshop: WorkshopId) -> Result<Amount> {
    const SQL: &str = "SELECT CAST(COALESCE(SUM((CASE WHEN o.capacity_lots < p.lots THEN o.capacity_lots ELSE p.lots END) \
            * p.lot_value), 0) AS BIGINT) AS offered FROM run_offer o JOIN allocation_run r ON r.id = o.run_id \
        JOIN run_product p ON p.run_id = o.run_id AND p.product_id = o.product_id \
        WHERE r.cycle_id = $1 AND r.round = 1 AND r.published_at IS NOT NULL AND o.workshop_id = $2 \
        AND o.blocked_by IS NULL";
    let values = [cycle.0.into(), workshop.0.into()];
    let statement = Statement::from_sql_and_values(tx.db().get_database_backend(), SQL, values);
    let row = OfferedRow::find_by_statement(statement).one(tx.db()).await?;
    Ok(row.map(|row| row.offered).unwrap_or_default())
}

/// The published quotas of a cycle by workshop and value of a lot.
async fn list_quota_rows(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<QuotaRow>> {
    const SQL: &str = "SELECT q.workshop_id, p.lot_size, q.lot_value, CAST(SUM(CASE WHEN q.state IN \
            ('accepted', 'amended', 'frozen', 'fulfilled', 'unfulfilled') THEN q.lots ELSE 0 END) AS BIGINT) AS lots, \
            CAST(SUM(q.accepted_units) AS BIGINT) AS accepted \
        FROM quota q JOIN run_product p ON p.run_id = q.run_id AND p.product_id = q.product_id \
        WHERE q.cycle_id = $1 AND q.published_at IS NOT NULL \
        GROUP BY q.workshop_id, p.lot_size, q.lot_value";
    let statement = Statement::from_sql_and_values(tx.db().get_database_backend(), SQL, [cycle.0.into()]);
    Ok(QuotaRow::find_by_statement(statement).all(tx.db()).await?)
}
