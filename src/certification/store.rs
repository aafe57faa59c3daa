//! Queries of certification.

use std::collections::{BTreeSet, HashSet};

use chrono::NaiveDate;
use entities::{
    certification::certificate::{self, Column},
    values::{CertificateId, ProductId, UnitId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::LockType};

use crate::platform::{
    http::problem::{Answer, Problem},
    work::{FEW, Work},
};

/// Which certificates a list shows.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Only of these units; none = of all.
    pub units: Option<Vec<UnitId>>,
    /// Only for this product.
    pub product: Option<ProductId>,
    /// Only those in nobody's hands that end by this day: neither withdrawn nor ended before `today`.
    pub expiring: Option<(NaiveDate, NaiveDate)>,
}

/// Pairs of unit and product, `of` these (and perhaps others), with a certificate in force on `date`: within its days,
/// not suspended, not withdrawn.
pub async fn certified_on(
    work: &Work,
    date: NaiveDate,
    of: &[(UnitId, ProductId)],
) -> Answer<HashSet<(UnitId, ProductId)>> {
    let mut found = certificate::Entity::find()
        .select_only()
        .columns([Column::UnitId, Column::ProductId])
        .filter(Column::ValidFrom.lte(date))
        .filter(Column::ValidUntil.gte(date))
        .filter(Column::SuspendedAt.is_null())
        .filter(Column::WithdrawnAt.is_null());
    if of.len() <= FEW {
        let (units, products): (BTreeSet<UnitId>, BTreeSet<ProductId>) = of.iter().copied().unzip();
        found = found.filter(Column::UnitId.is_in(units)).filter(Column::ProductId.is_in(products));
    }
    let pairs: Vec<(UnitId, ProductId)> = found.into_tuple().all(work.db()).await?;
    Ok(pairs.into_iter().collect())
}

/// One certificate, or 404.
pub async fn certificate(work: &Work, id: CertificateId) -> Answer<certificate::Model> {
    certificate::Entity::find_by_id(id).one(work.db()).await?.ok_or_else(none)
}

/// One certificate, its row locked for change; or 404.
pub async fn lock(work: &Work, id: CertificateId) -> Answer<certificate::Model> {
    certificate::Entity::find_by_id(id).lock(LockType::Update).one(work.db()).await?.ok_or_else(none)
}

/// The certificate with this public number.
pub async fn by_number(work: &Work, number: &str) -> Answer<Option<certificate::Model>> {
    Ok(certificate::Entity::find().filter(Column::Number.eq(number)).one(work.db()).await?)
}

/// The certificate, not withdrawn, of this unit and product that shares a day with `from` to `until`.
pub async fn covering(
    work: &Work,
    unit: UnitId,
    product: ProductId,
    from: NaiveDate,
    until: NaiveDate,
) -> Answer<Option<certificate::Model>> {
    let found = certificate::Entity::find()
        .filter(Column::UnitId.eq(unit))
        .filter(Column::ProductId.eq(product))
        .filter(Column::ValidFrom.lte(until))
        .filter(Column::ValidUntil.gte(from))
        .filter(Column::WithdrawnAt.is_null());
    Ok(found.one(work.db()).await?)
}

/// A page of certificates by number, those whose number comes after `after`.
pub async fn page(work: &Work, wanted: &Wanted, after: Option<String>, fetch: u64) -> Answer<Vec<certificate::Model>> {
    let mut found = certificate::Entity::find().order_by_asc(Column::Number).limit(fetch);
    if let Some(units) = &wanted.units {
        found = found.filter(Column::UnitId.is_in(units.iter().copied()));
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
    Ok(found.all(work.db()).await?)
}

fn none() -> Problem {
    Problem::not_found("certificate")
}
