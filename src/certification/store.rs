//! Queries of certification.

use chrono::NaiveDate;
use entities::{
    certification::certificate::{self, Column},
    values::{CertificateId, ProductId, WorkshopId},
};
use sea_orm::{
    ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, LockType},
};

use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::UnitOfWork,
};

/// Which certificates a list shows.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Only of these workshops; none = of all.
    pub workshops: Option<Vec<WorkshopId>>,
    /// Only for this product.
    pub product: Option<ProductId>,
    /// Only those in nobody's hands that end by this day: neither withdrawn nor ended before `today`.
    pub expiring: Option<(NaiveDate, NaiveDate)>,
}

/// Whether the workshop and the product of these columns have a certificate in force on `date`: within its days, not
/// suspended, not withdrawn. A condition, for a query that asks for many of them at once.
pub fn certified_on(date: NaiveDate, workshop: impl ColumnTrait, product: impl ColumnTrait) -> Expr {
    let found = certificate::Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Expr::col(Column::WorkshopId.as_column_ref()).equals(workshop.as_column_ref()))
        .filter(Expr::col(Column::ProductId.as_column_ref()).equals(product.as_column_ref()))
        .filter(Column::ValidFrom.lte(date))
        .filter(Column::ValidUntil.gte(date))
        .filter(Column::SuspendedAt.is_null())
        .filter(Column::WithdrawnAt.is_null());
    Expr::exists(found.into_query())
}

/// One certificate, or 404.
pub async fn certificate(tx: &UnitOfWork, id: CertificateId) -> Result<certificate::Model> {
    certificate::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(none)
}

/// One certificate, its row locked for change; or 404.
pub async fn lock(tx: &UnitOfWork, id: CertificateId) -> Result<certificate::Model> {
    certificate::Entity::find_by_id(id).lock(LockType::Update).one(tx.db()).await?.ok_or_else(none)
}

/// The certificate with this public number.
pub async fn by_number(tx: &UnitOfWork, number: &str) -> Result<Option<certificate::Model>> {
    Ok(certificate::Entity::find().filter(Column::Number.eq(number)).one(tx.db()).await?)
}

/// All certificates that are suspended, and may be reinstated.
pub async fn suspended(tx: &UnitOfWork) -> Result<Vec<certificate::Model>> {
    let found = certificate::Entity::find().filter(Column::SuspendedAt.is_not_null());
    Ok(found.filter(Column::WithdrawnAt.is_null()).order_by_asc(Column::Id).all(tx.db()).await?)
}

/// The certificate, not withdrawn, of this workshop and product that shares a day with `from` to `until`.
pub async fn covering(
    tx: &UnitOfWork,
    workshop: WorkshopId,
    product: ProductId,
    from: NaiveDate,
    until: NaiveDate,
) -> Result<Option<certificate::Model>> {
    let found = certificate::Entity::find()
        .filter(Column::WorkshopId.eq(workshop))
        .filter(Column::ProductId.eq(product))
        .filter(Column::ValidFrom.lte(until))
        .filter(Column::ValidUntil.gte(from))
        .filter(Column::WithdrawnAt.is_null());
    Ok(found.one(tx.db()).await?)
}

/// A page of certificates by number, those whose number comes after `after`.
pub async fn page(
    tx: &UnitOfWork,
    wanted: &Wanted,
    after: Option<String>,
    fetch: u64,
) -> Result<Vec<certificate::Model>> {
    let mut found = certificate::Entity::find().order_by_asc(Column::Number).limit(fetch);
    if let Some(workshops) = &wanted.workshops {
        found = found.filter(Column::WorkshopId.is_in(workshops.iter().copied()));
    }
    if let Some(product) = wanted.product {
        found = found.filter(Column::ProductId.eq(product));
    }
    if let Some((today, by)) = wanted.expiring {
        found = found
            .filter(Column::ValidUntil.gte(today))
            .filter(Column::ValidUntil.lte(by))
            .filter(Column::WithdrawnAt.is_null());
    }
    if let Some(number) = after {
        found = found.filter(Column::Number.gt(number));
    }
    Ok(found.all(tx.db()).await?)
}

fn none() -> Problem {
    Problem::not_found("certificate")
}
