//! Records that an import compares its rows with, as they were before it.

use std::collections::HashMap;

use entities::{
    certification::certificate,
    cycles::cycle,
    members::{decision, season},
};
use sea_orm::EntityTrait;

use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// Records by their codes.
pub struct Existing {
    /// All decisions.
    pub decisions: HashMap<String, decision::Model>,
    /// All seasons.
    pub seasons: HashMap<String, season::Model>,
    /// All certificates, by number.
    pub certificates: HashMap<String, certificate::Model>,
    /// All cycles.
    pub cycles: HashMap<String, cycle::Model>,
}

impl Existing {
    /// Loads all of them.
    pub async fn load(tx: &UnitOfWork) -> Result<Self> {
        let db = tx.db();
        let certificates = certificate::Entity::find().all(db).await?;
        Ok(Self {
            decisions: decision::Entity::find().all(db).await?.into_iter().map(|d| (d.code.clone(), d)).collect(),
            seasons: season::Entity::find().all(db).await?.into_iter().map(|s| (s.code.clone(), s)).collect(),
            certificates: certificates.into_iter().map(|c| (c.number.clone(), c)).collect(),
            cycles: cycle::Entity::find().all(db).await?.into_iter().map(|c| (c.code.clone(), c)).collect(),
        })
    }
}
