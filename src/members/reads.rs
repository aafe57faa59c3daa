//! What is shown of the workshops: the rows together with what today adds to them.

use entities::members::workshop;

use super::{
    api::wire::{Workshop, WorkshopDetail},
    store,
};
use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::UnitOfWork,
};

/// Workshops as a list shows them, with their share and what keeps them from supplying today.
pub async fn listed(tx: &UnitOfWork, rows: Vec<workshop::Model>) -> Result<Vec<Workshop>> {
    let organisations = store::organisations(tx, rows.iter().map(|r| r.organisation_id)).await?;
    let shares = store::shares_on(tx, tx.today()).await?;
    let workshops: Vec<_> = rows.iter().map(|row| row.id).collect();
    let blocked = store::blocked_on(tx, tx.today(), &workshops).await?;
    rows.into_iter()
        .map(|row| {
            let organisation = organisations.get(&row.organisation_id).ok_or_else(Problem::internal)?;
            let (weight, blocked_by) = (shares.get(&row.id).copied(), blocked.get(&row.id).copied());
            Ok(Workshop::of(row, organisation, weight, blocked_by))
        })
        .collect()
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
