//! The health authority lets a workshop work.

use chrono::NaiveDate;
use entities::{members::sanitary_authorisation, values::WorkshopId};
use sea_orm::{EntityTrait, IntoActiveModel};
use serde_json::json;
use uuid::Uuid;

use crate::{
    members::{Event, MemberError, rules, store},
    platform::{
        http::{api_error::ApiError, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// A sanitary authorisation as the health authority gave it.
#[derive(Clone, Debug)]
pub struct NewAuthorisation {
    /// Number of the resolution.
    pub number: String,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day; none = three years (DS 977/1996).
    pub valid_until: Option<NaiveDate>,
}

/// Writes down a workshop's sanitary authorisation. The same one again changes nothing.
///
/// Refuses 409 `ends_before_start`, `authorisation_exists`.
pub async fn create_authorisation(
    tx: &mut UnitOfWork,
    workshop_id: WorkshopId,
    new: NewAuthorisation,
) -> Result<sanitary_authorisation::Model> {
    store::lock_workshop(tx, workshop_id).await?;
    let valid_until = new.valid_until.unwrap_or_else(|| rules::authorised_until(new.valid_from));
    if valid_until < new.valid_from {
        let (starts_on, ends_on) = (new.valid_from, valid_until);
        return Err(MemberError::EndsBeforeStart { starts_on, ends_on }.at("/valid_until"));
    }
    let made = sanitary_authorisation::Model {
        id: tx.new_id::<Uuid>(),
        workshop_id,
        number: new.number,
        valid_from: new.valid_from,
        valid_until,
        created_at: tx.now(),
    };
    let stored = store::authorisations_of(tx, workshop_id).await?;
    if let Some(stored) = stored.into_iter().find(|stored| stored.number == made.number) {
        let same = stored.valid_from == made.valid_from && stored.valid_until == made.valid_until;
        let (number, valid_from, valid_until) = (made.number, stored.valid_from, stored.valid_until);
        let exists = MemberError::AuthorisationExists { number, valid_from, valid_until };
        return if same { Ok(stored) } else { Err(exists.at("/number")) };
    }
    sanitary_authorisation::Entity::insert(made.clone().into_active_model()).exec_without_returning(tx.db()).await?;
    let detail = json!({ "number": made.number, "valid_from": made.valid_from, "valid_until": made.valid_until });
    tx.audit("workshop", workshop_id, "authorised", detail);
    tx.emit(Event::SupplyChanged { workshop_id });
    Ok(made)
}
