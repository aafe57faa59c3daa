//! Kinds of buyers.

use entities::{buyers::segment, values::SegmentId};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::json;

use crate::{
    buyers::store,
    platform::{
        http::{
            etag::check_version,
            problem::{Problem, Result},
        },
        rows::insert_if_new,
        unit_of_work::UnitOfWork,
    },
};

/// Makes a segment, or finds the one of this code and these names. Refuses 409 `code_taken`.
pub async fn put_segment(tx: &mut UnitOfWork, code: &str, name_es: &str, name_en: &str) -> Result<segment::Model> {
    let made = segment::Model {
        id: tx.new_id(),
        code: code.to_owned(),
        name_es: name_es.to_owned(),
        name_en: name_en.to_owned(),
        version: 1,
    };
    if insert_if_new(tx, made.clone()).await? {
        tx.audit("segment", made.id, "made", json!({ "code": code }));
        return Ok(made);
    }
    let stored = store::segments(tx).await?;
    let same = |s: &segment::Model| s.code == code && s.name_es == name_es && s.name_en == name_en;
    stored.into_iter().find(same).ok_or_else(|| {
        let detail = "Another segment has this code.";
        Problem::refused("code_taken", detail).at("/code", "code_taken", detail)
    })
}

/// Renames a segment that was read at the version that `if_match` names.
pub async fn rename_segment(
    tx: &mut UnitOfWork,
    id: SegmentId,
    if_match: Option<&str>,
    name_es: String,
    name_en: String,
) -> Result<segment::Model> {
    let before = store::lock_segment(tx, id).await?;
    check_version(if_match, before.version)?;
    let renamed = segment::ActiveModel {
        id: Set(id),
        name_es: Set(name_es),
        name_en: Set(name_en),
        version: Set(before.version + 1),
        ..Default::default()
    };
    let renamed = segment::Entity::update(renamed).exec(tx.db()).await?;
    tx.audit("segment", id, "renamed", json!({ "name_es": renamed.name_es, "name_en": renamed.name_en }));
    Ok(renamed)
}
