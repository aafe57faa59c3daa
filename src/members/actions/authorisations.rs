//! The health authority lets a workshop work.

use chrono::NaiveDate;
use entities::{members::sanitary_authorisation, values::UnitId};
use serde_json::json;
use uuid::Uuid;

use crate::{
    members::{Event, rules, store},
    platform::{
        http::problem::{Answer, Problem},
        rows::insert_if_new,
        work::Work,
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

/// Writes down a unit's sanitary authorisation. The same one again changes nothing.
///
/// Refuses 409 `ends_before_start`, `authorisation_exists`.
pub async fn add_authorisation(
    work: &mut Work,
    unit_id: UnitId,
    new: NewAuthorisation,
) -> Answer<sanitary_authorisation::Model> {
    store::lock_unit(work, unit_id).await?;
    let valid_until = new.valid_until.unwrap_or_else(|| rules::authorised_until(new.valid_from));
    if valid_until < new.valid_from {
        let detail = "The last day cannot come before the first.";
        return Err(Problem::refused("ends_before_start", detail).at("/valid_until", "ends_before_start", detail));
    }
    let made = sanitary_authorisation::Model {
        id: work.new_id::<Uuid>(),
        unit_id,
        number: new.number,
        valid_from: new.valid_from,
        valid_until,
        created_at: work.now(),
    };
    if !insert_if_new(work, made.clone()).await? {
        return the_same(work, made).await;
    }
    let detail = json!({ "number": made.number, "valid_from": made.valid_from, "valid_until": made.valid_until });
    work.audit("production_unit", unit_id, "authorised", detail);
    work.emit(Event::SupplyChanged { unit_id });
    Ok(made)
}

async fn the_same(work: &Work, made: sanitary_authorisation::Model) -> Answer<sanitary_authorisation::Model> {
    let stored = store::authorisations_of(work, made.unit_id).await?;
    let same = |a: &sanitary_authorisation::Model| {
        a.number == made.number && a.valid_from == made.valid_from && a.valid_until == made.valid_until
    };
    stored.into_iter().find(same).ok_or_else(|| {
        let detail = "This unit has an authorisation with this number and other dates.";
        Problem::refused("authorisation_exists", detail).at("/number", "authorisation_exists", detail)
    })
}
