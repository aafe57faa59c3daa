//! Offers.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use entities::{
    catalogue::{offer, product},
    members::workshop,
    values::{OfferId, ProductId, WorkshopId},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseBackend, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QueryOrder, QuerySelect, Select, sea_query::LockType,
};

use crate::{
    certification::certified_on,
    members::{SupplyStatus, select_supply_status},
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// An offer with what its product and its workshop say about it.
#[derive(Debug, FromQueryResult)]
pub struct OfferOnDay {
    /// The offer.
    #[sea_orm(nested)]
    pub offer: offer::Model,
    /// Units per lot of the product.
    pub lot_size: i64,
    /// Order multiple of the product.
    pub order_multiple: i64,
    /// Overall limit of the workshop.
    pub workshop_limit_bps: Option<i32>,
    /// What decides on the day whether the workshop may supply at all …
    #[sea_orm(nested)]
    pub workshop: SupplyStatus,
    /// … and whether it has the product's certificate.
    pub certified: bool,
}

/// Live offers of these products, of all where `products` is empty, by product and workshop code, as they stand on `date`.
pub async fn live(tx: &UnitOfWork, date: NaiveDate, products: &[ProductId]) -> Result<Vec<OfferOnDay>> {
    let mut query = on_day(date).filter(offer::Column::EndedAt.is_null());
    if !products.is_empty() {
        query = query.filter(offer::Column::ProductId.is_in(products.iter().copied()));
    }
    Ok(query.into_model::<OfferOnDay>().all(tx.db()).await?)
}

/// Offers of these workshops for these products, ended ones too, as they stand on `date`.
pub async fn ever(
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
    let product_of = offer::Entity::belongs_to(product::Entity).from(offer::Column::ProductId).to(product::Column::Id);
    let workshop_of =
        offer::Entity::belongs_to(workshop::Entity).from(offer::Column::WorkshopId).to(workshop::Column::Id);
    let certified = certified_on(date, offer::Column::WorkshopId, offer::Column::ProductId);
    select_supply_status(offer::Entity::find(), date)
        .join(JoinType::InnerJoin, product_of.into())
        .join(JoinType::InnerJoin, workshop_of.into())
        .column_as(product::Column::LotSize, "lot_size")
        .column_as(product::Column::OrderMultiple, "order_multiple")
        .column_as(workshop::Column::OverallLimitBps, "workshop_limit_bps")
        .column_as(certified, "certified")
        .order_by_asc(offer::Column::ProductId)
        .order_by_asc(workshop::Column::Code)
}

/// All offers of these workshops, ended ones too, by product.
pub async fn of_workshops(tx: &UnitOfWork, workshops: &[WorkshopId]) -> Result<Vec<offer::Model>> {
    Ok(offer::Entity::find()
        .filter(offer::Column::WorkshopId.is_in(workshops.iter().copied()))
        .order_by_asc(offer::Column::ProductId)
        .all(tx.db())
        .await?)
}

/// A page of all offers, oldest first, of a product where given.
pub async fn page(
    tx: &UnitOfWork,
    product: Option<ProductId>,
    workshop: Option<WorkshopId>,
    after: Option<OfferId>,
    fetch: u64,
) -> Result<Vec<offer::Model>> {
    let mut query = offer::Entity::find().order_by_asc(offer::Column::Id).limit(fetch);
    if let Some(product) = product {
        query = query.filter(offer::Column::ProductId.eq(product));
    }
    if let Some(workshop) = workshop {
        query = query.filter(offer::Column::WorkshopId.eq(workshop));
    }
    if let Some(after) = after {
        query = query.filter(offer::Column::Id.gt(after));
    }
    Ok(query.all(tx.db()).await?)
}

/// The offer, or 404.
pub async fn get(tx: &UnitOfWork, id: OfferId) -> Result<offer::Model> {
    offer::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("offer"))
}

/// The offer, its row locked for change, or 404.
pub async fn lock(tx: &UnitOfWork, id: OfferId) -> Result<offer::Model> {
    let mut query = offer::Entity::find_by_id(id);
    if tx.db().get_database_backend() == DatabaseBackend::Postgres {
        query = query.lock(LockType::Update);
    }
    query.one(tx.db()).await?.ok_or_else(|| Problem::not_found("offer"))
}

/// The offer of this workshop for this product.
pub async fn of(tx: &UnitOfWork, workshop: WorkshopId, product: ProductId) -> Result<Option<offer::Model>> {
    Ok(offer::Entity::find()
        .filter(offer::Column::WorkshopId.eq(workshop))
        .filter(offer::Column::ProductId.eq(product))
        .one(tx.db())
        .await?)
}

/// Stores a new offer.
pub async fn insert(tx: &UnitOfWork, row: offer::ActiveModel) -> Result<offer::Model> {
    Ok(row.insert(tx.db()).await?)
}

/// Stores a changed offer.
pub async fn update(tx: &UnitOfWork, row: offer::ActiveModel) -> Result<offer::Model> {
    Ok(row.update(tx.db()).await?)
}
