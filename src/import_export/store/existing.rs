//! Records that an import compares its rows with, as they were before it.

use std::collections::HashMap;

use entities::{
    buyers::buyer,
    certification::certificate,
    cycles::cycle,
    identity::organisation,
    members::{decision, sanitary_authorisation, season},
    values::WorkshopId,
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
    /// The telephones of organisations.
    pub phones: HashMap<String, String>,
    /// The numbers of the agreements of buyers on their terms, by account code.
    pub agreements: HashMap<String, String>,
    /// The numbers of sanitary authorisations, by workshop.
    pub authorisations: HashMap<WorkshopId, Vec<String>>,
}

impl Existing {
    /// Loads all of them.
    pub async fn load(tx: &UnitOfWork) -> Result<Self> {
        let db = tx.db();
        let certificates = certificate::Entity::find().all(db).await?;
        let organisations = organisation::Entity::find().all(db).await?;
        let buyers = buyer::Entity::find().all(db).await?;
        let mut authorisations: HashMap<WorkshopId, Vec<String>> = HashMap::new();
        for row in sanitary_authorisation::Entity::find().all(db).await? {
            authorisations.entry(row.workshop_id).or_default().push(row.number);
        }
        Ok(Self {
            decisions: decision::Entity::find().all(db).await?.into_iter().map(|d| (d.code.clone(), d)).collect(),
            seasons: season::Entity::find().all(db).await?.into_iter().map(|s| (s.code.clone(), s)).collect(),
            certificates: certificates.into_iter().map(|c| (c.number.clone(), c)).collect(),
            phones: organisations.into_iter().filter_map(|o| Some((o.code, o.phone?))).collect(),
            agreements: buyers.into_iter().filter_map(|b| Some((b.code, b.terms_agreement_number?))).collect(),
            authorisations,
            cycles: cycle::Entity::find().all(db).await?.into_iter().map(|c| (c.code.clone(), c)).collect(),
        })
    }
}
