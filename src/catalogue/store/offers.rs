//! Offers.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use entities::{
    catalogue::{offer, product},
    members::workshop,
    values::{OfferId, ProductId, WorkshopId},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::LockType,
};

use crate::{
    certification::certified_on,
    members::{SupplyStatus, select_supply_status},
    platform::{
        http::{
            page_request::{PageRequest, Rows},
            problem::{Problem, Result},
        },
        rows::insert_if_new,
        unit_of_work::UnitOfWork,
    },
};

/// An offer with what decides on a day whether its workshop may supply.
#[derive(Debug, FromQueryResult)]
pub struct OfferOnDay {
    /// The offer.
    #[sea_orm(nested)]
    pub offer: offer::Model,
    /// Units per lot of the product.
    pub lot_size: i64,
    /// Order multiple of the product.
    pub order_multiple: i64,
    /// Overall limit of the workshop, in basis points.
    pub workshop_limit_bps: Option<i32>,
    /// The workshop's membership, authorisation and pauses on the day.
    #[sea_orm(nested)]
    pub workshop: SupplyStatus,
    /// Whether the workshop has the product's certificate on the day.
    pub certified: bool,
}

/// Live offers of these products (of all where empty) as of `date`, by product and workshop code.
pub async fn list_live_offers(tx: &UnitOfWork, date: NaiveDate, products: &[ProductId]) -> Result<Vec<OfferOnDay>> {
    let mut query = on_day(date).filter(offer::Column::EndedAt.is_null());
    if !products.is_empty() {
        query = query.filter(offer::Column::ProductId.is_in(products.iter().copied()));
    }
    Ok(query.into_model::<OfferOnDay>().all(tx.db()).await?)
}

/// Offers of these workshops for these products as of `date`, ended ones too.
pub async fn list_all_offers(
    tx: &UnitOfWork,
    date: NaiveDate,
    workshops: BTreeSet<WorkshopId>,
    products: BTreeSet<ProductId>,
) -> Result<Vec<OfferOnDay>> {
    let query = on_day(date)
        .filter(offer::Column::WorkshopId.is_in(workshops))
        .filter(offer::Column::ProductId.is_in(products));
    Ok(query.into_model::<OfferOnDay>().all(tx.db()).await?)
}

fn on_day(date: NaiveDate) -> Select<offer::Entity> {
    let certified = certified_on(date, offer::Column::WorkshopId, offer::Column::ProductId);
    select_supply_status(offer::Entity::find(), date)
        .inner_join(product::Entity)
        .inner_join(workshop::Entity)
        .column_as(product::Column::LotSize, "lot_size")
        .column_as(product::Column::OrderMultiple, "order_multiple")
        .column_as(workshop::Column::OverallLimitBps, "workshop_limit_bps")
        .column_as(certified, "certified")
        .order_by_asc(offer::Column::ProductId)
        .order_by_asc(workshop::Column::Code)
}

/// All offers of these workshops, ended ones too, by product.
pub async fn list_offers_of_workshops(tx: &UnitOfWork, workshops: &[WorkshopId]) -> Result<Vec<offer::Model>> {
    Ok(offer::Entity::find()
        .filter(offer::Column::WorkshopId.is_in(workshops.iter().copied()))
        .order_by_asc(offer::Column::ProductId)
        .all(tx.db())
        .await?)
}

/// A page of all offers, oldest first; only of this product and of this workshop, where given.
pub async fn list_offers(
    tx: &UnitOfWork,
    product: Option<ProductId>,
    workshop: Option<WorkshopId>,
    page: &PageRequest,
) -> Result<Rows<offer::Model>> {
    let mut query = offer::Entity::find();
    if let Some(product) = product {
        query = query.filter(offer::Column::ProductId.eq(product));
    }
    if let Some(workshop) = workshop {
        query = query.filter(offer::Column::WorkshopId.eq(workshop));
    }
    page.select(tx.db(), query.cursor_by(offer::Column::Id).asc(), |offer| offer.id).await
}

/// The offer, its row locked for update; or 404.
pub async fn lock_offer(tx: &UnitOfWork, id: OfferId) -> Result<offer::Model> {
    offer::Entity::find_by_id(id).lock(LockType::Update).one(tx.db()).await?.ok_or_else(|| Problem::not_found("offer"))
}

/// The offer of this workshop for this product, its row locked for update; or 404.
pub async fn lock_offer_of(tx: &UnitOfWork, workshop: WorkshopId, product: ProductId) -> Result<offer::Model> {
    let found = offer::Entity::find()
        .filter(offer::Column::WorkshopId.eq(workshop))
        .filter(offer::Column::ProductId.eq(product))
        .lock(LockType::Update);
    found.one(tx.db()).await?.ok_or_else(|| Problem::not_found("offer"))
}

/// Stores a new offer; `false` where the workshop has one for the product.
pub async fn insert_offer(tx: &UnitOfWork, row: &offer::Model) -> Result<bool> {
    insert_if_new(tx, row.clone()).await
}

/// Stores the changed columns of an offer.
pub async fn update_offer(tx: &UnitOfWork, row: offer::ActiveModel) -> Result<offer::Model> {
    Ok(row.update(tx.db()).await?)
}
