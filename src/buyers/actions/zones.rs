//! Delivery areas, each with its own cycles.

use entities::{buyers::zone, values::ZoneId};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::json;

use crate::{
    buyers::store,
    platform::{
        http::{
            etag::check_version,
            problem::{Answer, Problem},
        },
        rows::insert_if_new,
        work::Work,
    },
};

/// Makes a zone, or finds the one of this code and name. Refuses 409 `code_taken`.
pub async fn put_zone(work: &mut Work, code: &str, name: &str) -> Answer<zone::Model> {
    let made = zone::Model { id: work.new_id(), code: code.to_owned(), name: name.to_owned(), version: 1 };
    if insert_if_new(work, made.clone()).await? {
        work.audit("zone", made.id, "made", json!({ "code": code }));
        return Ok(made);
    }
    let stored = store::zones(work).await?;
    stored.into_iter().find(|z| z.code == code && z.name == name).ok_or_else(|| {
        let detail = "Another zone has this code.";
        Problem::refused("code_taken", detail).at("/code", "code_taken", detail)
    })
}

/// Renames a zone that was read at the version that `if_match` names.
pub async fn rename_zone(work: &mut Work, id: ZoneId, if_match: Option<&str>, name: String) -> Answer<zone::Model> {
    let before = store::lock_zone(work, id).await?;
    check_version(if_match, before.version)?;
    let renamed =
        zone::ActiveModel { id: Set(id), name: Set(name), version: Set(before.version + 1), ..Default::default() };
    let renamed = zone::Entity::update(renamed).exec(work.db()).await?;
    work.audit("zone", id, "renamed", json!({ "name": renamed.name }));
    Ok(renamed)
}
