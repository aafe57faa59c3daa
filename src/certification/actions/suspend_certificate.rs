//! Suspends a certificate.

use entities::{
    certification::certificate,
    values::{CertificateId, CertificateState},
};
use sea_orm::ActiveValue::Set;
use serde_json::json;

use crate::{
    certification::{Event, rules, store},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Suspends a certificate immediately. Repeated, it changes nothing.
///
/// # Errors
/// 404; `Withdrawn`, `Expired`.
pub async fn suspend(tx: &mut UnitOfWork, id: CertificateId, reason: &str) -> Result<certificate::Model> {
    let before = store::lock_certificate(tx, id).await?;
    rules::check_changeable(&before, tx.today())?;
    if rules::state(&before, tx.today()) == CertificateState::Suspended {
        return Ok(before);
    }
    let change = certificate::ActiveModel {
        id: Set(id),
        suspended_at: Set(Some(tx.now())),
        reason: Set(Some(reason.to_owned())),
        version: Set(before.version + 1),
        ..Default::default()
    };
    let certificate = store::update(tx, change).await?;
    tx.audit("certificate", id, "suspended", json!({ "reason": reason }));
    let certificate::Model { workshop_id, product_id, .. } = certificate;
    tx.emit(Event::CertificateSuspended { certificate_id: id, workshop_id, product_id });
    Ok(certificate)
}
