//! Sanitary authorisations.

use entities::{members::sanitary_authorisation, values::WorkshopId};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// The sanitary authorisations of a workshop, newest first.
pub async fn list_authorisations(tx: &UnitOfWork, workshop: WorkshopId) -> Result<Vec<sanitary_authorisation::Model>> {
    let query = sanitary_authorisation::Entity::find()
        .filter(sanitary_authorisation::Column::WorkshopId.eq(workshop))
        .order_by_desc(sanitary_authorisation::Column::ValidFrom);
    Ok(query.all(tx.db()).await?)
}

/// Inserts a sanitary authorisation.
pub async fn insert_authorisation(tx: &UnitOfWork, row: &sanitary_authorisation::Model) -> Result<()> {
    let insert = sanitary_authorisation::Entity::insert(row.clone().into_active_model());
    insert.exec_without_returning(tx.db()).await?;
    Ok(())
}
