//! Reservations and the sums of them that every taker locks.

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

use crate::catalogue::actions::reserve::{Hold, Key};
use crate::platform::{
    http::problem::Result,
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// Reserved units of these products in a week; a product without a row has none.
pub async fn reserved(tx: &UnitOfWork, week: NaiveDate, products: &[ProductId]) -> Result<HashMap<ProductId, i64>> {
    let mut query = week_capacity::Entity::find().filter(week_capacity::Column::Week.eq(week));
    if !products.is_empty() {
        query = query.filter(week_capacity::Column::ProductId.is_in(products.iter().copied()));
    }
    Ok(query.all(tx.db()).await?.into_iter().map(|row| (row.product_id, row.reserved)).collect())
}

/// Locks these rows until the end of the work, made where they are missing, in the order of their keys, and says how
/// much is reserved in each. One statement makes, locks and reads: an upsert that adds nothing.
pub async fn lock(tx: &UnitOfWork, keys: BTreeSet<Key>) -> Result<BTreeMap<Key, i64>> {
    add(tx, &keys.into_iter().map(|key| (key, 0)).collect()).await
}

/// Adds units to these sums, made where they are missing, and says what they come to. The rows are locked in the order
/// of their keys, until the end of the work.
pub async fn add(tx: &UnitOfWork, units: &BTreeMap<Key, i64>) -> Result<BTreeMap<Key, i64>> {
    use week_capacity::{Column, Entity};
    let sum = Expr::col((Entity, Column::Reserved)).add(Expr::col((Alias::new("excluded"), Column::Reserved)));
    let conflict = OnConflict::columns([Column::ProductId, Column::Week]).value(Column::Reserved, sum).to_owned();
    let mut sums = BTreeMap::new();
    let rows: Vec<_> = units.iter().map(|(key, units)| row(tx, *key, *units)).collect();
    for rows in rows.chunks(ROWS_PER_INSERT) {
        let added = Entity::insert_many(rows.to_vec()).on_conflict(conflict.clone());
        let added = added.exec_with_returning(tx.db()).await?;
        sums.extend(added.into_iter().map(|row| ((row.product_id, row.week), row.reserved)));
    }
    Ok(sums)
}

/// Stores the sums of locked rows.
pub async fn put_sums(tx: &UnitOfWork, sums: &BTreeMap<Key, i64>) -> Result<()> {
    let conflict = OnConflict::columns([week_capacity::Column::ProductId, week_capacity::Column::Week])
        .update_column(week_capacity::Column::Reserved)
        .to_owned();
    let rows: Vec<_> = sums.iter().map(|(key, reserved)| row(tx, *key, *reserved)).collect();
    for rows in rows.chunks(ROWS_PER_INSERT) {
        week_capacity::Entity::insert_many(rows.to_vec())
            .on_conflict(conflict.clone())
            .exec_without_returning(tx.db())
            .await?;
    }
    Ok(())
}

fn row(tx: &UnitOfWork, (product_id, week): Key, reserved: i64) -> week_capacity::ActiveModel {
    week_capacity::ActiveModel {
        id: Set(tx.new_id::<Uuid>()),
        product_id: Set(product_id),
        week: Set(week),
        reserved: Set(reserved),
    }
}

/// Live reservations of these holders.
pub async fn live(tx: &UnitOfWork, holders: &[OrderLineId]) -> Result<Vec<reservation::Model>> {
    let mut found = Vec::new();
    for holders in holders.chunks(ROWS_PER_INSERT) {
        let live = reservation::Entity::find()
            .filter(reservation::Column::Holder.is_in(holders.iter().copied()))
            .filter(reservation::Column::ReleasedAt.is_null());
        found.extend(live.all(tx.db()).await?);
    }
    Ok(found)
}

/// Stores what these holders hold from now on.
pub async fn put(tx: &UnitOfWork, week: NaiveDate, holds: &[Hold]) -> Result<()> {
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

/// Ends the live reservations of these holders.
pub async fn end(tx: &UnitOfWork, holders: &[OrderLineId]) -> Result<()> {
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
