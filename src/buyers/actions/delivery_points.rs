//! Creates, updates and retires delivery points.

use entities::{
    buyers::delivery_point,
    values::{BuyerId, DeliveryPointId},
};
use sea_orm::ActiveValue::Set;
use serde_json::json;

use crate::{
    buyers::{
        errors::BuyerError,
        store::{accounts, delivery_points},
    },
    platform::{
        http::{api_error::ApiError, etag::IfMatch, problem::Result},
        unit_of_work::UnitOfWork,
        words::normalize,
    },
};

/// The most delivery points in use of one buyer: lists return all of them at once.
const MAX_DELIVERY_POINTS: usize = 50;

/// What a delivery point is created or updated with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryPointTerms {
    /// Its name.
    pub name: String,
    /// Street, number, place.
    pub address: String,
    /// CUT code of the comuna.
    pub comuna_code: Option<String>,
    /// Notes for the driver.
    pub notes: Option<String>,
}

/// Creates a delivery point of a buyer. One with the same name and address is returned as it is.
///
/// # Errors
/// 404 for an unknown buyer; `NameTaken`, `TooManyDeliveryPoints`.
pub async fn create_delivery_point(
    tx: &mut UnitOfWork,
    buyer: BuyerId,
    terms: DeliveryPointTerms,
) -> Result<delivery_point::Model> {
    accounts::lock_buyer(tx, buyer).await?;
    let in_use = delivery_points::list_delivery_points(tx, buyer).await?;
    let same = |point: &&delivery_point::Model| point.name == terms.name && point.address == terms.address;
    if let Some(existing) = in_use.iter().find(same) {
        return Ok(existing.clone());
    }
    check_name_free(&in_use, &terms.name)?;
    if in_use.len() >= MAX_DELIVERY_POINTS {
        return Err(BuyerError::TooManyDeliveryPoints { maximum: MAX_DELIVERY_POINTS }.into());
    }
    let point = delivery_point::Model {
        id: tx.new_id(),
        buyer_id: buyer,
        name: terms.name,
        address: terms.address,
        comuna_code: terms.comuna_code,
        notes: terms.notes,
        created_at: tx.now(),
        retired_at: None,
        version: 1,
    };
    delivery_points::insert_delivery_point(tx, &point).await?;
    tx.audit("delivery_point", point.id, "added", json!({ "buyer": buyer, "name": point.name }));
    Ok(point)
}

/// Updates a delivery point.
///
/// # Errors
/// 404; 412 where `if_match` names another version; `DeliveryPointRetired`, `NameTaken`.
pub async fn update_delivery_point(
    tx: &mut UnitOfWork,
    buyer: BuyerId,
    id: DeliveryPointId,
    if_match: &IfMatch,
    terms: DeliveryPointTerms,
) -> Result<delivery_point::Model> {
    accounts::lock_buyer(tx, buyer).await?;
    let before = delivery_points::lock_delivery_point(tx, buyer, id).await?;
    if_match.check(before.version)?;
    if let Some(retired_at) = before.retired_at {
        return Err(BuyerError::DeliveryPointRetired { retired_at }.into());
    }
    if before.name != terms.name {
        let mut others = delivery_points::list_delivery_points(tx, buyer).await?;
        others.retain(|point| point.id != id);
        check_name_free(&others, &terms.name)?;
    }
    let change = delivery_point::ActiveModel {
        id: Set(id),
        name: Set(terms.name),
        address: Set(terms.address),
        comuna_code: Set(terms.comuna_code),
        notes: Set(terms.notes),
        version: Set(before.version + 1),
        ..Default::default()
    };
    let point = delivery_points::update_delivery_point(tx, change).await?;
    tx.audit("delivery_point", id, "changed", json!({ "name": point.name, "address": point.address }));
    Ok(point)
}

/// Refuses the name of one of these delivery points, because files and people tell them apart by it.
fn check_name_free(points: &[delivery_point::Model], name: &str) -> Result<()> {
    let normalized = normalize(name);
    match points.iter().find(|point| normalize(&point.name) == normalized) {
        Some(point) => Err(BuyerError::NameTaken { name: point.name.clone() }.at("/name")),
        None => Ok(()),
    }
}

/// Retires a delivery point: new orders cannot use it, existing ones are still delivered there. Repeated, it changes
/// nothing.
pub async fn retire_delivery_point(
    tx: &mut UnitOfWork,
    buyer: BuyerId,
    id: DeliveryPointId,
) -> Result<delivery_point::Model> {
    let before = delivery_points::lock_delivery_point(tx, buyer, id).await?;
    if before.retired_at.is_some() {
        return Ok(before);
    }
    let change = delivery_point::ActiveModel {
        id: Set(id),
        retired_at: Set(Some(tx.now())),
        version: Set(before.version + 1),
        ..Default::default()
    };
    let point = delivery_points::update_delivery_point(tx, change).await?;
    tx.audit("delivery_point", id, "retired", json!({}));
    Ok(point)
}
