//! Codes and names of buyers.

use std::collections::HashMap;

use entities::{buyers::buyer, identity::organisation, values::BuyerId};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, RelationDef};

use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// A buyer's code and the name of its organisation.
#[derive(Clone, Debug, Default)]
pub struct BuyerName {
    /// Stable code.
    pub code: String,
    /// The organisation's name.
    pub name: String,
}

/// Codes and names of those of these buyers that exist.
pub async fn find_buyer_names(tx: &UnitOfWork, ids: &[BuyerId]) -> Result<HashMap<BuyerId, BuyerName>> {
    let organisation: RelationDef = buyer::Entity::belongs_to(organisation::Entity)
        .from(buyer::Column::OrganisationId)
        .to(organisation::Column::Id)
        .into();
    let found: Vec<(BuyerId, String, String)> = buyer::Entity::find()
        .select_only()
        .join(JoinType::InnerJoin, organisation)
        .column(buyer::Column::Id)
        .column(buyer::Column::Code)
        .column(organisation::Column::Name)
        .filter(buyer::Column::Id.is_in(ids.iter().copied()))
        .into_tuple()
        .all(tx.db())
        .await?;
    Ok(found.into_iter().map(|(id, code, name)| (id, BuyerName { code, name })).collect())
}
