//! Browsers in which people have signed in.

use entities::{
    identity::{person, sign_in_device},
    values::PersonId,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, sea_query::OnConflict,
};
use uuid::Uuid;

use crate::{
    identity::rules::DEVICE_LIFETIME,
    platform::{http::problem::Result, retention::delete_old, unit_of_work::UnitOfWork},
};

/// The device with this token hash on which the person with this address signed in.
pub async fn find_device(tx: &UnitOfWork, token_hash: &str, email: &str) -> Result<Option<Uuid>> {
    let device = sign_in_device::Entity::find()
        .inner_join(person::Entity)
        .filter(sign_in_device::Column::TokenHash.eq(token_hash))
        .filter(sign_in_device::Column::UsedAt.gt(tx.now() - DEVICE_LIFETIME))
        .filter(person::Column::Email.eq(email))
        .one(tx.db())
        .await?;
    Ok(device.map(|device| device.id))
}

/// Whether somebody has signed in on the device with this token hash.
pub async fn is_device_token(tx: &UnitOfWork, token_hash: &str) -> Result<bool> {
    let devices = sign_in_device::Entity::find()
        .filter(sign_in_device::Column::TokenHash.eq(token_hash))
        .filter(sign_in_device::Column::UsedAt.gt(tx.now() - DEVICE_LIFETIME));
    Ok(devices.count(tx.db()).await? > 0)
}

/// Stores that a person has signed in on a device now.
pub async fn upsert_device(tx: &UnitOfWork, token_hash: String, person: PersonId) -> Result<()> {
    let row = sign_in_device::ActiveModel {
        id: Set(tx.new_id()),
        token_hash: Set(token_hash),
        person_id: Set(person),
        used_at: Set(tx.now()),
    };
    let mut conflict = OnConflict::columns([sign_in_device::Column::TokenHash, sign_in_device::Column::PersonId]);
    conflict.update_column(sign_in_device::Column::UsedAt);
    sign_in_device::Entity::insert(row).on_conflict(conflict).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Deletes the devices of a person.
pub async fn delete_devices(tx: &UnitOfWork, person: PersonId) -> Result<()> {
    sign_in_device::Entity::delete_many().filter(sign_in_device::Column::PersonId.eq(person)).exec(tx.db()).await?;
    Ok(())
}

/// Deletes the devices on which nobody has signed in for long.
pub async fn delete_unused_devices(tx: &UnitOfWork) -> Result<()> {
    let unused = Condition::all().add(sign_in_device::Column::UsedAt.lte(tx.now() - DEVICE_LIFETIME));
    delete_old::<sign_in_device::Entity>(tx, sign_in_device::Column::Id, unused).await
}
