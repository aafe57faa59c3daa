//! Queries of settlement.

use std::collections::HashMap;

use entities::{
    settlement::{invoice_progress, line_progress, payable, pool, pool_share},
    values::{Amount, CycleId, InvoiceId, PoolId, PoolState, ProductId, UnitId},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    Select, sea_query::LockType,
};

use crate::{
    platform::{http::problem::Answer, work::Work},
    settlement::rules::Part,
};

fn locked<E: EntityTrait>(work: &Work, select: Select<E>) -> Select<E> {
    if work.db().get_database_backend() == DatabaseBackend::Postgres { select.lock(LockType::Update) } else { select }
}

/// The pools of these products in a cycle, opened where there is none, locked in the order of their ids.
pub async fn open_pools(
    work: &Work,
    cycle: CycleId,
    products: &[ProductId],
) -> Answer<HashMap<ProductId, pool::Model>> {
    let rows = products.iter().map(|product| pool::ActiveModel {
        id: Set(work.new_id()),
        cycle_id: Set(cycle),
        product_id: Set(*product),
        currency: Set(work.currency()),
        net: Set(Amount::ZERO),
        vat: Set(Amount::ZERO),
        paid_net: Set(Amount::ZERO),
        paid_vat: Set(Amount::ZERO),
        state: Set(PoolState::Open),
        closed_at: Set(None),
        settled_at: Set(None),
        version: Set(1),
    });
    pool::Entity::insert_many(rows)
        .on_conflict_do_nothing_on([pool::Column::CycleId, pool::Column::ProductId])
        .exec_without_returning(work.db())
        .await?;
    let select = pool::Entity::find()
        .filter(pool::Column::CycleId.eq(cycle))
        .filter(pool::Column::ProductId.is_in(products.iter().copied()))
        .order_by_asc(pool::Column::Id);
    Ok(locked(work, select).all(work.db()).await?.into_iter().map(|p| (p.product_id, p)).collect())
}

/// Pools by id, locked in the order of their ids.
pub async fn lock_pools(work: &Work, ids: impl IntoIterator<Item = PoolId>) -> Answer<HashMap<PoolId, pool::Model>> {
    let select = pool::Entity::find().filter(pool::Column::Id.is_in(ids)).order_by_asc(pool::Column::Id);
    Ok(locked(work, select).all(work.db()).await?.into_iter().map(|p| (p.id, p)).collect())
}

/// The open pools of a cycle, locked.
pub async fn lock_open_pools(work: &Work, cycle: CycleId) -> Answer<Vec<pool::Model>> {
    let select = pool::Entity::find()
        .filter(pool::Column::CycleId.eq(cycle))
        .filter(pool::Column::State.eq(PoolState::Open))
        .order_by_asc(pool::Column::Id);
    Ok(locked(work, select).all(work.db()).await?)
}

/// Stores what a pool holds and what of it is paid.
pub async fn save_pool(work: &Work, pool: &pool::Model) -> Answer<()> {
    pool::Entity::update(pool::ActiveModel {
        id: Set(pool.id),
        net: Set(pool.net),
        vat: Set(pool.vat),
        paid_net: Set(pool.paid_net),
        paid_vat: Set(pool.paid_vat),
        state: Set(pool.state),
        closed_at: Set(pool.closed_at),
        settled_at: Set(pool.settled_at),
        version: Set(pool.version + 1),
        ..Default::default()
    })
    .exec(work.db())
    .await?;
    Ok(())
}

/// A pool's shares, in the order given by `codes` (units' stable codes).
pub async fn shares(work: &Work, pool: PoolId) -> Answer<Vec<pool_share::Model>> {
    Ok(pool_share::Entity::find().filter(pool_share::Column::PoolId.eq(pool)).all(work.db()).await?)
}

/// What has become payable in a pool so far, by unit.
pub async fn payable_by_unit(work: &Work, pool: PoolId) -> Answer<HashMap<UnitId, Part>> {
    let rows = payable::Entity::find().filter(payable::Column::PoolId.eq(pool)).all(work.db()).await?;
    let mut by_unit: HashMap<UnitId, Part> = HashMap::new();
    for row in rows {
        let sum = by_unit.entry(row.unit_id).or_default();
        sum.net += row.net;
        sum.vat += row.vat;
        sum.commission += row.commission;
        sum.commission_vat += row.commission_vat;
    }
    Ok(by_unit)
}

/// How far payments have reached an invoice's lines, in the order of the lines.
pub async fn line_progress(work: &Work, invoice: InvoiceId) -> Answer<Vec<line_progress::Model>> {
    let select = line_progress::Entity::find()
        .filter(line_progress::Column::InvoiceId.eq(invoice))
        .order_by_asc(line_progress::Column::InvoiceLineId);
    Ok(select.all(work.db()).await?)
}

/// Adds `amount` to what is booked as paid of an invoice, and says the sum.
pub async fn add_paid(work: &Work, invoice: InvoiceId, amount: Amount) -> Answer<Amount> {
    let row = invoice_progress::ActiveModel { invoice_id: Set(invoice), paid: Set(Amount::ZERO) };
    invoice_progress::Entity::insert(row)
        .on_conflict_do_nothing_on([invoice_progress::Column::InvoiceId])
        .exec_without_returning(work.db())
        .await?;
    let select = invoice_progress::Entity::find_by_id(invoice);
    let before = locked(work, select).one(work.db()).await?.map(|row| row.paid).unwrap_or_default();
    if amount != Amount::ZERO {
        let row = invoice_progress::ActiveModel { invoice_id: Set(invoice), paid: Set(before + amount) };
        invoice_progress::Entity::update(row).exec(work.db()).await?;
    }
    Ok(before + amount)
}

/// Pools, newest first, before `before`.
pub async fn list_pools(
    work: &Work,
    cycle: Option<CycleId>,
    before: Option<PoolId>,
    limit: u64,
) -> Answer<Vec<pool::Model>> {
    let mut select = pool::Entity::find().order_by_desc(pool::Column::Id);
    if let Some(cycle) = cycle {
        select = select.filter(pool::Column::CycleId.eq(cycle));
    }
    if let Some(before) = before {
        select = select.filter(pool::Column::Id.lt(before));
    }
    Ok(select.limit(limit).all(work.db()).await?)
}
