//! The cooperative itself: the one organisation of its kind in an installation.

use entities::{identity::organisation, values::OrganisationKind};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// The cooperative of this installation; none until the first-run link was used.
pub async fn find_cooperative(tx: &UnitOfWork) -> Result<Option<organisation::Model>> {
    let select = organisation::Entity::find().filter(organisation::Column::Kind.eq(OrganisationKind::Cooperative));
    Ok(select.one(tx.db()).await?)
}
