//! Staff manage the organisations: producers and buyers.

use entities::{
    identity::organisation,
    values::{OrganisationId, OrganisationKind},
};
use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::tag::Tag;
use crate::{
    identity::{
        actions::{NewOrganisation, OrganisationTerms, create_organisation, update_organisation},
        callers::{Caller, Staff, StaffViewer},
        store,
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
    },
};

/// An organisation in a list.
#[derive(Clone, Debug, Object)]
pub struct OrganisationSummary {
    /// Identifies the organisation.
    pub id: OrganisationId,
    /// Which kind of party it is.
    pub kind: OrganisationKind,
    /// Stable code.
    pub code: String,
    /// What people call it.
    pub name: String,
}

impl From<organisation::Model> for OrganisationSummary {
    fn from(row: organisation::Model) -> Self {
        Self { id: row.id, kind: row.kind, code: row.code, name: row.name }
    }
}

/// An organisation.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct OrganisationDetail {
    /// Identifies the organisation.
    pub id: OrganisationId,
    /// Which kind of party it is.
    pub kind: OrganisationKind,
    /// Stable code.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// Its name on documents.
    pub legal_name: String,
    /// RUT without dots, with dash.
    pub tax_id: Option<String>,
    /// Where its documents and messages are sent.
    pub email: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
}

impl From<organisation::Model> for OrganisationDetail {
    fn from(row: organisation::Model) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            code: row.code,
            name: row.name,
            legal_name: row.legal_name,
            tax_id: row.tax_id,
            email: row.email,
            phone: row.phone,
        }
    }
}

/// A producer or a buyer to create.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct OrganisationCreation {
    /// `producer` or `buyer`.
    pub kind: OrganisationKind,
    /// Stable code, unique; it never changes.
    pub code: Text<1, 40>,
    /// What may be updated later.
    pub facts: OrganisationProfile,
}

impl From<OrganisationCreation> for NewOrganisation {
    fn from(new: OrganisationCreation) -> Self {
        let OrganisationTerms { name, legal_name, tax_id, email, phone } = new.facts.into();
        Self { kind: new.kind, code: new.code.into(), name, legal_name, tax_id, email, phone }
    }
}

/// What may be updated of an organisation.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none, deny_unknown_fields)]
pub struct OrganisationProfile {
    /// What people call it.
    pub name: Text<1, NAME>,
    /// Its name on documents.
    pub legal_name: Text<1, 100>,
    /// RUT, with or without dots and dash.
    pub tax_id: Option<Text<1, 20>>,
    /// Where its documents and messages are sent.
    pub email: Option<Email>,
    /// Telephone number.
    pub phone: Option<Text<1, 40>>,
}

impl From<OrganisationProfile> for OrganisationTerms {
    fn from(profile: OrganisationProfile) -> Self {
        Self {
            name: profile.name.into(),
            legal_name: profile.legal_name.into(),
            tax_id: profile.tax_id.map(Into::into),
            email: profile.email.map(Into::into),
            phone: profile.phone.map(Into::into),
        }
    }
}

/// Operations on organisations.
pub struct Organisations;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Identity")]
impl Organisations {
    /// List organisations
    ///
    /// By name.
    #[oai(path = "/organisations", method = "get", operation_id = "list_organisations")]
    async fn list_organisations(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// Only of this kind.
        kind: Query<Option<OrganisationKind>>,
        page: PageRequest,
    ) -> Result<List<OrganisationSummary>> {
        let tx = app.read(caller.actor()).await?;
        let organisations = store::list_organisations(&tx, kind.0, &page).await?;
        Ok(organisations.map(OrganisationSummary::from).into())
    }

    /// Create a producer or a buyer
    #[oai(path = "/organisations", method = "post", operation_id = "create_organisation")]
    async fn create_organisation(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Staff>,
        body: Json<OrganisationCreation>,
    ) -> Result<Created<OrganisationDetail>> {
        request.run(body, async |tx, _, new| Ok(create_organisation(tx, new.into()).await?.into())).await
    }

    /// Get an organisation
    #[oai(path = "/organisations/:id", method = "get", operation_id = "get_organisation")]
    async fn get_organisation(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<OrganisationId>,
    ) -> Result<Versioned<OrganisationDetail>> {
        let tx = app.read(caller.actor()).await?;
        let organisation = store::get_organisation(&tx, id.0).await?;
        let version = organisation.version;
        Ok(Versioned::of(organisation.into(), version))
    }

    /// Update an organisation
    ///
    /// Its kind and code stay.
    #[oai(path = "/organisations/:id", method = "put", operation_id = "update_organisation")]
    async fn update_organisation(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<OrganisationId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<OrganisationProfile>,
    ) -> Result<Versioned<OrganisationDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let organisation = update_organisation(&mut tx, id.0, &if_match, body.0.into()).await?;
        tx.commit().await?;
        let version = organisation.version;
        Ok(Versioned::of(organisation.into(), version))
    }
}
