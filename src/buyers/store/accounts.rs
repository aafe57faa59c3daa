//! Accounts.

use std::collections::HashMap;

use entities::{
    buyers::{buyer, delivery_point, segment, zone},
    identity::organisation,
    values::{BuyerId, OrganisationId, SegmentId, ZoneId},
};
use sea_orm::{ColumnTrait, EntityTrait, LoaderTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::LockType};

use super::{delivery_points::list_delivery_points, segments::get_segment, zones::get_zone};
use crate::{
    buyers::{errors::BuyerError, rules::LONGEST_TERMS},
    identity,
    platform::{
        http::{
            page_request::{PageRequest, Rows},
            problem::{Problem, Result},
        },
        rows::insert_if_new,
        unit_of_work::UnitOfWork,
    },
};

/// Which accounts a list has.
#[derive(Clone, Copy, Debug, Default)]
pub struct BuyerFilter {
    /// Only of this segment.
    pub segment: Option<SegmentId>,
    /// Only of this zone.
    pub zone: Option<ZoneId>,
    /// Only those with long payment terms and no registered agreement.
    pub lacks_agreement: bool,
}

/// An account and its organisation.
#[derive(Clone, Debug)]
pub struct OrganisationBuyer {
    /// The account.
    pub buyer: buyer::Model,
    /// The buying organisation.
    pub organisation: organisation::Model,
}

/// An account with everything that it refers to, and its delivery points.
#[derive(Clone, Debug)]
pub struct BuyerRecord {
    /// The account and its organisation.
    pub account: OrganisationBuyer,
    /// Its segment.
    pub segment: segment::Model,
    /// Its zone.
    pub zone: zone::Model,
    /// Its delivery points in use, oldest first.
    pub delivery_points: Vec<delivery_point::Model>,
}

/// The account of the caller's organisation, closed or not, so that its documents stay readable; 404 where it has none.
pub async fn get_own_buyer(tx: &UnitOfWork, caller: &identity::Buyer) -> Result<buyer::Model> {
    find_buyer_of(tx, caller.organisation_id).await?.ok_or_else(not_found)
}

/// As [`get_own_buyer`], to order.
///
/// # Errors
/// `AccountClosed`.
pub async fn get_own_open_buyer(tx: &UnitOfWork, caller: &identity::Buyer) -> Result<buyer::Model> {
    get_open_buyer(tx, caller.organisation_id).await
}

/// The account of an organisation, to order; 404 where it has none.
///
/// # Errors
/// `AccountClosed`.
pub async fn get_open_buyer(tx: &UnitOfWork, organisation: OrganisationId) -> Result<buyer::Model> {
    check_open(find_buyer_of(tx, organisation).await?.ok_or_else(not_found)?)
}

/// Locks an account that is about to order.
///
/// # Errors
/// `AccountClosed`.
pub async fn lock_open_buyer(tx: &UnitOfWork, id: BuyerId) -> Result<buyer::Model> {
    check_open(lock_buyer(tx, id).await?)
}

/// The accounts with these ids.
pub async fn list_buyers_by_id(tx: &UnitOfWork, ids: &[BuyerId]) -> Result<HashMap<BuyerId, buyer::Model>> {
    let found = buyer::Entity::find().filter(buyer::Column::Id.is_in(ids.iter().copied()));
    Ok(found.all(tx.db()).await?.into_iter().map(|buyer| (buyer.id, buyer)).collect())
}

/// One account, or 404.
pub async fn get_buyer(tx: &UnitOfWork, id: BuyerId) -> Result<buyer::Model> {
    buyer::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(not_found)
}

/// The account with this code.
pub async fn find_buyer_by_code(tx: &UnitOfWork, code: &str) -> Result<Option<buyer::Model>> {
    Ok(buyer::Entity::find().filter(buyer::Column::Code.eq(code)).one(tx.db()).await?)
}

/// The account of this organisation, closed or not.
pub async fn find_buyer_of(tx: &UnitOfWork, organisation: OrganisationId) -> Result<Option<buyer::Model>> {
    Ok(buyer::Entity::find().filter(buyer::Column::OrganisationId.eq(organisation)).one(tx.db()).await?)
}

/// The organisation, or 404.
pub async fn get_organisation(tx: &UnitOfWork, id: OrganisationId) -> Result<organisation::Model> {
    let found = organisation::Entity::find_by_id(id).one(tx.db()).await?;
    found.ok_or_else(|| Problem::not_found("organisation"))
}

/// One account, its row locked for update; or 404. Rows that refer to it can still be inserted.
pub async fn lock_buyer(tx: &UnitOfWork, id: BuyerId) -> Result<buyer::Model> {
    buyer::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(tx.db()).await?.ok_or_else(not_found)
}

/// These accounts, their rows locked for update in the order of their ids, so that two transactions never wait for each
/// other.
pub async fn lock_buyers(tx: &UnitOfWork, ids: impl IntoIterator<Item = BuyerId>) -> Result<Vec<buyer::Model>> {
    let found = buyer::Entity::find()
        .filter(buyer::Column::Id.is_in(ids))
        .order_by_asc(buyer::Column::Id)
        .lock(LockType::NoKeyUpdate);
    Ok(found.all(tx.db()).await?)
}

/// A page of accounts by code, with their organisations.
pub async fn list_buyers(tx: &UnitOfWork, filter: BuyerFilter, page: &PageRequest) -> Result<Rows<OrganisationBuyer>> {
    let mut found = buyer::Entity::find();
    if let Some(segment) = filter.segment {
        found = found.filter(buyer::Column::SegmentId.eq(segment));
    }
    if let Some(zone) = filter.zone {
        found = found.filter(buyer::Column::ZoneId.eq(zone));
    }
    if filter.lacks_agreement {
        found = found
            .filter(buyer::Column::PaymentTermsDays.gt(LONGEST_TERMS))
            .filter(buyer::Column::TermsAgreementNumber.is_null());
    }
    let mut found = found.cursor_by(buyer::Column::Code);
    let rows = page.select(tx.db(), found.asc(), |buyer| buyer.code.clone()).await?;
    let mut organisations = rows.items.load_one(organisation::Entity, tx.db()).await?.into_iter();
    rows.try_map(|buyer| with_organisation(buyer, organisations.next().flatten()))
}

/// The account together with everything that it refers to.
pub async fn load_record(tx: &UnitOfWork, buyer: buyer::Model) -> Result<BuyerRecord> {
    let segment = get_segment(tx, buyer.segment_id).await?;
    let zone = get_zone(tx, buyer.zone_id).await?;
    let delivery_points = list_delivery_points(tx, buyer.id).await?;
    let organisation = organisation::Entity::find_by_id(buyer.organisation_id).one(tx.db()).await?;
    Ok(BuyerRecord { account: with_organisation(buyer, organisation)?, segment, zone, delivery_points })
}

/// Stores a new account; `false` where its organisation or its code has one already.
pub async fn insert_buyer(tx: &UnitOfWork, row: &buyer::Model) -> Result<bool> {
    insert_if_new(tx, row.clone()).await
}

/// Stores the changed columns of an account.
pub async fn update_buyer(tx: &UnitOfWork, row: buyer::ActiveModel) -> Result<buyer::Model> {
    Ok(buyer::Entity::update(row).exec(tx.db()).await?)
}

fn with_organisation(buyer: buyer::Model, organisation: Option<organisation::Model>) -> Result<OrganisationBuyer> {
    let missing = || Problem::missing_reference("organisation", buyer.organisation_id);
    Ok(OrganisationBuyer { organisation: organisation.ok_or_else(missing)?, buyer })
}

fn check_open(buyer: buyer::Model) -> Result<buyer::Model> {
    match buyer.closed_at {
        Some(closed_at) => Err(BuyerError::AccountClosed { closed_at }.into()),
        None => Ok(buyer),
    }
}

fn not_found() -> Problem {
    Problem::not_found("buyer")
}
