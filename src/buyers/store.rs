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
        http::problem::{Answer, Problem},
        work::{ROWS_PER_INSERT, Work},
    },
};

/// The account of the calling buyer's organisation; 404 where it has none or it is closed.
pub async fn buyer_of(work: &Work, caller: &identity::Buyer) -> Answer<buyer::Model> {
    open_account(work, caller.organisation_id).await
}

/// The account of an organisation; 404 where it has none or it is closed.
pub async fn open_account(work: &Work, organisation: OrganisationId) -> Answer<buyer::Model> {
    let found = buyer::Entity::find()
        .filter(buyer::Column::OrganisationId.eq(organisation))
        .filter(buyer::Column::ClosedAt.is_null());
    found.one(work.db()).await?.ok_or_else(|| Problem::not_found("buyer's account"))
}

/// The accounts with these ids.
pub async fn buyers(work: &Work, ids: &[BuyerId]) -> Answer<HashMap<BuyerId, buyer::Model>> {
    let found = buyer::Entity::find().filter(buyer::Column::Id.is_in(ids.iter().copied()));
    Ok(found.all(work.db()).await?.into_iter().map(|b| (b.id, b)).collect())
}

/// One account, or 404.
pub async fn buyer(work: &Work, id: BuyerId) -> Answer<buyer::Model> {
    buyer::Entity::find_by_id(id).one(work.db()).await?.ok_or_else(no_buyer)
}

/// The account with this code.
pub async fn buyer_by_code(work: &Work, code: &str) -> Answer<Option<buyer::Model>> {
    Ok(buyer::Entity::find().filter(buyer::Column::Code.eq(code)).one(work.db()).await?)
}

/// The account of this organisation, closed or not.
pub async fn account_of(work: &Work, organisation: OrganisationId) -> Answer<Option<buyer::Model>> {
    Ok(buyer::Entity::find().filter(buyer::Column::OrganisationId.eq(organisation)).one(work.db()).await?)
}

/// One account, its row locked for change; or 404.
pub async fn lock_buyer(work: &Work, id: BuyerId) -> Answer<buyer::Model> {
    buyer::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(work.db()).await?.ok_or_else(no_buyer)
}

/// These accounts, their rows locked for change in the order of their ids, so that two such works never wait for each
/// other.
pub async fn lock_buyers(work: &Work, ids: impl IntoIterator<Item = BuyerId>) -> Answer<Vec<buyer::Model>> {
    let found = buyer::Entity::find()
        .filter(buyer::Column::Id.is_in(ids))
        .order_by_asc(buyer::Column::Id)
        .lock(LockType::NoKeyUpdate);
    Ok(found.all(work.db()).await?)
}

/// A page of accounts by code, those whose code comes after `after`.
pub async fn page_of_buyers(
    work: &Work,
    segment: Option<SegmentId>,
    zone: Option<ZoneId>,
    after: Option<String>,
    fetch: u64,
) -> Answer<Vec<buyer::Model>> {
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
    Ok(found.all(work.db()).await?)
}

/// The organisations that accounts belong to.
pub async fn organisations(
    work: &Work,
    ids: impl IntoIterator<Item = OrganisationId>,
) -> Answer<HashMap<OrganisationId, organisation::Model>> {
    let found = organisation::Entity::find().filter(organisation::Column::Id.is_in(ids));
    Ok(found.all(work.db()).await?.into_iter().map(|o| (o.id, o)).collect())
}

/// All segments by code: a handful.
pub async fn segments(work: &Work) -> Answer<Vec<segment::Model>> {
    Ok(segment::Entity::find().order_by_asc(segment::Column::Code).limit(HANDFUL).all(work.db()).await?)
}

/// One segment, or 404.
pub async fn segment(work: &Work, id: SegmentId) -> Answer<segment::Model> {
    segment::Entity::find_by_id(id).one(work.db()).await?.ok_or_else(|| Problem::not_found("segment"))
}

/// One segment, its row locked for change; or 404.
pub async fn lock_segment(work: &Work, id: SegmentId) -> Answer<segment::Model> {
    let found = segment::Entity::find_by_id(id).lock(LockType::Update);
    found.one(work.db()).await?.ok_or_else(|| Problem::not_found("segment"))
}

/// All zones by code: a handful.
pub async fn zones(work: &Work) -> Answer<Vec<zone::Model>> {
    Ok(zone::Entity::find().order_by_asc(zone::Column::Code).limit(HANDFUL).all(work.db()).await?)
}

/// One zone, or 404.
pub async fn zone(work: &Work, id: ZoneId) -> Answer<zone::Model> {
    zone::Entity::find_by_id(id).one(work.db()).await?.ok_or_else(|| Problem::not_found("zone"))
}

/// One zone, its row locked for change; or 404.
pub async fn lock_zone(work: &Work, id: ZoneId) -> Answer<zone::Model> {
    let found = zone::Entity::find_by_id(id).lock(LockType::Update);
    found.one(work.db()).await?.ok_or_else(|| Problem::not_found("zone"))
}

/// The delivery points with these ids, retired ones too.
pub async fn delivery_points(
    work: &Work,
    ids: &[DeliveryPointId],
) -> Answer<HashMap<DeliveryPointId, delivery_point::Model>> {
    let found = delivery_point::Entity::find().filter(delivery_point::Column::Id.is_in(ids.iter().copied()));
    Ok(found.all(work.db()).await?.into_iter().map(|p| (p.id, p)).collect())
}

/// A live delivery point of this buyer, or 404.
pub async fn delivery_point_of(work: &Work, buyer: BuyerId, id: DeliveryPointId) -> Answer<delivery_point::Model> {
    let found = delivery_point::Entity::find_by_id(id)
        .filter(delivery_point::Column::BuyerId.eq(buyer))
        .filter(delivery_point::Column::RetiredAt.is_null());
    found.one(work.db()).await?.ok_or_else(no_point)
}

/// A delivery point of this buyer, retired or not, its row locked for change; or 404.
pub async fn lock_point(work: &Work, buyer: BuyerId, id: DeliveryPointId) -> Answer<delivery_point::Model> {
    let found =
        delivery_point::Entity::find_by_id(id).filter(delivery_point::Column::BuyerId.eq(buyer)).lock(LockType::Update);
    found.one(work.db()).await?.ok_or_else(no_point)
}

/// A buyer's live delivery points, oldest first.
pub async fn points_of(work: &Work, buyer: BuyerId) -> Answer<Vec<delivery_point::Model>> {
    let found = delivery_point::Entity::find()
        .filter(delivery_point::Column::BuyerId.eq(buyer))
        .filter(delivery_point::Column::RetiredAt.is_null())
        .order_by_asc(delivery_point::Column::Id);
    Ok(found.all(work.db()).await?)
}

/// Moves the exposure of the movement's buyer, whose row is locked from then on, unless its cause has moved it already
/// or, where `limited`, it would rise above the credit limit. Answers whether it moved; the movement is not yet stored.
pub async fn add_exposure(work: &Work, movement: &Movement, limited: bool) -> Answer<bool> {
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
        .exec(work.db())
        .await?;
    Ok(moved.rows_affected == 1)
}

/// Stores movements.
pub async fn insert_movements(work: &Work, movements: &[Movement]) -> Answer<()> {
    for movements in movements.chunks(ROWS_PER_INSERT) {
        let rows = movements.iter().map(|m| {
            let (id, cause, at) = (work.new_id(), m.cause.clone(), work.now());
            exposure_movement::Model { id, buyer_id: m.buyer_id, cause, amount: m.amount, at }.into_active_model()
        });
        exposure_movement::Entity::insert_many(rows).exec_without_returning(work.db()).await?;
    }
    Ok(())
}

/// Which of these causes have moved an exposure already, each with whose and by how much.
pub async fn movements_of(
    work: &Work,
    causes: impl IntoIterator<Item = String>,
) -> Answer<Vec<exposure_movement::Model>> {
    let found = exposure_movement::Entity::find().filter(exposure_movement::Column::Cause.is_in(causes));
    Ok(found.all(work.db()).await?)
}

/// A page of a buyer's movements, newest first: those made before the one with the id `before`.
pub async fn page_of_movements(
    work: &Work,
    buyer: BuyerId,
    before: Option<Uuid>,
    fetch: u64,
) -> Answer<Vec<exposure_movement::Model>> {
    let mut found = exposure_movement::Entity::find()
        .filter(exposure_movement::Column::BuyerId.eq(buyer))
        .order_by_desc(exposure_movement::Column::Id)
        .limit(fetch);
    if let Some(id) = before {
        found = found.filter(exposure_movement::Column::Id.lt(id));
    }
    Ok(found.all(work.db()).await?)
}

/// Segments and zones shown at once: an installation has a handful of each.
const HANDFUL: u64 = 500;

fn no_buyer() -> Problem {
    Problem::not_found("buyer")
}

fn no_point() -> Problem {
    Problem::not_found("delivery point")
}
