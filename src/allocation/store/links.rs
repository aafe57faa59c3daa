//! Links in mails by which quotas are answered.

use entities::{allocation::quota_link, values::CycleId};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, sea_query::Expr};

use crate::platform::{http::problem::Answer, work::Work};

/// Stores a new link.
pub async fn insert(work: &Work, link: quota_link::Model) -> Answer<()> {
    quota_link::Entity::insert(link.into_active_model()).exec_without_returning(work.db()).await?;
    Ok(())
}

/// The link with this secret, whether it has expired or not.
pub async fn by_hash(work: &Work, token_hash: &str) -> Answer<Option<quota_link::Model>> {
    Ok(quota_link::Entity::find().filter(quota_link::Column::TokenHash.eq(token_hash)).one(work.db()).await?)
}

/// Ends the links of a cycle.
pub async fn expire(work: &Work, cycle: CycleId) -> Answer<()> {
    quota_link::Entity::update_many()
        .col_expr(quota_link::Column::ExpiresAt, Expr::value(work.now()))
        .filter(quota_link::Column::CycleId.eq(cycle))
        .filter(quota_link::Column::ExpiresAt.gt(work.now()))
        .exec(work.db())
        .await?;
    Ok(())
}
