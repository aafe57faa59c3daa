//! Finance staff record what became of single payouts.

use entities::values::PayoutId;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::{
    payout_batches::{PayoutBatchDetail, get_detail},
    tag::Tag,
};
use crate::{
    identity::StaffFinance,
    platform::{
        http::{
            dates::MoneyDate,
            idempotency::{Created, Idempotent},
            limits,
            problem::Result,
            text::Text,
        },
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
    pub confirmed_on: MoneyDate,
}

/// The return of a payout.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct PayoutReturn {
    /// The day on which the bank sent it back, as the bank statement shows it.
    pub returned_on: MoneyDate,
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
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffFinance>,
        id: Path<PayoutId>,
        body: Json<PayoutConfirmation>,
    ) -> Result<Created<PayoutBatchDetail>> {
        request
            .run(body, async |tx, _, body| {
                confirm_payout(tx, id.0, body.confirmed_on.into()).await?;
                batch_of_payout(tx, id.0).await
            })
            .await
    }

    /// Record that the bank sent back a payout that it had carried out
    ///
    /// Its earnings are payable again: its statement can be paid in another batch.
    #[oai(path = "/payouts/:id/return", method = "post", operation_id = "return_payout")]
    async fn return_payout(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffFinance>,
        id: Path<PayoutId>,
        body: Json<PayoutReturn>,
    ) -> Result<Created<PayoutBatchDetail>> {
        request
            .run(body, async |tx, _, body| {
                return_payout(tx, id.0, body.returned_on.into(), &body.reason).await?;
                batch_of_payout(tx, id.0).await
            })
            .await
    }

    /// Record that the bank did not carry out a payout
    ///
    /// Its statement can be paid again in another batch.
    #[oai(path = "/payouts/:id/fail", method = "post", operation_id = "fail_payout")]
    async fn fail_payout(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffFinance>,
        id: Path<PayoutId>,
        body: Json<PayoutFailure>,
    ) -> Result<Created<PayoutBatchDetail>> {
        request
            .run(body, async |tx, _, body| {
                fail_payout(tx, id.0, &body.reason).await?;
                batch_of_payout(tx, id.0).await
            })
            .await
    }
}

/// The batch of a payout.
async fn batch_of_payout(tx: &UnitOfWork, id: PayoutId) -> Result<PayoutBatchDetail> {
    let batch = payouts::get_payout(tx, id).await?.payout.batch_id;
    get_detail(tx, batch).await
}
