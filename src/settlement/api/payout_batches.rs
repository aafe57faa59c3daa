//! Finance staff create, approve and export payout batches. One person creates a batch, another approves it.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use entities::{
    settlement::payout_batch,
    values::{
        BankAccountKind, BankFileFormat, Currency, Money, PayoutBatchId, PayoutId, PayoutState, StatementId, WorkshopId,
    },
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::tag::Tag;
use crate::{
    identity::{Caller, StaffFinance},
    members,
    payments::payout_reference,
    platform::{
        app::App,
        http::{
            download::Download,
            idempotency::{Created, Idempotent},
            limits,
            page_request::PageRequest,
            paging::List,
            problem::{Problem, Result},
            text::Text,
        },
        unit_of_work::UnitOfWork,
    },
    settlement::{
        actions::{PaidAccount, describe_accounts},
        approve_payout_batch, cancel_payout_batch, create_payout_batch, export_payout_batch,
        rules::bank_files::{BankFile, TransferDestination},
        store::{
            payout_batches,
            payouts::{self, PayoutWithWorkshop},
        },
    },
};

/// A payout batch to create.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct NewPayoutBatch {
    /// Format of its bank file.
    pub format: BankFileFormat,
}

/// Why a payout batch is cancelled, or not approved.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct PayoutBatchCancellation {
    /// The reason, for the person who prepared it.
    pub reason: Text<1, { limits::NOTE }>,
}

/// Payouts that are sent to the bank together in one file.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct PayoutBatch {
    /// Identifies the batch.
    pub id: PayoutBatchId,
    /// Its number.
    pub number: i64,
    /// Format of its bank file.
    pub format: BankFileFormat,
    /// Its state.
    pub state: PayoutState,
    /// Sum of its payouts.
    pub total: Money,
    /// When it was created.
    pub prepared_at: DateTime<Utc>,
    /// When another person approved it.
    pub approved_at: Option<DateTime<Utc>>,
    /// When its bank file was exported.
    pub exported_at: Option<DateTime<Utc>>,
    /// The cooperative's day of the first export, on which the bank file asks the bank to pay. Another day needs another
    /// batch.
    pub execution_on: Option<NaiveDate>,
    /// When the last of its payouts was confirmed.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// When it was cancelled, or its approval refused.
    pub cancelled_at: Option<DateTime<Utc>>,
    /// Why it was cancelled or refused.
    pub cancellation: Option<String>,
}

impl PayoutBatch {
    fn of(row: payout_batch::Model, zone: Tz) -> Self {
        Self {
            execution_on: row.exported_at.map(|at| at.with_timezone(&zone).date_naive()),
            id: row.id,
            number: row.number,
            format: row.format,
            state: row.state,
            total: row.total.of(row.currency),
            prepared_at: row.prepared_at,
            approved_at: row.approved_at,
            exported_at: row.exported_at,
            confirmed_at: row.confirmed_at,
            cancelled_at: row.cancelled_at,
            cancellation: row.cancellation,
        }
    }
}

/// A batch with its payouts.
#[derive(Clone, Debug, Object)]
pub struct PayoutBatchDetail {
    /// The batch.
    pub batch: PayoutBatch,
    /// Its payouts.
    pub payouts: Vec<Payout>,
    /// Workshops with a statement to pay that are not in the batch, because they have no bank account. Only in the
    /// response to its creation.
    pub without_account: Vec<WorkshopId>,
}

/// The account that a payout is paid to.
#[derive(Clone, Debug, Object)]
pub struct PayoutDestination {
    /// What people call the bank.
    pub bank: String,
    /// Kind of account.
    pub account_kind: BankAccountKind,
    /// Its number.
    pub account_number: String,
    /// Its holder.
    pub holder_name: String,
    /// The holder's RUT.
    pub holder_tax_id: String,
}

impl From<TransferDestination> for PayoutDestination {
    fn from(account: TransferDestination) -> Self {
        let bank = members::find_bank(&account.bank_code).map_or(account.bank_code, |bank| bank.name.to_owned());
        Self {
            bank,
            account_kind: account.account_kind,
            account_number: account.account_number,
            holder_name: account.holder_name,
            holder_tax_id: account.holder_tax_id,
        }
    }
}

/// What one workshop is paid in a batch.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Payout {
    /// Identifies the payout.
    pub id: PayoutId,
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// The workshop's name.
    pub workshop: String,
    /// The statement that it pays.
    pub statement_id: StatementId,
    /// What is paid.
    pub amount: Money,
    /// The account that it is paid to.
    pub account: PayoutDestination,
    /// The account of the workshop's last payout, where it is another.
    pub previous_account: Option<PayoutDestination>,
    /// Whether it is the first payout of the workshop.
    pub is_first: bool,
    /// When the account was entered, where that was within the last seven days.
    pub account_entered_at: Option<DateTime<Utc>>,
    /// Whether a second person must confirm the account before the batch is approved.
    pub awaits_confirmation: bool,
    /// Its state.
    pub state: PayoutState,
    /// Its reference in the bank file and in the bank statement.
    pub reference: String,
    /// The day on which the bank paid it.
    pub confirmed_on: Option<NaiveDate>,
    /// The day on which the bank sent it back.
    pub returned_on: Option<NaiveDate>,
    /// Why the bank did not carry it out, or sent it back.
    pub failure: Option<String>,
}

impl Payout {
    fn of(PayoutWithWorkshop { payout, workshop }: PayoutWithWorkshop, paid: PaidAccount, currency: Currency) -> Self {
        Self {
            account: paid.account.into(),
            previous_account: paid.previous.map(Into::into),
            is_first: paid.is_first,
            account_entered_at: paid.entered_at,
            awaits_confirmation: paid.awaits_confirmation,
            id: payout.id,
            workshop_id: payout.workshop_id,
            workshop: workshop.name,
            statement_id: payout.statement_id,
            amount: payout.amount.of(currency),
            state: payout.state,
            reference: payout_reference(payout.id),
            confirmed_on: payout.confirmed_on,
            returned_on: payout.returned_on,
            failure: payout.failure,
        }
    }
}

impl From<BankFile> for Download {
    fn from(file: BankFile) -> Self {
        let media_type = match file.format {
            BankFileFormat::Pain001 => "application/xml",
            BankFileFormat::NominaBci => "text/csv; charset=utf-8",
        };
        Self::new(&file.name, media_type, file.content.into_bytes())
    }
}

/// Operations of finance staff on payout batches.
pub struct PayoutBatches;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Settlement")]
impl PayoutBatches {
    /// Create a payout batch of every statement that is to be paid
    #[oai(path = "/payout-batches", method = "post", operation_id = "create_payout_batch")]
    async fn create_payout_batch(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffFinance>,
        body: Json<NewPayoutBatch>,
    ) -> Result<Created<PayoutBatchDetail>> {
        request
            .run(body, async |tx, caller, NewPayoutBatch { format }| {
                let created = create_payout_batch(tx, caller.person_id, format).await?;
                let detail = payout_batch_detail(tx, created.batch).await?;
                Ok(PayoutBatchDetail { without_account: created.without_account, ..detail })
            })
            .await
    }

    /// List payout batches, newest first
    #[oai(path = "/payout-batches", method = "get", operation_id = "list_payout_batches")]
    async fn list_payout_batches(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        page: PageRequest,
    ) -> Result<List<PayoutBatch>> {
        let tx = app.read(caller.actor()).await?;
        Ok(payout_batches::list_batches(&tx, &page).await?.map(|row| PayoutBatch::of(row, tx.zone())).into())
    }

    /// Get a payout batch with its payouts
    #[oai(path = "/payout-batches/:id", method = "get", operation_id = "get_payout_batch")]
    async fn get_payout_batch(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        id: Path<PayoutBatchId>,
    ) -> Result<Json<PayoutBatchDetail>> {
        let tx = app.read(caller.actor()).await?;
        get_detail(&tx, id.0).await.map(Json)
    }

    /// Approve a payout batch that another person created
    #[oai(path = "/payout-batches/:id/approve", method = "post", operation_id = "approve_payout_batch")]
    async fn approve_payout_batch(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffFinance>,
        id: Path<PayoutBatchId>,
    ) -> Result<Created<PayoutBatchDetail>> {
        request
            .run_bodiless(async |tx, caller| {
                approve_payout_batch(tx, caller.person_id, id.0).await?;
                get_detail(tx, id.0).await
            })
            .await
    }

    /// Cancel a payout batch that has not gone to the bank, or refuse to approve it
    ///
    /// Its statements go into the next batch.
    #[oai(path = "/payout-batches/:id/cancel", method = "post", operation_id = "cancel_payout_batch")]
    async fn cancel_payout_batch(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffFinance>,
        id: Path<PayoutBatchId>,
        body: Json<PayoutBatchCancellation>,
    ) -> Result<Created<PayoutBatchDetail>> {
        request
            .run(body, async |tx, caller, PayoutBatchCancellation { reason }| {
                cancel_payout_batch(tx, caller.person_id, id.0, &reason).await?;
                get_detail(tx, id.0).await
            })
            .await
    }

    /// Export the bank file of an approved payout batch
    ///
    /// The first export records the payouts as sent to the bank and keeps the file; later ones return the same file.
    #[oai(path = "/payout-batches/:id/export", method = "post", operation_id = "export_payout_batch")]
    async fn export_payout_batch(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        id: Path<PayoutBatchId>,
    ) -> Result<Download> {
        let mut tx = app.begin(caller.actor()).await?;
        let file = export_payout_batch(&mut tx, id.0).await?;
        tx.commit().await?;
        Ok(file.into())
    }
}

/// One batch with its payouts.
pub(super) async fn get_detail(tx: &UnitOfWork, id: PayoutBatchId) -> Result<PayoutBatchDetail> {
    let batch = payout_batches::get_batch(tx, id).await?;
    payout_batch_detail(tx, batch).await
}

async fn payout_batch_detail(tx: &UnitOfWork, batch: payout_batch::Model) -> Result<PayoutBatchDetail> {
    let currency = batch.currency;
    let payouts = payouts::list_payouts(tx, batch.id).await?;
    let mut accounts = describe_accounts(tx, &payouts).await?;
    let with_account = |row: PayoutWithWorkshop| {
        let id = row.payout.id;
        let paid = accounts.remove(&id).ok_or_else(|| Problem::missing_reference("payout", id))?;
        Ok(Payout::of(row, paid, currency))
    };
    let payouts = payouts.into_iter().map(with_account).collect::<Result<Vec<_>>>()?;
    Ok(PayoutBatchDetail { payouts, batch: PayoutBatch::of(batch, tx.zone()), without_account: Vec::new() })
}
