//! What the page behind a link shows.

use entities::values::Language;

use super::{quotas::quotas, standing::standing};
use crate::{
    allocation::{api::wire::QuotaLinkPage, caller::QuotaLink, store},
    cycles, identity, members,
    platform::{http::problem::Answer, work::Work},
};

/// The quotas behind a link, with where their unit stands.
pub async fn link_page(work: &Work, holder: &QuotaLink) -> Answer<QuotaLinkPage> {
    let own = [holder.unit_id];
    let cycle = cycles::cycle(work, holder.cycle_id).await?;
    let unit = members::unit(work, holder.unit_id).await?;
    let mut rows = store::shown::quotas_of(work, &own, &[holder.cycle_id]).await?;
    // A unit that joined with a re-offer stands in no run of the cycle.
    let place = match standing(work, &own, Some(holder.cycle_id)).await {
        Ok(place) => Some(place),
        Err(problem) if problem.status().is_client_error() => None,
        Err(problem) => return Err(problem),
    };
    let (units, group) = place.map(|place| (place.units, place.group)).unwrap_or_default();
    Ok(QuotaLinkPage {
        unit_name: unit.name,
        language: identity::language_of(work, holder.person_id).await?.unwrap_or(Language::Es),
        expires_at: holder.link.expires_at,
        cycle_id: cycle.id,
        cycle_code: cycle.code,
        delivery_date: cycle.delivery_date,
        cycle_state: cycle.state,
        quotas: quotas(work, rows.remove(&holder.cycle_id).unwrap_or_default()).await?,
        standing: units.into_iter().next(),
        group,
    })
}
