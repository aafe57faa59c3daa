//! Reservations, and their sums for each product and production week.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use entities::{
    catalogue::{reservation, week_capacity},
    values::{OrderLineId, ProductId},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, ExprTrait, QueryFilter,
    sea_query::{Alias, Expr, OnConflict},
};
use uuid::Uuid;

use crate::platform::{
    http::problem::Result,
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// The capacity that one order line reserves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// The order line.
    pub holder: OrderLineId,
    /// Its product.
    pub product_id: ProductId,
    /// Units.
    pub quantity: i64,
}

/// The product and the production week that one sum is about. Locks are taken in this order.
pub type SumKey = (ProductId, NaiveDate);

/// Reserved units of these products (of all where empty) in a week; a product that is absent has none.
pub async fn list_reserved(
    tx: &UnitOfWork,
    week: NaiveDate,
    products: &[ProductId],
) -> Result<HashMap<ProductId, i64>> {
    let mut query = week_capacity::Entity::find().filter(week_capacity::Column::Week.eq(week));
    if !products.is_empty() {
        query = query.filter(week_capacity::Column::ProductId.is_in(products.iter().copied()));
    }
    Ok(query.all(tx.db()).await?.into_iter().map(|row| (row.product_id, row.reserved)).collect())
}

/// Locks these sums until the transaction ends, in the order of their keys, and returns them. Missing rows are inserted.
///
/// It is an upsert that adds nothing, because one statement then inserts, locks and reads.
pub async fn lock_sums(tx: &UnitOfWork, keys: BTreeSet<SumKey>) -> Result<BTreeMap<SumKey, i64>> {
    add_to_sums(tx, &keys.into_iter().map(|key| (key, 0)).collect()).await
}

/// Adds units to these sums and returns the new sums. Missing rows are inserted. The rows are locked in the order of
/// their keys, until the transaction ends.
pub async fn add_to_sums(tx: &UnitOfWork, units: &BTreeMap<SumKey, i64>) -> Result<BTreeMap<SumKey, i64>> {
    use week_capacity::{Column, Entity};
    let sum = Expr::col((Entity, Column::Reserved)).add(Expr::col((Alias::new("excluded"), Column::Reserved)));
    let conflict = OnConflict::columns([Column::ProductId, Column::Week]).value(Column::Reserved, sum).to_owned();
    let mut sums = BTreeMap::new();
    let rows: Vec<_> = units.iter().map(|(key, units)| sum_row(tx, *key, *units)).collect();
    for rows in rows.chunks(ROWS_PER_INSERT) {
        let added = Entity::insert_many(rows.to_vec()).on_conflict(conflict.clone());
        let added = added.exec_with_returning(tx.db()).await?;
        sums.extend(added.into_iter().map(|row| ((row.product_id, row.week), row.reserved)));
    }
    Ok(sums)
}

/// Stores these sums. The caller has locked their rows.
pub async fn update_sums(tx: &UnitOfWork, sums: &BTreeMap<SumKey, i64>) -> Result<()> {
    let conflict = OnConflict::columns([week_capacity::Column::ProductId, week_capacity::Column::Week])
        .update_column(week_capacity::Column::Reserved)
        .to_owned();
    let rows: Vec<_> = sums.iter().map(|(key, reserved)| sum_row(tx, *key, *reserved)).collect();
    for rows in rows.chunks(ROWS_PER_INSERT) {
        week_capacity::Entity::insert_many(rows.to_vec())
            .on_conflict(conflict.clone())
            .exec_without_returning(tx.db())
            .await?;
    }
    Ok(())
}

fn sum_row(tx: &UnitOfWork, (product_id, week): SumKey, reserved: i64) -> week_capacity::ActiveModel {
    week_capacity::ActiveModel {
        id: Set(tx.new_id::<Uuid>()),
        product_id: Set(product_id),
        week: Set(week),
        reserved: Set(reserved),
    }
}

/// Live reservations of these order lines.
pub async fn list_live_reservations(tx: &UnitOfWork, holders: &[OrderLineId]) -> Result<Vec<reservation::Model>> {
    let mut found = Vec::new();
    for holders in holders.chunks(ROWS_PER_INSERT) {
        let live = reservation::Entity::find()
            .filter(reservation::Column::Holder.is_in(holders.iter().copied()))
            .filter(reservation::Column::ReleasedAt.is_null());
        found.extend(live.all(tx.db()).await?);
    }
    Ok(found)
}

/// Stores these holds for a week. Each replaces what its order line held before.
pub async fn upsert_reservations(tx: &UnitOfWork, week: NaiveDate, holds: &[Hold]) -> Result<()> {
    use reservation::Column;
    let conflict = OnConflict::column(Column::Holder)
        .update_columns([Column::ProductId, Column::Week, Column::Quantity, Column::ReleasedAt])
        .to_owned();
    for holds in holds.chunks(ROWS_PER_INSERT) {
        let rows = holds.iter().map(|hold| reservation::ActiveModel {
            id: Set(tx.new_id::<Uuid>()),
            holder: Set(hold.holder),
            product_id: Set(hold.product_id),
            week: Set(week),
            quantity: Set(hold.quantity),
            created_at: Set(tx.now()),
            released_at: Set(None),
        });
        reservation::Entity::insert_many(rows).on_conflict(conflict.clone()).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// Ends the live reservations of these order lines.
pub async fn release_reservations(tx: &UnitOfWork, holders: &[OrderLineId]) -> Result<()> {
    for holders in holders.chunks(ROWS_PER_INSERT) {
        reservation::Entity::update_many()
            .col_expr(reservation::Column::ReleasedAt, Expr::value(Some(tx.now())))
            .filter(reservation::Column::Holder.is_in(holders.iter().copied()))
            .filter(reservation::Column::ReleasedAt.is_null())
            .exec(tx.db())
            .await?;
    }
    Ok(())
}
