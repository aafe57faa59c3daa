//! Reinstates a suspended certificate.

use entities::{
    certification::certificate,
    values::{CertificateId, CertificateState},
};
use sea_orm::ActiveValue::Set;
use serde_json::json;

use crate::{
    certification::{Event, rules, store::certificates},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Ends the suspension of a certificate. Repeated, it changes nothing.
///
/// # Errors
/// 404; `Withdrawn`, `Expired`.
pub async fn reinstate(tx: &mut UnitOfWork, id: CertificateId, reason: &str) -> Result<certificate::Model> {
    let before = certificates::lock_certificate(tx, id).await?;
    rules::certificates::check_changeable(&before, tx.today())?;
    if rules::certificates::state(&before, tx.today()) == CertificateState::Active {
        return Ok(before);
    }
    let change = certificate::ActiveModel {
        id: Set(id),
        suspended_at: Set(None),
        suspension: Set(None),
        reason: Set(None),
        version: Set(before.version + 1),
        ..Default::default()
    };
    let certificate = certificates::update(tx, change).await?;
    tx.audit("certificate", id, "reinstated", json!({ "reason": reason }));
    let certificate::Model { workshop_id, product_id, .. } = certificate;
    tx.emit(Event::CertificateReinstated { certificate_id: id, workshop_id, product_id });
    Ok(certificate)
}
