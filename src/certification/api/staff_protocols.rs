//! Quality staff write, compare and publish protocols; all staff read them.

use chrono::NaiveDate;
use entities::{
    certification::protocol,
    values::{CriterionAttribute, CriterionPart, CriterionSeverity, FamilyId, ProtocolId},
};
use poem::web::Data;
use poem_openapi::{
    ApiResponse, Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{
    protocols::{Criterion, Protocol, ProtocolDetail, protocol_detail, protocol_list},
    tag::Tag,
};
use crate::{
    certification::{
        CriterionTerms, ProtocolTerms, actions,
        errors::CertificationError,
        rules::{comparison::compare, protocols::Publication},
        store::protocols::{self, ProtocolFilter},
    },
    identity::{Caller, StaffQuality, StaffViewer},
    platform::{
        app::App,
        http::{
            dates::PlannedDate,
            etag::{IfMatch, Versioned},
            idempotency::{Created, Idempotent},
            limits::NOTE,
            page_request::PageRequest,
            paging::List,
            problem::Result,
            text::Text,
        },
        unit_of_work::UnitOfWork,
    },
};

/// What a version says of itself, and its pass rule: all mandatory criteria are met, and few others are open.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct ProtocolTermsInput {
    /// What it asks, or what is new in it, in Spanish.
    pub summary_es: Text<1, NOTE>,
    /// The same in English.
    pub summary_en: Text<1, NOTE>,
    /// Open major criteria with which a workshop still passes.
    #[oai(validator(minimum(value = "0"), maximum(value = "60")))]
    pub max_open_major: i32,
    /// Open minor criteria with which a workshop still passes.
    #[oai(validator(minimum(value = "0"), maximum(value = "60")))]
    pub max_open_minor: i32,
}

/// A version to begin.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct NewProtocol {
    /// The family of products.
    pub family_id: FamilyId,
    /// What it says of itself, and its pass rule.
    pub terms: ProtocolTermsInput,
}

/// What a criterion asks.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct CriterionInput {
    /// What it is about.
    pub attribute: CriterionAttribute,
    /// How much it counts.
    pub severity: CriterionSeverity,
    /// What is asked, in Spanish.
    pub text_es: Text<1, NOTE>,
    /// The same in English.
    pub text_en: Text<1, NOTE>,
    /// What shows that it is met, in Spanish.
    pub evidence_es: Text<1, NOTE>,
    /// The same in English.
    pub evidence_en: Text<1, NOTE>,
    /// How to meet it, in plain words, in Spanish.
    pub guidance_es: Text<1, NOTE>,
    /// The same in English.
    pub guidance_en: Text<1, NOTE>,
}

/// How a draft is published.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct ProtocolPublication {
    /// The first day on which certificates are granted by it.
    pub applies_from: PlannedDate,
    /// The day by which certificates of earlier versions are to be renewed; absent for the first version of a family.
    pub renew_by: Option<PlannedDate>,
}

/// A criterion that two versions do not have alike.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct CriterionDifference {
    /// Its code.
    pub code: String,
    /// As the earlier version has it; absent where it is new.
    pub earlier: Option<Criterion>,
    /// As the later version has it; absent where it is gone.
    pub later: Option<Criterion>,
    /// What differs of one that both have.
    pub parts: Vec<CriterionPart>,
}

/// How two versions of a protocol differ.
#[derive(Clone, Debug, Object)]
pub struct ProtocolComparison {
    /// The earlier version.
    pub earlier: Protocol,
    /// The later version.
    pub later: Protocol,
    /// The criteria that differ, by code.
    pub differences: Vec<CriterionDifference>,
}

/// A draft was deleted.
#[derive(ApiResponse)]
pub enum ProtocolDeleted {
    /// It is gone.
    #[oai(status = 204)]
    Done,
}

impl From<ProtocolTermsInput> for ProtocolTerms {
    fn from(input: ProtocolTermsInput) -> Self {
        Self {
            summary_es: input.summary_es.into(),
            summary_en: input.summary_en.into(),
            max_open_major: input.max_open_major,
            max_open_minor: input.max_open_minor,
        }
    }
}

impl From<CriterionInput> for CriterionTerms {
    fn from(input: CriterionInput) -> Self {
        Self {
            attribute: input.attribute,
            severity: input.severity,
            text_es: input.text_es.into(),
            text_en: input.text_en.into(),
            evidence_es: input.evidence_es.into(),
            evidence_en: input.evidence_en.into(),
            guidance_es: input.guidance_es.into(),
            guidance_en: input.guidance_en.into(),
        }
    }
}

impl From<ProtocolPublication> for Publication {
    fn from(input: ProtocolPublication) -> Self {
        Self { applies_from: input.applies_from.into(), renew_by: input.renew_by.map(NaiveDate::from) }
    }
}

/// Operations of staff.
pub struct StaffProtocols;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Certification")]
impl StaffProtocols {
    /// List protocols with their drafts, by family, the latest version first
    #[oai(path = "/protocols", method = "get", operation_id = "list_protocols")]
    async fn list_protocols(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// Only of this family.
        family_id: Query<Option<FamilyId>>,
        page: PageRequest,
    ) -> Result<List<Protocol>> {
        let tx = app.read(caller.actor()).await?;
        let filter = ProtocolFilter { family: family_id.0, published: false };
        protocol_list(&tx, protocols::list_protocols(&tx, filter, &page).await?).await
    }

    /// Begin the next version of a family as a draft
    ///
    /// It begins with the criteria of the version before it. A family has one draft at most.
    #[oai(path = "/protocols", method = "post", operation_id = "create_protocol")]
    async fn create_protocol(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffQuality>,
        body: Json<NewProtocol>,
    ) -> Result<Created<ProtocolDetail>> {
        request
            .run(body, async |tx, _, new| {
                let protocol = actions::create_protocol(tx, new.family_id, new.terms.into()).await?;
                // Catalogue refuses an unknown family.
                tx.deliver_events().await?;
                protocol_detail(tx, protocol).await
            })
            .await
    }

    /// Get a protocol
    #[oai(path = "/protocols/:id", method = "get", operation_id = "get_protocol")]
    async fn get_protocol(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<ProtocolId>,
    ) -> Result<Versioned<ProtocolDetail>> {
        let tx = app.read(caller.actor()).await?;
        let protocol = protocols::get_protocol(&tx, id.0).await?;
        versioned(&tx, protocol).await
    }

    /// Update what a draft says of itself, and its pass rule
    #[oai(path = "/protocols/:id", method = "put", operation_id = "update_protocol")]
    async fn update_protocol(
        &self,
        app: Data<&App>,
        caller: StaffQuality,
        id: Path<ProtocolId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<ProtocolTermsInput>,
    ) -> Result<Versioned<ProtocolDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let protocol = actions::update_protocol(&mut tx, id.0, &if_match, body.0.into()).await?;
        commit(tx, protocol).await
    }

    /// Delete a draft
    #[oai(path = "/protocols/:id", method = "delete", operation_id = "delete_protocol")]
    async fn delete_protocol(
        &self,
        app: Data<&App>,
        caller: StaffQuality,
        id: Path<ProtocolId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
    ) -> Result<ProtocolDeleted> {
        let mut tx = app.begin(caller.actor()).await?;
        actions::delete_protocol(&mut tx, id.0, &if_match).await?;
        tx.commit().await?;
        Ok(ProtocolDeleted::Done)
    }

    /// Add a criterion to a draft, or update the one with this code
    #[oai(path = "/protocols/:id/criteria/:code", method = "put", operation_id = "upsert_criterion")]
    async fn upsert_criterion(
        &self,
        app: Data<&App>,
        caller: StaffQuality,
        id: Path<ProtocolId>,
        code: Path<Text<1, 12>>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<CriterionInput>,
    ) -> Result<Versioned<ProtocolDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let code = code.0.to_uppercase();
        let protocol = actions::upsert_criterion(&mut tx, id.0, &if_match, code, body.0.into()).await?;
        commit(tx, protocol).await
    }

    /// Delete a criterion of a draft
    #[oai(path = "/protocols/:id/criteria/:code", method = "delete", operation_id = "delete_criterion")]
    async fn delete_criterion(
        &self,
        app: Data<&App>,
        caller: StaffQuality,
        id: Path<ProtocolId>,
        code: Path<Text<1, 12>>,
        #[oai(name = "If-Match")] if_match: IfMatch,
    ) -> Result<Versioned<ProtocolDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let protocol = actions::delete_criterion(&mut tx, id.0, &if_match, &code.0.to_uppercase()).await?;
        commit(tx, protocol).await
    }

    /// Publish a draft, which then never changes
    ///
    /// Certificates that were granted by earlier versions stay as they are until the day by which they are to be renewed,
    /// which they show, and after it.
    #[oai(path = "/protocols/:id/publish", method = "post", operation_id = "publish_protocol")]
    async fn publish_protocol(
        &self,
        app: Data<&App>,
        caller: StaffQuality,
        id: Path<ProtocolId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<ProtocolPublication>,
    ) -> Result<Versioned<ProtocolDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let protocol = actions::publish_protocol(&mut tx, id.0, &if_match, body.0.into()).await?;
        commit(tx, protocol).await
    }

    /// Compare two versions of a family
    ///
    /// Whichever of them is named first, the one with the lower number is the earlier one.
    #[oai(path = "/protocols/:id/comparison/:other", method = "get", operation_id = "compare_protocols")]
    async fn compare_protocols(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<ProtocolId>,
        other: Path<ProtocolId>,
    ) -> Result<Json<ProtocolComparison>> {
        let tx = app.read(caller.actor()).await?;
        let mut pair = [protocols::get_protocol(&tx, id.0).await?, protocols::get_protocol(&tx, other.0).await?];
        pair.sort_by_key(|version| version.number);
        let [earlier, later] = pair;
        if earlier.family_id != later.family_id {
            return Err(CertificationError::OtherFamily.into());
        }
        let versions = protocols::list_versions_of(&tx, earlier.family_id).await?;
        let criteria =
            (protocols::list_criteria(&tx, earlier.id).await?, protocols::list_criteria(&tx, later.id).await?);
        let differences = compare(criteria.0, criteria.1).into_iter().map(|found| CriterionDifference {
            code: found.code,
            earlier: found.earlier.map(Into::into),
            later: found.later.map(Into::into),
            parts: found.parts,
        });
        Ok(Json(ProtocolComparison {
            earlier: Protocol::of(earlier, &versions, tx.today()),
            later: Protocol::of(later, &versions, tx.today()),
            differences: differences.collect(),
        }))
    }
}

async fn versioned(tx: &UnitOfWork, protocol: protocol::Model) -> Result<Versioned<ProtocolDetail>> {
    let version = protocol.version;
    Ok(Versioned::of(protocol_detail(tx, protocol).await?, version))
}

async fn commit(tx: UnitOfWork, protocol: protocol::Model) -> Result<Versioned<ProtocolDetail>> {
    let response = versioned(&tx, protocol).await?;
    tx.commit().await?;
    Ok(response)
}
