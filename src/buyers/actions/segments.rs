//! Creates and updates segments.

use entities::{buyers::segment, values::SegmentId};
use sea_orm::ActiveValue::Set;
use serde_json::json;

use crate::{
    buyers::{errors::BuyerError, store::segments},
    platform::{
        http::{api_error::ApiError, etag::IfMatch, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// Creates a segment, or returns the existing one with this code and these names.
///
/// # Errors
/// `CodeTaken` where the code belongs to a segment with other names.
pub async fn create_segment(tx: &mut UnitOfWork, code: &str, name_es: &str, name_en: &str) -> Result<segment::Model> {
    let segment = segment::Model {
        id: tx.new_id(),
        code: code.to_owned(),
        name_es: name_es.to_owned(),
        name_en: name_en.to_owned(),
        version: 1,
    };
    if segments::insert_segment(tx, &segment).await? {
        tx.audit("segment", segment.id, "made", json!({ "code": code }));
        return Ok(segment);
    }
    match segments::find_segment_by_code(tx, code).await? {
        Some(existing) if (&*existing.name_es, &*existing.name_en) == (name_es, name_en) => Ok(existing),
        _ => Err(BuyerError::CodeTaken { code: segment.code }.at("/code")),
    }
}

/// Updates the names of a segment.
///
/// # Errors
/// 404; 412 where `if_match` names another version.
pub async fn update_segment(
    tx: &mut UnitOfWork,
    id: SegmentId,
    if_match: &IfMatch,
    name_es: String,
    name_en: String,
) -> Result<segment::Model> {
    let before = segments::lock_segment(tx, id).await?;
    if_match.check(before.version)?;
    let change = segment::ActiveModel {
        id: Set(id),
        name_es: Set(name_es),
        name_en: Set(name_en),
        version: Set(before.version + 1),
        ..Default::default()
    };
    let segment = segments::update_segment(tx, change).await?;
    tx.audit("segment", id, "renamed", json!({ "name_es": segment.name_es, "name_en": segment.name_en }));
    Ok(segment)
}
