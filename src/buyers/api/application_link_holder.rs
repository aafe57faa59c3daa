//! The caller who holds the link of an application. The secret of the link is neither a session nor accepted by any other
//! operation.

use entities::values::ApplicationId;
use poem::{Request, RequestBody};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions, registry::Registry};

use crate::{
    buyers::{errors::BuyerError, store::applications},
    identity::{Caller, hash_token},
    platform::{
        app::App,
        http::{
            link_secret::{link_scheme, link_secret},
            problem::{Problem, Result},
        },
        unit_of_work::{Actor, UnitOfWork},
    },
};

const SCHEME: &str = "application-link";
const DESCRIPTION: &str = "The secret of the link of an application, sent by mail. Its holder sees one application, adds \
                           to it and withdraws it, and nothing else.";

/// The holder of the link of an application that has not expired.
#[derive(Clone, Debug)]
pub struct ApplicationLinkHolder {
    /// The application that it shows.
    pub application_id: ApplicationId,
}

impl Caller for ApplicationLinkHolder {
    fn actor(&self) -> Actor {
        Actor::Applicant
    }

    fn key_owner(&self) -> String {
        format!("application:{}", self.application_id)
    }
}

impl<'a> ApiExtractor<'a> for ApplicationLinkHolder {
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
        let tx = app.read(Actor::Applicant).await?;
        Ok(find_holder(&tx, secret).await?)
    }
}

/// The holder of the link with this secret.
///
/// # Errors
/// 401 where there is no such link; 409 `ApplicationLinkExpired`.
async fn find_holder(tx: &UnitOfWork, secret: &str) -> Result<ApplicationLinkHolder> {
    let link = applications::find_link(tx, &hash_token(secret)).await?.ok_or_else(Problem::unauthenticated)?;
    if link.expires_at <= tx.now() {
        return Err(BuyerError::ApplicationLinkExpired { expired_at: link.expires_at }.into());
    }
    Ok(ApplicationLinkHolder { application_id: link.application_id })
}
