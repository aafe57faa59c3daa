//! Offers.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use entities::{
    catalogue::{offer, product},
    members::production_unit,
    values::{OfferId, ProductId, UnitId},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseBackend, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QueryOrder, QuerySelect, Select, sea_query::LockType,
};

use crate::{
    certification::certified_on,
    members::{UnitOnDay, units_on_day},
    platform::{
        http::problem::{Answer, Problem},
        work::Work,
    },
};

/// An offer with what its product and its unit say about it.
#[derive(Debug, FromQueryResult)]
pub struct OfferOnDay {
    /// The offer.
    #[sea_orm(nested)]
    pub offer: offer::Model,
    /// Units per lot of the product.
    pub lot_size: i64,
    /// Order multiple of the product.
    pub order_multiple: i64,
    /// Overall limit of the unit.
    pub unit_limit_bps: Option<i32>,
    /// What decides on the day whether the unit may supply at all …
    #[sea_orm(nested)]
    pub unit: UnitOnDay,
    /// … and whether it has the product's certificate.
    pub certified: bool,
}

/// Live offers of these products, of all where `products` is empty, by product and unit code, as they stand on `date`.
pub async fn live(work: &Work, date: NaiveDate, products: &[ProductId]) -> Answer<Vec<OfferOnDay>> {
    let mut query = on_day(date).filter(offer::Column::EndedAt.is_null());
    if !products.is_empty() {
        query = query.filter(offer::Column::ProductId.is_in(products.iter().copied()));
    }
    Ok(query.into_model::<OfferOnDay>().all(work.db()).await?)
}

/// Offers of these units for these products, ended ones too, as they stand on `date`.
pub async fn ever(
    work: &Work,
    date: NaiveDate,
    units: BTreeSet<UnitId>,
    products: BTreeSet<ProductId>,
) -> Answer<Vec<OfferOnDay>> {
    let query =
        on_day(date).filter(offer::Column::UnitId.is_in(units)).filter(offer::Column::ProductId.is_in(products));
    Ok(query.into_model::<OfferOnDay>().all(work.db()).await?)
}

fn on_day(date: NaiveDate) -> Select<offer::Entity> {
    let product_of = offer::Entity::belongs_to(product::Entity).from(offer::Column::ProductId).to(product::Column::Id);
    let unit_of =
        offer::Entity::belongs_to(production_unit::Entity).from(offer::Column::UnitId).to(production_unit::Column::Id);
    let certified = certified_on(date, offer::Column::UnitId, offer::Column::ProductId);
    units_on_day(offer::Entity::find(), date)
        .join(JoinType::InnerJoin, product_of.into())
        .join(JoinType::InnerJoin, unit_of.into())
        .column_as(product::Column::LotSize, "lot_size")
        .column_as(product::Column::OrderMultiple, "order_multiple")
        .column_as(production_unit::Column::OverallLimitBps, "unit_limit_bps")
        .column_as(certified, "certified")
        .order_by_asc(offer::Column::ProductId)
        .order_by_asc(production_unit::Column::Code)
}

/// All offers of these units, ended ones too, by product.
pub async fn of_units(work: &Work, units: &[UnitId]) -> Answer<Vec<offer::Model>> {
    Ok(offer::Entity::find()
        .filter(offer::Column::UnitId.is_in(units.iter().copied()))
        .order_by_asc(offer::Column::ProductId)
        .all(work.db())
        .await?)
}

/// A page of all offers, oldest first, of a product where given.
pub async fn page(
    work: &Work,
    product: Option<ProductId>,
    unit: Option<UnitId>,
    after: Option<OfferId>,
    fetch: u64,
) -> Answer<Vec<offer::Model>> {
    let mut query = offer::Entity::find().order_by_asc(offer::Column::Id).limit(fetch);
    if let Some(product) = product {
        query = query.filter(offer::Column::ProductId.eq(product));
    }
    if let Some(unit) = unit {
        query = query.filter(offer::Column::UnitId.eq(unit));
    }
    if let Some(after) = after {
        query = query.filter(offer::Column::Id.gt(after));
    }
    Ok(query.all(work.db()).await?)
}

/// The offer, or 404.
pub async fn get(work: &Work, id: OfferId) -> Answer<offer::Model> {
    offer::Entity::find_by_id(id).one(work.db()).await?.ok_or_else(|| Problem::not_found("offer"))
}

/// The offer, its row locked for change, or 404.
pub async fn lock(work: &Work, id: OfferId) -> Answer<offer::Model> {
    let mut query = offer::Entity::find_by_id(id);
    if work.db().get_database_backend() == DatabaseBackend::Postgres {
        query = query.lock(LockType::Update);
    }
    query.one(work.db()).await?.ok_or_else(|| Problem::not_found("offer"))
}

/// The offer of this unit for this product.
pub async fn of(work: &Work, unit: UnitId, product: ProductId) -> Answer<Option<offer::Model>> {
    Ok(offer::Entity::find()
        .filter(offer::Column::UnitId.eq(unit))
        .filter(offer::Column::ProductId.eq(product))
        .one(work.db())
        .await?)
}

/// Stores a new offer.
pub async fn insert(work: &Work, row: offer::ActiveModel) -> Answer<offer::Model> {
    Ok(row.insert(work.db()).await?)
}

/// Stores a changed offer.
pub async fn update(work: &Work, row: offer::ActiveModel) -> Answer<offer::Model> {
    Ok(row.update(work.db()).await?)
}
