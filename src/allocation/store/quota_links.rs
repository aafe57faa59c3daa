//! Quota links.

use chrono::{DateTime, Utc};
use entities::{allocation::quota_link, values::CycleId};
use sea_orm::{ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, sea_query::Expr};

use crate::platform::{http::problem::Result, retention::delete_old, unit_of_work::UnitOfWork};

/// Stores a new link.
pub async fn insert_quota_link(tx: &UnitOfWork, link: quota_link::Model) -> Result<()> {
    quota_link::Entity::insert(link.into_active_model()).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// The link whose secret has this hash, even where it has expired.
pub async fn find_quota_link(tx: &UnitOfWork, token_hash: &str) -> Result<Option<quota_link::Model>> {
    Ok(quota_link::Entity::find().filter(quota_link::Column::TokenHash.eq(token_hash)).one(tx.db()).await?)
}

/// Ends the links of a cycle now.
pub async fn update_links_expired(tx: &UnitOfWork, cycle: CycleId) -> Result<()> {
    quota_link::Entity::update_many()
        .col_expr(quota_link::Column::ExpiresAt, Expr::value(tx.now()))
        .filter(quota_link::Column::CycleId.eq(cycle))
        .filter(quota_link::Column::ExpiresAt.gt(tx.now()))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Deletes links that had expired before an instant.
pub async fn delete_expired_quota_links(tx: &UnitOfWork, before: DateTime<Utc>) -> Result<()> {
    let expired = Condition::all().add(quota_link::Column::ExpiresAt.lt(before));
    delete_old::<quota_link::Entity>(tx, quota_link::Column::Id, expired).await
}
