//! Finance staff: payouts, in four steps and by two people.

use entities::{
    settlement::payout_account,
    values::{PayoutBatchId, PayoutId},
};
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Header, Path, Query},
    payload::Json,
};

use super::{
    files::Download,
    wire::{NewPayoutBatch, Payout, PayoutAccount, PayoutBatch, PayoutBatchDetail, PayoutConfirmation, PayoutFailure},
};
use crate::{
    identity::{Caller, StaffFinance},
    members,
    platform::{
        app::App,
        http::{
            idempotency::{Created, Once, once},
            paging::{Cursor, Here, Limit, List, Page},
            problem::{Answer, Problem},
        },
        work::Work,
    },
    settlement::{actions::payouts as actions, store::payouts as rows},
};

/// Payouts.
#[derive(Clone, Copy)]
pub struct PayoutsApi;

#[OpenApi(prefix_path = "/api/v1", tag = "super::Tag::Settlement")]
impl PayoutsApi {
    /// The account that payouts are charged to.
    #[oai(path = "/staff/payout-account", method = "get", operation_id = "get_payout_account")]
    async fn get_payout_account(&self, app: Data<&App>, caller: StaffFinance) -> Answer<Json<PayoutAccount>> {
        let work = app.read(caller.actor()).await?;
        let row = rows::payout_account(&work).await?.ok_or_else(|| Problem::not_found("payout_account"))?;
        account_wire(row).map(Json)
    }

    /// Says which account payouts are charged to.
    #[oai(path = "/staff/payout-account", method = "put", operation_id = "put_payout_account")]
    async fn put_payout_account(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        body: Json<PayoutAccount>,
    ) -> Answer<Json<PayoutAccount>> {
        let mut work = app.begin(caller.actor()).await?;
        let new = actions::NewPayoutAccount {
            bank_code: body.0.bank_code.into_inner(),
            account_number: body.0.account_number.into_inner(),
            holder_name: body.0.holder_name.into_inner(),
            holder_tax_id: body.0.holder_tax_id.into_inner(),
        };
        let row = actions::put_payout_account(&mut work, new).await?;
        work.commit().await?;
        account_wire(row).map(Json)
    }

    /// Prepares a batch of every statement that waits to be paid.
    #[oai(path = "/staff/payout-batches", method = "post", operation_id = "prepare_payout_batch")]
    async fn prepare_payout_batch(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Json<NewPayoutBatch>,
    ) -> Answer<Created<PayoutBatchDetail>> {
        let owner = caller.key_owner();
        match once(&app, caller.actor(), &owner, "prepare_payout_batch", &key.0, &body.0).await? {
            Once::Replay(done) => Ok(done),
            Once::Begin(mut once) => {
                let prepared = actions::prepare(&mut once.work, caller.person_id, body.0.format).await?;
                let mut detail = detail(&once.work, prepared.batch.id).await?;
                detail.without_account = prepared.without_account;
                once.created(detail).await
            }
        }
    }

    /// Batches, newest first.
    #[oai(path = "/staff/payout-batches", method = "get", operation_id = "list_payout_batches")]
    async fn list_payout_batches(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        here: Here,
    ) -> Answer<List<PayoutBatch>> {
        let work = app.read(caller.actor()).await?;
        let page = Page::new(limit.0, after.0);
        let batches = rows::batches(&work, page.key::<PayoutBatchId>()?, page.fetch()).await?;
        Ok(List::page(batches, &page, &here, |row| Cursor::of(&row.id), PayoutBatch::from))
    }

    /// One batch with its payouts.
    #[oai(path = "/staff/payout-batches/:id", method = "get", operation_id = "get_payout_batch")]
    async fn get_payout_batch(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        id: Path<PayoutBatchId>,
    ) -> Answer<Json<PayoutBatchDetail>> {
        let work = app.read(caller.actor()).await?;
        detail(&work, id.0).await.map(Json)
    }

    /// Approves a batch that another person prepared.
    #[oai(path = "/staff/payout-batches/:id/approve", method = "post", operation_id = "approve_payout_batch")]
    async fn approve_payout_batch(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        id: Path<PayoutBatchId>,
    ) -> Answer<Json<PayoutBatchDetail>> {
        let mut work = app.begin(caller.actor()).await?;
        actions::approve(&mut work, caller.person_id, id.0).await?;
        let detail = detail(&work, id.0).await?;
        work.commit().await?;
        Ok(Json(detail))
    }

    /// The bank file of an approved batch; the first call sends its payouts on their way.
    #[oai(path = "/staff/payout-batches/:id/export", method = "post", operation_id = "export_payout_batch")]
    async fn export_payout_batch(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        id: Path<PayoutBatchId>,
    ) -> Answer<Download> {
        let mut work = app.begin(caller.actor()).await?;
        let file = actions::export(&mut work, id.0).await?;
        work.commit().await?;
        Ok(file.into())
    }

    /// Confirms a payout that the bank statement shows.
    #[oai(path = "/staff/payouts/:id/confirm", method = "post", operation_id = "confirm_payout")]
    async fn confirm_payout(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        id: Path<PayoutId>,
        body: Json<PayoutConfirmation>,
    ) -> Answer<Json<PayoutBatchDetail>> {
        let mut work = app.begin(caller.actor()).await?;
        actions::confirm_as_told(&mut work, id.0, body.0.confirmed_on).await?;
        answer(work, id.0).await
    }

    /// Records that a payout came back: its statement may be paid again.
    #[oai(path = "/staff/payouts/:id/fail", method = "post", operation_id = "fail_payout")]
    async fn fail_payout(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        id: Path<PayoutId>,
        body: Json<PayoutFailure>,
    ) -> Answer<Json<PayoutBatchDetail>> {
        let mut work = app.begin(caller.actor()).await?;
        actions::fail(&mut work, id.0, body.0.reason.as_str()).await?;
        answer(work, id.0).await
    }
}

async fn answer(work: Work, payout: PayoutId) -> Answer<Json<PayoutBatchDetail>> {
    let batch = rows::payout(&work, payout).await?.batch_id;
    let detail = detail(&work, batch).await?;
    work.commit().await?;
    Ok(Json(detail))
}

async fn detail(work: &Work, id: PayoutBatchId) -> Answer<PayoutBatchDetail> {
    let batch = rows::batch(work, id).await?;
    let payouts = rows::payouts(work, id).await?;
    let ids: Vec<_> = payouts.iter().map(|p| p.unit_id).collect();
    let units = members::units(work, &ids).await?;
    let currency = batch.currency;
    let payouts = payouts.into_iter().map(|p| {
        let unit = units.get(&p.unit_id).map(|u| u.name.clone()).unwrap_or_default();
        let reference = actions::reference(p.id);
        Payout::of(p, unit, reference, currency)
    });
    Ok(PayoutBatchDetail { payouts: payouts.collect(), batch: batch.into(), without_account: Vec::new() })
}

fn account_wire(row: payout_account::Model) -> Answer<PayoutAccount> {
    use crate::platform::http::text::Text;
    Ok(PayoutAccount {
        bank_code: Text::parse(&row.bank_code).map_err(anyhow::Error::from)?,
        account_number: Text::parse(&row.account_number).map_err(anyhow::Error::from)?,
        holder_name: Text::parse(&row.holder_name).map_err(anyhow::Error::from)?,
        holder_tax_id: Text::parse(&row.holder_tax_id).map_err(anyhow::Error::from)?,
    })
}
