//! Protocols as the API shows them, which everybody who is signed in reads once they are published.

use chrono::{DateTime, NaiveDate, Utc};
use entities::{
    certification::{criterion, protocol},
    values::{CriterionAttribute, CriterionSeverity, FamilyId, ProtocolId, ProtocolState},
};
use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::tag::Tag;
use crate::{
    certification::{
        rules,
        store::protocols::{self, ProtocolFilter},
    },
    identity::{Caller, SignedIn},
    platform::{
        app::App,
        http::{
            page_request::{PageRequest, Rows},
            paging::List,
            problem::{Problem, Result},
        },
        unit_of_work::UnitOfWork,
    },
};

/// One version of what a family of products must meet to carry the seal.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Protocol {
    /// Identifies the version.
    pub id: ProtocolId,
    /// The family of products.
    pub family_id: FamilyId,
    /// Counts the versions of the family.
    pub number: i32,
    /// State today.
    pub state: ProtocolState,
    /// What it asks, or what is new in it, in Spanish.
    pub summary_es: String,
    /// The same in English.
    pub summary_en: String,
    /// Open major criteria with which a workshop still passes.
    pub max_open_major: i32,
    /// Open minor criteria with which a workshop still passes.
    pub max_open_minor: i32,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When it was published.
    pub published_at: Option<DateTime<Utc>>,
    /// First day on which certificates are granted by it.
    pub applies_from: Option<NaiveDate>,
    /// Day by which certificates of earlier versions are to be renewed.
    pub renew_by: Option<NaiveDate>,
}

/// What a protocol asks in one point.
#[derive(Clone, Debug, Object)]
pub struct Criterion {
    /// Names it within its protocol, and the same point in other versions.
    pub code: String,
    /// What it is about.
    pub attribute: CriterionAttribute,
    /// How much it counts.
    pub severity: CriterionSeverity,
    /// What is asked, in Spanish.
    pub text_es: String,
    /// The same in English.
    pub text_en: String,
    /// What shows that it is met, in Spanish.
    pub evidence_es: String,
    /// The same in English.
    pub evidence_en: String,
    /// How to meet it, in plain words, in Spanish.
    pub guidance_es: String,
    /// The same in English.
    pub guidance_en: String,
}

/// A version of a protocol with its criteria.
#[derive(Clone, Debug, Object)]
pub struct ProtocolDetail {
    /// The version.
    pub protocol: Protocol,
    /// Its criteria, by attribute and code.
    pub criteria: Vec<Criterion>,
}

impl Protocol {
    /// The version, among those of its family.
    pub(super) fn of(row: protocol::Model, versions: &[protocol::Model], today: NaiveDate) -> Self {
        Self {
            state: rules::protocols::state(&row, versions, today),
            id: row.id,
            family_id: row.family_id,
            number: row.number,
            summary_es: row.summary_es,
            summary_en: row.summary_en,
            max_open_major: row.max_open_major,
            max_open_minor: row.max_open_minor,
            created_at: row.created_at,
            published_at: row.published_at,
            applies_from: row.applies_from,
            renew_by: row.renew_by,
        }
    }
}

impl From<criterion::Model> for Criterion {
    fn from(row: criterion::Model) -> Self {
        Self {
            code: row.code,
            attribute: row.attribute,
            severity: row.severity,
            text_es: row.text_es,
            text_en: row.text_en,
            evidence_es: row.evidence_es,
            evidence_en: row.evidence_en,
            guidance_es: row.guidance_es,
            guidance_en: row.guidance_en,
        }
    }
}

/// A version with its criteria.
pub(super) async fn protocol_detail(tx: &UnitOfWork, row: protocol::Model) -> Result<ProtocolDetail> {
    let versions = protocols::list_versions_of(tx, row.family_id).await?;
    let mut criteria = protocols::list_criteria(tx, row.id).await?;
    criteria.sort_by(|a, b| rules::protocols::position(a).cmp(&rules::protocols::position(b)));
    let criteria = criteria.into_iter().map(Into::into).collect();
    Ok(ProtocolDetail { protocol: Protocol::of(row, &versions, tx.today()), criteria })
}

/// A published version, or 404.
pub(super) async fn get_published(tx: &UnitOfWork, id: ProtocolId) -> Result<protocol::Model> {
    let protocol = protocols::get_protocol(tx, id).await?;
    if protocol.published_at.is_some() { Ok(protocol) } else { Err(Problem::not_found("protocol")) }
}

/// A page of versions.
pub(super) async fn protocol_list(tx: &UnitOfWork, rows: Rows<protocol::Model>) -> Result<List<Protocol>> {
    let versions = protocols::list_versions(tx, rows.items.iter().map(|row| row.family_id).collect()).await?;
    let of_family = |row: protocol::Model| {
        let family: Vec<protocol::Model> =
            versions.iter().filter(|version| version.family_id == row.family_id).cloned().collect();
        Protocol::of(row, &family, tx.today())
    };
    Ok(rows.map(of_family).into())
}

/// Operations of everybody.
pub struct PublishedProtocols;

#[OpenApi(prefix_path = "/api/v1/session", tag = "Tag::Certification")]
impl PublishedProtocols {
    /// List published protocols, by family, the latest version first
    #[oai(path = "/protocols", method = "get", operation_id = "list_published_protocols")]
    async fn list_published_protocols(
        &self,
        app: Data<&App>,
        caller: SignedIn,
        /// Only of this family.
        family_id: Query<Option<FamilyId>>,
        page: PageRequest,
    ) -> Result<List<Protocol>> {
        let tx = app.read(caller.actor()).await?;
        let filter = ProtocolFilter { family: family_id.0, published: true };
        protocol_list(&tx, protocols::list_protocols(&tx, filter, &page).await?).await
    }

    /// Get a published protocol
    #[oai(path = "/protocols/:id", method = "get", operation_id = "get_published_protocol")]
    async fn get_published_protocol(
        &self,
        app: Data<&App>,
        caller: SignedIn,
        id: Path<ProtocolId>,
    ) -> Result<Json<ProtocolDetail>> {
        let tx = app.read(caller.actor()).await?;
        let protocol = get_published(&tx, id.0).await?;
        Ok(Json(protocol_detail(&tx, protocol).await?))
    }
}
