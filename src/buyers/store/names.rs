//! Codes and names of buyers.

use std::collections::HashMap;

use entities::{buyers::buyer, identity::organisation, values::BuyerId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::UnitOfWork,
};

/// A buyer's code and the name of its organisation.
#[derive(Clone, Debug)]
pub struct BuyerName {
    /// Stable code.
    pub code: String,
    /// The organisation's name.
    pub name: String,
}

/// The names of some buyers, by id.
#[derive(Clone, Debug, Default)]
pub struct BuyerNames(HashMap<BuyerId, BuyerName>);

impl BuyerNames {
    /// The name of the buyer `id`, which another row refers to.
    ///
    /// # Errors
    /// 500 if the buyer does not exist.
    pub fn get(&self, id: BuyerId) -> Result<&BuyerName> {
        self.0.get(&id).ok_or_else(|| Problem::missing_reference("buyer", id))
    }
}

/// Loads the names of the buyers `ids`.
pub async fn load_buyer_names(tx: &UnitOfWork, ids: &[BuyerId]) -> Result<BuyerNames> {
    let names: Vec<(BuyerId, String, String)> = buyer::Entity::find()
        .inner_join(organisation::Entity)
        .select_only()
        .column(buyer::Column::Id)
        .column(buyer::Column::Code)
        .column(organisation::Column::Name)
        .filter(buyer::Column::Id.is_in(ids.iter().copied()))
        .into_tuple()
        .all(tx.db())
        .await?;
    Ok(BuyerNames(names.into_iter().map(|(id, code, name)| (id, BuyerName { code, name })).collect()))
}
