//! Queries of certificates.

use chrono::NaiveDate;
use entities::{
    certification::certificate::{self, Column},
    members::workshop,
    values::{CertificateId, ProductId, SuspensionKind, WorkshopId},
};
use sea_orm::{
    ColumnTrait, EntityTrait, ExprTrait, LoaderTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, LockType},
};

use crate::platform::{
    http::{
        page_request::{PageRequest, Rows},
        problem::{Problem, Result},
    },
    rows::insert_if_new,
    unit_of_work::UnitOfWork,
};

/// Which certificates a list has.
#[derive(Clone, Debug, Default)]
pub struct CertificateFilter {
    /// Only of these workshops; none = of all.
    pub workshops: Option<Vec<WorkshopId>>,
    /// Only for this product.
    pub product: Option<ProductId>,
    /// Only those that end by this day and have neither ended nor been withdrawn.
    pub expiring_by: Option<NaiveDate>,
}

/// A certificate and the workshop that holds it.
#[derive(Clone, Debug)]
pub struct WorkshopCertificate {
    /// The certificate.
    pub certificate: certificate::Model,
    /// The workshop.
    pub workshop: workshop::Model,
}

/// Whether the workshop and the product of these columns have a certificate in force on `date`: within its days, not
/// suspended, not withdrawn. It is a condition, for a query over many workshops and products.
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
pub async fn get_certificate(tx: &UnitOfWork, id: CertificateId) -> Result<certificate::Model> {
    certificate::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(not_found)
}

/// One certificate, its row locked for update; or 404.
pub async fn lock_certificate(tx: &UnitOfWork, id: CertificateId) -> Result<certificate::Model> {
    certificate::Entity::find_by_id(id).lock(LockType::Update).one(tx.db()).await?.ok_or_else(not_found)
}

/// The certificate with this public number and its workshop, or 404.
pub async fn get_by_number(tx: &UnitOfWork, number: &str) -> Result<WorkshopCertificate> {
    let found = certificate::Entity::find().filter(Column::Number.eq(number));
    let (certificate, workshop) =
        found.find_also_related(workshop::Entity).one(tx.db()).await?.ok_or_else(not_found)?;
    with_workshop(certificate, workshop)
}

/// All suspended certificates that may still be reinstated.
pub async fn list_suspended(tx: &UnitOfWork) -> Result<Vec<certificate::Model>> {
    let found = certificate::Entity::find().filter(Column::SuspendedAt.is_not_null());
    Ok(found.filter(Column::WithdrawnAt.is_null()).order_by_asc(Column::Id).all(tx.db()).await?)
}

/// A certificate of this workshop and product that is not withdrawn and shares a day with `from` to `until`.
pub async fn find_overlapping(
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

/// The certificates of a workshop that are valid after a day and not withdrawn, by number.
pub async fn list_valid_after(
    tx: &UnitOfWork,
    workshop: WorkshopId,
    day: NaiveDate,
) -> Result<Vec<certificate::Model>> {
    let found = certificate::Entity::find()
        .filter(Column::WorkshopId.eq(workshop))
        .filter(Column::ValidUntil.gt(day))
        .filter(Column::WithdrawnAt.is_null())
        .order_by_asc(Column::Number);
    Ok(found.all(tx.db()).await?)
}

/// A page of certificates by number, with their workshops.
pub async fn list_certificates(
    tx: &UnitOfWork,
    filter: CertificateFilter,
    page: &PageRequest,
) -> Result<Rows<WorkshopCertificate>> {
    let mut found = certificate::Entity::find();
    if let Some(workshops) = filter.workshops {
        found = found.filter(Column::WorkshopId.is_in(workshops));
    }
    if let Some(product) = filter.product {
        found = found.filter(Column::ProductId.eq(product));
    }
    if let Some(day) = filter.expiring_by {
        found = found.filter(Column::ValidUntil.between(tx.today(), day)).filter(Column::WithdrawnAt.is_null());
    }
    let mut found = found.cursor_by(Column::Number);
    let rows = page.select(tx.db(), found.asc(), |certificate| certificate.number.clone()).await?;
    let mut workshops = rows.items.load_one(workshop::Entity, tx.db()).await?.into_iter();
    rows.try_map(|certificate| with_workshop(certificate, workshops.next().flatten()))
}

/// The certificate together with its workshop.
pub async fn load_workshop(tx: &UnitOfWork, certificate: certificate::Model) -> Result<WorkshopCertificate> {
    let workshop = workshop::Entity::find_by_id(certificate.workshop_id).one(tx.db()).await?;
    with_workshop(certificate, workshop)
}

/// Stores a new certificate; `false` where its number is taken.
pub async fn insert(tx: &UnitOfWork, row: &certificate::Model) -> Result<bool> {
    insert_if_new(tx, row.clone()).await
}

/// Stores the changed columns of a certificate.
pub async fn update(tx: &UnitOfWork, row: certificate::ActiveModel) -> Result<certificate::Model> {
    Ok(certificate::Entity::update(row).exec(tx.db()).await?)
}

fn with_workshop(certificate: certificate::Model, workshop: Option<workshop::Model>) -> Result<WorkshopCertificate> {
    let workshop = workshop.ok_or_else(|| Problem::missing_reference("workshop", certificate.workshop_id))?;
    Ok(WorkshopCertificate { certificate, workshop })
}

fn not_found() -> Problem {
    Problem::not_found("certificate")
}

/// Whether the certificate of a workshop for a product is suspended for safety.
pub async fn is_suspended_for_safety(tx: &UnitOfWork, workshop: WorkshopId, product: ProductId) -> Result<bool> {
    let found = certificate::Entity::find()
        .filter(certificate::Column::WorkshopId.eq(workshop))
        .filter(certificate::Column::ProductId.eq(product))
        .filter(certificate::Column::Suspension.eq(SuspensionKind::Safety))
        .filter(certificate::Column::WithdrawnAt.is_null());
    Ok(found.one(tx.db()).await?.is_some())
}
