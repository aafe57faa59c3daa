//! Creates a workshop.

use chrono::NaiveDate;
use entities::{
    members::workshop,
    values::{OrganisationId, OrganisationKind},
};
use serde_json::json;

use super::update_workshop::{WorkshopTerms, check_left_on};
use crate::{
    identity,
    members::{Event, errors::MemberError, store},
    platform::{
        http::{api_error::ApiError, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// A workshop to create.
#[derive(Clone, Debug)]
pub struct NewWorkshop {
    /// The member that it belongs to: an organisation of kind `producer`.
    pub organisation_id: OrganisationId,
    /// Stable code: the key of imports, and the tie-break where an order must be reproducible. It never changes.
    pub code: String,
    /// First day in the group.
    pub joined_on: NaiveDate,
    /// What may be updated later.
    pub terms: WorkshopTerms,
}

/// Creates a workshop, which joins the group.
///
/// # Errors
/// 404 (organisation); 409 `not_a_producer`, `code_taken`, `left_before_joining`.
pub async fn create_workshop(tx: &mut UnitOfWork, new: NewWorkshop) -> Result<workshop::Model> {
    let organisation = identity::get_organisation(tx, new.organisation_id).await?;
    if organisation.kind != OrganisationKind::Producer {
        return Err(MemberError::NotAProducer { kind: organisation.kind }.at("/organisation_id"));
    }
    let terms = new.terms;
    check_left_on(new.joined_on, terms.left_on)?;
    let row = workshop::Model {
        id: tx.new_id(),
        organisation_id: new.organisation_id,
        code: new.code,
        name: terms.name,
        comuna_code: terms.comuna_code,
        comuna: terms.comuna,
        story_es: terms.story_es,
        story_en: terms.story_en,
        tax_status: terms.tax_status,
        overall_limit_bps: terms.overall_limit_bps,
        joined_on: new.joined_on,
        left_on: terms.left_on,
        created_at: tx.now(),
        version: 1,
    };
    if !store::insert_workshop(tx, &row).await? {
        return Err(MemberError::CodeTaken { resource: "workshop", code: row.code }.at("/code"));
    }
    tx.audit("workshop", row.id, "joined", json!({ "code": row.code, "joined_on": row.joined_on }));
    tx.emit(Event::SupplyChanged { workshop_id: row.id });
    Ok(row)
}
