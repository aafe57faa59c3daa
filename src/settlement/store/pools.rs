//! Queries of pools.

use std::collections::HashMap;

use entities::{
    catalogue::product,
    cycles::cycle,
    settlement::{payable, pool},
    values::{Amount, CycleId, PayablesDue, PoolId, PoolState, ProductId},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, ExprTrait, LoaderTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LockType, Query},
};

use crate::{
    cycles,
    platform::{
        counter,
        http::{
            page_request::{PageRequest, Rows},
            problem::{Problem, Result},
        },
        unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
    },
    settlement::rules::LineValue,
};

/// A pool with its product and its cycle.
#[derive(Clone, Debug)]
pub struct PoolOrigin {
    /// The pool.
    pub pool: pool::Model,
    /// Its product as the cycle agreed on it.
    pub product: product::Model,
    /// Its cycle.
    pub cycle: cycle::Model,
}

/// Pools, newest first; only those of `cycle`, if given.
pub async fn list_pools(tx: &UnitOfWork, cycle: Option<CycleId>, page: &PageRequest) -> Result<Rows<PoolOrigin>> {
    let mut pools = pool::Entity::find();
    if let Some(cycle) = cycle {
        pools = pools.filter(pool::Column::CycleId.eq(cycle));
    }
    let mut rows = page.select(tx.db(), pools.cursor_by(pool::Column::Id).desc(), |pool| pool.id).await?;
    let origins = load_origins(tx, std::mem::take(&mut rows.items)).await?;
    Ok(rows.with_items(origins))
}

/// One pool with its product and cycle.
///
/// # Errors
/// 404.
pub async fn get_pool(tx: &UnitOfWork, id: PoolId) -> Result<PoolOrigin> {
    list_pool_origins(tx, &[id]).await?.pop().ok_or_else(|| Problem::not_found("pool"))
}

/// These pools with their products and cycles.
pub async fn list_pool_origins(tx: &UnitOfWork, ids: &[PoolId]) -> Result<Vec<PoolOrigin>> {
    let pools = pool::Entity::find().filter(pool::Column::Id.is_in(ids.iter().copied()));
    load_origins(tx, pools.all(tx.db()).await?).await
}

async fn load_origins(tx: &UnitOfWork, pools: Vec<pool::Model>) -> Result<Vec<PoolOrigin>> {
    let cycle = |(pool, cycle): (&pool::Model, Option<cycle::Model>)| {
        cycle.ok_or_else(|| Problem::missing_reference("cycle", pool.cycle_id))
    };
    let found = pools.load_one(cycle::Entity, tx.db()).await?;
    let with_cycle = pools.iter().zip(found).map(cycle).collect::<Result<Vec<_>>>()?;
    let wanted: Vec<_> = pools.iter().map(|pool| (pool.cycle_id, pool.product_id)).collect();
    let products = cycles::list_products_of_cycles(tx, &wanted).await?;
    let rows = pools.into_iter().zip(with_cycle).zip(products);
    Ok(rows.map(|((pool, cycle), product)| PoolOrigin { pool, product, cycle }).collect())
}

/// The value of a pool.
pub fn value(pool: &pool::Model) -> LineValue {
    LineValue { net: pool.net, vat: pool.vat, additional_tax: pool.additional_tax }
}

/// What of a pool is paid.
pub fn paid(pool: &pool::Model) -> LineValue {
    LineValue { net: pool.paid_net, vat: pool.paid_vat, additional_tax: pool.paid_additional_tax }
}

/// Waits for the lock of all pools. A transaction changes the pools of several documents, one after another, so that no
/// order of their rows prevents two transactions from waiting for each other; and nothing is locked after pools.
async fn hold_pools(tx: &UnitOfWork) -> Result<()> {
    counter::hold(tx, "settlement:pools").await
}

/// The pools of these products in a cycle, locked for update in the order of their ids. Those that do not exist are
/// created.
pub async fn lock_or_insert_pools(
    tx: &UnitOfWork,
    cycle: CycleId,
    products: &[ProductId],
) -> Result<HashMap<ProductId, pool::Model>> {
    hold_pools(tx).await?;
    let rows = products.iter().map(|product| pool::ActiveModel {
        id: Set(tx.new_id()),
        cycle_id: Set(cycle),
        product_id: Set(*product),
        currency: Set(tx.currency()),
        net: Set(Amount::ZERO),
        vat: Set(Amount::ZERO),
        additional_tax: Set(Amount::ZERO),
        paid_net: Set(Amount::ZERO),
        paid_vat: Set(Amount::ZERO),
        paid_additional_tax: Set(Amount::ZERO),
        purchased: Set(Amount::ZERO),
        payables_due: Set(PayablesDue::Payment),
        state: Set(PoolState::Open),
        closed_at: Set(None),
        settled_at: Set(None),
        version: Set(1),
    });
    pool::Entity::insert_many(rows)
        .on_conflict_do_nothing_on([pool::Column::CycleId, pool::Column::ProductId])
        .exec_without_returning(tx.db())
        .await?;
    let pools = pool::Entity::find()
        .filter(pool::Column::CycleId.eq(cycle))
        .filter(pool::Column::ProductId.is_in(products.iter().copied()))
        .order_by_asc(pool::Column::Id)
        .lock(LockType::Update);
    Ok(pools.all(tx.db()).await?.into_iter().map(|pool| (pool.product_id, pool)).collect())
}

/// These pools, locked for update in the order of their ids.
pub async fn lock_pools(
    tx: &UnitOfWork,
    ids: impl IntoIterator<Item = PoolId>,
) -> Result<HashMap<PoolId, pool::Model>> {
    hold_pools(tx).await?;
    let pools =
        pool::Entity::find().filter(pool::Column::Id.is_in(ids)).order_by_asc(pool::Column::Id).lock(LockType::Update);
    Ok(pools.all(tx.db()).await?.into_iter().map(|pool| (pool.id, pool)).collect())
}

/// The pool of a product in a cycle, locked for update; none before anything of it is invoiced.
pub async fn lock_pool_of_product(tx: &UnitOfWork, cycle: CycleId, product: ProductId) -> Result<Option<pool::Model>> {
    hold_pools(tx).await?;
    let pool = pool::Entity::find()
        .filter(pool::Column::CycleId.eq(cycle))
        .filter(pool::Column::ProductId.eq(product))
        .lock(LockType::Update);
    Ok(pool.one(tx.db()).await?)
}

/// The open pools of a cycle, locked for update in the order of their ids.
pub async fn lock_open_pools(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<pool::Model>> {
    hold_pools(tx).await?;
    let pools = pool::Entity::find()
        .filter(pool::Column::CycleId.eq(cycle))
        .filter(pool::Column::State.eq(PoolState::Open))
        .order_by_asc(pool::Column::Id)
        .lock(LockType::Update);
    Ok(pools.all(tx.db()).await?)
}

/// Stores the amounts and the state of a pool.
pub async fn update_pool(tx: &UnitOfWork, pool: &pool::Model) -> Result<()> {
    pool::Entity::update(pool::ActiveModel {
        id: Set(pool.id),
        net: Set(pool.net),
        vat: Set(pool.vat),
        additional_tax: Set(pool.additional_tax),
        paid_net: Set(pool.paid_net),
        paid_vat: Set(pool.paid_vat),
        paid_additional_tax: Set(pool.paid_additional_tax),
        purchased: Set(pool.purchased),
        payables_due: Set(pool.payables_due),
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

/// The closed pools that are paid in full, locked for update in the order of their ids.
pub async fn lock_paid_pools(tx: &UnitOfWork) -> Result<Vec<pool::Model>> {
    hold_pools(tx).await?;
    let pools = pool::Entity::find()
        .filter(pool::Column::State.eq(PoolState::Closed))
        .filter(Expr::col(pool::Column::PaidNet).eq(Expr::col(pool::Column::Net)))
        .filter(Expr::col(pool::Column::PaidVat).eq(Expr::col(pool::Column::Vat)))
        .filter(Expr::col(pool::Column::PaidAdditionalTax).eq(Expr::col(pool::Column::AdditionalTax)))
        .order_by_asc(pool::Column::Id)
        .lock(LockType::Update);
    Ok(pools.all(tx.db()).await?)
}

/// Marks those of these pools as settled whose payables are all on statements. The pools must be locked, so that
/// nothing becomes payable meanwhile.
pub async fn update_settled_pools(tx: &UnitOfWork, ids: &[PoolId]) -> Result<()> {
    let without_statement = Query::select()
        .column(payable::Column::PoolId)
        .from(payable::Entity)
        .and_where(Expr::col(payable::Column::StatementLineId).is_null())
        .to_owned();
    for chunk in ids.chunks(ROWS_PER_INSERT) {
        pool::Entity::update_many()
            .col_expr(pool::Column::State, Expr::value(PoolState::Settled))
            .col_expr(pool::Column::SettledAt, Expr::value(Some(tx.now())))
            .filter(pool::Column::Id.is_in(chunk.iter().copied()))
            .filter(pool::Column::Id.not_in_subquery(without_statement.clone()))
            .exec(tx.db())
            .await?;
    }
    Ok(())
}
