//! Suspends a certificate.

use entities::{
    certification::certificate,
    values::{CertificateId, CertificateState, SuspensionKind},
};
use sea_orm::ActiveValue::Set;
use serde_json::json;

use crate::{
    certification::{Event, rules, store::certificates},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Suspends a certificate immediately. Repeated, it changes nothing; one that is suspended for paperwork can still be
/// suspended for safety.
///
/// # Errors
/// 404; `Withdrawn`, `Expired`.
pub async fn suspend(
    tx: &mut UnitOfWork,
    id: CertificateId,
    kind: SuspensionKind,
    reason: &str,
) -> Result<certificate::Model> {
    let before = certificates::lock_certificate(tx, id).await?;
    rules::certificates::check_changeable(&before, tx.today())?;
    let is_suspended = rules::certificates::state(&before, tx.today()) == CertificateState::Suspended;
    if is_suspended && (before.suspension == Some(kind) || kind == SuspensionKind::Paperwork) {
        return Ok(before);
    }
    let change = certificate::ActiveModel {
        id: Set(id),
        suspended_at: Set(Some(tx.now())),
        suspension: Set(Some(kind)),
        reason: Set(Some(reason.to_owned())),
        version: Set(before.version + 1),
        ..Default::default()
    };
    let certificate = certificates::update(tx, change).await?;
    tx.audit("certificate", id, "suspended", json!({ "reason": reason, "kind": kind }));
    let certificate::Model { workshop_id, product_id, .. } = certificate;
    let reason = reason.to_owned();
    tx.emit(Event::CertificateSuspended { certificate_id: id, workshop_id, product_id, kind, reason });
    Ok(certificate)
}
