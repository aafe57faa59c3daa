//! Queries of settlement.

use std::collections::HashMap;

use entities::{
    settlement::{invoice_progress, line_progress, payable, pool, pool_share},
    values::{Amount, CycleId, InvoiceId, PoolId, PoolState, ProductId, WorkshopId},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    Select, sea_query::LockType,
};

use crate::{
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
    settlement::rules::Part,
};

fn locked<E: EntityTrait>(tx: &UnitOfWork, select: Select<E>) -> Select<E> {
    if tx.db().get_database_backend() == DatabaseBackend::Postgres { select.lock(LockType::Update) } else { select }
}

/// The pools of these products in a cycle, opened where there is none, locked in the order of their ids.
pub async fn open_pools(
    tx: &UnitOfWork,
    cycle: CycleId,
    products: &[ProductId],
) -> Result<HashMap<ProductId, pool::Model>> {
    let rows = products.iter().map(|product| pool::ActiveModel {
        id: Set(tx.new_id()),
        cycle_id: Set(cycle),
        product_id: Set(*product),
        currency: Set(tx.currency()),
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
        .exec_without_returning(tx.db())
        .await?;
    let select = pool::Entity::find()
        .filter(pool::Column::CycleId.eq(cycle))
        .filter(pool::Column::ProductId.is_in(products.iter().copied()))
        .order_by_asc(pool::Column::Id);
    Ok(locked(tx, select).all(tx.db()).await?.into_iter().map(|p| (p.product_id, p)).collect())
}

/// Pools by id, locked in the order of their ids.
pub async fn lock_pools(
    tx: &UnitOfWork,
    ids: impl IntoIterator<Item = PoolId>,
) -> Result<HashMap<PoolId, pool::Model>> {
    let select = pool::Entity::find().filter(pool::Column::Id.is_in(ids)).order_by_asc(pool::Column::Id);
    Ok(locked(tx, select).all(tx.db()).await?.into_iter().map(|p| (p.id, p)).collect())
}

/// The open pools of a cycle, locked.
pub async fn lock_open_pools(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<pool::Model>> {
    let select = pool::Entity::find()
        .filter(pool::Column::CycleId.eq(cycle))
        .filter(pool::Column::State.eq(PoolState::Open))
        .order_by_asc(pool::Column::Id);
    Ok(locked(tx, select).all(tx.db()).await?)
}

/// Stores what a pool holds and what of it is paid.
pub async fn save_pool(tx: &UnitOfWork, pool: &pool::Model) -> Result<()> {
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
    .exec(tx.db())
    .await?;
    Ok(())
}

/// A pool's shares, in the order given by `codes` (workshops' stable codes).
pub async fn shares(tx: &UnitOfWork, pool: PoolId) -> Result<Vec<pool_share::Model>> {
    Ok(pool_share::Entity::find().filter(pool_share::Column::PoolId.eq(pool)).all(tx.db()).await?)
}

/// What has become payable in a pool so far, by workshop.
pub async fn payable_by_workshop(tx: &UnitOfWork, pool: PoolId) -> Result<HashMap<WorkshopId, Part>> {
    let rows = payable::Entity::find().filter(payable::Column::PoolId.eq(pool)).all(tx.db()).await?;
    let mut by_workshop: HashMap<WorkshopId, Part> = HashMap::new();
    for row in rows {
        let sum = by_workshop.entry(row.workshop_id).or_default();
        sum.net += row.net;
        sum.vat += row.vat;
        sum.commission += row.commission;
        sum.commission_vat += row.commission_vat;
    }
    Ok(by_workshop)
}

/// How far payments have reached an invoice's lines, in the order of the lines.
pub async fn line_progress(tx: &UnitOfWork, invoice: InvoiceId) -> Result<Vec<line_progress::Model>> {
    let select = line_progress::Entity::find()
        .filter(line_progress::Column::InvoiceId.eq(invoice))
        .order_by_asc(line_progress::Column::InvoiceLineId);
    Ok(select.all(tx.db()).await?)
}

/// Adds `amount` to what is booked as paid of an invoice, and says the sum.
pub async fn add_paid(tx: &UnitOfWork, invoice: InvoiceId, amount: Amount) -> Result<Amount> {
    let row = invoice_progress::ActiveModel { invoice_id: Set(invoice), paid: Set(Amount::ZERO) };
    invoice_progress::Entity::insert(row)
        .on_conflict_do_nothing_on([invoice_progress::Column::InvoiceId])
        .exec_without_returning(tx.db())
        .await?;
    let select = invoice_progress::Entity::find_by_id(invoice);
    let before = locked(tx, select).one(tx.db()).await?.map(|row| row.paid).unwrap_or_default();
    if amount != Amount::ZERO {
        let row = invoice_progress::ActiveModel { invoice_id: Set(invoice), paid: Set(before + amount) };
        invoice_progress::Entity::update(row).exec(tx.db()).await?;
    }
    Ok(before + amount)
}

/// Pools, newest first, before `before`.
pub async fn list_pools(
    tx: &UnitOfWork,
    cycle: Option<CycleId>,
    before: Option<PoolId>,
    limit: u64,
) -> Result<Vec<pool::Model>> {
    let mut select = pool::Entity::find().order_by_desc(pool::Column::Id);
    if let Some(cycle) = cycle {
        select = select.filter(pool::Column::CycleId.eq(cycle));
    }
    if let Some(before) = before {
        select = select.filter(pool::Column::Id.lt(before));
    }
    Ok(select.limit(limit).all(tx.db()).await?)
}
