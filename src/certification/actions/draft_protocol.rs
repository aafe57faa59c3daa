//! Writes the draft of a protocol.

use entities::{
    certification::{criterion, protocol},
    values::{CriterionAttribute, CriterionSeverity, FamilyId, ProtocolId},
};
use sea_orm::{ActiveValue::Set, IntoActiveModel};
use serde_json::json;

use crate::{
    certification::{Event, errors::CertificationError, rules::protocols::MAX_CRITERIA, store::protocols},
    platform::{
        counter,
        http::{
            api_error::ApiError,
            etag::IfMatch,
            problem::{Problem, Result},
        },
        unit_of_work::UnitOfWork,
    },
};

/// What a version says of itself, and its pass rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProtocolTerms {
    /// What it asks, or what is new in it, in Spanish.
    pub summary_es: String,
    /// The same in English.
    pub summary_en: String,
    /// Open major criteria with which a workshop still passes.
    pub max_open_major: i32,
    /// Open minor criteria with which a workshop still passes.
    pub max_open_minor: i32,
}

/// What a criterion asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriterionTerms {
    /// What it is about.
    pub attribute: CriterionAttribute,
    /// How much it counts.
    pub severity: CriterionSeverity,
    /// What is asked, in Spanish.
    pub text_es: String,
    /// The same in English.
    pub text_en: String,
    /// What shows that it is met, in Spanish.
    pub evidence_es: String,
    /// The same in English.
    pub evidence_en: String,
    /// How to meet it, in Spanish.
    pub guidance_es: String,
    /// The same in English.
    pub guidance_en: String,
}

/// Begins the next version of a family as a draft, with the criteria of the version before it.
///
/// Whether the family exists is checked by `catalogue` when the event is delivered.
///
/// # Errors
/// `DraftExists`; on delivery 404 for an unknown family.
pub async fn create_protocol(
    tx: &mut UnitOfWork,
    family_id: FamilyId,
    terms: ProtocolTerms,
) -> Result<protocol::Model> {
    counter::hold(tx, &format!("protocol:{family_id}")).await?;
    let versions = protocols::list_versions_of(tx, family_id).await?;
    if let Some(draft) = versions.iter().find(|version| version.published_at.is_none()) {
        return Err(CertificationError::DraftExists { number: draft.number }.at("/family_id"));
    }
    let before = versions.iter().max_by_key(|version| version.number);
    let row = protocol::Model {
        id: tx.new_id(),
        family_id,
        number: before.map_or(1, |before| before.number + 1),
        summary_es: terms.summary_es,
        summary_en: terms.summary_en,
        max_open_major: terms.max_open_major,
        max_open_minor: terms.max_open_minor,
        created_at: tx.now(),
        published_at: None,
        applies_from: None,
        renew_by: None,
        version: 1,
    };
    let protocol = protocols::insert_protocol(tx, row).await?;
    if let Some(before) = before {
        let held = protocols::list_criteria(tx, before.id).await?.into_iter();
        let copies = held.map(|held| criterion::Model { id: tx.new_id(), protocol_id: protocol.id, ..held }).collect();
        protocols::insert_criteria(tx, copies).await?;
    }
    tx.audit("protocol", protocol.id, "made", json!({ "family": family_id, "number": protocol.number }));
    tx.emit(Event::ProtocolCreated { family_id });
    Ok(protocol)
}

/// Changes what a draft says of itself, and its pass rule.
///
/// # Errors
/// 404; 412 where `if_match` names another version; `ProtocolPublished`.
pub async fn update_protocol(
    tx: &mut UnitOfWork,
    id: ProtocolId,
    if_match: &IfMatch,
    terms: ProtocolTerms,
) -> Result<protocol::Model> {
    let before = lock_draft(tx, id, if_match).await?;
    let change = protocol::ActiveModel {
        summary_es: Set(terms.summary_es),
        summary_en: Set(terms.summary_en),
        max_open_major: Set(terms.max_open_major),
        max_open_minor: Set(terms.max_open_minor),
        version: Set(before.version + 1),
        ..before.into_active_model()
    };
    let protocol = protocols::update_protocol(tx, change).await?;
    let (major, minor) = (protocol.max_open_major, protocol.max_open_minor);
    tx.audit("protocol", id, "changed", json!({ "max_open_major": major, "max_open_minor": minor }));
    Ok(protocol)
}

/// Adds a criterion to a draft, or changes the one with this code.
///
/// # Errors
/// 404; 412 where `if_match` names another version; `ProtocolPublished`, `TooManyCriteria`.
pub async fn upsert_criterion(
    tx: &mut UnitOfWork,
    id: ProtocolId,
    if_match: &IfMatch,
    code: String,
    terms: CriterionTerms,
) -> Result<protocol::Model> {
    let before = lock_draft(tx, id, if_match).await?;
    let is_new = !protocols::delete_criterion(tx, id, &code).await?;
    if is_new && protocols::list_criteria(tx, id).await?.len() >= MAX_CRITERIA {
        return Err(CertificationError::TooManyCriteria { maximum: MAX_CRITERIA }.into());
    }
    let detail = json!({ "code": code, "severity": terms.severity });
    let row = criterion::Model {
        id: tx.new_id(),
        protocol_id: id,
        code,
        attribute: terms.attribute,
        severity: terms.severity,
        text_es: terms.text_es,
        text_en: terms.text_en,
        evidence_es: terms.evidence_es,
        evidence_en: terms.evidence_en,
        guidance_es: terms.guidance_es,
        guidance_en: terms.guidance_en,
    };
    protocols::insert_criteria(tx, vec![row]).await?;
    tx.audit("protocol", id, if is_new { "criterion_made" } else { "criterion_changed" }, detail);
    touch(tx, before).await
}

/// Deletes a criterion of a draft.
///
/// # Errors
/// 404; 412 where `if_match` names another version; `ProtocolPublished`.
pub async fn delete_criterion(
    tx: &mut UnitOfWork,
    id: ProtocolId,
    if_match: &IfMatch,
    code: &str,
) -> Result<protocol::Model> {
    let before = lock_draft(tx, id, if_match).await?;
    if !protocols::delete_criterion(tx, id, code).await? {
        return Err(Problem::not_found("criterion"));
    }
    tx.audit("protocol", id, "criterion_deleted", json!({ "code": code }));
    touch(tx, before).await
}

/// Deletes a draft.
///
/// # Errors
/// 404; 412 where `if_match` names another version; `ProtocolPublished`.
pub async fn delete_protocol(tx: &mut UnitOfWork, id: ProtocolId, if_match: &IfMatch) -> Result<()> {
    let before = lock_draft(tx, id, if_match).await?;
    protocols::delete_protocol(tx, id).await?;
    tx.audit("protocol", id, "deleted", json!({ "family": before.family_id, "number": before.number }));
    Ok(())
}

/// The draft, its row locked for update.
///
/// # Errors
/// 404; 412 where `if_match` names another version; `ProtocolPublished`.
pub(super) async fn lock_draft(tx: &UnitOfWork, id: ProtocolId, if_match: &IfMatch) -> Result<protocol::Model> {
    let protocol = protocols::lock_protocol(tx, id).await?;
    if_match.check(protocol.version)?;
    match protocol.published_at {
        Some(_) => Err(CertificationError::ProtocolPublished { number: protocol.number }.into()),
        None => Ok(protocol),
    }
}

/// Counts a change of the draft's criteria, so that nobody publishes what they have not read.
async fn touch(tx: &UnitOfWork, before: protocol::Model) -> Result<protocol::Model> {
    let change = protocol::ActiveModel { id: Set(before.id), version: Set(before.version + 1), ..Default::default() };
    protocols::update_protocol(tx, change).await
}
