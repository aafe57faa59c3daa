//! Units join, change and leave.

use chrono::NaiveDate;
use entities::{
    members::production_unit,
    values::{OrganisationId, OrganisationKind, TaxStatus, UnitId},
};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::json;

use crate::{
    members::{Event, store},
    platform::{
        http::{
            etag::check_version,
            problem::{Answer, Problem},
        },
        rows::insert_if_new,
        work::Work,
    },
};

/// A unit that joins.
#[derive(Clone, Debug)]
pub struct NewUnit {
    /// The member it belongs to: an organisation of kind `producer`.
    pub organisation_id: OrganisationId,
    /// Stable code: import key and tie-break; it never changes.
    pub code: String,
    /// First day in the group.
    pub joined_on: NaiveDate,
    /// What may change later.
    pub facts: UnitChange,
}

/// What may be changed about a unit.
#[derive(Clone, Debug)]
pub struct UnitChange {
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

/// Takes a unit into the group. Refuses 409 `not_a_producer`, `code_taken`, `left_before_joining`.
pub async fn add_unit(work: &mut Work, new: NewUnit) -> Answer<production_unit::Model> {
    let found = store::organisations(work, [new.organisation_id]).await?;
    let organisation = found.get(&new.organisation_id).ok_or_else(|| Problem::not_found("organisation"))?;
    if organisation.kind != OrganisationKind::Producer {
        let detail = "A production unit belongs to an organisation of kind producer.";
        return Err(Problem::refused("not_a_producer", detail).at("/organisation_id", "not_a_producer", detail));
    }
    check_days(new.joined_on, new.facts.left_on)?;
    let facts = new.facts;
    let unit = production_unit::Model {
        id: work.new_id(),
        organisation_id: new.organisation_id,
        code: new.code,
        name: facts.name,
        comuna_code: facts.comuna_code,
        comuna: facts.comuna,
        story_es: facts.story_es,
        story_en: facts.story_en,
        tax_status: facts.tax_status,
        overall_limit_bps: facts.overall_limit_bps,
        joined_on: new.joined_on,
        left_on: facts.left_on,
        created_at: work.now(),
        version: 1,
    };
    if !insert_if_new(work, unit.clone()).await? {
        let detail = "Another production unit has this code.";
        return Err(Problem::refused("code_taken", detail).at("/code", "code_taken", detail));
    }
    work.audit("production_unit", unit.id, "joined", json!({ "code": unit.code, "joined_on": unit.joined_on }));
    work.emit(Event::SupplyChanged { unit_id: unit.id });
    Ok(unit)
}

/// Changes a unit that was read at the version that `if_match` names.
pub async fn change_unit(
    work: &mut Work,
    id: UnitId,
    if_match: Option<&str>,
    change: UnitChange,
) -> Answer<production_unit::Model> {
    let before = store::lock_unit(work, id).await?;
    check_version(if_match, before.version)?;
    check_days(before.joined_on, change.left_on)?;
    let changed = production_unit::ActiveModel {
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
    let unit = production_unit::Entity::update(changed).exec(work.db()).await?;
    let action = if unit.left_on != before.left_on { "left" } else { "changed" };
    let detail = json!({
        "left_on": unit.left_on, "tax_status": unit.tax_status, "overall_limit_bps": unit.overall_limit_bps,
    });
    work.audit("production_unit", id, action, detail);
    if unit.left_on != before.left_on || unit.overall_limit_bps != before.overall_limit_bps {
        work.emit(Event::SupplyChanged { unit_id: id });
    }
    Ok(unit)
}

fn check_days(joined_on: NaiveDate, left_on: Option<NaiveDate>) -> Answer<()> {
    if left_on.is_none_or(|left| joined_on <= left) {
        return Ok(());
    }
    let detail = "The last day in the group cannot come before the first.";
    Err(Problem::refused("left_before_joining", detail).at("/left_on", "left_before_joining", detail))
}
