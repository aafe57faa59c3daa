//! Grants a certificate.

use chrono::{Datelike, NaiveDate};
use entities::{
    certification::certificate,
    values::{ProductId, WorkshopId},
};
use serde_json::json;

use crate::{
    certification::{Event, errors::CertificationError, rules, store::certificates},
    members,
    platform::{
        counter,
        http::{api_error::ApiError, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// How many numbers of the series are tried for one certificate. Staff may have entered some of them by hand.
const MAX_NUMBERS_TRIED: usize = 1_000;

/// A certificate to grant.
#[derive(Clone, Debug)]
pub struct CertificateTerms {
    /// Its number, where it was numbered elsewhere; none = the next number of this year's series.
    pub number: Option<String>,
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// The product.
    pub product_id: ProductId,
    /// First day of validity.
    pub valid_from: NaiveDate,
    /// Last day of validity.
    pub valid_until: NaiveDate,
}

/// Grants a certificate. Granting the same certificate again returns the existing one.
///
/// Whether the product exists is checked by `catalogue` when the event is delivered.
///
/// # Errors
/// 404 for an unknown workshop; `EndsBeforeStart`, `Overlap`, `NumberTaken`, `SeriesTaken`; on delivery
/// `CatalogueError::UnknownProduct`.
pub async fn grant(tx: &mut UnitOfWork, terms: CertificateTerms) -> Result<certificate::Model> {
    members::get_workshop(tx, terms.workshop_id).await?;
    let (starts_on, ends_on) = (terms.valid_from, terms.valid_until);
    if ends_on < starts_on {
        return Err(CertificationError::EndsBeforeStart { starts_on, ends_on }.at("/valid_until"));
    }
    counter::hold(tx, "certificate").await?;
    let other = certificates::find_overlapping(tx, terms.workshop_id, terms.product_id, starts_on, ends_on).await?;
    if let Some(other) = other {
        return existing(other, &terms);
    }
    let certificate = insert(tx, terms).await?;
    let certificate::Model { id, workshop_id, product_id, .. } = certificate;
    let detail = json!({
        "number": certificate.number, "workshop": workshop_id, "product": product_id, "from": starts_on,
        "until": ends_on,
    });
    tx.audit("certificate", id, "granted", detail);
    tx.emit(Event::CertificateGranted { certificate_id: id, workshop_id, product_id });
    Ok(certificate)
}

/// The overlapping certificate where it is the requested one.
fn existing(other: certificate::Model, terms: &CertificateTerms) -> Result<certificate::Model> {
    let same_days = (other.valid_from, other.valid_until) == (terms.valid_from, terms.valid_until);
    if same_days && terms.number.as_ref().is_none_or(|number| *number == other.number) {
        return Ok(other);
    }
    let certificate::Model { number, valid_from, valid_until, .. } = other;
    Err(CertificationError::Overlap { number, valid_from, valid_until }.at("/valid_from"))
}

async fn insert(tx: &UnitOfWork, terms: CertificateTerms) -> Result<certificate::Model> {
    let mut certificate = certificate::Model {
        id: tx.new_id(),
        number: String::new(),
        workshop_id: terms.workshop_id,
        product_id: terms.product_id,
        product_name_es: None,
        product_name_en: None,
        valid_from: terms.valid_from,
        valid_until: terms.valid_until,
        granted_at: tx.now(),
        suspended_at: None,
        suspension: None,
        withdrawn_at: None,
        reason: None,
        protocol_id: None,
        version: 1,
    };
    if let Some(number) = terms.number {
        certificate.number = number.clone();
        if certificates::insert(tx, &certificate).await? {
            return Ok(certificate);
        }
        return Err(CertificationError::NumberTaken { number }.at("/number"));
    }
    let year = tx.today().year();
    for _ in 0..MAX_NUMBERS_TRIED {
        certificate.number =
            rules::certificates::number(year, counter::next(tx, &format!("certificate-{year}")).await?);
        if certificates::insert(tx, &certificate).await? {
            return Ok(certificate);
        }
    }
    Err(CertificationError::SeriesTaken { year }.into())
}
