//! A link to a workshop's quotas of one cycle, for the mail that tells of them: whoever opens it in time answers for the
//! person whom it was sent to, and can do nothing else.

use entities::{
    allocation::quota_link,
    values::{CycleId, PersonId, WorkshopId},
};
use uuid::Uuid;

use crate::{
    allocation::store,
    identity::{self, Token},
    members,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Makes a link for a person, good until the last deadline of what the workshop may still answer in the cycle. None where
/// nothing waits for an answer, or the person may not speak for the workshop.
///
/// The secret stands behind `#`: no server and no log ever sees it. It is not stored, so that every call makes another.
pub async fn make_link(
    tx: &mut UnitOfWork,
    cycle: CycleId,
    workshop: WorkshopId,
    person: PersonId,
) -> Result<Option<String>> {
    let open = store::quotas::open_of(tx, workshop).await?;
    let open = open.iter().filter(|quota| quota.cycle_id == cycle && quota.respond_by > tx.now());
    let Some(expires_at) = open.map(|quota| quota.respond_by).max() else { return Ok(None) };
    let organisation = members::workshop(tx, workshop).await?.organisation_id;
    if !identity::speaks_for_producer(tx, person, organisation).await? {
        return Ok(None);
    }
    let token = Token::new(&tx.app().ids);
    let link = quota_link::Model {
        id: tx.new_id::<Uuid>(),
        token_hash: token.hash(),
        cycle_id: cycle,
        workshop_id: workshop,
        person_id: person,
        created_at: tx.now(),
        expires_at,
    };
    store::links::insert(tx, link).await?;
    Ok(Some(tx.app().config.link(&format!("/encargo#{}", token.expose()))))
}
