//! Issues statements: what each workshop earned since its last one, by pool, less its advances and deductions. Statements
//! are numbered and never change.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;
use entities::{
    members::workshop,
    settlement::{adjustment, pool, statement, statement_line},
    values::{
        AdjustmentKind, Amount, CycleId, PoolId, StatementId, StatementLineId, StatementLineKind, StatementState,
        TaxStatus, WorkshopId,
    },
};
use serde_json::json;
use uuid::Uuid;

use super::post_entry::post_entry;
use crate::{
    invoicing, members,
    platform::{
        counter,
        http::problem::{Problem, Result},
        locale::{Localizer, localize},
        unit_of_work::{MAX_IDS_IN_QUERY, UnitOfWork},
    },
    settlement::{
        Event, RenderStatement,
        rules::{Earnings, ledger::LedgerParty, postings::adjustment_stated_entry},
        store::{adjustments, payables, pool_shares, pools, statements},
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

/// What a workshop's next statement consists of.
#[derive(Debug, Default)]
struct StatementContent {
    /// What became payable.
    earnings_by_pool: EarningsByPool,
    /// Advances, deductions and their reversals, in the order of recording.
    adjustments: Vec<adjustment::Model>,
}

impl StatementContent {
    /// What the workshop would be paid.
    fn total(&self) -> Amount {
        let earned: Amount = self.earnings_by_pool.values().map(|pool| pool.earnings.total()).sum();
        earned - self.adjustments.iter().map(|adjustment| adjustment.amount).sum()
    }
}

/// Issues a statement to every workshop with earnings that are on no statement, less its advances and deductions. What
/// would add up to no more than zero waits, whole, for a later run. Running it again changes nothing. Of two runs at once
/// the second waits and finds what the first left.
pub async fn issue_statements(tx: &mut UnitOfWork) -> Result<StatementRun> {
    statements::lock_statement_run(tx).await?;
    let contents = load_contents(tx).await?;
    let ids: Vec<WorkshopId> = contents.keys().copied().collect();
    let workshops = members::list_workshops_by_id(tx, &ids).await?;
    let pools = contents.values().flat_map(|content| content.earnings_by_pool.keys()).copied();
    let pools = PoolDescriptions::load(tx, pools).await?;
    let mut run = StatementRun::default();
    for (id, content) in contents {
        let workshop = workshops.get(&id).ok_or_else(|| Problem::missing_reference("workshop", id))?;
        if workshop.tax_status == TaxStatus::None {
            run.unsettleable.push(id);
        } else if content.total() <= Amount::ZERO {
            run.carried.push(id);
        } else {
            run.issued.push(issue_statement(tx, workshop, &content, &pools).await?);
        }
    }
    settle_pools(tx).await?;
    Ok(run)
}

/// What is on no statement, by workshop. Statement runs must be locked.
async fn load_contents(tx: &UnitOfWork) -> Result<BTreeMap<WorkshopId, StatementContent>> {
    let mut contents: BTreeMap<WorkshopId, StatementContent> = BTreeMap::new();
    for row in payables::list_payables_without_statement(tx).await? {
        let content = contents.entry(row.workshop_id).or_default();
        let pool = content.earnings_by_pool.entry(row.pool_id).or_default();
        pool.earnings += payables::earnings(&row);
        pool.payables.push(row.id);
    }
    for row in adjustments::list_adjustments_without_statement(tx).await? {
        contents.entry(row.workshop_id).or_default().adjustments.push(row);
    }
    Ok(contents)
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
    workshop: &workshop::Model,
    content: &StatementContent,
    pools: &PoolDescriptions,
) -> Result<StatementId> {
    let StatementContent { earnings_by_pool, adjustments } = content;
    let id = tx.new_id::<StatementId>();
    let number = counter::next(tx, "statement").await?;
    let today = tx.today();
    let from_date = match statements::find_last_day(tx, workshop.id).await?.and_then(|day| day.succ_opt()) {
        Some(next_day) => next_day.min(today),
        None => pools.first_delivery(earnings_by_pool.keys()).map_or(today, |day| day.min(today)),
    };
    let total = content.total();
    let row = statement::Model {
        id,
        number: Some(number),
        workshop_id: workshop.id,
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
    let mut adjustment_lines = Vec::with_capacity(adjustments.len());
    for adjustment in adjustments {
        adjustment_lines.push((add_adjustment_line(tx, &mut lines, &row, adjustment), adjustment));
    }
    statements::insert_statement(tx, row, &lines).await?;
    for (line, payables) in share_lines {
        record_statement_line(tx, payables, line).await?;
    }
    let party = LedgerParty::new(workshop.id.0, workshop.code.as_str());
    for (line, adjustment) in adjustment_lines {
        record_adjustment_line(tx, adjustment, line, &party).await?;
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

/// Puts on a line the adjustment that it states, and posts that.
async fn record_adjustment_line(
    tx: &UnitOfWork,
    adjustment: &adjustment::Model,
    line: StatementLineId,
    workshop: &LedgerParty,
) -> Result<()> {
    if !adjustments::update_adjustment_line(tx, adjustment.id, line).await? {
        return Err(anyhow::anyhow!("the adjustment {} was on a statement before", adjustment.id).into());
    }
    post_entry(tx, adjustment_stated_entry(adjustment, workshop, tx.today())).await?;
    Ok(())
}

/// Adds the line of an advance, a deduction or a reversal and returns its id.
fn add_adjustment_line(
    tx: &UnitOfWork,
    lines: &mut Vec<statement_line::Model>,
    statement: &statement::Model,
    adjustment: &adjustment::Model,
) -> StatementLineId {
    let (texts, date, reason) = (Localizer::SHARED, adjustment.dated_on, adjustment.reason.as_str());
    let (kind, word) = match adjustment.kind {
        AdjustmentKind::Advance => (StatementLineKind::Advance, "advance"),
        AdjustmentKind::Deduction => (StatementLineKind::Deduction, "deduction"),
    };
    let word = if adjustment.reverses_id.is_some() { "reversal" } else { word };
    let id = tx.new_id();
    lines.push(statement_line::Model {
        id,
        statement_id: statement.id,
        position: next_position(lines),
        kind,
        pool_id: None,
        description: localize!(texts, "statement-adjustment", kind = word, date = date, reason = reason),
        quantity: None,
        amount: -adjustment.amount,
    });
    id
}

/// The position of the line after these.
fn next_position(lines: &[statement_line::Model]) -> i32 {
    i32::try_from(lines.len()).unwrap_or(i32::MAX).saturating_add(1)
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
        (StatementLineKind::SaleAdditionalTax, earnings.additional_tax),
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
            position: next_position(lines),
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
