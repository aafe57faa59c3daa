//! Rules of certificates: their state on a day, and their numbers.

use chrono::NaiveDate;
use entities::{certification::certificate, values::CertificateState};

use crate::certification::errors::CertificationError;

/// The state of a certificate on `today`. It is active before its first day too, although not yet in force.
pub fn state(certificate: &certificate::Model, today: NaiveDate) -> CertificateState {
    if certificate.withdrawn_at.is_some() {
        CertificateState::Withdrawn
    } else if certificate.valid_until < today {
        CertificateState::Expired
    } else if certificate.suspended_at.is_some() {
        CertificateState::Suspended
    } else {
        CertificateState::Active
    }
}

/// Whether the state of a certificate may still change.
///
/// # Errors
/// `Withdrawn` and `Expired`, which are final.
pub fn check_changeable(certificate: &certificate::Model, today: NaiveDate) -> Result<(), CertificationError> {
    if let Some(withdrawn_at) = certificate.withdrawn_at {
        return Err(CertificationError::Withdrawn { withdrawn_at });
    }
    if state(certificate, today) == CertificateState::Expired {
        return Err(CertificationError::Expired { valid_until: certificate.valid_until });
    }
    Ok(())
}

/// The public number of the `n`-th certificate granted in `year`.
pub fn number(year: i32, n: i64) -> String {
    format!("SC-{year}-{n:04}")
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use entities::values::{CertificateId, ProductId, WorkshopId};
    use uuid::Uuid;

    use super::*;

    fn certificate(suspended: bool, withdrawn: bool) -> certificate::Model {
        let day = |d| NaiveDate::from_ymd_opt(2026, 3, d).unwrap();
        let at = |set: bool| set.then_some(DateTime::<Utc>::UNIX_EPOCH);
        certificate::Model {
            id: CertificateId(Uuid::nil()),
            number: number(2026, 1),
            workshop_id: WorkshopId(Uuid::nil()),
            product_id: ProductId(Uuid::nil()),
            product_name_es: None,
            product_name_en: None,
            valid_from: day(10),
            valid_until: day(20),
            granted_at: DateTime::UNIX_EPOCH,
            suspended_at: at(suspended),
            suspension: None,
            withdrawn_at: at(withdrawn),
            reason: None,
            protocol_id: None,
            version: 1,
        }
    }

    #[test]
    fn the_last_day_counts_and_withdrawn_is_for_good() {
        let on = |d, suspended, withdrawn| {
            state(&certificate(suspended, withdrawn), NaiveDate::from_ymd_opt(2026, 3, d).unwrap())
        };
        assert_eq!(on(1, false, false), CertificateState::Active);
        assert_eq!(on(20, false, false), CertificateState::Active);
        assert_eq!(on(21, false, false), CertificateState::Expired);
        assert_eq!(on(20, true, false), CertificateState::Suspended);
        assert_eq!(on(21, true, false), CertificateState::Expired);
        assert_eq!(on(21, true, true), CertificateState::Withdrawn);
    }

    #[test]
    fn numbers_have_four_digits_or_more() {
        assert_eq!(number(2026, 1), "SC-2026-0001");
        assert_eq!(number(2026, 12_345), "SC-2026-12345");
    }
}
