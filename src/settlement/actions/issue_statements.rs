//! Issues statements: what each workshop earned since its last one, by pool. Statements are numbered and never change.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;
use entities::{
    settlement::{pool, statement, statement_line},
    values::{CycleId, PoolId, StatementId, StatementLineId, StatementLineKind, StatementState, TaxStatus, WorkshopId},
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    invoicing, members,
    platform::{
        counter,
        http::problem::{Problem, Result},
        unit_of_work::{MAX_IDS_IN_QUERY, UnitOfWork},
    },
    settlement::{
        Event, RenderStatement,
        rules::Earnings,
        store::{payables, pool_shares, pools, statements},
    },
};

/// What a run of statements did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatementRun {
    /// Statements that were issued.
    pub issued: Vec<StatementId>,
    /// Workshops whose earnings cannot be settled, because they have no tax status.
    pub unsettleable: Vec<WorkshopId>,
    /// Workshops whose earnings do not add up to more than zero: they are carried over to the next run.
    pub carried: Vec<WorkshopId>,
}

/// What became payable to a workshop in one pool and is on no statement.
#[derive(Debug, Default)]
struct PoolEarnings {
    earnings: Earnings,
    payables: Vec<Uuid>,
}

type EarningsByPool = BTreeMap<PoolId, PoolEarnings>;

/// Issues a statement to every workshop with earnings that are on no statement. Running it again changes nothing. Of two
/// runs at once the second waits and finds what the first left.
pub async fn issue_statements(tx: &mut UnitOfWork) -> Result<StatementRun> {
    statements::lock_statement_run(tx).await?;
    let mut earnings_by_workshop: BTreeMap<WorkshopId, EarningsByPool> = BTreeMap::new();
    for row in payables::list_payables_without_statement(tx).await? {
        let by_pool = earnings_by_workshop.entry(row.workshop_id).or_default();
        let pool = by_pool.entry(row.pool_id).or_default();
        pool.earnings += payables::earnings(&row);
        pool.payables.push(row.id);
    }
    let ids: Vec<WorkshopId> = earnings_by_workshop.keys().copied().collect();
    let workshops = members::list_workshops_by_id(tx, &ids).await?;
    let pools = PoolDescriptions::load(tx, earnings_by_workshop.values().flat_map(BTreeMap::keys).copied()).await?;
    let mut run = StatementRun::default();
    for (id, by_pool) in earnings_by_workshop {
        let workshop = workshops.get(&id).ok_or_else(|| Problem::missing_reference("workshop", id))?;
        if workshop.tax_status == TaxStatus::None {
            run.unsettleable.push(id);
        } else if by_pool.values().map(|pool| pool.earnings.total().0).sum::<i64>() <= 0 {
            run.carried.push(id);
        } else {
            run.issued.push(issue_statement(tx, id, &by_pool, &pools).await?);
        }
    }
    settle_pools(tx).await?;
    Ok(run)
}

/// Settles the closed pools that are invoiced and paid in full and whose payables are all on statements.
async fn settle_pools(tx: &UnitOfWork) -> Result<()> {
    let paid = pools::lock_paid_pools(tx).await?;
    let cycles: BTreeSet<CycleId> = paid.iter().map(|pool| pool.cycle_id).collect();
    let mut uninvoiced = HashSet::new();
    for chunk in cycles.into_iter().collect::<Vec<_>>().chunks(MAX_IDS_IN_QUERY) {
        uninvoiced.extend(invoicing::list_uninvoiced_products(tx, chunk).await?);
    }
    let is_invoiced = |pool: &&pool::Model| !uninvoiced.contains(&(pool.cycle_id, pool.product_id));
    let ids: Vec<PoolId> = paid.iter().filter(is_invoiced).map(|pool| pool.id).collect();
    pools::update_settled_pools(tx, &ids).await
}

async fn issue_statement(
    tx: &mut UnitOfWork,
    workshop_id: WorkshopId,
    earnings_by_pool: &EarningsByPool,
    pools: &PoolDescriptions,
) -> Result<StatementId> {
    let id = tx.new_id::<StatementId>();
    let number = counter::next(tx, "statement").await?;
    let today = tx.today();
    let from_date = match statements::find_last_day(tx, workshop_id).await?.and_then(|day| day.succ_opt()) {
        Some(next_day) => next_day.min(today),
        None => pools.first_delivery(earnings_by_pool.keys()).map_or(today, |day| day.min(today)),
    };
    let total = earnings_by_pool.values().map(|pool| pool.earnings.total()).sum();
    let row = statement::Model {
        id,
        number: Some(number),
        workshop_id,
        from_date,
        until_date: today,
        currency: tx.currency(),
        total,
        state: StatementState::Issued,
        file: None,
        created_at: tx.now(),
        issued_at: Some(tx.now()),
        version: 1,
    };
    let mut lines = Vec::new();
    let mut share_lines = Vec::with_capacity(earnings_by_pool.len());
    for (pool, PoolEarnings { earnings, payables }) in earnings_by_pool {
        share_lines.push((add_lines(tx, &mut lines, &row, pools.get(*pool)?, *earnings), payables));
    }
    statements::insert_statement(tx, row, &lines).await?;
    for (line, payables) in share_lines {
        record_statement_line(tx, payables, line).await?;
    }
    tx.audit("statement", id.0, "issued", json!({ "number": number, "total": total.0 }));
    tx.emit(Event::StatementIssued { statement_id: id });
    tx.enqueue(&RenderStatement { statement_id: id })?;
    Ok(id)
}

/// Puts on a line exactly the payables that it was made of.
async fn record_statement_line(tx: &UnitOfWork, payables: &[Uuid], line: StatementLineId) -> Result<()> {
    let updated = payables::update_statement_line(tx, payables, line).await?;
    if usize::try_from(updated) == Ok(payables.len()) {
        Ok(())
    } else {
        Err(anyhow::anyhow!("{updated} of the {} payables of the line {line} were on no statement", payables.len())
            .into())
    }
}

/// Adds the lines of one pool and returns the id of the share's. Only the share has a line where its amount is zero, because payables refer to it.
fn add_lines(
    tx: &UnitOfWork,
    lines: &mut Vec<statement_line::Model>,
    statement: &statement::Model,
    pool: &PoolDescription,
    earnings: Earnings,
) -> StatementLineId {
    let share = tx.new_id();
    let amounts = [
        (StatementLineKind::Share, earnings.net),
        (StatementLineKind::SaleVat, earnings.vat),
        (StatementLineKind::Commission, -earnings.commission),
        (StatementLineKind::CommissionVat, -earnings.commission_vat),
    ];
    for (kind, amount) in amounts {
        let is_share = kind == StatementLineKind::Share;
        if amount.0 == 0 && !is_share {
            continue;
        }
        lines.push(statement_line::Model {
            id: if is_share { share } else { tx.new_id() },
            statement_id: statement.id,
            position: i32::try_from(lines.len()).unwrap_or(i32::MAX).saturating_add(1),
            kind,
            pool_id: Some(pool.id),
            description: pool.description.clone(),
            quantity: pool.accepted.get(&statement.workshop_id).copied().filter(|_| is_share),
            amount,
        });
    }
    share
}

/// What the lines of statements say about a pool.
struct PoolDescription {
    id: PoolId,
    /// Product and cycle.
    description: String,
    delivery_date: NaiveDate,
    /// Units accepted, by workshop.
    accepted: HashMap<WorkshopId, i64>,
}

struct PoolDescriptions(HashMap<PoolId, PoolDescription>);

impl PoolDescriptions {
    async fn load(tx: &UnitOfWork, ids: impl Iterator<Item = PoolId>) -> Result<Self> {
        let mut ids: Vec<PoolId> = ids.collect();
        ids.sort();
        ids.dedup();
        let mut descriptions = HashMap::new();
        for origin in pools::list_pool_origins(tx, &ids).await? {
            let description = PoolDescription {
                id: origin.pool.id,
                description: format!("{} · {}", origin.product.name_es, origin.cycle.code),
                delivery_date: origin.cycle.delivery_date,
                accepted: HashMap::new(),
            };
            descriptions.insert(origin.pool.id, description);
        }
        for share in pool_shares::list_shares_of_pools(tx, &ids).await? {
            if let Some(pool) = descriptions.get_mut(&share.pool_id) {
                pool.accepted.insert(share.workshop_id, share.accepted);
            }
        }
        Ok(Self(descriptions))
    }

    fn get(&self, id: PoolId) -> Result<&PoolDescription> {
        self.0.get(&id).ok_or_else(|| Problem::missing_reference("pool", id))
    }

    /// The first day on which one of these pools was delivered.
    fn first_delivery<'a>(&self, ids: impl Iterator<Item = &'a PoolId>) -> Option<NaiveDate> {
        ids.filter_map(|id| self.0.get(id)).map(|pool| pool.delivery_date).min()
    }
}
