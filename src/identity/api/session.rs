//! Sessions: sign in, sign out, and what the signed-in person may do.

use entities::values::{Language, OrganisationId, OrganisationKind, PersonId, Role};
use poem::{
    IntoResponse, Request, Response,
    http::{HeaderValue, header},
    web::Data,
};
use poem_openapi::{
    ApiResponse, Object, OpenApi,
    payload::Json,
    registry::{MetaResponses, Registry},
};

use super::{secret::SecretText, tag::Tag};
use crate::{
    identity::{
        actions::{
            AttemptSource, NewSession, create_session, delete_attempt, end_session, recognise_device, record_attempt,
            switch_organisation, update_language, verify_password,
        },
        callers::{Caller, SignedIn, find_cookie},
        rules::{Cookie, network_of},
        store::{self, OrganisationRoles},
    },
    platform::{
        app::App,
        http::{
            address::client_address,
            email::Email,
            problem::{Problem, Result},
        },
        unit_of_work::{Actor, UnitOfWork},
    },
};

/// Who is signed in, and what the person may do.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct SessionDetail {
    /// The person.
    pub person: SessionPerson,
    /// The organisations that the person may act for: the cooperative first, then by name.
    pub organisations: Vec<SessionOrganisation>,
    /// The one that the person acts for now.
    pub organisation_id: Option<OrganisationId>,
    /// The person's roles there.
    pub roles: Vec<Role>,
    /// Whether this is the demo.
    pub demo: bool,
    /// The session's token for `Authorization: Bearer <token>`, if it was requested at sign-in.
    pub token: Option<String>,
}

/// The signed-in person.
#[derive(Clone, Debug, Object)]
pub struct SessionPerson {
    /// Identifies the person.
    pub id: PersonId,
    /// E-mail address, to sign in with.
    pub email: String,
    /// Name, as others see it.
    pub name: String,
    /// Language of the screen and of mails.
    pub language: Language,
}

/// An organisation that a person may act for.
#[derive(Clone, Debug, Object)]
pub struct SessionOrganisation {
    /// Identifies the organisation.
    pub id: OrganisationId,
    /// Which kind of party it is.
    pub kind: OrganisationKind,
    /// What people call it.
    pub name: String,
    /// The person's roles there.
    pub roles: Vec<Role>,
}

impl From<OrganisationRoles> for SessionOrganisation {
    fn from(held: OrganisationRoles) -> Self {
        let OrganisationRoles { organisation, roles } = held;
        Self { id: organisation.id, kind: organisation.kind, name: organisation.name, roles }
    }
}

/// The response of a sign-in.
#[derive(ApiResponse)]
pub enum SignInResponse {
    /// Who is signed in.
    #[oai(status = 200)]
    Ok(
        Json<SessionDetail>,
        /// The session's cookie.
        #[oai(header = "Set-Cookie")]
        String,
    ),
}

/// The response of a sign-in, with the cookie by which the browser is recognised at the next one.
pub struct DeviceSignInResponse {
    response: SignInResponse,
    /// The `Set-Cookie` header of the device; none where the client is no browser.
    device_cookie: Option<String>,
}

impl ApiResponse for DeviceSignInResponse {
    fn meta() -> MetaResponses {
        SignInResponse::meta()
    }

    fn register(registry: &mut Registry) {
        SignInResponse::register(registry);
    }
}

impl IntoResponse for DeviceSignInResponse {
    fn into_response(self) -> Response {
        let mut response = self.response.into_response();
        // A second header with the name of the first, which `ApiResponse` cannot express.
        if let Some(cookie) = self.device_cookie.and_then(|cookie| HeaderValue::try_from(cookie).ok()) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    }
}

/// The response of a sign-out.
#[derive(ApiResponse)]
pub enum SignOutResponse {
    /// The session has ended.
    #[oai(status = 204)]
    Done(
        /// Removes the session's cookie.
        #[oai(header = "Set-Cookie")]
        String,
    ),
}

/// An e-mail address and a password.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub struct Credentials {
    /// E-mail address.
    pub email: Email,
    /// Password.
    pub password: SecretText<1, 1000>,
    /// Whether the response contains the session's token, for programs; browsers need only the cookie.
    #[oai(default)]
    pub token: bool,
}

/// Which organisation to act for.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct OrganisationChoice {
    /// One of the person's organisations.
    pub organisation_id: OrganisationId,
}

/// Which language to use.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct LanguageChoice {
    /// Language of the screen and of mails.
    pub language: Language,
}

/// Operations on the session of the caller.
pub struct Sessions;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Identity")]
impl Sessions {
    /// Sign in with e-mail address and password
    ///
    /// The response is the same for an unknown address and a wrong password. Within fifteen minutes ten failed attempts
    /// are allowed for an account from one network, fifty for an account and fifty from a network (then 429
    /// `sign_in_limited`). A browser is recognised by the cookie that its last sign-in set: it has ten attempts of its own,
    /// so that guesses from elsewhere do not keep its user out.
    #[oai(path = "/session", method = "post", operation_id = "sign_in")]
    async fn sign_in(
        &self,
        app: Data<&App>,
        request: &Request,
        body: Json<Credentials>,
    ) -> Result<DeviceSignInResponse> {
        let device_token = device_token(request, app.config.is_https());
        let network = network_of(client_address(request, &app.config.proxies));
        let mut tx = app.begin(Actor::System).await?;
        let attempt = record_attempt(&mut tx, &body.email, AttemptSource { network, device_token }).await?;
        tx.commit().await?;
        // Verified between two transactions, so that none stays open while it runs.
        let matches = verify_password(&app, body.password.expose(), attempt.password_hash.as_deref()).await?;
        let person = attempt.person_id.filter(|_| matches).ok_or_else(Problem::wrong_credentials)?;
        let mut tx = app.begin(Actor::Person(person, None)).await?;
        delete_attempt(&mut tx, &attempt).await?;
        let session = create_session(&mut tx, person).await?;
        let response = sign_in_response(&tx, session, body.token).await?;
        // A program keeps no cookie.
        let response = match body.token {
            true => DeviceSignInResponse { response, device_cookie: None },
            false => with_device(&tx, person, response, device_token).await?,
        };
        tx.commit().await?;
        Ok(response)
    }

    /// Get the caller's session
    #[oai(path = "/session", method = "get", operation_id = "get_session")]
    async fn get_session(&self, app: Data<&App>, caller: SignedIn) -> Result<Json<SessionDetail>> {
        let tx = app.read(caller.actor()).await?;
        Ok(Json(session_response(&tx, caller.person_id, caller.organisation_id).await?))
    }

    /// Sign out
    #[oai(path = "/session", method = "delete", operation_id = "sign_out")]
    async fn sign_out(&self, app: Data<&App>, caller: SignedIn) -> Result<SignOutResponse> {
        let mut tx = app.begin(caller.actor()).await?;
        end_session(&mut tx, caller.session_id).await?;
        tx.commit().await?;
        Ok(SignOutResponse::Done(Cookie::Session.remove(app.config.is_https())))
    }

    /// Switch to another organisation of the caller
    #[oai(path = "/session/organisation", method = "put", operation_id = "switch_organisation")]
    async fn switch_organisation(
        &self,
        app: Data<&App>,
        caller: SignedIn,
        body: Json<OrganisationChoice>,
    ) -> Result<Json<SessionDetail>> {
        let organisation = body.organisation_id;
        let mut tx = app.begin(caller.actor()).await?;
        switch_organisation(&mut tx, caller.session_id, caller.person_id, organisation).await?;
        let response = session_response(&tx, caller.person_id, Some(organisation)).await?;
        tx.commit().await?;
        Ok(Json(response))
    }

    /// Update the caller's language
    #[oai(path = "/session/language", method = "put", operation_id = "update_language")]
    async fn update_language(
        &self,
        app: Data<&App>,
        caller: SignedIn,
        body: Json<LanguageChoice>,
    ) -> Result<Json<SessionDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        update_language(&mut tx, caller.person_id, body.language).await?;
        let response = session_response(&tx, caller.person_id, caller.organisation_id).await?;
        tx.commit().await?;
        Ok(Json(response))
    }
}

/// The response of a sign-in; it contains the token where `with_token`.
pub(super) async fn sign_in_response(tx: &UnitOfWork, new: NewSession, with_token: bool) -> Result<SignInResponse> {
    let mut detail = session_response(tx, new.person_id, new.organisation_id).await?;
    detail.token = with_token.then(|| new.token.expose().to_owned());
    let cookie = Cookie::Session.set(tx.app().config.is_https(), new.token.expose());
    Ok(SignInResponse::Ok(Json(detail), cookie))
}

/// The token of the device that a request was sent from.
pub(super) fn device_token(request: &Request, https: bool) -> Option<&str> {
    find_cookie(request, https, Cookie::Device)
}

/// The response of a sign-in on a device that is recognised from now on.
pub(super) async fn with_device(
    tx: &UnitOfWork,
    person: PersonId,
    response: SignInResponse,
    sent: Option<&str>,
) -> Result<DeviceSignInResponse> {
    let token = recognise_device(tx, person, sent).await?;
    let device_cookie = Some(Cookie::Device.set(tx.app().config.is_https(), &token));
    Ok(DeviceSignInResponse { response, device_cookie })
}

async fn session_response(
    tx: &UnitOfWork,
    person: PersonId,
    organisation: Option<OrganisationId>,
) -> Result<SessionDetail> {
    let person = store::find_person(tx, person).await?.ok_or_else(Problem::unauthenticated)?;
    let organisations = store::list_organisation_roles(tx, person.id).await?;
    let organisations: Vec<SessionOrganisation> = organisations.into_iter().map(Into::into).collect();
    let current = organisations.iter().find(|candidate| Some(candidate.id) == organisation);
    Ok(SessionDetail {
        organisation_id: current.map(|current| current.id),
        roles: current.map(|current| current.roles.clone()).unwrap_or_default(),
        person: SessionPerson { id: person.id, email: person.email, name: person.name, language: person.language },
        organisations,
        demo: tx.app().config.demo,
        token: None,
    })
}
