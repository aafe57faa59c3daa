//! Staff answer a quota for its workshop: by telephone, as many do.

use super::{
    Tag, answered, told,
    wire::{AmendQuota, DeclineQuota, Quota},
};
use crate::{
    allocation::{Reply, store},
    identity::{Caller, Staff, StaffViewer},
    platform::{
        app::App,
        http::{
            etag::{IfMatch, Versioned},
            problem::Result,
        },
    },
};
use entities::values::QuotaId;
use poem::web::Data;
use poem_openapi::{OpenApi, param::Path, payload::Json};

/// What staff may do with the quotas of the workshops.
pub struct StaffApi;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Allocation")]
impl StaffApi {
    /// A published quota
    #[oai(path = "/staff/quotas/:id", method = "get", operation_id = "get_quota")]
    async fn get_quota(&self, app: Data<&App>, caller: StaffViewer, id: Path<QuotaId>) -> Result<Versioned<Quota>> {
        let tx = app.read(caller.actor()).await?;
        let row = store::quotas::published(&tx, None, id.0).await?;
        told(&tx, row).await
    }

    /// The workshop makes all of it, as it told us
    #[oai(path = "/staff/quotas/:id/accept", method = "post", operation_id = "accept_quota")]
    async fn accept_quota(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<QuotaId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
    ) -> Result<Versioned<Quota>> {
        reply(app.0, &caller, id.0, Reply::Accept, &if_match).await
    }

    /// The workshop makes less, as it told us; the rest is offered to others at once
    #[oai(path = "/staff/quotas/:id/amend", method = "post", operation_id = "amend_quota")]
    async fn amend_quota(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<QuotaId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<AmendQuota>,
    ) -> Result<Versioned<Quota>> {
        let AmendQuota { lots, reason } = body.0;
        reply(app.0, &caller, id.0, Reply::Amend { lots, reason: reason.into() }, &if_match).await
    }

    /// The workshop makes none of it, as it told us; it is offered to others at once
    #[oai(path = "/staff/quotas/:id/decline", method = "post", operation_id = "decline_quota")]
    async fn decline_quota(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<QuotaId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<DeclineQuota>,
    ) -> Result<Versioned<Quota>> {
        reply(app.0, &caller, id.0, Reply::Decline { reason: body.0.reason.into() }, &if_match).await
    }
}

async fn reply(app: &App, caller: &Staff, id: QuotaId, reply: Reply, if_match: &IfMatch) -> Result<Versioned<Quota>> {
    answered(app.begin(caller.actor()).await?, None, id, reply, if_match).await
}
