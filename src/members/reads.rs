//! What is shown of the workshops: the rows together with what today adds to them.

use std::collections::HashMap;

use entities::{
    identity::organisation,
    members::workshop,
    values::{BoundBy, OrganisationId, WorkshopId},
};

use super::{
    api::wire::{Workshop, WorkshopDetail},
    store,
};
use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::UnitOfWork,
};

/// What today adds to workshops.
pub struct Today {
    organisations: HashMap<OrganisationId, organisation::Model>,
    weights: HashMap<WorkshopId, i64>,
    blocked: HashMap<WorkshopId, BoundBy>,
}

impl Today {
    /// What today adds to these workshops.
    pub async fn of(tx: &UnitOfWork, rows: &[workshop::Model]) -> Result<Self> {
        let workshops: Vec<_> = rows.iter().map(|row| row.id).collect();
        Ok(Self {
            organisations: store::organisations(tx, rows.iter().map(|r| r.organisation_id)).await?,
            weights: store::list_share_weights(tx, tx.today()).await?,
            blocked: store::list_supply_blocks(tx, tx.today(), &workshops).await?,
        })
    }

    /// A workshop as a list shows it, with its share and what keeps it from supplying today.
    pub fn workshop(&self, row: workshop::Model) -> Result<Workshop> {
        let missing = || Problem::missing_reference("organisation", row.organisation_id);
        let organisation = self.organisations.get(&row.organisation_id).ok_or_else(missing)?;
        let (weight, blocked_by) = (self.weights.get(&row.id).copied(), self.blocked.get(&row.id).copied());
        Ok(Workshop::of(row, organisation, weight, blocked_by))
    }
}

/// Workshops as a list shows them.
pub async fn listed(tx: &UnitOfWork, rows: Vec<workshop::Model>) -> Result<Vec<Workshop>> {
    let today = Today::of(tx, &rows).await?;
    rows.into_iter().map(|row| today.workshop(row)).collect()
}

/// One workshop with its history.
pub async fn detail(tx: &UnitOfWork, row: workshop::Model) -> Result<WorkshopDetail> {
    let shares = store::shares_of(tx, row.id).await?;
    let authorisations = store::authorisations_of(tx, row.id).await?;
    let pauses = store::pauses_of(tx, row.id).await?;
    let workshop = listed(tx, vec![row.clone()]).await?.pop().ok_or_else(Problem::internal)?;
    Ok(WorkshopDetail {
        workshop,
        comuna_code: row.comuna_code,
        story_es: row.story_es,
        story_en: row.story_en,
        tax_status: row.tax_status,
        overall_limit_bps: row.overall_limit_bps,
        shares: shares.into_iter().map(Into::into).collect(),
        authorisations: authorisations.into_iter().map(Into::into).collect(),
        pauses: pauses.into_iter().map(Into::into).collect(),
    })
}
