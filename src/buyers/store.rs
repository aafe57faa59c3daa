//! Queries of the buyers.

use std::collections::HashMap;

use entities::{
    buyers::{buyer, delivery_point, exposure_movement, segment, zone},
    identity::organisation,
    values::{Amount, BuyerId, DeliveryPointId, OrganisationId, SegmentId, ZoneId},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, LockType},
};
use uuid::Uuid;

use super::exposure::Movement;
use crate::{
    identity,
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
    },
};

/// The account of the calling buyer's organisation; 404 where it has none or it is closed.
pub async fn buyer_of(tx: &UnitOfWork, caller: &identity::Buyer) -> Result<buyer::Model> {
    open_account(tx, caller.organisation_id).await
}

/// The account of an organisation; 404 where it has none or it is closed.
pub async fn open_account(tx: &UnitOfWork, organisation: OrganisationId) -> Result<buyer::Model> {
    let found = buyer::Entity::find()
        .filter(buyer::Column::OrganisationId.eq(organisation))
        .filter(buyer::Column::ClosedAt.is_null());
    found.one(tx.db()).await?.ok_or_else(|| Problem::not_found("buyer's account"))
}

/// The accounts with these ids.
pub async fn buyers(tx: &UnitOfWork, ids: &[BuyerId]) -> Result<HashMap<BuyerId, buyer::Model>> {
    let found = buyer::Entity::find().filter(buyer::Column::Id.is_in(ids.iter().copied()));
    Ok(found.all(tx.db()).await?.into_iter().map(|b| (b.id, b)).collect())
}

/// One account, or 404.
pub async fn buyer(tx: &UnitOfWork, id: BuyerId) -> Result<buyer::Model> {
    buyer::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(no_buyer)
}

/// The account with this code.
pub async fn buyer_by_code(tx: &UnitOfWork, code: &str) -> Result<Option<buyer::Model>> {
    Ok(buyer::Entity::find().filter(buyer::Column::Code.eq(code)).one(tx.db()).await?)
}

/// The account of this organisation, closed or not.
pub async fn account_of(tx: &UnitOfWork, organisation: OrganisationId) -> Result<Option<buyer::Model>> {
    Ok(buyer::Entity::find().filter(buyer::Column::OrganisationId.eq(organisation)).one(tx.db()).await?)
}

/// One account, its row locked for change; or 404.
pub async fn lock_buyer(tx: &UnitOfWork, id: BuyerId) -> Result<buyer::Model> {
    buyer::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(tx.db()).await?.ok_or_else(no_buyer)
}

/// These accounts, their rows locked for change in the order of their ids, so that two such works never wait for each
/// other.
pub async fn lock_buyers(tx: &UnitOfWork, ids: impl IntoIterator<Item = BuyerId>) -> Result<Vec<buyer::Model>> {
    let found = buyer::Entity::find()
        .filter(buyer::Column::Id.is_in(ids))
        .order_by_asc(buyer::Column::Id)
        .lock(LockType::NoKeyUpdate);
    Ok(found.all(tx.db()).await?)
}

/// A page of accounts by code, those whose code comes after `after`.
pub async fn page_of_buyers(
    tx: &UnitOfWork,
    segment: Option<SegmentId>,
    zone: Option<ZoneId>,
    after: Option<String>,
    fetch: u64,
) -> Result<Vec<buyer::Model>> {
    let mut found = buyer::Entity::find().order_by_asc(buyer::Column::Code).limit(fetch);
    if let Some(segment) = segment {
        found = found.filter(buyer::Column::SegmentId.eq(segment));
    }
    if let Some(zone) = zone {
        found = found.filter(buyer::Column::ZoneId.eq(zone));
    }
    if let Some(code) = after {
        found = found.filter(buyer::Column::Code.gt(code));
    }
    Ok(found.all(tx.db()).await?)
}

/// The organisations that accounts belong to.
pub async fn organisations(
    tx: &UnitOfWork,
    ids: impl IntoIterator<Item = OrganisationId>,
) -> Result<HashMap<OrganisationId, organisation::Model>> {
    let found = organisation::Entity::find().filter(organisation::Column::Id.is_in(ids));
    Ok(found.all(tx.db()).await?.into_iter().map(|o| (o.id, o)).collect())
}

/// All segments by code: a handful.
pub async fn segments(tx: &UnitOfWork) -> Result<Vec<segment::Model>> {
    Ok(segment::Entity::find().order_by_asc(segment::Column::Code).limit(HANDFUL).all(tx.db()).await?)
}

/// One segment, or 404.
pub async fn segment(tx: &UnitOfWork, id: SegmentId) -> Result<segment::Model> {
    segment::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("segment"))
}

/// One segment, its row locked for change; or 404.
pub async fn lock_segment(tx: &UnitOfWork, id: SegmentId) -> Result<segment::Model> {
    let found = segment::Entity::find_by_id(id).lock(LockType::Update);
    found.one(tx.db()).await?.ok_or_else(|| Problem::not_found("segment"))
}

/// All zones by code: a handful.
pub async fn zones(tx: &UnitOfWork) -> Result<Vec<zone::Model>> {
    Ok(zone::Entity::find().order_by_asc(zone::Column::Code).limit(HANDFUL).all(tx.db()).await?)
}

/// One zone, or 404.
pub async fn zone(tx: &UnitOfWork, id: ZoneId) -> Result<zone::Model> {
    zone::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("zone"))
}

/// One zone, its row locked for change; or 404.
pub async fn lock_zone(tx: &UnitOfWork, id: ZoneId) -> Result<zone::Model> {
    let found = zone::Entity::find_by_id(id).lock(LockType::Update);
    found.one(tx.db()).await?.ok_or_else(|| Problem::not_found("zone"))
}

/// The delivery points with these ids, retired ones too.
pub async fn delivery_points(
    tx: &UnitOfWork,
    ids: &[DeliveryPointId],
) -> Result<HashMap<DeliveryPointId, delivery_point::Model>> {
    let found = delivery_point::Entity::find().filter(delivery_point::Column::Id.is_in(ids.iter().copied()));
    Ok(found.all(tx.db()).await?.into_iter().map(|p| (p.id, p)).collect())
}

/// A live delivery point of this buyer, or 404.
pub async fn delivery_point_of(tx: &UnitOfWork, buyer: BuyerId, id: DeliveryPointId) -> Result<delivery_point::Model> {
    let found = delivery_point::Entity::find_by_id(id)
        .filter(delivery_point::Column::BuyerId.eq(buyer))
        .filter(delivery_point::Column::RetiredAt.is_null());
    found.one(tx.db()).await?.ok_or_else(no_point)
}

/// A delivery point of this buyer, retired or not, its row locked for change; or 404.
pub async fn lock_point(tx: &UnitOfWork, buyer: BuyerId, id: DeliveryPointId) -> Result<delivery_point::Model> {
    let found =
        delivery_point::Entity::find_by_id(id).filter(delivery_point::Column::BuyerId.eq(buyer)).lock(LockType::Update);
    found.one(tx.db()).await?.ok_or_else(no_point)
}

/// A buyer's live delivery points, oldest first.
pub async fn points_of(tx: &UnitOfWork, buyer: BuyerId) -> Result<Vec<delivery_point::Model>> {
    let found = delivery_point::Entity::find()
        .filter(delivery_point::Column::BuyerId.eq(buyer))
        .filter(delivery_point::Column::RetiredAt.is_null())
        .order_by_asc(delivery_point::Column::Id);
    Ok(found.all(tx.db()).await?)
}

/// Moves the exposure of the movement's buyer, whose row is locked from then on, unless its cause has moved it already
/// or, where `limited`, it would rise above the credit limit. Answers whether it moved; the movement is not yet stored.
pub async fn add_exposure(tx: &UnitOfWork, movement: &Movement, limited: bool) -> Result<bool> {
    use buyer::Column;
    let Movement { buyer_id, cause, amount: Amount(amount) } = movement;
    let done = exposure_movement::Entity::find()
        .select_only()
        .column(exposure_movement::Column::Id)
        .filter(exposure_movement::Column::Cause.eq(cause));
    let after = || Expr::col(Column::Exposure).add(*amount);
    let within = Condition::any().add(Column::CreditLimit.is_null()).add(Expr::col(Column::CreditLimit).gte(after()));
    // What no account can hold is left to be refused.
    let held = match amount {
        0.. => Column::Exposure.lte(i64::MAX - amount),
        _ => Column::Exposure.gte(i64::MIN - amount),
    };
    let moved = buyer::Entity::update_many()
        .col_expr(Column::Exposure, after())
        .filter(Column::Id.eq(*buyer_id))
        .filter(held)
        .filter(Expr::not_exists(done.into_query()))
        .filter(Condition::all().add_option(limited.then_some(within)))
        .exec(tx.db())
        .await?;
    Ok(moved.rows_affected == 1)
}

/// Stores movements.
pub async fn insert_movements(tx: &UnitOfWork, movements: &[Movement]) -> Result<()> {
    for movements in movements.chunks(ROWS_PER_INSERT) {
        let rows = movements.iter().map(|m| {
            let (id, cause, at) = (tx.new_id(), m.cause.clone(), tx.now());
            exposure_movement::Model { id, buyer_id: m.buyer_id, cause, amount: m.amount, at }.into_active_model()
        });
        exposure_movement::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// Which of these causes have moved an exposure already, each with whose and by how much.
pub async fn movements_of(
    tx: &UnitOfWork,
    causes: impl IntoIterator<Item = String>,
) -> Result<Vec<exposure_movement::Model>> {
    let found = exposure_movement::Entity::find().filter(exposure_movement::Column::Cause.is_in(causes));
    Ok(found.all(tx.db()).await?)
}

/// A page of a buyer's movements, newest first: those made before the one with the id `before`.
pub async fn page_of_movements(
    tx: &UnitOfWork,
    buyer: BuyerId,
    before: Option<Uuid>,
    fetch: u64,
) -> Result<Vec<exposure_movement::Model>> {
    let mut found = exposure_movement::Entity::find()
        .filter(exposure_movement::Column::BuyerId.eq(buyer))
        .order_by_desc(exposure_movement::Column::Id)
        .limit(fetch);
    if let Some(id) = before {
        found = found.filter(exposure_movement::Column::Id.lt(id));
    }
    Ok(found.all(tx.db()).await?)
}

/// Segments and zones shown at once: an installation has a handful of each.
const HANDFUL: u64 = 500;

fn no_buyer() -> Problem {
    Problem::not_found("buyer")
}

fn no_point() -> Problem {
    Problem::not_found("delivery point")
}
