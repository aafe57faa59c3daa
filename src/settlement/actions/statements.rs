//! Statements: what each unit earned since the last one, line by line with its pool, numbered and never changed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use entities::{
    settlement::{statement, statement_line},
    values::{Amount, PoolId, StatementId, StatementLineId, StatementLineKind, StatementState, TaxStatus, UnitId},
};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::json;

use crate::{
    catalogue, cycles, members,
    platform::{
        counter,
        http::problem::Answer,
        work::{ROWS_PER_INSERT, Work},
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
    /// Units with earnings that cannot be settled, because they have no tax status.
    pub unsettleable: Vec<UnitId>,
    /// Units whose sum is not above zero: it waits for the next run.
    pub carried: Vec<UnitId>,
}

/// A pool's payables of one unit that are on no statement yet.
struct Earning {
    pool: PoolId,
    part: Part,
}

/// Issues a statement to every unit that earned something since its last one. Running it again changes nothing.
pub async fn run(work: &mut Work) -> Answer<StatementRun> {
    let mut by_unit: BTreeMap<UnitId, BTreeMap<PoolId, Earning>> = BTreeMap::new();
    for row in rows::unstated(work).await? {
        let pools = by_unit.entry(row.unit_id).or_default();
        let earning = pools.entry(row.pool_id).or_insert(Earning { pool: row.pool_id, part: Part::default() });
        earning.part.net += row.net;
        earning.part.vat += row.vat;
        earning.part.commission += row.commission;
        earning.part.commission_vat += row.commission_vat;
    }
    let units = members::units(work, &by_unit.keys().copied().collect::<Vec<_>>()).await?;
    let names = PoolNames::load(work, by_unit.values().flat_map(BTreeMap::keys).copied()).await?;
    let mut done = StatementRun::default();
    for (unit_id, earnings) in by_unit {
        let total: Amount = earnings.values().map(|e| e.part.earned()).sum();
        if units.get(&unit_id).is_none_or(|unit| unit.tax_status == TaxStatus::None) {
            done.unsettleable.push(unit_id);
        } else if total.0 <= 0 {
            done.carried.push(unit_id);
        } else {
            done.issued.push(issue(work, unit_id, total, earnings.into_values().collect(), &names).await?);
        }
    }
    store::statements::settle_pools(work).await?;
    Ok(done)
}

async fn issue(
    work: &mut Work,
    unit_id: UnitId,
    total: Amount,
    earnings: Vec<Earning>,
    names: &PoolNames,
) -> Answer<StatementId> {
    let id = work.new_id::<StatementId>();
    let number = counter::next(work, "statement").await?;
    let from = rows::day_after_last(work, unit_id).await?;
    statement::Entity::insert(statement::ActiveModel {
        id: Set(id),
        number: Set(Some(number)),
        unit_id: Set(unit_id),
        from_date: Set(from.unwrap_or_else(|| names.first_delivery(&earnings, work.today()))),
        until_date: Set(work.today()),
        currency: Set(work.currency()),
        total: Set(total),
        state: Set(StatementState::Issued),
        file: Set(None),
        created_at: Set(work.now()),
        issued_at: Set(Some(work.now())),
        version: Set(1),
    })
    .exec_without_returning(work.db())
    .await?;
    let mut lines = Vec::new();
    for earning in &earnings {
        let share_line = work.new_id::<StatementLineId>();
        let name = names.name(earning.pool);
        let accepted = names.accepted(earning.pool, unit_id);
        let parts = [
            (StatementLineKind::Share, earning.part.net, accepted, share_line),
            (StatementLineKind::SaleVat, earning.part.vat, None, work.new_id()),
            (StatementLineKind::Commission, -earning.part.commission, None, work.new_id()),
            (StatementLineKind::CommissionVat, -earning.part.commission_vat, None, work.new_id()),
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
        statement_line::Entity::insert_many(chunk.to_vec()).exec_without_returning(work.db()).await?;
    }
    rows::put_on_lines(work, id, unit_id).await?;
    work.audit("statement", id.0, "issued", json!({ "number": number, "total": total.0 }));
    work.emit(Event::StatementIssued { statement_id: id });
    work.enqueue(&jobs::RenderStatement { statement_id: id })?;
    Ok(id)
}

/// What a statement's lines say of their pools.
struct PoolNames {
    pools: HashMap<PoolId, (String, NaiveDate)>,
    accepted: HashMap<(PoolId, UnitId), i64>,
}

impl PoolNames {
    async fn load(work: &Work, ids: impl Iterator<Item = PoolId>) -> Answer<Self> {
        let mut ids: Vec<PoolId> = ids.collect();
        ids.sort();
        ids.dedup();
        let pools = rows::pools(work, &ids).await?;
        let products = catalogue::products(work, &distinct(pools.iter().map(|p| p.product_id))).await?;
        let mut named = HashMap::new();
        let mut of_cycle = HashMap::new();
        for id in distinct(pools.iter().map(|p| p.cycle_id)) {
            of_cycle.insert(id, cycles::cycle(work, id).await?);
        }
        for pool in pools {
            let product = products.get(&pool.product_id).map_or("", |p| p.name_es.as_str());
            let Some(cycle) = of_cycle.get(&pool.cycle_id) else {
                continue;
            };
            named.insert(pool.id, (format!("{product} · {}", cycle.code), cycle.delivery_date));
        }
        let accepted = rows::shares(work, &ids).await?.into_iter().map(|s| ((s.pool_id, s.unit_id), s.accepted));
        Ok(Self { pools: named, accepted: accepted.collect() })
    }

    fn name(&self, pool: PoolId) -> &str {
        self.pools.get(&pool).map_or("", |(name, _)| name.as_str())
    }

    fn accepted(&self, pool: PoolId, unit: UnitId) -> Option<i64> {
        self.accepted.get(&(pool, unit)).copied()
    }

    fn first_delivery(&self, earnings: &[Earning], today: NaiveDate) -> NaiveDate {
        earnings.iter().filter_map(|e| self.pools.get(&e.pool).map(|(_, date)| *date)).min().unwrap_or(today).min(today)
    }
}

fn distinct<T: Ord>(values: impl Iterator<Item = T>) -> Vec<T> {
    values.collect::<BTreeSet<T>>().into_iter().collect()
}
