//! A link to a unit's quotas of one cycle, for the mail that tells of them: whoever opens it in time answers for the
//! person whom it was sent to, and can do nothing else.

use entities::{
    allocation::quota_link,
    values::{CycleId, PersonId, UnitId},
};
use uuid::Uuid;

use crate::{
    allocation::store,
    identity::{self, Token},
    members,
    platform::{http::problem::Answer, work::Work},
};

/// Makes a link for a person, good until the last deadline of what the unit may still answer in the cycle. None where
/// nothing waits for an answer, or the person may not speak for the unit.
///
/// The secret stands behind `#`: no server and no log ever sees it. It is not stored, so that every call makes another.
pub async fn make_link(work: &mut Work, cycle: CycleId, unit: UnitId, person: PersonId) -> Answer<Option<String>> {
    let open = store::quotas::open_of(work, unit).await?;
    let open = open.iter().filter(|quota| quota.cycle_id == cycle && quota.respond_by > work.now());
    let Some(expires_at) = open.map(|quota| quota.respond_by).max() else { return Ok(None) };
    let organisation = members::unit(work, unit).await?.organisation_id;
    if !identity::speaks_for_producer(work, person, organisation).await? {
        return Ok(None);
    }
    let token = Token::new(&work.app().chance);
    let link = quota_link::Model {
        id: work.new_id::<Uuid>(),
        token_hash: token.hash(),
        cycle_id: cycle,
        unit_id: unit,
        person_id: person,
        created_at: work.now(),
        expires_at,
    };
    store::links::insert(work, link).await?;
    Ok(Some(work.app().config.link(&format!("/cuota#{}", token.expose()))))
}
