//! The caller who holds a quota link. The secret of the link is neither a session nor accepted by any other operation.

use entities::{
    allocation::quota_link,
    values::{CycleId, PersonId, WorkshopId},
};
use poem::{Request, RequestBody};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions, registry::Registry};

use crate::{
    allocation::{errors::AllocationError, store::quota_links},
    identity::{self, Caller},
    members,
    platform::{
        app::App,
        http::{
            link_secret::{link_scheme, link_secret},
            problem::{Problem, Result},
        },
        unit_of_work::{Actor, UnitOfWork},
    },
};

const SCHEME: &str = "quota-link";
const DESCRIPTION: &str = "The secret of a quota link, sent by mail. Its holder reads and answers the quotas of one \
                           workshop in one cycle, and nothing else.";

/// The holder of a quota link that has not expired.
#[derive(Clone, Debug)]
pub struct QuotaLinkHolder {
    /// The person to whom the link was sent.
    pub person_id: PersonId,
    /// The workshop whose quotas it shows.
    pub workshop_id: WorkshopId,
    /// The cycle of the quotas.
    pub cycle_id: CycleId,
    /// The link.
    pub link: quota_link::Model,
}

impl Caller for QuotaLinkHolder {
    fn actor(&self) -> Actor {
        Actor::Link(self.person_id)
    }

    fn key_owner(&self) -> String {
        format!("link:{}", self.link.id)
    }
}

impl<'a> ApiExtractor<'a> for QuotaLinkHolder {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::SecurityScheme];

    type ParamType = ();

    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        registry.create_security_scheme(SCHEME, link_scheme(DESCRIPTION));
    }

    fn security_schemes() -> Vec<&'static str> {
        vec![SCHEME]
    }

    async fn from_request(request: &'a Request, _: &mut RequestBody, _: ExtractParamOptions<()>) -> poem::Result<Self> {
        let app = request.data::<App>().ok_or_else(Problem::internal)?;
        let secret = link_secret(request).ok_or_else(Problem::unauthenticated)?;
        let tx = app.read(Actor::System).await?;
        Ok(find_holder(&tx, secret).await?)
    }
}

/// The holder of the link with this secret.
///
/// # Errors
/// 401 where there is no such link, or its person may no longer act for the workshop; 409 `LinkExpired`.
async fn find_holder(tx: &UnitOfWork, secret: &str) -> Result<QuotaLinkHolder> {
    let link =
        quota_links::find_quota_link(tx, &identity::hash_token(secret)).await?.ok_or_else(Problem::unauthenticated)?;
    if link.expires_at <= tx.now() {
        return Err(AllocationError::LinkExpired { expired_at: link.expires_at }.into());
    }
    let organisation = members::get_workshop(tx, link.workshop_id).await?.organisation_id;
    if !identity::may_act_for_producer(tx, link.person_id, organisation).await? {
        return Err(Problem::unauthenticated());
    }
    Ok(QuotaLinkHolder { person_id: link.person_id, workshop_id: link.workshop_id, cycle_id: link.cycle_id, link })
}
