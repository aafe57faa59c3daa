//! Queries of the cooperative's stock.

use entities::{
    catalogue::product,
    cycles::cycle,
    fulfilment::{batch, stock_disposal, stock_item},
    members::workshop,
    values::{BatchId, CycleId, StockDisposalId, StockDisposalKind, StockItemId, StockSource},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, LoaderTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::LockType,
};

use crate::{
    cycles,
    platform::{
        http::{
            page_request::{PageRequest, Rows},
            problem::{Problem, Result},
        },
        unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
    },
};

/// Goods of the stock with the rows that their response names.
#[derive(Clone, Debug)]
pub struct StockItemView {
    /// The goods.
    pub item: stock_item::Model,
    /// Their product as their cycle agreed on it.
    pub product: product::Model,
    /// Their batch.
    pub batch: batch::Model,
    /// The workshop that made them.
    pub workshop: workshop::Model,
    /// The cycle that they were made for.
    pub cycle: cycle::Model,
}

/// Which goods a list has.
#[derive(Clone, Copy, Debug, Default)]
pub struct StockFilter {
    /// Only goods of which units are left.
    pub remaining: bool,
    /// Only of this cycle.
    pub cycle: Option<CycleId>,
}

/// Inserts goods.
pub async fn insert_stock_items(tx: &UnitOfWork, rows: &[stock_item::Model]) -> Result<()> {
    for chunk in rows.chunks(ROWS_PER_INSERT) {
        let rows = chunk.iter().cloned().map(IntoActiveModel::into_active_model);
        stock_item::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// A page of goods, newest first.
pub async fn list_stock_items(tx: &UnitOfWork, filter: StockFilter, page: &PageRequest) -> Result<Rows<StockItemView>> {
    let mut found = stock_item::Entity::find();
    if filter.remaining {
        found = found.filter(stock_item::Column::Remaining.gt(0));
    }
    if let Some(cycle) = filter.cycle {
        found = found.filter(stock_item::Column::CycleId.eq(cycle));
    }
    let mut found = found.cursor_by(stock_item::Column::Id);
    let mut rows = page.select(tx.db(), found.desc(), |item| item.id).await?;
    let views = load_views(tx, std::mem::take(&mut rows.items)).await?;
    Ok(rows.with_items(views))
}

/// Goods of the stock, or 404.
pub async fn get_stock_item(tx: &UnitOfWork, id: StockItemId) -> Result<stock_item::Model> {
    stock_item::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("stock_item"))
}

/// Goods of the stock, their row locked for update; or 404.
pub async fn lock_stock_item(tx: &UnitOfWork, id: StockItemId) -> Result<stock_item::Model> {
    let found = stock_item::Entity::find_by_id(id).lock(LockType::Update).one(tx.db()).await?;
    found.ok_or_else(|| Problem::not_found("stock_item"))
}

/// Goods of the stock with their related rows, or 404.
pub async fn get_stock_item_view(tx: &UnitOfWork, id: StockItemId) -> Result<StockItemView> {
    let views = load_views(tx, vec![get_stock_item(tx, id).await?]).await?;
    views.into_iter().next().ok_or_else(|| Problem::not_found("stock_item"))
}

/// Units of a batch that the cooperative took over and that are on no line of a delivery, without those that had not come:
/// no order needed them, or they left a line whose buyer took the rest.
pub async fn sum_units_without_line(tx: &UnitOfWork, batch: BatchId) -> Result<i64> {
    let found = stock_item::Entity::find()
        .filter(stock_item::Column::BatchId.eq(batch))
        .filter(stock_item::Column::DeliveryLineId.is_null());
    let found = found.all(tx.db()).await?;
    let ids: Vec<StockItemId> = found.iter().map(|item| item.id).collect();
    let not_received = list_disposals(tx, &ids).await?.into_iter();
    let not_received = not_received.filter(|row| row.kind == StockDisposalKind::NotReceived).map(|row| row.units);
    Ok(found.iter().map(|item| item.units).sum::<i64>() - not_received.sum::<i64>())
}

/// What is left in stock of the units of a batch that no order needed, locked for update in the order of their ids.
pub async fn lock_surplus(tx: &UnitOfWork, batch: BatchId) -> Result<Vec<stock_item::Model>> {
    let found = stock_item::Entity::find()
        .filter(stock_item::Column::BatchId.eq(batch))
        .filter(stock_item::Column::Source.eq(StockSource::Surplus))
        .filter(stock_item::Column::Remaining.gt(0))
        .order_by_asc(stock_item::Column::Id);
    Ok(found.lock(LockType::Update).all(tx.db()).await?)
}

/// Stores how many units are left. The caller has locked the row.
pub async fn update_remaining(tx: &UnitOfWork, id: StockItemId, remaining: i64) -> Result<()> {
    let change = stock_item::ActiveModel { id: Set(id), remaining: Set(remaining), ..Default::default() };
    stock_item::Entity::update(change).exec(tx.db()).await?;
    Ok(())
}

/// Inserts a disposal.
pub async fn insert_disposal(tx: &UnitOfWork, row: stock_disposal::Model) -> Result<()> {
    stock_disposal::Entity::insert(row.into_active_model()).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// One disposal, or 404.
pub async fn get_disposal(tx: &UnitOfWork, id: StockDisposalId) -> Result<stock_disposal::Model> {
    let found = stock_disposal::Entity::find_by_id(id).one(tx.db()).await?;
    found.ok_or_else(|| Problem::not_found("stock_disposal"))
}

/// Disposals of these goods with their reversals, oldest first.
pub async fn list_disposals(tx: &UnitOfWork, items: &[StockItemId]) -> Result<Vec<stock_disposal::Model>> {
    let found = stock_disposal::Entity::find()
        .filter(stock_disposal::Column::StockItemId.is_in(items.iter().copied()))
        .order_by_asc(stock_disposal::Column::Id);
    Ok(found.all(tx.db()).await?)
}

async fn load_views(tx: &UnitOfWork, items: Vec<stock_item::Model>) -> Result<Vec<StockItemView>> {
    let products: Vec<_> = items.iter().map(|item| (item.cycle_id, item.product_id)).collect();
    let products = cycles::list_products_of_cycles(tx, &products).await?;
    let batches = items.load_one(batch::Entity, tx.db()).await?;
    let workshops = items.load_one(workshop::Entity, tx.db()).await?;
    let cycles = items.load_one(cycle::Entity, tx.db()).await?;
    let related = products.into_iter().zip(batches).zip(workshops).zip(cycles);
    let views = items.into_iter().zip(related).map(|(item, (((product, batch), workshop), cycle))| {
        Ok(StockItemView {
            product,
            batch: batch.ok_or_else(|| Problem::missing_reference("batch", item.batch_id))?,
            workshop: workshop.ok_or_else(|| Problem::missing_reference("workshop", item.workshop_id))?,
            cycle: cycle.ok_or_else(|| Problem::missing_reference("cycle", item.cycle_id))?,
            item,
        })
    });
    views.collect()
}
