//! Wire types of identity.

use chrono::{DateTime, Utc};
use entities::values::{Currency, Language, OrganisationId, OrganisationKind, PersonId, Role};
use poem_openapi::{ApiResponse, Object, payload::Json};

use super::secret::SecretText;
use crate::{
    identity::rules::{PASSWORD_MAX, PASSWORD_MIN},
    platform::http::{email::Email, limits, text::Text},
};

/// A password to set: long enough to stand alone.
pub type NewPassword = SecretText<PASSWORD_MIN, PASSWORD_MAX>;
/// The secret of a one-time link.
pub type LinkToken = SecretText<1, 100>;

/// What this installation is, for everybody.
#[derive(Clone, Debug, Object)]
pub struct InstallationDetail {
    /// The cooperative's name; none before the first staff account was made.
    pub cooperative: Option<String>,
    /// All money of the installation.
    pub currency: Currency,
    /// Name of the zone in which dates and cut-offs are read.
    pub time_zone: String,
    /// Whether this is the demo: then `/public/demo-people` lists whom one may sign in as.
    pub demo: bool,
    /// Whether buyers can pay by card.
    pub card_payments: bool,
}

/// Who is signed in, for whom, and what may be done.
#[derive(Clone, Debug, Object)]
pub struct SessionDetail {
    /// The person.
    pub person: SessionPerson,
    /// All organisations that the person may act for; the cooperative first, then by name.
    pub organisations: Vec<SessionOrganisation>,
    /// The one that the person acts for now.
    pub organisation_id: Option<OrganisationId>,
    /// What the person may do there.
    pub roles: Vec<Role>,
    /// Whether this is the demo.
    pub demo: bool,
    /// The session's token, where it was asked for at sign-in: `Authorization: Bearer <token>`.
    pub token: Option<String>,
}

/// The person who is signed in.
#[derive(Clone, Debug, Object)]
pub struct SessionPerson {
    /// Identifies the person.
    pub id: PersonId,
    /// The address the person signs in with.
    pub email: String,
    /// Name, as others see it.
    pub name: String,
    /// Language of the screen and of mails.
    pub language: Language,
}

/// An organisation that the person may act for.
#[derive(Clone, Debug, Object)]
pub struct SessionOrganisation {
    /// Identifies the organisation.
    pub id: OrganisationId,
    /// Which kind of party it is.
    pub kind: OrganisationKind,
    /// What people call it.
    pub name: String,
    /// What the person may do there.
    pub roles: Vec<Role>,
}

/// A session has begun.
#[derive(ApiResponse)]
pub enum SessionBegun {
    /// Who is signed in.
    #[oai(status = 200)]
    Ok(
        Json<SessionDetail>,
        /// The session's cookie.
        #[oai(header = "Set-Cookie")]
        String,
    ),
}

/// The session has ended.
#[derive(ApiResponse)]
pub enum SessionEnded {
    /// Nobody is signed in here any more.
    #[oai(status = 204)]
    Done(
        /// Takes the session's cookie away.
        #[oai(header = "Set-Cookie")]
        String,
    ),
}

/// An address and a password.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub struct SignIn {
    /// The address the person signs in with.
    pub email: Email,
    /// The password.
    pub password: SecretText<1, 1000>,
    /// Whether the answer holds the session's token, for programs; browsers need only the cookie.
    #[oai(default)]
    pub token: bool,
}

/// A one-time link and the password to set by it.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub struct PasswordByLink {
    /// The link's secret: what stands behind its `#`.
    pub link: LinkToken,
    /// The new password.
    pub password: NewPassword,
}

/// The first staff account of a new installation, and the cooperative it acts for.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub struct FirstRun {
    /// The link's secret: what stands behind its `#`.
    pub link: LinkToken,
    /// What people call the cooperative.
    pub cooperative: Text<1, { limits::NAME }>,
    /// Its name on documents.
    pub legal_name: Text<1, 100>,
    /// Its RUT, where money is in pesos.
    pub tax_id: Option<Text<1, 20>>,
    /// The person's address, to sign in with.
    pub email: Email,
    /// The person's name.
    pub name: Text<1, { limits::NAME }>,
    /// The person's language.
    pub language: Language,
    /// The person's password.
    pub password: NewPassword,
}

/// Which organisation to act for.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct SwitchOrganisation {
    /// One of the person's organisations.
    pub organisation_id: OrganisationId,
}

/// Which language to speak.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct ChangeLanguage {
    /// Language of the screen and of mails.
    pub language: Language,
}

/// Somebody of the demo, to sign in as.
#[derive(Clone, Debug, Object)]
pub struct DemoPerson {
    /// Identifies the person.
    pub id: PersonId,
    /// The address the person signs in with.
    pub email: String,
    /// Name of the person.
    pub name: String,
    /// What people call the organisation the person acts for.
    pub organisation: String,
    /// Which kind of party it is.
    pub kind: OrganisationKind,
    /// What the person may do there.
    pub roles: Vec<Role>,
}

/// Whom of the demo to sign in as.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct DemoSignIn {
    /// One of the demo's people.
    pub person_id: PersonId,
}

/// A person with all roles.
#[derive(Clone, Debug, Object)]
pub struct PersonDetail {
    /// Identifies the person.
    pub id: PersonId,
    /// The address the person signs in with.
    pub email: String,
    /// Name, as others see it.
    pub name: String,
    /// Language of the screen and of mails.
    pub language: Language,
    /// Whether the person has set a password.
    pub has_password: bool,
    /// Since when the person may not sign in.
    pub disabled_at: Option<DateTime<Utc>>,
    /// Since when Minga knows the person.
    pub created_at: DateTime<Utc>,
    /// What the person may do where.
    pub organisations: Vec<SessionOrganisation>,
}

/// A person to add, with a role.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct AddPerson {
    /// The address the person signs in with; finds somebody who is there already.
    pub email: Email,
    /// Name, as others see it.
    pub name: Text<1, { limits::NAME }>,
    /// Language of the screen and of mails.
    pub language: Language,
    /// Where the person gets the role.
    pub organisation_id: OrganisationId,
    /// What the person may do there.
    pub role: Role,
}

/// Who a person is from now on.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct ChangePerson {
    /// The address the person signs in with, and where mail goes.
    pub email: Email,
    /// Name, as others see it.
    pub name: Text<1, { limits::NAME }>,
    /// Language of the screen and of mails.
    pub language: Language,
}

/// What a person may do in one organisation from now on.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct SetRoles {
    /// Where.
    pub organisation_id: OrganisationId,
    /// All roles there; none takes the person out of it.
    #[oai(validator(max_items = 5, unique_items))]
    pub roles: Vec<Role>,
}

/// A one-time link, shown once: hand it to the person.
#[derive(Object)]
pub struct PasswordLink {
    /// The whole address.
    pub link: String,
    /// Until when it can be used.
    pub expires_at: DateTime<Utc>,
}

/// An organisation, for choosing one.
#[derive(Clone, Debug, Object)]
pub struct OrganisationSummary {
    /// Identifies the organisation.
    pub id: OrganisationId,
    /// Which kind of party it is.
    pub kind: OrganisationKind,
    /// Its stable code.
    pub code: String,
    /// What people call it.
    pub name: String,
}
