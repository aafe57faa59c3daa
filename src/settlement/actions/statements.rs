//! Statements: what each workshop earned since the last one, line by line with its pool, numbered and never changed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use entities::{
    settlement::{statement, statement_line},
    values::{Amount, PoolId, StatementId, StatementLineId, StatementLineKind, StatementState, TaxStatus, WorkshopId},
};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::json;

use crate::{
    catalogue, cycles, members,
    platform::{
        counter,
        http::problem::Result,
        unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
    },
    settlement::{
        Event, jobs,
        rules::Part,
        store::{self, statements as rows},
    },
};

/// What a run of statements did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatementRun {
    /// Statements issued.
    pub issued: Vec<StatementId>,
    /// Workshops with earnings that cannot be settled, because they have no tax status.
    pub unsettleable: Vec<WorkshopId>,
    /// Workshops whose sum is not above zero: it waits for the next run.
    pub carried: Vec<WorkshopId>,
}

/// A pool's payables of one workshop that are on no statement yet.
struct Earning {
    pool: PoolId,
    part: Part,
}

/// Issues a statement to every workshop that earned something since its last one. Running it again changes nothing.
pub async fn run(tx: &mut UnitOfWork) -> Result<StatementRun> {
    let mut by_workshop: BTreeMap<WorkshopId, BTreeMap<PoolId, Earning>> = BTreeMap::new();
    for row in rows::unstated(tx).await? {
        let pools = by_workshop.entry(row.workshop_id).or_default();
        let earning = pools.entry(row.pool_id).or_insert(Earning { pool: row.pool_id, part: Part::default() });
        earning.part.net += row.net;
        earning.part.vat += row.vat;
        earning.part.commission += row.commission;
        earning.part.commission_vat += row.commission_vat;
    }
    let workshops = members::workshops(tx, &by_workshop.keys().copied().collect::<Vec<_>>()).await?;
    let names = PoolNames::load(tx, by_workshop.values().flat_map(BTreeMap::keys).copied()).await?;
    let mut done = StatementRun::default();
    for (workshop_id, earnings) in by_workshop {
        let total: Amount = earnings.values().map(|e| e.part.earned()).sum();
        if workshops.get(&workshop_id).is_none_or(|workshop| workshop.tax_status == TaxStatus::None) {
            done.unsettleable.push(workshop_id);
        } else if total.0 <= 0 {
            done.carried.push(workshop_id);
        } else {
            done.issued.push(issue(tx, workshop_id, total, earnings.into_values().collect(), &names).await?);
        }
    }
    store::statements::settle_pools(tx).await?;
    Ok(done)
}

async fn issue(
    tx: &mut UnitOfWork,
    workshop_id: WorkshopId,
    total: Amount,
    earnings: Vec<Earning>,
    names: &PoolNames,
) -> Result<StatementId> {
    let id = tx.new_id::<StatementId>();
    let number = counter::next(tx, "statement").await?;
    let from = rows::day_after_last(tx, workshop_id).await?;
    statement::Entity::insert(statement::ActiveModel {
        id: Set(id),
        number: Set(Some(number)),
        workshop_id: Set(workshop_id),
        from_date: Set(from.unwrap_or_else(|| names.first_delivery(&earnings, tx.today()))),
        until_date: Set(tx.today()),
        currency: Set(tx.currency()),
        total: Set(total),
        state: Set(StatementState::Issued),
        file: Set(None),
        created_at: Set(tx.now()),
        issued_at: Set(Some(tx.now())),
        version: Set(1),
    })
    .exec_without_returning(tx.db())
    .await?;
    let mut lines = Vec::new();
    for earning in &earnings {
        let share_line = tx.new_id::<StatementLineId>();
        let name = names.name(earning.pool);
        let accepted = names.accepted(earning.pool, workshop_id);
        let parts = [
            (StatementLineKind::Share, earning.part.net, accepted, share_line),
            (StatementLineKind::SaleVat, earning.part.vat, None, tx.new_id()),
            (StatementLineKind::Commission, -earning.part.commission, None, tx.new_id()),
            (StatementLineKind::CommissionVat, -earning.part.commission_vat, None, tx.new_id()),
        ];
        for (kind, amount, quantity, line) in parts {
            if amount.0 == 0 && kind != StatementLineKind::Share {
                continue;
            }
            lines.push(statement_line::ActiveModel {
                id: Set(line),
                statement_id: Set(id),
                position: Set(i32::try_from(lines.len()).unwrap_or(i32::MAX) + 1),
                kind: Set(kind),
                pool_id: Set(Some(earning.pool)),
                description: Set(name.to_owned()),
                quantity: Set(quantity),
                amount: Set(amount),
            });
        }
    }
    for chunk in lines.chunks(ROWS_PER_INSERT) {
        statement_line::Entity::insert_many(chunk.to_vec()).exec_without_returning(tx.db()).await?;
    }
    rows::put_on_lines(tx, id, workshop_id).await?;
    tx.audit("statement", id.0, "issued", json!({ "number": number, "total": total.0 }));
    tx.emit(Event::StatementIssued { statement_id: id });
    tx.enqueue(&jobs::RenderStatement { statement_id: id })?;
    Ok(id)
}

/// What a statement's lines say of their pools.
struct PoolNames {
    pools: HashMap<PoolId, (String, NaiveDate)>,
    accepted: HashMap<(PoolId, WorkshopId), i64>,
}

impl PoolNames {
    async fn load(tx: &UnitOfWork, ids: impl Iterator<Item = PoolId>) -> Result<Self> {
        let mut ids: Vec<PoolId> = ids.collect();
        ids.sort();
        ids.dedup();
        let pools = rows::pools(tx, &ids).await?;
        let products = catalogue::products(tx, &distinct(pools.iter().map(|p| p.product_id))).await?;
        let mut named = HashMap::new();
        let mut of_cycle = HashMap::new();
        for id in distinct(pools.iter().map(|p| p.cycle_id)) {
            of_cycle.insert(id, cycles::cycle(tx, id).await?);
        }
        for pool in pools {
            let product = products.get(&pool.product_id).map_or("", |p| p.name_es.as_str());
            let Some(cycle) = of_cycle.get(&pool.cycle_id) else {
                continue;
            };
            named.insert(pool.id, (format!("{product} · {}", cycle.code), cycle.delivery_date));
        }
        let accepted = rows::shares(tx, &ids).await?.into_iter().map(|s| ((s.pool_id, s.workshop_id), s.accepted));
        Ok(Self { pools: named, accepted: accepted.collect() })
    }

    fn name(&self, pool: PoolId) -> &str {
        self.pools.get(&pool).map_or("", |(name, _)| name.as_str())
    }

    fn accepted(&self, pool: PoolId, workshop: WorkshopId) -> Option<i64> {
        self.accepted.get(&(pool, workshop)).copied()
    }

    fn first_delivery(&self, earnings: &[Earning], today: NaiveDate) -> NaiveDate {
        earnings.iter().filter_map(|e| self.pools.get(&e.pool).map(|(_, date)| *date)).min().unwrap_or(today).min(today)
    }
}

fn distinct<T: Ord>(values: impl Iterator<Item = T>) -> Vec<T> {
    values.collect::<BTreeSet<T>>().into_iter().collect()
}
