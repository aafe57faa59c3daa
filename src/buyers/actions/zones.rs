//! Delivery areas, each with its own cycles.

use entities::{buyers::zone, values::ZoneId};
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

/// Makes a zone, or finds the one of this code and name. Refuses 409 `code_taken`.
pub async fn put_zone(tx: &mut UnitOfWork, code: &str, name: &str) -> Result<zone::Model> {
    let made = zone::Model { id: tx.new_id(), code: code.to_owned(), name: name.to_owned(), version: 1 };
    if insert_if_new(tx, made.clone()).await? {
        tx.audit("zone", made.id, "made", json!({ "code": code }));
        return Ok(made);
    }
    let stored = store::zones(tx).await?;
    stored.into_iter().find(|z| z.code == code && z.name == name).ok_or_else(|| {
        let detail = "Another zone has this code.";
        Problem::refused("code_taken", detail).at("/code", "code_taken", detail)
    })
}

/// Renames a zone that was read at the version that `if_match` names.
pub async fn rename_zone(tx: &mut UnitOfWork, id: ZoneId, if_match: Option<&str>, name: String) -> Result<zone::Model> {
    let before = store::lock_zone(tx, id).await?;
    check_version(if_match, before.version)?;
    let renamed =
        zone::ActiveModel { id: Set(id), name: Set(name), version: Set(before.version + 1), ..Default::default() };
    let renamed = zone::Entity::update(renamed).exec(tx.db()).await?;
    tx.audit("zone", id, "renamed", json!({ "name": renamed.name }));
    Ok(renamed)
}
