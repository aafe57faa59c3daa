//! Withdraws a certificate.

use entities::{certification::certificate, values::CertificateId};
use sea_orm::ActiveValue::Set;
use serde_json::json;

use crate::{
    certification::{Event, rules, store::certificates},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Withdraws a certificate immediately and finally. Repeated, it changes nothing.
///
/// # Errors
/// 404; `Expired`.
pub async fn withdraw(tx: &mut UnitOfWork, id: CertificateId, reason: &str) -> Result<certificate::Model> {
    let before = certificates::lock_certificate(tx, id).await?;
    if before.withdrawn_at.is_some() {
        return Ok(before);
    }
    rules::certificates::check_changeable(&before, tx.today())?;
    let change = certificate::ActiveModel {
        id: Set(id),
        withdrawn_at: Set(Some(tx.now())),
        reason: Set(Some(reason.to_owned())),
        version: Set(before.version + 1),
        ..Default::default()
    };
    let certificate = certificates::update(tx, change).await?;
    tx.audit("certificate", id, "withdrawn", json!({ "reason": reason }));
    let certificate::Model { workshop_id, product_id, .. } = certificate;
    tx.emit(Event::CertificateWithdrawn { certificate_id: id, workshop_id, product_id });
    Ok(certificate)
}
