//! Publishes a protocol.

use entities::{certification::protocol, values::ProtocolId};
use sea_orm::{ActiveValue::Set, IntoActiveModel};
use serde_json::json;

use super::draft_protocol::lock_draft;
use crate::{
    certification::{
        errors::CertificationError,
        rules::protocols::{Publication, check_publication},
        store::protocols,
    },
    platform::{
        http::{api_error::ApiError, etag::IfMatch, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// Publishes a draft, which then never changes. Certificates that were granted by earlier versions stay as they are.
///
/// # Errors
/// 404; 412 where `if_match` names another version; `ProtocolPublished`, `NoCriteria`, `AppliesTooEarly`,
/// `RenewByMissing`, `RenewByTooEarly`, `NothingToRenew`.
pub async fn publish_protocol(
    tx: &mut UnitOfWork,
    id: ProtocolId,
    if_match: &IfMatch,
    publication: Publication,
) -> Result<protocol::Model> {
    // A family has one draft at most, so the lock of the draft also keeps the published versions as they are.
    let draft = lock_draft(tx, id, if_match).await?;
    if protocols::list_criteria(tx, id).await?.is_empty() {
        return Err(CertificationError::NoCriteria.into());
    }
    let versions = protocols::list_versions_of(tx, draft.family_id).await?;
    let published = versions.iter().filter(|version| version.published_at.is_some());
    let earlier = published.max_by_key(|version| version.number);
    check_publication(publication, earlier, tx.today()).map_err(|error| match error {
        CertificationError::AppliesTooEarly { .. } => error.at("/applies_from"),
        _ => error.at("/renew_by"),
    })?;
    let Publication { applies_from, renew_by } = publication;
    let change = protocol::ActiveModel {
        published_at: Set(Some(tx.now())),
        applies_from: Set(Some(applies_from)),
        renew_by: Set(renew_by),
        version: Set(draft.version + 1),
        ..draft.into_active_model()
    };
    let protocol = protocols::update_protocol(tx, change).await?;
    let detail = json!({ "number": protocol.number, "applies_from": applies_from, "renew_by": renew_by });
    tx.audit("protocol", id, "published", detail);
    Ok(protocol)
}
