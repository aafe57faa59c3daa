//! Creates the quota link of a mail: it lets one person answer the quotas of a workshop in one cycle, and nothing else.

use entities::{
    allocation::quota_link,
    values::{CycleId, PersonId, WorkshopId},
};
use uuid::Uuid;

use crate::{
    allocation::store::{quota_links, quotas},
    identity::{self, Token},
    members,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Creates a link for a person and returns its address. The link is valid until the last deadline of the quotas that the
/// workshop may still answer in the cycle.
///
/// None where no quota waits for an answer, or the person may not act for the workshop.
///
/// The secret is in the fragment (`#`) of the address, which browsers do not send, so that it appears in no log. Only its
/// hash is stored; each call creates another link.
pub async fn create_quota_link(
    tx: &mut UnitOfWork,
    cycle: CycleId,
    workshop: WorkshopId,
    person: PersonId,
) -> Result<Option<String>> {
    let open = quotas::list_open_quotas(tx, workshop).await?;
    let answerable = open.iter().filter(|quota| quota.cycle_id == cycle && quota.respond_by > tx.now());
    let Some(expires_at) = answerable.map(|quota| quota.respond_by).max() else { return Ok(None) };
    let organisation = members::get_workshop(tx, workshop).await?.organisation_id;
    if !identity::may_act_for_producer(tx, person, organisation).await? {
        return Ok(None);
    }
    let token = Token::from_bytes(tx.app().ids.bytes());
    let link = quota_link::Model {
        id: tx.new_id::<Uuid>(),
        token_hash: token.hash(),
        cycle_id: cycle,
        workshop_id: workshop,
        person_id: person,
        created_at: tx.now(),
        expires_at,
    };
    quota_links::insert_quota_link(tx, link).await?;
    Ok(Some(tx.app().config.link(&format!("/encargo#{}", token.expose()))))
}
