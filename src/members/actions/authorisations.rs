//! The health authority lets a workshop work.

use chrono::NaiveDate;
use entities::{members::sanitary_authorisation, values::WorkshopId};
use serde_json::json;
use uuid::Uuid;

use crate::{
    members::{Event, rules, store},
    platform::{
        http::problem::{Problem, Result},
        rows::insert_if_new,
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
pub async fn add_authorisation(
    tx: &mut UnitOfWork,
    workshop_id: WorkshopId,
    new: NewAuthorisation,
) -> Result<sanitary_authorisation::Model> {
    store::lock_workshop(tx, workshop_id).await?;
    let valid_until = new.valid_until.unwrap_or_else(|| rules::authorised_until(new.valid_from));
    if valid_until < new.valid_from {
        let detail = "The last day cannot come before the first.";
        return Err(Problem::refused("ends_before_start", detail).at("/valid_until", "ends_before_start", detail));
    }
    let made = sanitary_authorisation::Model {
        id: tx.new_id::<Uuid>(),
        workshop_id,
        number: new.number,
        valid_from: new.valid_from,
        valid_until,
        created_at: tx.now(),
    };
    if !insert_if_new(tx, made.clone()).await? {
        return the_same(tx, made).await;
    }
    let detail = json!({ "number": made.number, "valid_from": made.valid_from, "valid_until": made.valid_until });
    tx.audit("workshop", workshop_id, "authorised", detail);
    tx.emit(Event::SupplyChanged { workshop_id });
    Ok(made)
}

async fn the_same(tx: &UnitOfWork, made: sanitary_authorisation::Model) -> Result<sanitary_authorisation::Model> {
    let stored = store::authorisations_of(tx, made.workshop_id).await?;
    let same = |a: &sanitary_authorisation::Model| {
        a.number == made.number && a.valid_from == made.valid_from && a.valid_until == made.valid_until
    };
    stored.into_iter().find(same).ok_or_else(|| {
        let detail = "This workshop has an authorisation with this number and other dates.";
        Problem::refused("authorisation_exists", detail).at("/number", "authorisation_exists", detail)
    })
}
