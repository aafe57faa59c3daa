//! The caller who holds a link to a workshop's quotas: the typed door of the operations behind the mail's button, and of
//! no other. Its secret is no session, and no session opens this door.

use entities::{
    allocation::quota_link,
    values::{CycleId, PersonId, WorkshopId},
};
use poem::{Request, RequestBody, http::header};
use poem_openapi::{
    ApiExtractor, ApiExtractorType, ExtractParamOptions,
    registry::{MetaSecurityScheme, Registry},
};

use super::{errors::AllocationError, store};
use crate::{
    identity::{self, Caller},
    members,
    platform::{
        app::App,
        http::problem::{Problem, Result},
        unit_of_work::{Actor, UnitOfWork},
    },
};

const SCHEME: &str = "quota-link";
const DOC: &str =
    "Whoever opens the link of a mail about a workshop's quotas: sees and answers these, and nothing else.";

/// Whoever holds a live link to a workshop's quotas of one cycle.
#[derive(Clone, Debug)]
pub struct QuotaLink {
    /// Whom the link was sent to.
    pub person_id: PersonId,
    /// Whose quotas.
    pub workshop_id: WorkshopId,
    /// Of which cycle.
    pub cycle_id: CycleId,
    /// The link itself.
    pub link: quota_link::Model,
}

impl Caller for QuotaLink {
    fn actor(&self) -> Actor {
        Actor::Link(self.person_id)
    }

    fn key_owner(&self) -> String {
        format!("link:{}", self.link.id)
    }
}

impl<'a> ApiExtractor<'a> for QuotaLink {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::SecurityScheme];

    type ParamType = ();

    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        let scheme = MetaSecurityScheme {
            ty: "http",
            description: Some(DOC),
            name: None,
            key_in: None,
            scheme: Some("bearer"),
            bearer_format: Some("secret of the link"),
            flows: None,
            openid_connect_url: None,
        };
        registry.create_security_scheme(SCHEME, scheme);
    }

    fn security_schemes() -> Vec<&'static str> {
        vec![SCHEME]
    }

    async fn from_request(request: &'a Request, _: &mut RequestBody, _: ExtractParamOptions<()>) -> poem::Result<Self> {
        let app = request.data::<App>().ok_or_else(Problem::internal)?;
        let secret = secret(request).ok_or_else(unknown)?;
        let tx = app.read(Actor::System).await?;
        Ok(enter(&tx, secret).await?)
    }
}

/// The secret of a request: only ever `Authorization: Bearer`, so that no browser sends it on its own.
fn secret(request: &Request) -> Option<&str> {
    let (scheme, secret) = request.headers().get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim())
}

/// The holder of this secret, as things stand now.
async fn enter(tx: &UnitOfWork, secret: &str) -> Result<QuotaLink> {
    let link = store::links::by_hash(tx, &identity::token_hash(secret)).await?.ok_or_else(unknown)?;
    if link.expires_at <= tx.now() {
        return Err(AllocationError::LinkExpired { expired_at: link.expires_at }.into());
    }
    let organisation = members::workshop(tx, link.workshop_id).await?.organisation_id;
    if !identity::speaks_for_producer(tx, link.person_id, organisation).await? {
        return Err(unknown());
    }
    Ok(QuotaLink { person_id: link.person_id, workshop_id: link.workshop_id, cycle_id: link.cycle_id, link })
}

fn unknown() -> Problem {
    Problem::unauthenticated()
}
