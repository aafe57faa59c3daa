//! Finance staff record what became of single payouts.

use chrono::NaiveDate;
use entities::values::PayoutId;
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::{
    payout_batches::{PayoutBatchDetail, get_detail},
    tag::Tag,
};
use crate::{
    identity::{Caller, StaffFinance},
    platform::{
        app::App,
        http::{limits, problem::Result, text::Text},
        unit_of_work::UnitOfWork,
    },
    settlement::{
        actions::{confirm_payout, fail_payout, return_payout},
        store::payouts,
    },
};

/// The day on which the bank paid a payout.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct PayoutConfirmation {
    /// The day, as the bank statement shows it.
    pub confirmed_on: NaiveDate,
}

/// The return of a payout.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct PayoutReturn {
    /// The day on which the bank sent it back, as the bank statement shows it.
    pub returned_on: NaiveDate,
    /// The bank's reason.
    pub reason: Text<1, { limits::NOTE }>,
}

/// Why the bank did not carry out a payout.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct PayoutFailure {
    /// The bank's reason.
    pub reason: Text<1, { limits::NOTE }>,
}

/// Operations of finance staff on payouts.
pub struct Payouts;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Settlement")]
impl Payouts {
    /// Confirm a payout that the bank statement shows
    #[oai(path = "/payouts/:id/confirm", method = "post", operation_id = "confirm_payout")]
    async fn confirm_payout(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        id: Path<PayoutId>,
        body: Json<PayoutConfirmation>,
    ) -> Result<Json<PayoutBatchDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        confirm_payout(&mut tx, id.0, body.0.confirmed_on).await?;
        commit_response(tx, id.0).await
    }

    /// Record that the bank sent back a payout that it had carried out
    ///
    /// Its earnings are payable again: its statement can be paid in another batch.
    #[oai(path = "/payouts/:id/return", method = "post", operation_id = "return_payout")]
    async fn return_payout(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        id: Path<PayoutId>,
        body: Json<PayoutReturn>,
    ) -> Result<Json<PayoutBatchDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        return_payout(&mut tx, id.0, body.0.returned_on, &body.0.reason).await?;
        commit_response(tx, id.0).await
    }

    /// Record that the bank did not carry out a payout
    ///
    /// Its statement can be paid again in another batch.
    #[oai(path = "/payouts/:id/fail", method = "post", operation_id = "fail_payout")]
    async fn fail_payout(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        id: Path<PayoutId>,
        body: Json<PayoutFailure>,
    ) -> Result<Json<PayoutBatchDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        fail_payout(&mut tx, id.0, &body.0.reason).await?;
        commit_response(tx, id.0).await
    }
}

/// Commits, and responds with the batch of the payout.
async fn commit_response(tx: UnitOfWork, id: PayoutId) -> Result<Json<PayoutBatchDetail>> {
    let batch = payouts::get_payout(&tx, id).await?.payout.batch_id;
    let detail = get_detail(&tx, batch).await?;
    tx.commit().await?;
    Ok(Json(detail))
}
