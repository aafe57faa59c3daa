//! Creates and updates delivery zones.

use entities::{buyers::zone, values::ZoneId};
use sea_orm::ActiveValue::Set;
use serde_json::json;

use crate::{
    buyers::{errors::BuyerError, store::zones},
    platform::{
        http::{api_error::ApiError, etag::IfMatch, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// Creates a zone, or returns the existing one with this code and name.
///
/// # Errors
/// `CodeTaken` where the code belongs to a zone with another name.
pub async fn create_zone(tx: &mut UnitOfWork, code: &str, name: &str) -> Result<zone::Model> {
    let zone = zone::Model { id: tx.new_id(), code: code.to_owned(), name: name.to_owned(), version: 1 };
    if zones::insert_zone(tx, &zone).await? {
        tx.audit("zone", zone.id, "made", json!({ "code": code }));
        return Ok(zone);
    }
    match zones::find_zone_by_code(tx, code).await? {
        Some(existing) if existing.name == name => Ok(existing),
        _ => Err(BuyerError::CodeTaken { code: zone.code }.at("/code")),
    }
}

/// Updates the name of a zone.
///
/// # Errors
/// 404; 412 where `if_match` names another version.
pub async fn update_zone(tx: &mut UnitOfWork, id: ZoneId, if_match: &IfMatch, name: String) -> Result<zone::Model> {
    let before = zones::lock_zone(tx, id).await?;
    if_match.check(before.version)?;
    let change =
        zone::ActiveModel { id: Set(id), name: Set(name), version: Set(before.version + 1), ..Default::default() };
    let zone = zones::update_zone(tx, change).await?;
    tx.audit("zone", id, "renamed", json!({ "name": zone.name }));
    Ok(zone)
}
