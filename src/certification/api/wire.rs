//! Wire types of certification.

use chrono::{DateTime, NaiveDate, Utc};
use entities::{
    certification::certificate,
    members::workshop,
    values::{CertificateId, CertificateState, ProductId, WorkshopId},
};
use poem_openapi::Object;

use crate::{
    certification::{Grant, rules},
    platform::http::{limits::NOTE, text::Text},
};

/// A certificate, for those who work with it.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Certificate {
    /// Identifies the certificate.
    pub id: CertificateId,
    /// Public number.
    pub number: String,
    /// Where it stands today.
    pub state: CertificateState,
    /// Whose.
    pub workshop_id: WorkshopId,
    /// What people call that workshop.
    pub workshop: String,
    /// For what.
    pub product_id: ProductId,
    /// What that product was called when it was certified, in Spanish.
    pub product_es: Option<String>,
    /// The same in English.
    pub product_en: Option<String>,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day.
    pub valid_until: NaiveDate,
    /// When it was granted.
    pub granted_at: DateTime<Utc>,
    /// Since when it is suspended.
    pub suspended_at: Option<DateTime<Utc>>,
    /// Since when it is withdrawn.
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// Why it is suspended or withdrawn.
    pub reason: Option<String>,
}

impl Certificate {
    /// A certificate of this workshop, as it stands today.
    pub fn of(row: certificate::Model, workshop: &workshop::Model, today: NaiveDate) -> Self {
        Self {
            state: rules::state(&row, today),
            id: row.id,
            number: row.number,
            workshop_id: row.workshop_id,
            workshop: workshop.name.clone(),
            product_id: row.product_id,
            product_es: row.product_name_es,
            product_en: row.product_name_en,
            valid_from: row.valid_from,
            valid_until: row.valid_until,
            granted_at: row.granted_at,
            suspended_at: row.suspended_at,
            withdrawn_at: row.withdrawn_at,
            reason: row.reason,
        }
    }
}

/// What everybody may know of a certificate: who, what, where, until when.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct PublicCertificate {
    /// Its number.
    pub number: String,
    /// Where it stands today.
    pub state: CertificateState,
    /// Who makes it.
    pub workshop: String,
    /// Where: the comuna.
    pub comuna: Option<String>,
    /// What is made, in Spanish.
    pub product_es: Option<String>,
    /// What is made, in English.
    pub product_en: Option<String>,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day.
    pub valid_until: NaiveDate,
}

impl PublicCertificate {
    /// What is public of a certificate of this workshop.
    pub fn of(row: certificate::Model, workshop: workshop::Model, today: NaiveDate) -> Self {
        Self {
            state: rules::state(&row, today),
            number: row.number,
            workshop: workshop.name,
            comuna: workshop.comuna,
            product_es: row.product_name_es,
            product_en: row.product_name_en,
            valid_from: row.valid_from,
            valid_until: row.valid_until,
        }
    }
}

/// A certificate to be granted. Its number is the next of this year's series.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct NewCertificate {
    /// Whose.
    pub workshop_id: WorkshopId,
    /// For what.
    pub product_id: ProductId,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day.
    pub valid_until: NaiveDate,
}

impl From<NewCertificate> for Grant {
    fn from(new: NewCertificate) -> Self {
        Self {
            number: None,
            workshop_id: new.workshop_id,
            product_id: new.product_id,
            valid_from: new.valid_from,
            valid_until: new.valid_until,
        }
    }
}

/// Why a certificate changes its state.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct CertificateReason {
    /// In the words of who decided it; the workshop reads them.
    pub reason: Text<1, NOTE>,
}
