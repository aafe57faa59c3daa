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
            paging::{Cursor, Limit, List, Page, RequestUri},
            problem::{Problem, Result},
        },
        unit_of_work::UnitOfWork,
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
    async fn get_payout_account(&self, app: Data<&App>, caller: StaffFinance) -> Result<Json<PayoutAccount>> {
        let tx = app.read(caller.actor()).await?;
        let row = rows::payout_account(&tx).await?.ok_or_else(|| Problem::not_found("payout_account"))?;
        account_wire(row).map(Json)
    }

    /// Says which account payouts are charged to.
    #[oai(path = "/staff/payout-account", method = "put", operation_id = "put_payout_account")]
    async fn put_payout_account(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        body: Json<PayoutAccount>,
    ) -> Result<Json<PayoutAccount>> {
        let mut tx = app.begin(caller.actor()).await?;
        let new = actions::NewPayoutAccount {
            bank_code: body.0.bank_code.into_inner(),
            account_number: body.0.account_number.into_inner(),
            holder_name: body.0.holder_name.into_inner(),
            holder_tax_id: body.0.holder_tax_id.into_inner(),
        };
        let row = actions::put_payout_account(&mut tx, new).await?;
        tx.commit().await?;
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
    ) -> Result<Created<PayoutBatchDetail>> {
        let owner = caller.key_owner();
        match once(&app, caller.actor(), &owner, "prepare_payout_batch", &key.0, &body.0).await? {
            Once::Replay(done) => Ok(done),
            Once::Begin(mut once) => {
                let prepared = actions::prepare(&mut once.tx, caller.person_id, body.0.format).await?;
                let mut detail = detail(&once.tx, prepared.batch.id).await?;
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
        uri: RequestUri,
    ) -> Result<List<PayoutBatch>> {
        let tx = app.read(caller.actor()).await?;
        let page = Page::new(limit.0, after.0);
        let batches = rows::batches(&tx, page.key::<PayoutBatchId>()?, page.fetch()).await?;
        Ok(List::page(batches, &page, &uri, |row| Cursor::of(&row.id), PayoutBatch::from))
    }

    /// One batch with its payouts.
    #[oai(path = "/staff/payout-batches/:id", method = "get", operation_id = "get_payout_batch")]
    async fn get_payout_batch(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        id: Path<PayoutBatchId>,
    ) -> Result<Json<PayoutBatchDetail>> {
        let tx = app.read(caller.actor()).await?;
        detail(&tx, id.0).await.map(Json)
    }

    /// Approves a batch that another person prepared.
    #[oai(path = "/staff/payout-batches/:id/approve", method = "post", operation_id = "approve_payout_batch")]
    async fn approve_payout_batch(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        id: Path<PayoutBatchId>,
    ) -> Result<Json<PayoutBatchDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        actions::approve(&mut tx, caller.person_id, id.0).await?;
        let detail = detail(&tx, id.0).await?;
        tx.commit().await?;
        Ok(Json(detail))
    }

    /// The bank file of an approved batch; the first call sends its payouts on their way.
    #[oai(path = "/staff/payout-batches/:id/export", method = "post", operation_id = "export_payout_batch")]
    async fn export_payout_batch(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        id: Path<PayoutBatchId>,
    ) -> Result<Download> {
        let mut tx = app.begin(caller.actor()).await?;
        let file = actions::export(&mut tx, id.0).await?;
        tx.commit().await?;
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
    ) -> Result<Json<PayoutBatchDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        actions::confirm_as_told(&mut tx, id.0, body.0.confirmed_on).await?;
        answer(tx, id.0).await
    }

    /// Records that a payout came back: its statement may be paid again.
    #[oai(path = "/staff/payouts/:id/fail", method = "post", operation_id = "fail_payout")]
    async fn fail_payout(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        id: Path<PayoutId>,
        body: Json<PayoutFailure>,
    ) -> Result<Json<PayoutBatchDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        actions::fail(&mut tx, id.0, body.0.reason.as_str()).await?;
        answer(tx, id.0).await
    }
}

async fn answer(tx: UnitOfWork, payout: PayoutId) -> Result<Json<PayoutBatchDetail>> {
    let batch = rows::payout(&tx, payout).await?.batch_id;
    let detail = detail(&tx, batch).await?;
    tx.commit().await?;
    Ok(Json(detail))
}

async fn detail(tx: &UnitOfWork, id: PayoutBatchId) -> Result<PayoutBatchDetail> {
    let batch = rows::batch(tx, id).await?;
    let payouts = rows::payouts(tx, id).await?;
    let ids: Vec<_> = payouts.iter().map(|p| p.workshop_id).collect();
    let workshops = members::workshops(tx, &ids).await?;
    let currency = batch.currency;
    let payouts = payouts.into_iter().map(|p| {
        let workshop = workshops.get(&p.workshop_id).map(|u| u.name.clone()).unwrap_or_default();
        let reference = actions::reference(p.id);
        Payout::of(p, workshop, reference, currency)
    });
    Ok(PayoutBatchDetail { payouts: payouts.collect(), batch: batch.into(), without_account: Vec::new() })
}

fn account_wire(row: payout_account::Model) -> Result<PayoutAccount> {
    use crate::platform::http::text::Text;
    Ok(PayoutAccount {
        bank_code: Text::parse(&row.bank_code).map_err(anyhow::Error::from)?,
        account_number: Text::parse(&row.account_number).map_err(anyhow::Error::from)?,
        holder_name: Text::parse(&row.holder_name).map_err(anyhow::Error::from)?,
        holder_tax_id: Text::parse(&row.holder_tax_id).map_err(anyhow::Error::from)?,
    })
}
