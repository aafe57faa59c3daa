//! One-time links.

use chrono::{DateTime, Utc};
use entities::{
    identity::sign_in_link,
    values::{LinkPurpose, PersonId},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

use crate::{
    identity::rules::Token,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Inserts a one-time link.
pub async fn insert_link(
    tx: &UnitOfWork,
    token: &Token,
    purpose: LinkPurpose,
    person: Option<PersonId>,
    expires_at: DateTime<Utc>,
) -> Result<()> {
    let row = sign_in_link::ActiveModel {
        id: Set(tx.new_id()),
        token_hash: Set(token.hash()),
        purpose: Set(purpose),
        person_id: Set(person),
        created_at: Set(tx.now()),
        expires_at: Set(expires_at),
        used_at: Set(None),
    };
    sign_in_link::Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Deletes the unused links of this purpose and person.
pub async fn delete_unused_links(tx: &UnitOfWork, purpose: LinkPurpose, person: Option<PersonId>) -> Result<()> {
    let person_id = sign_in_link::Column::PersonId;
    sign_in_link::Entity::delete_many()
        .filter(sign_in_link::Column::Purpose.eq(purpose))
        .filter(sign_in_link::Column::UsedAt.is_null())
        .filter(person.map_or(person_id.is_null(), |person| person_id.eq(person)))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// The unused link with this token hash and purpose that has not expired.
pub async fn find_live_link(
    tx: &UnitOfWork,
    token_hash: &str,
    purpose: LinkPurpose,
) -> Result<Option<sign_in_link::Model>> {
    Ok(sign_in_link::Entity::find()
        .filter(sign_in_link::Column::TokenHash.eq(token_hash))
        .filter(sign_in_link::Column::Purpose.eq(purpose))
        .filter(sign_in_link::Column::UsedAt.is_null())
        .filter(sign_in_link::Column::ExpiresAt.gt(tx.now()))
        .one(tx.db())
        .await?)
}

/// Marks a link as used. Returns `false` where a concurrent request has used it first.
pub async fn use_link(tx: &UnitOfWork, id: Uuid) -> Result<bool> {
    let update = sign_in_link::Entity::update_many()
        .col_expr(sign_in_link::Column::UsedAt, Expr::value(Some(tx.now())))
        .filter(sign_in_link::Column::Id.eq(id))
        .filter(sign_in_link::Column::UsedAt.is_null());
    Ok(update.exec(tx.db()).await?.rows_affected == 1)
}
