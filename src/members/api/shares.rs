//! Staff record the shares that workshops agree to.

use chrono::NaiveDate;
use entities::{
    members::share,
    values::{DecisionId, WorkshopId},
};
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::tag::Tag;
use crate::{
    identity::Staff,
    members::actions::create_share,
    platform::http::{
        dates::MembershipDate,
        idempotency::{Created, Idempotent},
        problem::Result,
    },
};

/// A share of the group's work.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct WorkshopShare {
    /// Relative weight.
    pub weight: i64,
    /// First day on which it is in force.
    pub from_date: NaiveDate,
    /// The decision of the assembly that it is based on.
    pub decision_id: Option<DecisionId>,
}

impl From<share::Model> for WorkshopShare {
    fn from(row: share::Model) -> Self {
        Self { weight: row.weight, from_date: row.from_date, decision_id: row.decision_id }
    }
}

/// A share to create.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none, deny_unknown_fields)]
pub struct NewShare {
    /// Relative weight, greater than zero.
    #[oai(validator(minimum(value = "1"), maximum(value = "1000000000")))]
    pub weight: i64,
    /// First day on which it is in force.
    pub from_date: MembershipDate,
    /// The decision of the assembly that it is based on.
    pub decision_id: Option<DecisionId>,
}

/// Operations on shares.
pub struct Shares;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Members")]
impl Shares {
    /// Create a share of a workshop
    ///
    /// Older shares are kept.
    #[oai(path = "/workshops/:id/shares", method = "post", operation_id = "create_share")]
    async fn create_share(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Staff>,
        id: Path<WorkshopId>,
        body: Json<NewShare>,
    ) -> Result<Created<WorkshopShare>> {
        request
            .run(body, async |tx, _, NewShare { weight, from_date, decision_id }| {
                Ok(create_share(tx, id.0, weight, from_date.into(), decision_id).await?.into())
            })
            .await
    }
}
