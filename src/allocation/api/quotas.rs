//! A quota with its reductions, and the answers that staff record for a workshop, usually after a telephone call.

use chrono::{DateTime, Utc};
use entities::{
    allocation::{quota, quota_change},
    values::{CycleId, Money, ProductId, QuotaChangeCause, QuotaId, QuotaState, WorkshopId},
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::tag::Tag;
use crate::{
    allocation::{
        QuotaAnswer, answer_quota, rules,
        store::{
            quota_details::{QuotaDetail, load_quota_detail, load_quota_details},
            quotas::get_published_quota,
        },
    },
    identity::{Caller, Staff, StaffViewer},
    platform::{
        app::App,
        http::{
            etag::{IfMatch, Versioned},
            limits::NOTE,
            problem::Result,
            text::Text,
        },
        unit_of_work::UnitOfWork,
    },
};

/// What one workshop makes of one product in one cycle.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Quota {
    /// Identifies the quota.
    pub id: QuotaId,
    /// The cycle.
    pub cycle_id: CycleId,
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// The workshop's code.
    pub workshop_code: String,
    /// The workshop's name.
    pub workshop_name: String,
    /// The product.
    pub product_id: ProductId,
    /// The product's code.
    pub product_code: String,
    /// The product's name in Spanish.
    pub product_name_es: String,
    /// The product's name in English.
    pub product_name_en: String,
    /// 1 = from the split of the whole demand; from 2 on = re-offered.
    pub round: i32,
    /// Lots that were asked for.
    pub offered_lots: i64,
    /// Lots to make: fewer than were asked for where the quota was amended or reduced.
    pub lots: i64,
    /// Units per lot.
    pub lot_size: i64,
    /// Units needed: the last lot may be needed in part only.
    pub units: i64,
    /// Net value of a lot, fixed with the run.
    pub lot_value: Money,
    /// Net value of the units.
    pub value: Money,
    /// Its state.
    pub state: QuotaState,
    /// The deadline of the answer.
    pub respond_by: DateTime<Utc>,
    /// When it was published.
    pub published_at: Option<DateTime<Utc>>,
    /// When it was answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// Why it was amended, declined or withdrawn.
    pub reason: Option<String>,
    /// When it was frozen.
    pub frozen_at: Option<DateTime<Utc>>,
    /// When all of it had been accepted.
    pub fulfilled_at: Option<DateTime<Utc>>,
    /// Units accepted so far.
    pub accepted_units: i64,
    /// Its reductions, oldest first.
    pub changes: Vec<QuotaChange>,
    /// Its version: `If-Match` is `"v{version}"`.
    pub version: i32,
}

/// A reduction of a published quota.
#[derive(Clone, Debug, Object)]
pub struct QuotaChange {
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub cause: QuotaChangeCause,
    /// Lots before.
    pub lots_before: i64,
    /// Lots after; 0 = the workshop makes none of it.
    pub lots_after: i64,
    /// Units needed before.
    pub units_before: i64,
    /// Units needed after: they may grow within the same lots.
    pub units_after: i64,
}

impl From<quota_change::Model> for QuotaChange {
    fn from(row: quota_change::Model) -> Self {
        Self {
            at: row.at,
            cause: row.cause,
            lots_before: row.lots_before,
            lots_after: row.lots_after,
            units_before: row.units_before,
            units_after: row.units_after,
        }
    }
}

/// An answer with fewer lots than were asked for.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct QuotaAmendment {
    /// Lots that the workshop makes.
    #[oai(validator(minimum(value = "1"), maximum(value = "1000000000")))]
    pub lots: i64,
    /// Why not all.
    pub reason: Text<1, NOTE>,
}

impl From<QuotaAmendment> for QuotaAnswer {
    fn from(amendment: QuotaAmendment) -> Self {
        Self::Amend { lots: amendment.lots, reason: amendment.reason.into() }
    }
}

/// An answer that a workshop makes none of a quota.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct QuotaRefusal {
    /// Why.
    pub reason: Text<1, NOTE>,
}

impl From<QuotaRefusal> for QuotaAnswer {
    fn from(refusal: QuotaRefusal) -> Self {
        Self::Decline { reason: refusal.reason.into() }
    }
}

/// Quotas and the answers to them, for staff.
pub struct Quotas;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Allocation")]
impl Quotas {
    /// Get a published quota
    #[oai(path = "/staff/quotas/:id", method = "get", operation_id = "get_quota")]
    async fn get_quota(&self, app: Data<&App>, caller: StaffViewer, id: Path<QuotaId>) -> Result<Versioned<Quota>> {
        let tx = app.read(caller.actor()).await?;
        let quota = get_published_quota(&tx, None, id.0).await?;
        quota_response(&tx, quota).await
    }

    /// Accept a quota for its workshop
    #[oai(path = "/staff/quotas/:id/accept", method = "post", operation_id = "accept_quota")]
    async fn accept_quota(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<QuotaId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
    ) -> Result<Versioned<Quota>> {
        respond(app.begin(caller.actor()).await?, None, id.0, QuotaAnswer::Accept, &if_match).await
    }

    /// Amend a quota for its workshop to fewer lots. The rest is re-offered immediately.
    #[oai(path = "/staff/quotas/:id/amend", method = "post", operation_id = "amend_quota")]
    async fn amend_quota(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<QuotaId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<QuotaAmendment>,
    ) -> Result<Versioned<Quota>> {
        respond(app.begin(caller.actor()).await?, None, id.0, body.0.into(), &if_match).await
    }

    /// Decline a quota for its workshop. The units are re-offered immediately.
    #[oai(path = "/staff/quotas/:id/decline", method = "post", operation_id = "decline_quota")]
    async fn decline_quota(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<QuotaId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<QuotaRefusal>,
    ) -> Result<Versioned<Quota>> {
        respond(app.begin(caller.actor()).await?, None, id.0, body.0.into(), &if_match).await
    }
}

/// Records the answer to a quota of these workshops, or of any, commits it and returns the quota. Shared by all
/// callers who may answer.
pub async fn respond(
    mut tx: UnitOfWork,
    workshops: Option<&[WorkshopId]>,
    id: QuotaId,
    answer: QuotaAnswer,
    if_match: &IfMatch,
) -> Result<Versioned<Quota>> {
    let quota = answer_quota(&mut tx, workshops, id, answer, if_match).await?;
    let response = quota_response(&tx, quota).await?;
    tx.commit().await?;
    Ok(response)
}

/// One quota with its version.
pub async fn quota_response(tx: &UnitOfWork, quota: quota::Model) -> Result<Versioned<Quota>> {
    let version = quota.version;
    let detail = load_quota_detail(tx, quota).await?;
    Ok(Versioned::of(Quota::of(tx, detail), version))
}

/// Quotas in the same order.
pub async fn quota_responses(tx: &UnitOfWork, quotas: Vec<quota::Model>) -> Result<Vec<Quota>> {
    let details = load_quota_details(tx, quotas).await?;
    Ok(details.into_iter().map(|detail| Quota::of(tx, detail)).collect())
}

impl Quota {
    fn of(tx: &UnitOfWork, detail: QuotaDetail) -> Self {
        let QuotaDetail { quota, workshop, product, lot_size, changes } = detail;
        Self {
            id: quota.id,
            cycle_id: quota.cycle_id,
            workshop_id: quota.workshop_id,
            workshop_code: workshop.code,
            workshop_name: workshop.name,
            product_id: quota.product_id,
            product_code: product.code,
            product_name_es: product.name_es,
            product_name_en: product.name_en,
            round: quota.round,
            offered_lots: quota.offered_lots,
            lots: quota.lots,
            lot_size,
            units: quota.units,
            lot_value: quota.lot_value.of(tx.currency()),
            value: rules::value_of(quota.units, lot_size, quota.lot_value).of(tx.currency()),
            state: quota.state,
            respond_by: quota.respond_by,
            published_at: quota.published_at,
            answered_at: quota.answered_at,
            reason: quota.reason,
            frozen_at: quota.frozen_at,
            fulfilled_at: quota.fulfilled_at,
            accepted_units: quota.accepted_units,
            changes: changes.into_iter().map(QuotaChange::from).collect(),
            version: quota.version,
        }
    }
}
