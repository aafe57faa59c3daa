//! Typed callers: the only doors. Each is the first parameter of the operations that it may call, names itself in the
//! API's description, and is judged before the body is read.

use entities::values::{OrganisationId, OrganisationKind, PersonId, Role, SessionId};
use poem::{
    Request, RequestBody,
    http::{Method, header},
};
use poem_openapi::{
    ApiExtractor, ApiExtractorType, ExtractParamOptions,
    registry::{MetaSecurityScheme, Registry},
};

pub use crate::platform::http::caller::Caller;

use super::{
    errors::IdentityError,
    rules::{self, Permission},
    store, token,
};
use crate::platform::{
    app::App,
    http::problem::{Problem, Result},
    unit_of_work::Actor,
};

/// A signed-in session as it stands now.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The session.
    pub session_id: SessionId,
    /// Who is signed in.
    pub person_id: PersonId,
    /// The organisation the person acts for, and its kind.
    pub organisation: Option<(OrganisationId, OrganisationKind)>,
    /// What the person may do there.
    pub roles: Vec<Role>,
}

/// Any signed-in person, whatever organisation it acts for.
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
        "Somebody of a buyer; who only looks there (`viewer`) changes nothing.";
    Producer = Producer, "producer",
        "Somebody of a producer; who only looks there (`viewer`) changes nothing.";
    StaffViewer = StaffViewer, "staff.viewer",
        "Anybody of the cooperative.";
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
        registry.create_security_scheme("person", scheme("Anybody who is signed in."));
    }

    fn security_schemes() -> Vec<&'static str> {
        vec!["person"]
    }

    async fn from_request(request: &'a Request, _: &mut RequestBody, _: ExtractParamOptions<()>) -> poem::Result<Self> {
        let Standing { session_id, person_id, organisation, .. } = standing(request).await?;
        Ok(Self { person_id, session_id, organisation_id: organisation.map(|(id, _)| id) })
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

/// Checks that the request's session has `permission` in the organisation that it acts for.
///
/// # Errors
/// 401 without a live session, 403 `forbidden` without the permission.
async fn authorise(request: &Request, permission: Permission) -> Result<(PersonId, OrganisationId)> {
    let standing = standing(request).await?;
    let refused = IdentityError::PermissionRequired { permission };
    let Some((organisation, kind)) = standing.organisation else { return Err(refused.into()) };
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if permission.is_granted(kind, &standing.roles, changes) {
        Ok((standing.person_id, organisation))
    } else {
        Err(refused.into())
    }
}

/// The session that the request belongs to, as the database has it now.
async fn standing(request: &Request) -> Result<Standing> {
    let app = request.data::<App>().ok_or_else(|| anyhow::anyhow!("the API was mounted without its process"))?;
    let secret = secret(request, app).ok_or_else(Problem::unauthenticated)?;
    let standing = store::standing(app.db.single_statement(), app.clock.now(), &token::hash(secret)).await?;
    standing.ok_or_else(Problem::unauthenticated)
}

/// The session token of a request: `Authorization: Bearer`, else the cookie.
fn secret<'a>(request: &'a Request, app: &App) -> Option<&'a str> {
    let headers = request.headers();
    if let Some(given) = headers.get(header::AUTHORIZATION) {
        let (scheme, token) = given.to_str().ok()?.split_once(' ')?;
        return scheme.eq_ignore_ascii_case("bearer").then(|| token.trim());
    }
    let name = rules::cookie_name(app.config.is_https());
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies.flat_map(|value| value.split(';')).find_map(|pair| {
        let (given, token) = pair.trim().split_once('=')?;
        (given == name).then_some(token)
    })
}
