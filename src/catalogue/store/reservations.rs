//! Reservations, and their sums for each product and production week.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use entities::{
    catalogue::{reservation, week_capacity},
    values::{OrderLineId, ProductId, ZoneId, production_week},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect,
    sea_query::{Alias, Expr, OnConflict},
};
use uuid::Uuid;

use crate::{
    catalogue::rules::sellable::ReservedUnits,
    platform::{
        http::problem::Result,
        unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
    },
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
    /// The line's order multiple: where less is available than is asked for, a multiple of it is reserved.
    pub multiple: i64,
    /// What is ordered: its place in the request, which errors name.
    pub item: usize,
    /// Units of the product in one unit of that item: 1 unless it is a basket.
    pub item_units: i64,
}

/// The product and the production week that one sum is about. Locks are taken in this order.
pub type SumKey = (ProductId, NaiveDate);

/// The delivery that reservations are for: a zone and its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeliverySlot {
    /// The zone.
    pub zone_id: ZoneId,
    /// The day.
    pub delivery_date: NaiveDate,
}

/// Units that live reservations of these products (of all where empty) hold in the delivery's production week. A product
/// that is absent has none.
pub async fn list_reserved(
    tx: &UnitOfWork,
    slot: DeliverySlot,
    products: &[ProductId],
) -> Result<HashMap<ProductId, ReservedUnits>> {
    use reservation::Column;
    let mut query = reservation::Entity::find()
        .select_only()
        .columns([Column::ProductId, Column::ZoneId, Column::DeliveryDate])
        .column_as(Expr::cust("CAST(SUM(quantity) AS BIGINT)"), "units")
        .filter(Column::Week.eq(production_week(slot.delivery_date)))
        .filter(Column::ReleasedAt.is_null());
    if !products.is_empty() {
        query = query.filter(Column::ProductId.is_in(products.iter().copied()));
    }
    let sums = query.group_by(Column::ProductId).group_by(Column::ZoneId).group_by(Column::DeliveryDate);
    let sums = sums.into_tuple::<(ProductId, ZoneId, NaiveDate, i64)>().all(tx.db()).await?;
    let mut reserved: HashMap<ProductId, ReservedUnits> = HashMap::new();
    for (product, zone_id, delivery_date, units) in sums {
        let of_product = reserved.entry(product).or_default();
        match (DeliverySlot { zone_id, delivery_date }) == slot {
            true => of_product.own = units,
            false => of_product.others.push(units),
        }
    }
    Ok(reserved)
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

/// Stores these holds for a delivery. Each replaces what its order line held before.
pub async fn upsert_reservations(tx: &UnitOfWork, slot: DeliverySlot, holds: &[Hold]) -> Result<()> {
    use reservation::Column::{DeliveryDate, Holder, ProductId, Quantity, ReleasedAt, Week, ZoneId};
    let DeliverySlot { zone_id, delivery_date } = slot;
    let conflict = OnConflict::column(Holder)
        .update_columns([ProductId, Week, ZoneId, DeliveryDate, Quantity, ReleasedAt])
        .to_owned();
    for holds in holds.chunks(ROWS_PER_INSERT) {
        let rows = holds.iter().map(|hold| reservation::ActiveModel {
            id: Set(tx.new_id::<Uuid>()),
            holder: Set(hold.holder),
            product_id: Set(hold.product_id),
            week: Set(production_week(delivery_date)),
            zone_id: Set(zone_id),
            delivery_date: Set(delivery_date),
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
