//! The cooperative's administrators manage people and their roles.

use chrono::{DateTime, Utc};
use entities::{
    identity::person,
    values::{Language, OrganisationId, PersonId, Role},
};
use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{session::SessionOrganisation, tag::Tag};
use crate::{
    identity::{
        actions::{
            NewPerson, PersonTerms, disable_person, enable_person, update_person, update_person_roles, upsert_person,
        },
        callers::{Caller, StaffAdmin},
        store::{self, OrganisationRoles},
    },
    platform::{
        app::App,
        http::{
            email::Email,
            etag::{IfMatch, Versioned},
            idempotency::{Created, Idempotent},
            limits::NAME,
            page_request::PageRequest,
            paging::List,
            problem::Result,
            text::Text,
        },
        unit_of_work::UnitOfWork,
    },
};

/// A person with all roles.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct PersonDetail {
    /// Identifies the person.
    pub id: PersonId,
    /// E-mail address, to sign in with.
    pub email: String,
    /// Name, as others see it.
    pub name: String,
    /// Language of the screen and of mails.
    pub language: Language,
    /// Whether the person has set a password.
    pub has_password: bool,
    /// Since when the person cannot sign in.
    pub disabled_at: Option<DateTime<Utc>>,
    /// When the person was created.
    pub created_at: DateTime<Utc>,
    /// The person's roles in each organisation.
    pub organisations: Vec<SessionOrganisation>,
}

impl PersonDetail {
    fn new(row: person::Model, roles: Vec<OrganisationRoles>) -> Self {
        Self {
            id: row.id,
            email: row.email,
            name: row.name,
            language: row.language,
            has_password: row.password_hash.is_some(),
            disabled_at: row.disabled_at,
            created_at: row.created_at,
            organisations: roles.into_iter().map(Into::into).collect(),
        }
    }
}

/// A person to create, with a role.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct PersonWithRole {
    /// E-mail address, to sign in with; an existing person is found by it.
    pub email: Email,
    /// Name, as others see it.
    pub name: Text<1, NAME>,
    /// Language of the screen and of mails.
    pub language: Language,
    /// Where the person gets the role.
    pub organisation_id: OrganisationId,
    /// The role.
    pub role: Role,
}

impl From<PersonWithRole> for NewPerson {
    fn from(new: PersonWithRole) -> Self {
        Self {
            email: new.email.into_inner(),
            name: new.name.into(),
            language: new.language,
            organisation_id: new.organisation_id,
            role: new.role,
            password: None,
        }
    }
}

/// The updated fields of a person.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct PersonUpdate {
    /// E-mail address, to sign in with and to receive mails.
    pub email: Email,
    /// Name, as others see it.
    pub name: Text<1, NAME>,
    /// Language of the screen and of mails.
    pub language: Language,
}

impl From<PersonUpdate> for PersonTerms {
    fn from(update: PersonUpdate) -> Self {
        Self { email: update.email.into_inner(), name: update.name.into(), language: update.language }
    }
}

/// The roles of a person in one organisation.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct RoleAssignment {
    /// The organisation.
    pub organisation_id: OrganisationId,
    /// All roles there; an empty list removes the person from the organisation.
    #[oai(validator(max_items = 5, unique_items))]
    pub roles: Vec<Role>,
}

/// Operations on people.
pub struct People;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Identity")]
impl People {
    /// List people
    ///
    /// By e-mail address.
    #[oai(path = "/people", method = "get", operation_id = "list_people")]
    async fn list_people(
        &self,
        app: Data<&App>,
        caller: StaffAdmin,
        /// Only with a role in this organisation.
        organisation_id: Query<Option<OrganisationId>>,
        page: PageRequest,
    ) -> Result<List<PersonDetail>> {
        let tx = app.read(caller.actor()).await?;
        let people = store::list_people(&tx, organisation_id.0, &page).await?;
        let ids: Vec<PersonId> = people.items.iter().map(|person| person.id).collect();
        let mut roles = store::list_organisation_roles_by_person(&tx, &ids).await?;
        let response = people.map(|person| {
            let roles = roles.remove(&person.id).unwrap_or_default();
            PersonDetail::new(person, roles)
        });
        Ok(response.into())
    }

    /// Create a person with a role
    ///
    /// Where somebody has the e-mail address already, that person gets the role.
    #[oai(path = "/people", method = "post", operation_id = "create_person")]
    async fn create_person(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffAdmin>,
        body: Json<PersonWithRole>,
    ) -> Result<Created<PersonDetail>> {
        request
            .run(body, async |tx, _, new| {
                let person = upsert_person(tx, new.into()).await?;
                get_response(tx, person).await
            })
            .await
    }

    /// Get a person
    #[oai(path = "/people/:person_id", method = "get", operation_id = "get_person")]
    async fn get_person(
        &self,
        app: Data<&App>,
        caller: StaffAdmin,
        person_id: Path<PersonId>,
    ) -> Result<Versioned<PersonDetail>> {
        let tx = app.read(caller.actor()).await?;
        let person = store::get_person(&tx, person_id.0).await?;
        let version = person.version;
        Ok(Versioned::of(person_response(&tx, person).await?, version))
    }

    /// Update a person's name, e-mail address or language
    ///
    /// The person signs in with the new address from now on. Password, roles and sessions stay.
    #[oai(path = "/people/:person_id", method = "put", operation_id = "update_person")]
    async fn update_person(
        &self,
        app: Data<&App>,
        caller: StaffAdmin,
        person_id: Path<PersonId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<PersonUpdate>,
    ) -> Result<Versioned<PersonDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let person = update_person(&mut tx, person_id.0, &if_match, body.0.into()).await?;
        let version = person.version;
        let response = person_response(&tx, person).await?;
        tx.commit().await?;
        Ok(Versioned::of(response, version))
    }

    /// Set a person's roles in an organisation
    ///
    /// The person's sessions end. The last administrator of the cooperative cannot lose that role. Refused with a list of what
    /// nobody else could act for: organisations, and payouts, write-offs and bank accounts that wait for a second person.
    #[oai(path = "/people/:person_id/roles", method = "put", operation_id = "update_person_roles")]
    async fn update_person_roles(
        &self,
        app: Data<&App>,
        caller: StaffAdmin,
        person_id: Path<PersonId>,
        /// Do it although nobody else can act for something.
        #[oai(default)]
        leave_open: Query<bool>,
        body: Json<RoleAssignment>,
    ) -> Result<Json<PersonDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        update_person_roles(&mut tx, person_id.0, body.organisation_id, &body.roles, leave_open.0).await?;
        let response = get_response(&tx, person_id.0).await?;
        tx.commit().await?;
        Ok(Json(response))
    }

    /// Disable a person
    ///
    /// The person cannot sign in, and the person's sessions end. The last administrator of the cooperative cannot be
    /// disabled. Refused with a list of what nobody else could act for, as where roles are taken.
    #[oai(path = "/people/:person_id/disable", method = "post", operation_id = "disable_person")]
    async fn disable_person(
        &self,
        app: Data<&App>,
        caller: StaffAdmin,
        person_id: Path<PersonId>,
        /// Do it although nobody else can act for something.
        #[oai(default)]
        leave_open: Query<bool>,
    ) -> Result<Json<PersonDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        disable_person(&mut tx, person_id.0, leave_open.0).await?;
        let response = get_response(&tx, person_id.0).await?;
        tx.commit().await?;
        Ok(Json(response))
    }

    /// Enable a disabled person
    #[oai(path = "/people/:person_id/enable", method = "post", operation_id = "enable_person")]
    async fn enable_person(
        &self,
        app: Data<&App>,
        caller: StaffAdmin,
        person_id: Path<PersonId>,
    ) -> Result<Json<PersonDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        enable_person(&mut tx, person_id.0).await?;
        let response = get_response(&tx, person_id.0).await?;
        tx.commit().await?;
        Ok(Json(response))
    }
}

async fn get_response(tx: &UnitOfWork, id: PersonId) -> Result<PersonDetail> {
    let person = store::get_person(tx, id).await?;
    person_response(tx, person).await
}

async fn person_response(tx: &UnitOfWork, row: person::Model) -> Result<PersonDetail> {
    let roles = store::list_organisation_roles(tx, row.id).await?;
    Ok(PersonDetail::new(row, roles))
}
