//! A workshop in responses, for staff and for its own people.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::{
    members::workshop,
    values::{BoundBy, OrganisationId, TaxStatus, WorkshopId},
};
use poem_openapi::Object;

use super::{authorisations::WorkshopAuthorisation, pauses::WorkshopPause, shares::WorkshopShare};
use crate::{
    members::store::{self, WorkshopWithOrganisation},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// A workshop in a list.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Workshop {
    /// Identifies the workshop.
    pub id: WorkshopId,
    /// Stable code.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// The member that it belongs to.
    pub organisation_id: OrganisationId,
    /// What people call that member.
    pub organisation: String,
    /// Name of its comuna.
    pub comuna: Option<String>,
    /// Weight of its share today; none before it has agreed to one.
    pub weight: Option<i64>,
    /// Why it may not supply today, whatever the product: `authorisation` or `pause`; none where it may.
    pub blocked_by: Option<BoundBy>,
    /// First day in the group.
    pub joined_on: NaiveDate,
    /// Last day in the group.
    pub left_on: Option<NaiveDate>,
}

/// A workshop with its history.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct WorkshopDetail {
    /// The workshop today.
    pub workshop: Workshop,
    /// Official (CUT) code of its comuna.
    pub comuna_code: Option<String>,
    /// Its story, in Spanish.
    pub story_es: Option<String>,
    /// Its story, in English.
    pub story_en: Option<String>,
    /// Whether it issues tax documents.
    pub tax_status: TaxStatus,
    /// The part of the sum of its offers that it can make at once, in basis points; none = all.
    pub overall_limit_bps: Option<i32>,
    /// Its shares, newest first.
    pub shares: Vec<WorkshopShare>,
    /// Its sanitary authorisations, newest first.
    pub authorisations: Vec<WorkshopAuthorisation>,
    /// Its pauses, newest first.
    pub pauses: Vec<WorkshopPause>,
}

/// What is known of workshops on the present day.
pub struct WorkshopsToday {
    weights: HashMap<WorkshopId, i64>,
    blocks: HashMap<WorkshopId, BoundBy>,
}

impl WorkshopsToday {
    /// Loads what is known of these workshops.
    pub async fn load(tx: &UnitOfWork, workshops: impl Iterator<Item = WorkshopId>) -> Result<Self> {
        let workshops: Vec<WorkshopId> = workshops.collect();
        Ok(Self {
            weights: store::list_share_weights(tx, tx.today()).await?,
            blocks: store::list_supply_blocks(tx, tx.today(), &workshops).await?,
        })
    }

    /// The response of one of them.
    pub fn response(&self, row: WorkshopWithOrganisation) -> Workshop {
        let WorkshopWithOrganisation { workshop, organisation } = row;
        Workshop {
            weight: self.weights.get(&workshop.id).copied(),
            blocked_by: self.blocks.get(&workshop.id).copied(),
            id: workshop.id,
            code: workshop.code,
            name: workshop.name,
            organisation_id: workshop.organisation_id,
            organisation: organisation.name,
            comuna: workshop.comuna,
            joined_on: workshop.joined_on,
            left_on: workshop.left_on,
        }
    }
}

/// The response of one workshop with its history.
pub async fn workshop_response(tx: &UnitOfWork, row: workshop::Model) -> Result<WorkshopDetail> {
    let shares = store::list_shares(tx, row.id).await?;
    let authorisations = store::list_authorisations(tx, row.id).await?;
    let pauses = store::list_pauses(tx, row.id).await?;
    let today = WorkshopsToday::load(tx, std::iter::once(row.id)).await?;
    let row = store::with_organisation(tx, row).await?;
    Ok(WorkshopDetail {
        comuna_code: row.workshop.comuna_code.clone(),
        story_es: row.workshop.story_es.clone(),
        story_en: row.workshop.story_en.clone(),
        tax_status: row.workshop.tax_status,
        overall_limit_bps: row.workshop.overall_limit_bps,
        workshop: today.response(row),
        shares: shares.into_iter().map(Into::into).collect(),
        authorisations: authorisations.into_iter().map(Into::into).collect(),
        pauses: pauses.into_iter().map(Into::into).collect(),
    })
}
