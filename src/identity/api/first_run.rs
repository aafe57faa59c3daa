//! The first run of an installation.

use entities::values::Language;
use poem::{Request, web::Data};
use poem_openapi::{Object, OpenApi, payload::Json};

use super::{
    secret::{LinkSecret, NewPassword},
    session::{DeviceSignInResponse, device_token, sign_in_response, with_device},
    tag::Tag,
};
use crate::{
    identity::{
        actions::{
            NewCooperative, check_first_run_link, check_password, create_cooperative, create_session, hash_password,
        },
        rules::PersonalWords,
    },
    platform::{
        app::App,
        http::{email::Email, limits::NAME, problem::Result, text::Text},
        unit_of_work::Actor,
    },
};

/// The cooperative and its first administrator.
#[derive(Object)]
#[oai(skip_serializing_if_is_none, deny_unknown_fields)]
pub struct CooperativeSetup {
    /// The link's secret, which follows its `#`.
    pub link: LinkSecret,
    /// What people call the cooperative.
    pub cooperative: Text<1, NAME>,
    /// Its name on documents.
    pub legal_name: Text<1, 100>,
    /// Its RUT, where the currency is pesos.
    pub tax_id: Option<Text<1, 20>>,
    /// The administrator's e-mail address, to sign in with.
    pub email: Email,
    /// The administrator's name.
    pub name: Text<1, NAME>,
    /// The administrator's language.
    pub language: Language,
    /// The administrator's password.
    pub password: NewPassword,
}

/// Operations of the first run.
pub struct FirstRun;

#[OpenApi(prefix_path = "/api/v1/public", tag = "Tag::Identity")]
impl FirstRun {
    /// Create the cooperative and its first administrator
    ///
    /// By the link that the first start prints. Signs the administrator in. A password that is easy to guess is refused
    /// (422 `password_weak`).
    #[oai(path = "/first-run", method = "post", operation_id = "create_cooperative")]
    async fn create_cooperative(
        &self,
        app: Data<&App>,
        request: &Request,
        body: Json<CooperativeSetup>,
    ) -> Result<DeviceSignInResponse> {
        let CooperativeSetup { link, cooperative, legal_name, tax_id, email, name, language, password } = body.0;
        let tx = app.read(Actor::System).await?;
        check_first_run_link(&tx, link.expose()).await?;
        drop(tx);
        let personal = PersonalWords::of([cooperative.as_str(), legal_name.as_str(), email.as_str(), name.as_str()]);
        check_password(&app, password.expose(), personal).await?;
        // Hashed between two transactions, because it takes time.
        let hash = hash_password(&app, password.expose()).await?;
        let new = NewCooperative {
            name: cooperative.into(),
            legal_name: legal_name.into(),
            tax_id: tax_id.map(Into::into),
            email: email.into_inner(),
            person_name: name.into(),
            language,
        };
        let mut tx = app.begin(Actor::System).await?;
        let person = create_cooperative(&mut tx, link.expose(), new, hash).await?;
        let session = create_session(&mut tx, person).await?;
        let response = sign_in_response(&tx, session, false).await?;
        let response = with_device(&tx, person, response, device_token(request, app.config.is_https())).await?;
        tx.commit().await?;
        Ok(response)
    }
}
