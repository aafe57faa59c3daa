//! Links in mails by which quotas are answered.

use entities::{allocation::quota_link, values::CycleId};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, sea_query::Expr};

use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// Stores a new link.
pub async fn insert(tx: &UnitOfWork, link: quota_link::Model) -> Result<()> {
    quota_link::Entity::insert(link.into_active_model()).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// The link with this secret, whether it has expired or not.
pub async fn by_hash(tx: &UnitOfWork, token_hash: &str) -> Result<Option<quota_link::Model>> {
    Ok(quota_link::Entity::find().filter(quota_link::Column::TokenHash.eq(token_hash)).one(tx.db()).await?)
}

/// Ends the links of a cycle.
pub async fn expire(tx: &UnitOfWork, cycle: CycleId) -> Result<()> {
    quota_link::Entity::update_many()
        .col_expr(quota_link::Column::ExpiresAt, Expr::value(tx.now()))
        .filter(quota_link::Column::CycleId.eq(cycle))
        .filter(quota_link::Column::ExpiresAt.gt(tx.now()))
        .exec(tx.db())
        .await?;
    Ok(())
}
