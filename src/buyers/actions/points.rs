//! The doors that deliveries go to.

use entities::{
    buyers::delivery_point,
    values::{BuyerId, DeliveryPointId},
};
use sea_orm::{ActiveValue::Set, EntityTrait, IntoActiveModel};
use serde_json::json;

use crate::{
    buyers::store,
    platform::{
        http::{
            etag::check_version,
            problem::{Problem, Result},
        },
        unit_of_work::UnitOfWork,
    },
};

/// Live doors of one buyer at most: they are shown all at once.
const POINTS: usize = 50;

/// What is said about a door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointTerms {
    /// What people call it.
    pub name: String,
    /// Street, number, place.
    pub address: String,
    /// CUT code of the comuna.
    pub comuna_code: Option<String>,
    /// For the driver.
    pub notes: Option<String>,
}

/// Adds a door to a buyer's account. The same door again changes nothing. Refuses 409 `too_many_points`.
pub async fn add_delivery_point(
    tx: &mut UnitOfWork,
    buyer: BuyerId,
    terms: PointTerms,
) -> Result<delivery_point::Model> {
    store::lock_buyer(tx, buyer).await?;
    let live = store::points_of(tx, buyer).await?;
    let same = |p: &&delivery_point::Model| p.name == terms.name && p.address == terms.address;
    if let Some(already) = live.iter().find(same) {
        return Ok(already.clone());
    }
    if live.len() >= POINTS {
        let detail = format!("A buyer has at most {POINTS} delivery points: retire one first.");
        return Err(Problem::refused("too_many_points", detail));
    }
    let made = delivery_point::Model {
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
    delivery_point::Entity::insert(made.clone().into_active_model()).exec_without_returning(tx.db()).await?;
    tx.audit("delivery_point", made.id, "added", json!({ "buyer": buyer, "name": made.name }));
    Ok(made)
}

/// Changes a door that was read at the version that `if_match` names. Refuses 409 `point_retired`.
pub async fn change_delivery_point(
    tx: &mut UnitOfWork,
    buyer: BuyerId,
    id: DeliveryPointId,
    if_match: Option<&str>,
    terms: PointTerms,
) -> Result<delivery_point::Model> {
    let before = store::lock_point(tx, buyer, id).await?;
    check_version(if_match, before.version)?;
    if before.retired_at.is_some() {
        return Err(Problem::refused("point_retired", "This delivery point is no longer in use."));
    }
    let changed = delivery_point::ActiveModel {
        id: Set(id),
        name: Set(terms.name),
        address: Set(terms.address),
        comuna_code: Set(terms.comuna_code),
        notes: Set(terms.notes),
        version: Set(before.version + 1),
        ..Default::default()
    };
    let changed = delivery_point::Entity::update(changed).exec(tx.db()).await?;
    tx.audit("delivery_point", id, "changed", json!({ "name": changed.name, "address": changed.address }));
    Ok(changed)
}

/// Takes a door out of use: nothing new goes there, what is on its way does. Repeated, it changes nothing.
pub async fn retire_delivery_point(
    tx: &mut UnitOfWork,
    buyer: BuyerId,
    id: DeliveryPointId,
) -> Result<delivery_point::Model> {
    let before = store::lock_point(tx, buyer, id).await?;
    if before.retired_at.is_some() {
        return Ok(before);
    }
    let retired = delivery_point::ActiveModel {
        id: Set(id),
        retired_at: Set(Some(tx.now())),
        version: Set(before.version + 1),
        ..Default::default()
    };
    let retired = delivery_point::Entity::update(retired).exec(tx.db()).await?;
    tx.audit("delivery_point", id, "retired", json!({}));
    Ok(retired)
}
