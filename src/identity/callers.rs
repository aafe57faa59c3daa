//! Typed callers. An operation takes one as its first parameter, which checks the session and the permission before the
//! body is read and names the security scheme in the API's description.

use entities::values::{OrganisationId, PersonId, SessionId};
use poem::{
    Request, RequestBody,
    http::{Method, header},
};
use poem_openapi::{
    ApiExtractor, ApiExtractorType, ExtractParamOptions,
    registry::{MetaSecurityScheme, Registry},
};

pub use crate::platform::http::caller::Caller;

use crate::{
    identity::{
        errors::IdentityError,
        rules::{Cookie, Permission, hash_token},
        store::{self, SessionAccess},
    },
    platform::{
        app::App,
        http::problem::{Problem, Result},
        unit_of_work::Actor,
    },
};

/// Any signed-in person.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who is signed in.
    pub person_id: PersonId,
    /// The session.
    pub session_id: SessionId,
    /// The organisation the person acts for.
    pub organisation_id: Option<OrganisationId>,
}

impl Caller for SignedIn {
    fn actor(&self) -> Actor {
        Actor::Person(self.person_id, self.organisation_id)
    }

    fn key_owner(&self) -> String {
        match self.organisation_id {
            Some(organisation) => format!("{}:{organisation}", self.person_id),
            None => format!("{}:", self.person_id),
        }
    }
}

macro_rules! callers {
    ($($name:ident = $permission:ident, $scheme:literal, $doc:literal;)*) => {$(
        #[doc = $doc]
        #[derive(Clone, Debug)]
        pub struct $name {
            /// Who is signed in.
            pub person_id: PersonId,
            /// The organisation the person acts for.
            pub organisation_id: OrganisationId,
        }

        impl Caller for $name {
            fn actor(&self) -> Actor {
                Actor::Person(self.person_id, Some(self.organisation_id))
            }

            fn key_owner(&self) -> String {
                format!("{}:{}", self.person_id, self.organisation_id)
            }
        }

        impl<'a> ApiExtractor<'a> for $name {
            const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::SecurityScheme];

            type ParamType = ();

            type ParamRawType = ();

            fn register(registry: &mut Registry) {
                registry.create_security_scheme($scheme, scheme($doc));
            }

            fn security_schemes() -> Vec<&'static str> {
                vec![$scheme]
            }

            async fn from_request(
                request: &'a Request,
                _: &mut RequestBody,
                _: ExtractParamOptions<()>,
            ) -> poem::Result<Self> {
                let (person_id, organisation_id) = authorise(request, Permission::$permission).await?;
                Ok(Self { person_id, organisation_id })
            }
        }
    )*};
}

callers! {
    Buyer = Buyer, "buyer",
        "A person with a role in a buyer. A `viewer` can only read.";
    Producer = Producer, "producer",
        "A person with a role in a producer. A `viewer` can only read.";
    StaffViewer = StaffViewer, "staff.viewer",
        "A person with any role in the cooperative.";
    Staff = Staff, "staff",
        "The cooperative's daily work: `staff` or `admin`.";
    StaffQuality = StaffQuality, "staff.quality",
        "The cooperative's certificates: `quality` or `admin`.";
    StaffFinance = StaffFinance, "staff.finance",
        "The cooperative's money: `finance` or `admin`.";
    StaffAdmin = StaffAdmin, "staff.admin",
        "The cooperative's people and settings: `admin`.";
}

impl<'a> ApiExtractor<'a> for SignedIn {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::SecurityScheme];

    type ParamType = ();

    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        registry.create_security_scheme("person", scheme("Any signed-in person."));
    }

    fn security_schemes() -> Vec<&'static str> {
        vec!["person"]
    }

    async fn from_request(request: &'a Request, _: &mut RequestBody, _: ExtractParamOptions<()>) -> poem::Result<Self> {
        let SessionAccess { session_id, person_id, organisation, .. } = load_session(request).await?;
        Ok(Self { person_id, session_id, organisation_id: organisation.map(|organisation| organisation.id) })
    }
}

fn scheme(description: &'static str) -> MetaSecurityScheme {
    MetaSecurityScheme {
        ty: "http",
        description: Some(description),
        name: None,
        key_in: None,
        scheme: Some("bearer"),
        bearer_format: Some("session token; browsers send it as the cookie `minga_session`"),
        flows: None,
        openid_connect_url: None,
    }
}

/// Checks that the session of the request has `permission` in the organisation that it acts for.
///
/// # Errors
/// 401 without a live session, 403 `forbidden` without the permission.
async fn authorise(request: &Request, permission: Permission) -> Result<(PersonId, OrganisationId)> {
    let session = load_session(request).await?;
    let refused = IdentityError::PermissionRequired { permission };
    let Some(organisation) = session.organisation else { return Err(refused.into()) };
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if permission.is_granted(organisation.kind, &session.roles, changes) {
        Ok((session.person_id, organisation.id))
    } else {
        Err(refused.into())
    }
}

/// The session of the request, with the rights that the database has now.
async fn load_session(request: &Request) -> Result<SessionAccess> {
    let app = request.data::<App>().ok_or_else(|| anyhow::anyhow!("the API was mounted without its application"))?;
    let token = session_token(request, app).ok_or_else(Problem::unauthenticated)?;
    let session = store::find_session_access(app.db.single_statement(), app.clock.now(), &hash_token(token)).await?;
    session.ok_or_else(Problem::unauthenticated)
}

/// The session token of a request: from `Authorization: Bearer`, or else from the cookie.
fn session_token<'a>(request: &'a Request, app: &App) -> Option<&'a str> {
    let headers = request.headers();
    if let Some(authorization) = headers.get(header::AUTHORIZATION) {
        let (scheme, token) = authorization.to_str().ok()?.split_once(' ')?;
        return scheme.eq_ignore_ascii_case("bearer").then(|| token.trim());
    }
    find_cookie(request, app.config.is_https(), Cookie::Session)
}

/// The value of a cookie of this request.
pub(super) fn find_cookie(request: &Request, https: bool, cookie: Cookie) -> Option<&str> {
    let headers = request.headers().get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookie.find(https, headers)
}
