//! Workshops join, change and leave.

use chrono::NaiveDate;
use entities::{
    members::workshop,
    values::{OrganisationId, OrganisationKind, TaxStatus, WorkshopId},
};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::json;

use crate::{
    members::{Event, MemberError, store},
    platform::{
        http::{
            api_error::ApiError,
            etag::IfMatch,
            problem::{Problem, Result},
        },
        rows::insert_if_new,
        unit_of_work::UnitOfWork,
    },
};

/// A workshop that joins.
#[derive(Clone, Debug)]
pub struct NewWorkshop {
    /// The member it belongs to: an organisation of kind `producer`.
    pub organisation_id: OrganisationId,
    /// Stable code: import key and tie-break; it never changes.
    pub code: String,
    /// First day in the group.
    pub joined_on: NaiveDate,
    /// What may change later.
    pub terms: WorkshopTerms,
}

/// What may be changed about a workshop.
#[derive(Clone, Debug)]
pub struct WorkshopTerms {
    /// What people call it.
    pub name: String,
    /// CUT code of its comuna.
    pub comuna_code: Option<String>,
    /// Name of its comuna.
    pub comuna: Option<String>,
    /// Its story, in Spanish.
    pub story_es: Option<String>,
    /// Its story, in English.
    pub story_en: Option<String>,
    /// Whether it issues documents.
    pub tax_status: TaxStatus,
    /// How much of the sum of its offers it could make at once, in basis points; none = all.
    pub overall_limit_bps: Option<i32>,
    /// Last day in the group.
    pub left_on: Option<NaiveDate>,
}

/// Takes a workshop into the group. Refuses 409 `not_a_producer`, `code_taken`, `left_before_joining`.
pub async fn create_workshop(tx: &mut UnitOfWork, new: NewWorkshop) -> Result<workshop::Model> {
    let found = store::organisations(tx, [new.organisation_id]).await?;
    let organisation = found.get(&new.organisation_id).ok_or_else(|| Problem::not_found("organisation"))?;
    if organisation.kind != OrganisationKind::Producer {
        return Err(MemberError::NotAProducer { kind: organisation.kind }.at("/organisation_id"));
    }
    check_days(new.joined_on, new.terms.left_on)?;
    let terms = new.terms;
    let workshop = workshop::Model {
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
    if !insert_if_new(tx, workshop.clone()).await? {
        return Err(MemberError::CodeTaken { resource: "workshop", code: workshop.code }.at("/code"));
    }
    tx.audit("workshop", workshop.id, "joined", json!({ "code": workshop.code, "joined_on": workshop.joined_on }));
    tx.emit(Event::SupplyChanged { workshop_id: workshop.id });
    Ok(workshop)
}

/// Changes a workshop that was read at the version that `if_match` names.
pub async fn update_workshop(
    tx: &mut UnitOfWork,
    id: WorkshopId,
    if_match: &IfMatch,
    change: WorkshopTerms,
) -> Result<workshop::Model> {
    let before = store::lock_workshop(tx, id).await?;
    if_match.check(before.version)?;
    check_days(before.joined_on, change.left_on)?;
    let changed = workshop::ActiveModel {
        id: Set(id),
        name: Set(change.name),
        comuna_code: Set(change.comuna_code),
        comuna: Set(change.comuna),
        story_es: Set(change.story_es),
        story_en: Set(change.story_en),
        tax_status: Set(change.tax_status),
        overall_limit_bps: Set(change.overall_limit_bps),
        left_on: Set(change.left_on),
        version: Set(before.version + 1),
        ..Default::default()
    };
    let workshop = workshop::Entity::update(changed).exec(tx.db()).await?;
    let action = if workshop.left_on != before.left_on { "left" } else { "changed" };
    let detail = json!({
        "left_on": workshop.left_on, "tax_status": workshop.tax_status, "overall_limit_bps": workshop.overall_limit_bps,
    });
    tx.audit("workshop", id, action, detail);
    if workshop.left_on != before.left_on || workshop.overall_limit_bps != before.overall_limit_bps {
        tx.emit(Event::SupplyChanged { workshop_id: id });
    }
    Ok(workshop)
}

fn check_days(joined_on: NaiveDate, left_on: Option<NaiveDate>) -> Result<()> {
    match left_on {
        Some(left_on) if left_on < joined_on => {
            Err(MemberError::LeftBeforeJoining { joined_on, left_on }.at("/left_on"))
        }
        _ => Ok(()),
    }
}
