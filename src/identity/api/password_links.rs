//! One-time links by which people set their passwords.

use chrono::{DateTime, Utc};
use entities::values::PersonId;
use poem::{Request, web::Data};
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::{
    secret::{LinkSecret, NewPassword},
    session::{DeviceSignInResponse, device_token, sign_in_response, with_device},
    tag::Tag,
};
use crate::{
    identity::{
        actions::{
            NewPasswordLink, check_password, check_password_link, create_password_link, create_session, hash_password,
            set_password_by_link,
        },
        callers::{Caller, StaffAdmin},
    },
    platform::{app::App, http::problem::Result, unit_of_work::Actor},
};

/// A one-time link. It is returned this once: pass it on to the person.
#[derive(Object)]
pub struct PasswordLink {
    /// The whole address.
    pub link: String,
    /// Until when it can be used.
    pub expires_at: DateTime<Utc>,
}

impl From<NewPasswordLink> for PasswordLink {
    fn from(new: NewPasswordLink) -> Self {
        Self { link: new.address, expires_at: new.expires_at }
    }
}

/// A one-time link and the password to set by it.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub struct PasswordReset {
    /// The link's secret, which follows its `#`.
    pub link: LinkSecret,
    /// The new password.
    pub password: NewPassword,
}

/// Operations on password links.
pub struct PasswordLinks;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Identity")]
impl PasswordLinks {
    /// Create a one-time link by which a person sets a password
    ///
    /// Earlier links of the person no longer work. The link is returned this once: pass it on to the person.
    #[oai(path = "/staff/people/:person_id/password-link", method = "post", operation_id = "create_password_link")]
    async fn create_password_link(
        &self,
        app: Data<&App>,
        caller: StaffAdmin,
        person_id: Path<PersonId>,
    ) -> Result<Json<PasswordLink>> {
        let mut tx = app.begin(caller.actor()).await?;
        let link = create_password_link(&mut tx, person_id.0).await?;
        tx.commit().await?;
        Ok(Json(link.into()))
    }

    /// Set a password by a one-time link, and sign in
    ///
    /// All other sessions of the person end. A password that is easy to guess is refused (422 `password_weak`).
    #[oai(path = "/public/password", method = "post", operation_id = "set_password_by_link")]
    async fn set_password_by_link(
        &self,
        app: Data<&App>,
        request: &Request,
        body: Json<PasswordReset>,
    ) -> Result<DeviceSignInResponse> {
        let PasswordReset { link, password } = body.0;
        let tx = app.read(Actor::System).await?;
        let personal = check_password_link(&tx, link.expose()).await?;
        drop(tx);
        check_password(&app, password.expose(), personal).await?;
        // Hashed between two transactions, because it takes time.
        let hash = hash_password(&app, password.expose()).await?;
        let mut tx = app.begin(Actor::System).await?;
        let person = set_password_by_link(&mut tx, link.expose(), hash).await?;
        let session = create_session(&mut tx, person).await?;
        let response = sign_in_response(&tx, session, false).await?;
        let response = with_device(&tx, person, response, device_token(request, app.config.is_https())).await?;
        tx.commit().await?;
        Ok(response)
    }
}
