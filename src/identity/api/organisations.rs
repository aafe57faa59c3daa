//! What staff may enter and correct about the parties.

use entities::{
    identity::organisation,
    values::{OrganisationId, OrganisationKind},
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::Tag;
use crate::{
    identity::{
        actions::{organisations, put::NewOrganisation},
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
            problem::{Problem, Result},
            text::Text,
        },
    },
};

/// Operations on organisations.
pub struct Organisations;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Identity")]
impl Organisations {
    /// Enter a producer or a buyer
    #[oai(path = "/organisations", method = "post", operation_id = "create_organisation")]
    async fn create_organisation(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Staff>,
        body: Json<CreateOrganisation>,
    ) -> Result<Created<OrganisationDetail>> {
        request
            .run(body, async |tx, _, CreateOrganisation { kind, code, facts }| {
                Ok(organisations::create(tx, facts.of(kind, code.into())).await?.into())
            })
            .await
    }

    /// One organisation
    #[oai(path = "/organisations/:id", method = "get", operation_id = "get_organisation")]
    async fn get_organisation(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<OrganisationId>,
    ) -> Result<Versioned<OrganisationDetail>> {
        let tx = app.read(caller.actor()).await?;
        let row = store::organisation(&tx, id.0).await?.ok_or_else(|| Problem::not_found("organisation"))?;
        let version = row.version;
        Ok(Versioned::of(row.into(), version))
    }

    /// Correct an organisation
    #[oai(path = "/organisations/:id", method = "put", operation_id = "change_organisation")]
    async fn change_organisation(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<OrganisationId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<OrganisationFacts>,
    ) -> Result<Versioned<OrganisationDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let kept = store::organisation(&tx, id.0).await?.ok_or_else(|| Problem::not_found("organisation"))?;
        let facts = body.0.of(kept.kind, kept.code);
        let row = organisations::change(&mut tx, id.0, &if_match, facts).await?;
        tx.commit().await?;
        let version = row.version;
        Ok(Versioned::of(row.into(), version))
    }
}

/// A producer or a buyer to enter.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
struct CreateOrganisation {
    /// `producer` or `buyer`.
    kind: OrganisationKind,
    /// Stable code, unique; it never changes.
    code: Text<1, 40>,
    /// What may be corrected later.
    facts: OrganisationFacts,
}

/// What may be corrected about an organisation.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
struct OrganisationFacts {
    /// What people call it.
    name: Text<1, NAME>,
    /// As on documents.
    legal_name: Text<1, 100>,
    /// RUT, however it is written.
    tax_id: Option<Text<1, 20>>,
    /// Where its documents and notices go.
    email: Option<Email>,
    /// Telephone.
    phone: Option<Text<1, 40>>,
}

impl OrganisationFacts {
    fn of(self, kind: OrganisationKind, code: String) -> NewOrganisation {
        NewOrganisation {
            kind,
            code,
            name: self.name.into(),
            legal_name: self.legal_name.into(),
            tax_id: self.tax_id.map(Into::into),
            email: self.email.map(Into::into),
            phone: self.phone.map(Into::into),
        }
    }
}

/// An organisation with all that is known of it.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
struct OrganisationDetail {
    /// Identifies the organisation.
    id: OrganisationId,
    /// Which kind of party it is.
    kind: OrganisationKind,
    /// Stable code.
    code: String,
    /// What people call it.
    name: String,
    /// As on documents.
    legal_name: String,
    /// RUT without dots, with dash.
    tax_id: Option<String>,
    /// Where its documents and notices go.
    email: Option<String>,
    /// Telephone.
    phone: Option<String>,
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
