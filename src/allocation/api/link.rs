//! The page behind the link of a mail: a workshop's quotas of one cycle, and the answers to them. Looking changes nothing.

use entities::values::QuotaId;
use poem::web::Data;
use poem_openapi::{OpenApi, param::Path, payload::Json};

use super::{
    Tag, answered,
    wire::{AmendQuota, DeclineQuota, Quota, QuotaLinkPage},
};
use crate::{
    allocation::{Reply, caller::QuotaLink, shown, store},
    identity::Caller,
    platform::{
        app::App,
        http::{
            etag::{IfMatch, Versioned},
            problem::{Problem, Result},
        },
    },
};

/// What whoever holds a link may do.
pub struct LinkApi;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Allocation")]
impl LinkApi {
    /// The quotas behind a link, with why they are what they are
    #[oai(path = "/quota-link", method = "get", operation_id = "get_quota_link")]
    async fn get_quota_link(&self, app: Data<&App>, caller: QuotaLink) -> Result<Json<QuotaLinkPage>> {
        let tx = app.read(caller.actor()).await?;
        Ok(Json(shown::link_page(&tx, &caller).await?))
    }

    /// By the link: we make all of it
    #[oai(path = "/quota-link/quotas/:id/accept", method = "post", operation_id = "accept_linked_quota")]
    async fn accept_linked_quota(
        &self,
        app: Data<&App>,
        caller: QuotaLink,
        id: Path<QuotaId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
    ) -> Result<Versioned<Quota>> {
        reply(app.0, &caller, id.0, Reply::Accept, &if_match).await
    }

    /// By the link: we make less; the rest is offered to others at once
    #[oai(path = "/quota-link/quotas/:id/amend", method = "post", operation_id = "amend_linked_quota")]
    async fn amend_linked_quota(
        &self,
        app: Data<&App>,
        caller: QuotaLink,
        id: Path<QuotaId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<AmendQuota>,
    ) -> Result<Versioned<Quota>> {
        let AmendQuota { lots, reason } = body.0;
        reply(app.0, &caller, id.0, Reply::Amend { lots, reason: reason.into() }, &if_match).await
    }

    /// By the link: we make none of it; it is offered to others at once
    #[oai(path = "/quota-link/quotas/:id/decline", method = "post", operation_id = "decline_linked_quota")]
    async fn decline_linked_quota(
        &self,
        app: Data<&App>,
        caller: QuotaLink,
        id: Path<QuotaId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<DeclineQuota>,
    ) -> Result<Versioned<Quota>> {
        reply(app.0, &caller, id.0, Reply::Decline { reason: body.0.reason.into() }, &if_match).await
    }
}

async fn reply(
    app: &App,
    caller: &QuotaLink,
    id: QuotaId,
    reply: Reply,
    if_match: &IfMatch,
) -> Result<Versioned<Quota>> {
    let tx = app.begin(caller.actor()).await?;
    let own = [caller.workshop_id];
    if store::quotas::published(&tx, Some(&own), id).await?.cycle_id != caller.cycle_id {
        return Err(Problem::not_found("quota"));
    }
    answered(tx, Some(&own), id, reply, if_match).await
}
