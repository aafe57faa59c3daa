//! The limit of the machine: the same database, the same driver and settings, writing the very rows that an order
//! writes and committing them durably, with nothing read, checked or answered; and one row alone.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entities::{
    buyers::{buyer, exposure_movement},
    catalogue::{reservation, week_capacity},
    orders::{order, order_line},
    platform::{audit_entry, idempotency_key},
    values::{CycleId, OrderId, production_week},
};
use minga::platform::clock::{Clock, SystemClock};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter,
    QueryOrder, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

use super::group::{Customer, PricedProduct};
use crate::support::TestApp;

/// One order with all its rows, as the program wrote them.
pub struct Rows {
    order: order::Model,
    lines: Vec<order_line::Model>,
    reservations: Vec<reservation::Model>,
    movement: exposure_movement::Model,
    audit: audit_entry::Model,
    answer: idempotency_key::Model,
    week: NaiveDate,
}

impl Rows {
    /// Those of the newest order of a cycle.
    pub async fn of_newest(app: &TestApp, cycle: CycleId, date: NaiveDate) -> anyhow::Result<Self> {
        let db = app.app.db.outside_transactions();
        let missing = || anyhow::anyhow!("an order without all its rows");
        let newest = order::Entity::find().filter(order::Column::CycleId.eq(cycle)).order_by_desc(order::Column::Id);
        let order = newest.one(db).await?.ok_or_else(missing)?;
        let lines = order_line::Entity::find().filter(order_line::Column::OrderId.eq(order.id)).all(db).await?;
        let holders: Vec<_> = lines.iter().map(|line| line.id).collect();
        let held = reservation::Entity::find().filter(reservation::Column::Holder.is_in(holders));
        let cause = exposure_movement::Column::Cause.eq(format!("order:{}:1", order.id));
        let audit = audit_entry::Entity::find().filter(audit_entry::Column::SubjectId.eq(order.id.0));
        let answer = idempotency_key::Entity::find().order_by_desc(idempotency_key::Column::Id);
        Ok(Self {
            reservations: held.all(db).await?,
            movement: exposure_movement::Entity::find().filter(cause).one(db).await?.ok_or_else(missing)?,
            audit: audit.one(db).await?.ok_or_else(missing)?,
            answer: answer.one(db).await?.ok_or_else(missing)?,
            week: production_week(date),
            order,
            lines,
        })
    }

    /// Writes them again for another order of `customer` for these products, in one durable transaction.
    pub async fn write(&self, app: &TestApp, customer: Customer, products: &[PricedProduct]) -> anyhow::Result<()> {
        let now = SystemClock.now();
        let uuid = || app.app.ids.uuid(now);
        let (id, tx): (OrderId, _) = (uuid().into(), begin(app).await?);
        let answer = idempotency_key::Model { id: uuid(), key: id.to_string(), created_at: now, ..self.answer.clone() };
        idempotency_key::Entity::insert(answer.into_active_model()).exec_without_returning(&tx).await?;
        let mut ids: Vec<_> = products.iter().map(|product| product.id).collect();
        ids.sort_unstable();
        let units: i64 = self.lines.iter().map(|line| line.quantity).sum::<i64>() / self.lines.len() as i64;
        let sums = ids.iter().map(|product| {
            let row = week_capacity::Model { id: uuid(), product_id: *product, week: self.week, reserved: units };
            row.into_active_model()
        });
        let held = Expr::col((week_capacity::Entity, week_capacity::Column::Reserved));
        let more = OnConflict::columns([week_capacity::Column::ProductId, week_capacity::Column::Week])
            .value(week_capacity::Column::Reserved, held.add(units))
            .to_owned();
        week_capacity::Entity::insert_many(sums).on_conflict(more).exec_without_returning(&tx).await?;
        let lines = self.lines.iter().zip(products).map(|(line, product)| order_line::Model {
            id: uuid().into(),
            order_id: id,
            product_id: product.id,
            ..line.clone()
        });
        let lines: Vec<order_line::Model> = lines.collect();
        let held = self.reservations.iter().zip(&lines).map(|(held, line)| {
            let (holder, product_id) = (line.id, line.product_id);
            reservation::Model { id: uuid(), holder, product_id, created_at: now, ..held.clone() }.into_active_model()
        });
        reservation::Entity::insert_many(held).exec_without_returning(&tx).await?;
        buyer::Entity::update_many()
            .col_expr(buyer::Column::Exposure, Expr::col(buyer::Column::Exposure).add(self.movement.amount.0))
            .filter(buyer::Column::Id.eq(customer.id))
            .exec(&tx)
            .await?;
        let (buyer_id, cause) = (customer.id, format!("order:{id}:1"));
        let moved = exposure_movement::Model { id: uuid(), buyer_id, cause, at: now, ..self.movement.clone() };
        exposure_movement::Entity::insert(moved.into_active_model()).exec_without_returning(&tx).await?;
        let order = order::Model {
            id,
            code: id.to_string(),
            buyer_id,
            delivery_point_id: customer.point,
            placed_at: Some(now),
            created_at: now,
            ..self.order.clone()
        };
        order::Entity::insert(order.into_active_model()).exec_without_returning(&tx).await?;
        let lines = lines.into_iter().map(IntoActiveModel::into_active_model);
        order_line::Entity::insert_many(lines).exec_without_returning(&tx).await?;
        self.entry(&tx, uuid(), id.0).await?;
        Ok(tx.commit().await?)
    }

    /// Writes one row, the one of the audit, in one durable transaction.
    pub async fn write_one(&self, app: &TestApp) -> anyhow::Result<()> {
        let now = SystemClock.now();
        let tx = begin(app).await?;
        self.entry(&tx, app.app.ids.uuid(now), app.app.ids.uuid(now)).await?;
        Ok(tx.commit().await?)
    }

    async fn entry(&self, tx: &DatabaseTransaction, id: Uuid, subject_id: Uuid) -> anyhow::Result<()> {
        let entry = audit_entry::Model { id, subject_id, ..self.audit.clone() };
        audit_entry::Entity::insert(entry.into_active_model()).exec_without_returning(tx).await?;
        Ok(())
    }
}

/// Begins a transaction as the program does: one that may write, and never fails half-way for a lock.
async fn begin(app: &TestApp) -> anyhow::Result<DatabaseTransaction> {
    let immediate =
        TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..Default::default() };
    Ok(app.app.db.outside_transactions().begin_with_options(immediate).await?)
}

/// Rows of each table that an order may write.
pub async fn counted(app: &TestApp) -> anyhow::Result<BTreeMap<&'static str, i64>> {
    const TABLES: [&str; 12] = [
        "orders",
        "order_line",
        "reservation",
        "week_capacity",
        "exposure_movement",
        "buyer",
        "audit_entry",
        "idempotency_key",
        "job",
        "counter",
        "occurrence",
        "shortage",
    ];
    let db = app.app.db.outside_transactions();
    let mut counted = BTreeMap::new();
    for table in TABLES {
        let sql = format!("SELECT COUNT(*) AS n FROM {table}");
        let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
        counted.insert(table, row.map(|row| row.try_get("", "n")).transpose()?.unwrap_or(0));
    }
    Ok(counted)
}
