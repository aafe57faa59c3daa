//! A producer's quotas, and where its workshops stand.

use entities::values::{CycleId, QuotaId, WorkshopId};
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{
    Tag, answered, told,
    wire::{AmendQuota, CycleQuotas, DeclineQuota, OwnStanding, Quota},
};
use crate::{
    allocation::{Reply, shown, store},
    identity::{Caller, Producer},
    members,
    platform::{
        app::App,
        http::{
            etag::{IfMatch, Versioned},
            page_request::PageRequest,
            paging::List,
            problem::Result,
        },
        unit_of_work::UnitOfWork,
    },
};

/// What a producer may do with its quotas.
pub struct ProducerApi;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Allocation")]
impl ProducerApi {
    /// The quotas of my workshops, cycle by cycle, newest first
    #[oai(path = "/producer/quotas", method = "get", operation_id = "list_own_quotas")]
    async fn list_own_quotas(&self, app: Data<&App>, caller: Producer, page: PageRequest) -> Result<List<CycleQuotas>> {
        let tx = app.read(caller.actor()).await?;
        let own = own_workshops(&tx, &caller).await?;
        Ok(shown::own_cycles(&tx, &own, &page).await?.into())
    }

    /// One of my quotas
    #[oai(path = "/producer/quotas/:id", method = "get", operation_id = "get_own_quota")]
    async fn get_own_quota(&self, app: Data<&App>, caller: Producer, id: Path<QuotaId>) -> Result<Versioned<Quota>> {
        let tx = app.read(caller.actor()).await?;
        let own = own_workshops(&tx, &caller).await?;
        let row = store::quotas::published(&tx, Some(&own), id.0).await?;
        told(&tx, row).await
    }

    /// We make all of it
    #[oai(path = "/producer/quotas/:id/accept", method = "post", operation_id = "accept_own_quota")]
    async fn accept_own_quota(
        &self,
        app: Data<&App>,
        caller: Producer,
        id: Path<QuotaId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
    ) -> Result<Versioned<Quota>> {
        reply(app.0, &caller, id.0, Reply::Accept, &if_match).await
    }

    /// We make less; the rest is offered to others at once
    #[oai(path = "/producer/quotas/:id/amend", method = "post", operation_id = "amend_own_quota")]
    async fn amend_own_quota(
        &self,
        app: Data<&App>,
        caller: Producer,
        id: Path<QuotaId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<AmendQuota>,
    ) -> Result<Versioned<Quota>> {
        let AmendQuota { lots, reason } = body.0;
        reply(app.0, &caller, id.0, Reply::Amend { lots, reason: reason.into() }, &if_match).await
    }

    /// We make none of it; it is offered to others at once
    #[oai(path = "/producer/quotas/:id/decline", method = "post", operation_id = "decline_own_quota")]
    async fn decline_own_quota(
        &self,
        app: Data<&App>,
        caller: Producer,
        id: Path<QuotaId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<DeclineQuota>,
    ) -> Result<Versioned<Quota>> {
        reply(app.0, &caller, id.0, Reply::Decline { reason: body.0.reason.into() }, &if_match).await
    }

    /// Where my workshops stand in the group, in a cycle or in the newest one
    #[oai(path = "/producer/standing", method = "get", operation_id = "get_own_standing")]
    async fn get_own_standing(
        &self,
        app: Data<&App>,
        caller: Producer,
        /// The cycle; without it the newest in which I was given something.
        cycle: Query<Option<CycleId>>,
    ) -> Result<Json<OwnStanding>> {
        let tx = app.read(caller.actor()).await?;
        let own = own_workshops(&tx, &caller).await?;
        Ok(Json(shown::standing(&tx, &own, cycle.0).await?))
    }
}

async fn own_workshops(tx: &UnitOfWork, caller: &Producer) -> Result<Vec<WorkshopId>> {
    Ok(members::workshops_of(tx, caller).await?.into_iter().map(|workshop| workshop.id).collect())
}

async fn reply(
    app: &App,
    caller: &Producer,
    id: QuotaId,
    reply: Reply,
    if_match: &IfMatch,
) -> Result<Versioned<Quota>> {
    let tx = app.begin(caller.actor()).await?;
    let own = own_workshops(&tx, caller).await?;
    answered(tx, Some(&own), id, reply, if_match).await
}
