//! Creates a sanitary authorisation.

use chrono::NaiveDate;
use entities::{members::sanitary_authorisation, values::WorkshopId};
use serde_json::json;
use uuid::Uuid;

use crate::{
    members::{Event, errors::MemberError, rules::default_authorisation_end, store},
    platform::{
        http::{api_error::ApiError, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// A sanitary authorisation to create.
#[derive(Clone, Debug)]
pub struct NewAuthorisation {
    /// Number of the health authority's resolution.
    pub number: String,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day; none = three years later (DS 977/1996).
    pub valid_until: Option<NaiveDate>,
}

/// Creates a sanitary authorisation of a workshop. Repeated with the same dates, it changes nothing.
///
/// # Errors
/// 404 (workshop); 409 `ends_before_start`, `authorisation_exists`.
pub async fn create_authorisation(
    tx: &mut UnitOfWork,
    workshop_id: WorkshopId,
    new: NewAuthorisation,
) -> Result<sanitary_authorisation::Model> {
    store::lock_workshop(tx, workshop_id).await?;
    let NewAuthorisation { number, valid_from, valid_until } = new;
    let valid_until = valid_until.unwrap_or_else(|| default_authorisation_end(valid_from));
    if valid_until < valid_from {
        return Err(MemberError::EndsBeforeStart { starts_on: valid_from, ends_on: valid_until }.at("/valid_until"));
    }
    let existing = store::list_authorisations(tx, workshop_id).await?.into_iter().find(|row| row.number == number);
    if let Some(existing) = existing {
        if existing.valid_from == valid_from && existing.valid_until == valid_until {
            return Ok(existing);
        }
        let (valid_from, valid_until) = (existing.valid_from, existing.valid_until);
        return Err(MemberError::AuthorisationExists { number, valid_from, valid_until }.at("/number"));
    }
    let id: Uuid = tx.new_id();
    let created_at = tx.now();
    let row = sanitary_authorisation::Model { id, workshop_id, number, valid_from, valid_until, created_at };
    store::insert_authorisation(tx, &row).await?;
    let detail = json!({ "number": row.number, "valid_from": row.valid_from, "valid_until": row.valid_until });
    tx.audit("workshop", workshop_id, "authorised", detail);
    tx.emit(Event::SupplyChanged { workshop_id });
    Ok(row)
}
