//! Operations of allocation, by who calls.

mod link;
mod producer;
mod staff;
mod staff_quotas;
pub(super) mod wire;

use entities::{
    allocation::quota,
    values::{QuotaId, WorkshopId},
};

use crate::{
    allocation::{Reply, answer, shown},
    platform::{
        http::{
            etag::{IfMatch, Versioned},
            problem::Result,
        },
        unit_of_work::UnitOfWork,
    },
};

/// All operations of allocation.
pub type Apis = (producer::ProducerApi, link::LinkApi, staff::StaffApi, staff_quotas::StaffApi);

/// All operations of allocation, to mount.
pub const APIS: Apis = (producer::ProducerApi, link::LinkApi, staff::StaffApi, staff_quotas::StaffApi);

/// Allocation.
#[derive(poem_openapi::Tags)]
enum Tag {
    /// The fair split: who makes how much of a cycle's demand, why, and what each workshop carries on.
    #[oai(rename = "allocation")]
    Allocation,
}

/// Answers one quota, of `own` workshops or of any, and commits: the end of the way of all who may answer.
async fn answered(
    mut tx: UnitOfWork,
    own: Option<&[WorkshopId]>,
    id: QuotaId,
    reply: Reply,
    if_match: &IfMatch,
) -> Result<Versioned<wire::Quota>> {
    let row = answer(&mut tx, own, id, reply, if_match).await?;
    let told = told(&tx, row).await?;
    tx.commit().await?;
    Ok(told)
}

async fn told(tx: &UnitOfWork, row: quota::Model) -> Result<Versioned<wire::Quota>> {
    let version = row.version;
    Ok(Versioned::of(shown::one(tx, row).await?, version))
}
