//! Updates a workshop.

use chrono::NaiveDate;
use entities::{
    members::workshop,
    values::{TaxStatus, WorkshopId},
};
use sea_orm::ActiveValue::Set;
use serde_json::json;

use crate::{
    members::{Event, errors::MemberError, store},
    platform::{
        http::{api_error::ApiError, etag::IfMatch, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// What may be updated of a workshop.
#[derive(Clone, Debug)]
pub struct WorkshopTerms {
    /// What people call it.
    pub name: String,
    /// Official (CUT) code of its comuna.
    pub comuna_code: Option<String>,
    /// Name of its comuna.
    pub comuna: Option<String>,
    /// Its story, in Spanish.
    pub story_es: Option<String>,
    /// Its story, in English.
    pub story_en: Option<String>,
    /// Whether it issues tax documents.
    pub tax_status: TaxStatus,
    /// The part of the sum of its offers that it can make at once, in basis points; none = all.
    pub overall_limit_bps: Option<i32>,
    /// Last day in the group.
    pub left_on: Option<NaiveDate>,
}

/// Updates a workshop that was read at the version that `if_match` names. Open business is decided before the workshop
/// leaves: the transaction is refused with a list of it (`WorkshopBusinessOpen`). `debts_stay` says that what either side
/// still owes stays to be paid.
///
/// # Errors
/// 404; 409 `left_before_joining`; 412.
pub async fn update_workshop(
    tx: &mut UnitOfWork,
    id: WorkshopId,
    if_match: &IfMatch,
    terms: WorkshopTerms,
    debts_stay: bool,
) -> Result<workshop::Model> {
    let before = store::lock_workshop(tx, id).await?;
    if_match.check(before.version)?;
    check_left_on(before.joined_on, terms.left_on)?;
    let row = workshop::ActiveModel {
        id: Set(id),
        name: Set(terms.name),
        comuna_code: Set(terms.comuna_code),
        comuna: Set(terms.comuna),
        story_es: Set(terms.story_es),
        story_en: Set(terms.story_en),
        tax_status: Set(terms.tax_status),
        overall_limit_bps: Set(terms.overall_limit_bps),
        left_on: Set(terms.left_on),
        version: Set(before.version + 1),
        ..Default::default()
    };
    let updated = store::update_workshop(tx, row).await?;
    let action = if updated.left_on != before.left_on { "left" } else { "changed" };
    let detail = json!({
        "left_on": updated.left_on, "tax_status": updated.tax_status, "overall_limit_bps": updated.overall_limit_bps,
    });
    tx.audit("workshop", id, action, detail);
    let leaves = updated.left_on.filter(|day| before.left_on.is_none_or(|before| *day < before));
    if let Some(left_on) = leaves {
        tx.emit(Event::WorkshopLeft { workshop_id: id, left_on, debts_stay });
    }
    if updated.left_on != before.left_on || updated.overall_limit_bps != before.overall_limit_bps {
        tx.emit(Event::SupplyChanged { workshop_id: id });
    }
    if updated.tax_status != before.tax_status {
        tx.emit(Event::TaxStatusChanged { workshop_id: id });
    }
    Ok(updated)
}

/// Checks that the last day in the group does not come before the first.
///
/// # Errors
/// 409 `left_before_joining`.
pub fn check_left_on(joined_on: NaiveDate, left_on: Option<NaiveDate>) -> Result<()> {
    match left_on {
        Some(left_on) if left_on < joined_on => {
            Err(MemberError::LeftBeforeJoining { joined_on, left_on }.at("/left_on"))
        }
        _ => Ok(()),
    }
}
