//! The quotas of a producer's workshops, and the producer's answers.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::{
    allocation::quota,
    values::{CycleId, CycleState, QuotaId, WorkshopId},
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::{
    quotas::{Quota, QuotaAmendment, QuotaRefusal, quota_response, quota_responses, respond},
    tag::Tag,
};
use crate::{
    allocation::{
        QuotaAnswer,
        store::quotas::{get_published_quota, list_cycle_ids, list_published_quotas},
    },
    cycles,
    identity::{Caller, Producer},
    members,
    platform::{
        app::App,
        http::{
            etag::{IfMatch, Versioned},
            page_request::{PageRequest, Rows},
            paging::List,
            problem::{Problem, Result},
        },
        unit_of_work::UnitOfWork,
    },
};

/// The quotas of the producer's workshops in one cycle.
#[derive(Clone, Debug, Object)]
pub struct CycleQuotas {
    /// The cycle.
    pub cycle_id: CycleId,
    /// Its code.
    pub cycle_code: String,
    /// Its day of delivery.
    pub delivery_date: NaiveDate,
    /// Its state.
    pub cycle_state: CycleState,
    /// The quotas.
    pub quotas: Vec<Quota>,
}

/// Quotas and the answers to them, for producers.
pub struct OwnQuotas;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Allocation")]
impl OwnQuotas {
    /// List the quotas of my workshops by cycle, newest first
    #[oai(path = "/producer/quotas", method = "get", operation_id = "list_own_quotas")]
    async fn list_own_quotas(&self, app: Data<&App>, caller: Producer, page: PageRequest) -> Result<List<CycleQuotas>> {
        let tx = app.read(caller.actor()).await?;
        let own = own_workshops(&tx, &caller).await?;
        let cycles = list_cycle_ids(&tx, &own, &page).await?;
        Ok(cycle_quotas(&tx, &own, cycles).await?.into())
    }

    /// Get a quota of one of my workshops
    #[oai(path = "/producer/quotas/:id", method = "get", operation_id = "get_own_quota")]
    async fn get_own_quota(&self, app: Data<&App>, caller: Producer, id: Path<QuotaId>) -> Result<Versioned<Quota>> {
        let tx = app.read(caller.actor()).await?;
        let own = own_workshops(&tx, &caller).await?;
        let quota = get_published_quota(&tx, Some(&own), id.0).await?;
        quota_response(&tx, quota).await
    }

    /// Accept a quota
    #[oai(path = "/producer/quotas/:id/accept", method = "post", operation_id = "accept_own_quota")]
    async fn accept_own_quota(
        &self,
        app: Data<&App>,
        caller: Producer,
        id: Path<QuotaId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
    ) -> Result<Versioned<Quota>> {
        answer(&app, &caller, id.0, QuotaAnswer::Accept, &if_match).await
    }

    /// Amend a quota to fewer lots. The rest is re-offered immediately.
    #[oai(path = "/producer/quotas/:id/amend", method = "post", operation_id = "amend_own_quota")]
    async fn amend_own_quota(
        &self,
        app: Data<&App>,
        caller: Producer,
        id: Path<QuotaId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<QuotaAmendment>,
    ) -> Result<Versioned<Quota>> {
        answer(&app, &caller, id.0, body.0.into(), &if_match).await
    }

    /// Decline a quota. The units are re-offered immediately.
    #[oai(path = "/producer/quotas/:id/decline", method = "post", operation_id = "decline_own_quota")]
    async fn decline_own_quota(
        &self,
        app: Data<&App>,
        caller: Producer,
        id: Path<QuotaId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<QuotaRefusal>,
    ) -> Result<Versioned<Quota>> {
        answer(&app, &caller, id.0, body.0.into(), &if_match).await
    }
}

async fn answer(
    app: &App,
    caller: &Producer,
    id: QuotaId,
    answer: QuotaAnswer,
    if_match: &IfMatch,
) -> Result<Versioned<Quota>> {
    let tx = app.begin(caller.actor()).await?;
    let own = own_workshops(&tx, caller).await?;
    respond(tx, Some(&own), id, answer, if_match).await
}

/// The workshops of the caller.
pub async fn own_workshops(tx: &UnitOfWork, caller: &Producer) -> Result<Vec<WorkshopId>> {
    Ok(members::list_own_workshops(tx, caller).await?.into_iter().map(|workshop| workshop.id).collect())
}

/// These cycles with the published quotas of these workshops.
async fn cycle_quotas(tx: &UnitOfWork, workshops: &[WorkshopId], ids: Rows<CycleId>) -> Result<Rows<CycleQuotas>> {
    let cycles = cycles::list_cycles_by_id(tx, &ids.items).await?;
    let quotas: Vec<quota::Model> = list_published_quotas(tx, workshops, &ids.items).await?;
    let mut by_cycle: HashMap<CycleId, Vec<Quota>> = HashMap::new();
    for quota in quota_responses(tx, quotas).await? {
        by_cycle.entry(quota.cycle_id).or_default().push(quota);
    }
    ids.try_map(|id| {
        let cycle = cycles.get(&id).ok_or_else(|| Problem::missing_reference("cycle", id))?;
        Ok(CycleQuotas {
            cycle_id: id,
            cycle_code: cycle.code.clone(),
            delivery_date: cycle.delivery_date,
            cycle_state: cycle.state,
            quotas: by_cycle.remove(&id).unwrap_or_default(),
        })
    })
}
