//! The cooperative itself: the one organisation of its kind in an installation.

use entities::{identity::organisation, values::OrganisationKind};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::platform::{http::problem::Answer, work::Work};

/// The cooperative of this installation; none until the first-run link was used.
pub async fn cooperative(work: &Work) -> Answer<Option<organisation::Model>> {
    let select = organisation::Entity::find().filter(organisation::Column::Kind.eq(OrganisationKind::Cooperative));
    Ok(select.one(work.db()).await?)
}
