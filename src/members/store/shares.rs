//! Shares of the group's work.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::{members::share, values::WorkshopId};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// The weight of each workshop's share on `date`; a workshop without a share is absent.
pub async fn list_share_weights(tx: &UnitOfWork, date: NaiveDate) -> Result<HashMap<WorkshopId, i64>> {
    let oldest_first = share::Entity::find()
        .filter(share::Column::FromDate.lte(date))
        .order_by_asc(share::Column::FromDate)
        .all(tx.db())
        .await?;
    Ok(oldest_first.into_iter().map(|share| (share.workshop_id, share.weight)).collect())
}

/// The shares of a workshop, newest first.
pub async fn list_shares(tx: &UnitOfWork, workshop: WorkshopId) -> Result<Vec<share::Model>> {
    let query = share::Entity::find().filter(share::Column::WorkshopId.eq(workshop));
    Ok(query.order_by_desc(share::Column::FromDate).all(tx.db()).await?)
}

/// Inserts a share.
pub async fn insert_share(tx: &UnitOfWork, row: &share::Model) -> Result<()> {
    share::Entity::insert(row.clone().into_active_model()).exec_without_returning(tx.db()).await?;
    Ok(())
}
