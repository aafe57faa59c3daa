//! Queries of standing orders, their lines and their pauses.

use entities::{
    buyers::buyer,
    orders::{standing_order, standing_order_line, standing_order_pause},
    values::{BuyerId, StandingOrderId, StandingOrderState, ZoneId},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, sea_query::LockType,
};
use uuid::Uuid;

use crate::platform::{
    http::{
        page_request::{PageRequest, Rows},
        problem::{Problem, Result},
    },
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// A page of standing orders, the newest first; of one buyer where given.
pub async fn list(tx: &UnitOfWork, buyer: Option<BuyerId>, page: &PageRequest) -> Result<Rows<standing_order::Model>> {
    let mut found = standing_order::Entity::find();
    if let Some(buyer) = buyer {
        found = found.filter(standing_order::Column::BuyerId.eq(buyer));
    }
    let mut found = found.cursor_by(standing_order::Column::Id);
    page.select(tx.db(), found.desc(), |standing| standing.id).await
}

/// The standing order, or 404.
pub async fn get(tx: &UnitOfWork, id: StandingOrderId) -> Result<standing_order::Model> {
    standing_order::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(none)
}

/// The standing order of this buyer, or 404.
pub async fn get_of_buyer(tx: &UnitOfWork, buyer: BuyerId, id: StandingOrderId) -> Result<standing_order::Model> {
    let row = get(tx, id).await?;
    if row.buyer_id == buyer { Ok(row) } else { Err(none()) }
}

/// The standing order of this buyer, its row locked for change; or 404.
pub async fn lock(tx: &UnitOfWork, buyer: BuyerId, id: StandingOrderId) -> Result<standing_order::Model> {
    let found = standing_order::Entity::find_by_id(id).filter(standing_order::Column::BuyerId.eq(buyer));
    found.lock(LockType::Update).one(tx.db()).await?.ok_or_else(none)
}

/// The standing order with this code.
pub async fn find_by_code(tx: &UnitOfWork, code: &str) -> Result<Option<standing_order::Model>> {
    Ok(standing_order::Entity::find().filter(standing_order::Column::Code.eq(code)).one(tx.db()).await?)
}

/// Standing orders of a zone's open accounts that have not ended.
pub async fn list_active(tx: &UnitOfWork, zone: ZoneId) -> Result<Vec<standing_order::Model>> {
    Ok(standing_order::Entity::find()
        .inner_join(buyer::Entity)
        .filter(buyer::Column::ZoneId.eq(zone))
        .filter(buyer::Column::ClosedAt.is_null())
        .filter(standing_order::Column::State.ne(StandingOrderState::Ended))
        .order_by_asc(standing_order::Column::Id)
        .all(tx.db())
        .await?)
}

/// Standing orders that have not ended, of open accounts.
pub async fn list_not_ended(tx: &UnitOfWork) -> Result<Vec<standing_order::Model>> {
    Ok(standing_order::Entity::find()
        .inner_join(buyer::Entity)
        .filter(buyer::Column::ClosedAt.is_null())
        .filter(standing_order::Column::State.ne(StandingOrderState::Ended))
        .order_by_asc(standing_order::Column::Id)
        .all(tx.db())
        .await?)
}

/// The standing orders of a buyer that have not ended.
pub async fn list_open_standing_orders(tx: &UnitOfWork, buyer: BuyerId) -> Result<Vec<standing_order::Model>> {
    let found = standing_order::Entity::find()
        .filter(standing_order::Column::BuyerId.eq(buyer))
        .filter(standing_order::Column::State.ne(StandingOrderState::Ended))
        .order_by_asc(standing_order::Column::Id);
    Ok(found.all(tx.db()).await?)
}

/// Stores a new standing order.
pub async fn insert(tx: &UnitOfWork, row: standing_order::ActiveModel) -> Result<standing_order::Model> {
    Ok(row.insert(tx.db()).await?)
}

/// Stores a changed standing order.
pub async fn update(tx: &UnitOfWork, row: standing_order::ActiveModel) -> Result<standing_order::Model> {
    Ok(row.update(tx.db()).await?)
}

/// Lines of these standing orders, by position.
pub async fn list_lines(tx: &UnitOfWork, ids: &[StandingOrderId]) -> Result<Vec<standing_order_line::Model>> {
    let mut found = Vec::new();
    for ids in ids.chunks(ROWS_PER_INSERT) {
        let some = standing_order_line::Entity::find()
            .filter(standing_order_line::Column::StandingOrderId.is_in(ids.iter().copied()))
            .order_by_asc(standing_order_line::Column::StandingOrderId)
            .order_by_asc(standing_order_line::Column::Position);
        found.extend(some.all(tx.db()).await?);
    }
    Ok(found)
}

/// Replaces the lines of a standing order.
pub async fn replace_lines(
    tx: &UnitOfWork,
    id: StandingOrderId,
    rows: Vec<standing_order_line::ActiveModel>,
) -> Result<()> {
    standing_order_line::Entity::delete_many()
        .filter(standing_order_line::Column::StandingOrderId.eq(id))
        .exec(tx.db())
        .await?;
    standing_order_line::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Pauses of these standing orders, by their first day.
pub async fn list_pauses(tx: &UnitOfWork, ids: &[StandingOrderId]) -> Result<Vec<standing_order_pause::Model>> {
    let mut found = Vec::new();
    for ids in ids.chunks(ROWS_PER_INSERT) {
        let some = standing_order_pause::Entity::find()
            .filter(standing_order_pause::Column::StandingOrderId.is_in(ids.iter().copied()))
            .order_by_asc(standing_order_pause::Column::FromDate);
        found.extend(some.all(tx.db()).await?);
    }
    Ok(found)
}

/// Stores a new pause.
pub async fn insert_pause(tx: &UnitOfWork, row: standing_order_pause::ActiveModel) -> Result<()> {
    row.insert(tx.db()).await?;
    Ok(())
}

/// The pause of this standing order, or 404.
pub async fn get_pause(tx: &UnitOfWork, of: StandingOrderId, id: Uuid) -> Result<standing_order_pause::Model> {
    let query =
        standing_order_pause::Entity::find_by_id(id).filter(standing_order_pause::Column::StandingOrderId.eq(of));
    query.one(tx.db()).await?.ok_or_else(|| Problem::not_found("pause"))
}

/// Stores a changed pause.
pub async fn update_pause(tx: &UnitOfWork, row: standing_order_pause::ActiveModel) -> Result<()> {
    row.update(tx.db()).await?;
    Ok(())
}

/// Assigns a pause to another standing order.
pub async fn move_pause(tx: &UnitOfWork, pause: standing_order_pause::Model, to: StandingOrderId) -> Result<()> {
    let moved = standing_order_pause::ActiveModel { standing_order_id: Set(to), ..pause.into_active_model() };
    moved.update(tx.db()).await?;
    Ok(())
}

/// Deletes a pause that has not begun.
pub async fn delete_pause(tx: &UnitOfWork, id: Uuid) -> Result<()> {
    standing_order_pause::Entity::delete_by_id(id).exec(tx.db()).await?;
    Ok(())
}

fn none() -> Problem {
    Problem::not_found("standing order")
}
