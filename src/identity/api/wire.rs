//! Wire types of identity.

use entities::values::{Language, OrganisationId, OrganisationKind, PersonId, Role};
use poem_openapi::Object;

/// Who is signed in, for whom, and what may be done.
#[derive(Clone, Debug, Object)]
pub struct SessionDetail {
    /// The person.
    pub person: SessionPerson,
    /// All organisations that the person may act for.
    pub organisations: Vec<SessionOrganisation>,
    /// The one that the person acts for now.
    pub organisation_id: Option<OrganisationId>,
    /// What the person may do there.
    pub roles: Vec<Role>,
    /// Whether this is the demo.
    pub demo: bool,
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
