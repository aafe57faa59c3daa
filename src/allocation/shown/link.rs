//! What the page behind a link shows.

use entities::values::Language;

use super::{quotas::quotas, standing::standing};
use crate::{
    allocation::{api::wire::QuotaLinkPage, caller::QuotaLink, store},
    cycles, identity, members,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// The quotas behind a link, with where their workshop stands.
pub async fn link_page(tx: &UnitOfWork, holder: &QuotaLink) -> Result<QuotaLinkPage> {
    let own = [holder.workshop_id];
    let cycle = cycles::cycle(tx, holder.cycle_id).await?;
    let workshop = members::workshop(tx, holder.workshop_id).await?;
    let mut rows = store::shown::quotas_of(tx, &own, &[holder.cycle_id]).await?;
    // A workshop that joined with a re-offer stands in no run of the cycle.
    let place = match standing(tx, &own, Some(holder.cycle_id)).await {
        Ok(place) => Some(place),
        Err(problem) if problem.status().is_client_error() => None,
        Err(problem) => return Err(problem),
    };
    let (workshops, group) = place.map(|place| (place.workshops, place.group)).unwrap_or_default();
    Ok(QuotaLinkPage {
        workshop_name: workshop.name,
        language: identity::language_of(tx, holder.person_id).await?.unwrap_or(Language::Es),
        expires_at: holder.link.expires_at,
        cycle_id: cycle.id,
        cycle_code: cycle.code,
        delivery_date: cycle.delivery_date,
        cycle_state: cycle.state,
        quotas: quotas(tx, rows.remove(&holder.cycle_id).unwrap_or_default()).await?,
        standing: workshops.into_iter().next(),
        group,
    })
}
