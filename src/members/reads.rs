//! What is shown of the units: the rows together with what today adds to them.

use entities::members::production_unit;

use super::{
    api::wire::{ProductionUnit, UnitDetail},
    store,
};
use crate::platform::{
    http::problem::{Answer, Problem},
    work::Work,
};

/// Units as a list shows them, with their share and what keeps them from supplying today.
pub async fn listed(work: &Work, rows: Vec<production_unit::Model>) -> Answer<Vec<ProductionUnit>> {
    let organisations = store::organisations(work, rows.iter().map(|r| r.organisation_id)).await?;
    let shares = store::shares_on(work, work.today()).await?;
    let units: Vec<_> = rows.iter().map(|row| row.id).collect();
    let blocked = store::blocked_on(work, work.today(), &units).await?;
    rows.into_iter()
        .map(|row| {
            let organisation = organisations.get(&row.organisation_id).ok_or_else(Problem::internal)?;
            let (weight, blocked_by) = (shares.get(&row.id).copied(), blocked.get(&row.id).copied());
            Ok(ProductionUnit::of(row, organisation, weight, blocked_by))
        })
        .collect()
}

/// One unit with its history.
pub async fn detail(work: &Work, row: production_unit::Model) -> Answer<UnitDetail> {
    let shares = store::shares_of(work, row.id).await?;
    let authorisations = store::authorisations_of(work, row.id).await?;
    let pauses = store::pauses_of(work, row.id).await?;
    let unit = listed(work, vec![row.clone()]).await?.pop().ok_or_else(Problem::internal)?;
    Ok(UnitDetail {
        unit,
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
