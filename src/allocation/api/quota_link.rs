//! The page of a quota link: the quotas of a workshop in one cycle, and the answers to them. Reading the page changes
//! nothing, so that a mail client that opens links does no harm.

use chrono::{DateTime, NaiveDate, Utc};
use entities::values::{CycleId, CycleState, Language, QuotaId};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::{
    quota_link_holder::QuotaLinkHolder,
    quotas::{Quota, QuotaAmendment, QuotaRefusal, quota_responses, respond},
    runs::RunWorkshop,
    standing::{GroupMember, find_standing},
    tag::Tag,
};
use crate::{
    allocation::{
        QuotaAnswer,
        store::quotas::{get_published_quota, list_published_quotas},
    },
    cycles,
    identity::{self, Caller},
    members,
    platform::{
        app::App,
        http::{
            etag::{IfMatch, Versioned},
            problem::{Problem, Result},
        },
        unit_of_work::UnitOfWork,
    },
};

/// The quotas of a workshop in one cycle, for the holder of a quota link.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct QuotaLinkPage {
    /// The workshop's name.
    pub workshop_name: String,
    /// The language of the person to whom the link was sent.
    pub language: Language,
    /// When the link expires.
    pub expires_at: DateTime<Utc>,
    /// The cycle.
    pub cycle_id: CycleId,
    /// Its code.
    pub cycle_code: String,
    /// Its day of delivery.
    pub delivery_date: NaiveDate,
    /// Its state.
    pub cycle_state: CycleState,
    /// The quotas of the workshop, re-offered ones too.
    pub quotas: Vec<Quota>,
    /// The ratios of the workshop in the cycle's run, and what kept it from more.
    pub standing: Option<RunWorkshop>,
    /// All workshops of the run, under its pseudonyms.
    pub group: Vec<GroupMember>,
}

/// Quotas and the answers to them, for holders of a quota link.
pub struct QuotaLinks;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Allocation")]
impl QuotaLinks {
    /// Get the quotas of a link, with the reasons for them
    #[oai(path = "/quota-link", method = "get", operation_id = "get_quota_link")]
    async fn get_quota_link(&self, app: Data<&App>, caller: QuotaLinkHolder) -> Result<Json<QuotaLinkPage>> {
        let tx = app.read(caller.actor()).await?;
        Ok(Json(quota_link_page(&tx, &caller).await?))
    }

    /// Accept a quota by link
    #[oai(path = "/quota-link/quotas/:id/accept", method = "post", operation_id = "accept_linked_quota")]
    async fn accept_linked_quota(
        &self,
        app: Data<&App>,
        caller: QuotaLinkHolder,
        id: Path<QuotaId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
    ) -> Result<Versioned<Quota>> {
        answer(&app, &caller, id.0, QuotaAnswer::Accept, &if_match).await
    }

    /// Amend a quota by link to fewer lots. The rest is re-offered immediately.
    #[oai(path = "/quota-link/quotas/:id/amend", method = "post", operation_id = "amend_linked_quota")]
    async fn amend_linked_quota(
        &self,
        app: Data<&App>,
        caller: QuotaLinkHolder,
        id: Path<QuotaId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<QuotaAmendment>,
    ) -> Result<Versioned<Quota>> {
        answer(&app, &caller, id.0, body.0.into(), &if_match).await
    }

    /// Decline a quota by link. The units are re-offered immediately.
    #[oai(path = "/quota-link/quotas/:id/decline", method = "post", operation_id = "decline_linked_quota")]
    async fn decline_linked_quota(
        &self,
        app: Data<&App>,
        caller: QuotaLinkHolder,
        id: Path<QuotaId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<QuotaRefusal>,
    ) -> Result<Versioned<Quota>> {
        answer(&app, &caller, id.0, body.0.into(), &if_match).await
    }
}

async fn answer(
    app: &App,
    caller: &QuotaLinkHolder,
    id: QuotaId,
    answer: QuotaAnswer,
    if_match: &IfMatch,
) -> Result<Versioned<Quota>> {
    let tx = app.begin(caller.actor()).await?;
    let own = [caller.workshop_id];
    if get_published_quota(&tx, Some(&own), id).await?.cycle_id != caller.cycle_id {
        return Err(Problem::not_found("quota"));
    }
    respond(tx, Some(&own), id, answer, if_match).await
}

async fn quota_link_page(tx: &UnitOfWork, caller: &QuotaLinkHolder) -> Result<QuotaLinkPage> {
    let own = [caller.workshop_id];
    let cycle = cycles::get_cycle(tx, caller.cycle_id).await?;
    let workshop = members::get_workshop(tx, caller.workshop_id).await?;
    let quotas = list_published_quotas(tx, &own, &[caller.cycle_id]).await?;
    // A workshop that joined with a re-offer is not in the main run of the cycle.
    let standing = find_standing(tx, &own, caller.cycle_id).await?;
    let (workshops, group) = standing.map(|standing| (standing.workshops, standing.group)).unwrap_or_default();
    Ok(QuotaLinkPage {
        workshop_name: workshop.name,
        language: identity::find_language(tx, caller.person_id).await?.unwrap_or(Language::Es),
        expires_at: caller.link.expires_at,
        cycle_id: cycle.id,
        cycle_code: cycle.code,
        delivery_date: cycle.delivery_date,
        cycle_state: cycle.state,
        quotas: quota_responses(tx, quotas).await?,
        standing: workshops.into_iter().next(),
        group,
    })
}
