//! Payouts: prepared by one person, approved by another, exported once as a bank file, confirmed from the bank
//! statement. The same earnings are never in two live payouts: the database forbids it.

use entities::{
    settlement::{payout, payout_account, payout_batch, statement},
    values::{Amount, BankFileFormat, PayoutBatchId, PayoutId, PayoutState, PersonId, WorkshopId, parse_rut},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::json;

use crate::{
    members,
    platform::{
        counter,
        http::{
            api_error::ApiError,
            errors::RequestError,
            problem::{Problem, Result},
        },
        unit_of_work::UnitOfWork,
    },
    settlement::{
        Event,
        bank_files::{self, BankFile, Destination, Transfer},
        errors::SettlementError,
        ledger,
        postings::{self, PayoutMove, PayoutStep},
        store::payouts as rows,
    },
};

/// A prepared batch, and the workshops that are left out because they have no bank account.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The batch.
    pub batch: payout_batch::Model,
    /// Workshops with a statement and without an account.
    pub without_account: Vec<WorkshopId>,
}

/// Prepares a batch of every issued statement that is in no live payout.
pub async fn prepare(tx: &mut UnitOfWork, by: PersonId, format: BankFileFormat) -> Result<Prepared> {
    let id = tx.new_id::<PayoutBatchId>();
    let number = counter::next(tx, "payout_batch").await?;
    let mut payouts = Vec::new();
    let mut without_account = Vec::new();
    let mut total = Amount::ZERO;
    for statement in rows::unpaid_statements(tx).await? {
        let Some(account) = members::bank_account_of(tx, statement.workshop_id).await? else {
            without_account.push(statement.workshop_id);
            continue;
        };
        let destination = Destination {
            bank_code: account.bank_code,
            account_kind: account.account_kind,
            account_number: account.account_number,
            holder_name: account.holder_name,
            holder_tax_id: account.holder_tax_id,
            email: account.email,
        };
        total += statement.total;
        payouts.push(new_payout(tx, id, &statement, &destination)?);
    }
    if payouts.is_empty() {
        return Err(SettlementError::NothingToPay.into());
    }
    let batch = payout_batch::ActiveModel {
        id: Set(id),
        number: Set(number),
        currency: Set(tx.currency()),
        format: Set(format),
        state: Set(PayoutState::Prepared),
        total: Set(total),
        prepared_at: Set(tx.now()),
        prepared_by: Set(Some(by)),
        approved_at: Set(None),
        approved_by: Set(None),
        exported_at: Set(None),
        confirmed_at: Set(None),
        failed_at: Set(None),
        file: Set(None),
        version: Set(1),
    };
    payout_batch::Entity::insert(batch).exec_without_returning(tx.db()).await?;
    let count = payouts.len();
    payout::Entity::insert_many(payouts).exec_without_returning(tx.db()).await?;
    tx.audit("payout_batch", id.0, "prepared", json!({ "payouts": count, "total": total.0 }));
    Ok(Prepared { batch: rows::lock_batch(tx, id).await?, without_account })
}

fn new_payout(
    tx: &UnitOfWork,
    batch: PayoutBatchId,
    statement: &statement::Model,
    destination: &Destination,
) -> Result<payout::ActiveModel> {
    Ok(payout::ActiveModel {
        id: Set(tx.new_id()),
        batch_id: Set(batch),
        workshop_id: Set(statement.workshop_id),
        statement_id: Set(statement.id),
        amount: Set(statement.total),
        state: Set(PayoutState::Prepared),
        account: Set(serde_json::to_value(destination).map_err(anyhow::Error::from)?),
        live_statement: Set(Some(statement.id)),
        confirmed_on: Set(None),
        failure: Set(None),
    })
}

/// Approves a prepared batch; refused to the person who prepared it. `false` where it was approved before.
pub async fn approve(tx: &mut UnitOfWork, by: PersonId, id: PayoutBatchId) -> Result<bool> {
    let batch = rows::lock_batch(tx, id).await?;
    if batch.state != PayoutState::Prepared {
        return Ok(false);
    }
    if batch.prepared_by == Some(by) {
        return Err(SettlementError::SamePerson.into());
    }
    payout_batch::Entity::update(payout_batch::ActiveModel {
        id: Set(id),
        state: Set(PayoutState::Approved),
        approved_at: Set(Some(tx.now())),
        approved_by: Set(Some(by)),
        version: Set(batch.version + 1),
        ..Default::default()
    })
    .exec(tx.db())
    .await?;
    set_payouts(tx, id, PayoutState::Approved).await?;
    tx.audit("payout_batch", id.0, "approved", json!({ "total": batch.total.0 }));
    Ok(true)
}

/// The bank file of an approved batch. The first time it is made, kept, and the payouts leave the ledger; later calls
/// answer the same bytes.
pub async fn export(tx: &mut UnitOfWork, id: PayoutBatchId) -> Result<BankFile> {
    let batch = rows::lock_batch(tx, id).await?;
    if batch.state == PayoutState::Prepared {
        return Err(SettlementError::BatchNotApproved.into());
    }
    let Some(account) = rows::payout_account(tx).await? else {
        return Err(SettlementError::PayoutAccountMissing.into());
    };
    let payouts = rows::payouts(tx, id).await?;
    let mut transfers = Vec::with_capacity(payouts.len());
    for payout in &payouts {
        transfers.push(Transfer {
            reference: reference(payout.id),
            amount: payout.amount,
            to: serde_json::from_value(payout.account.clone()).map_err(anyhow::Error::from)?,
        });
    }
    let file = bank_files::write(&batch, &account, &transfers)?;
    if batch.state != PayoutState::Approved {
        return Ok(file);
    }
    for payout in &payouts {
        ledger::post(tx, postings::payout_moved(PayoutStep::Sent, &moved(tx, payout).await?)).await?;
    }
    payout_batch::Entity::update(payout_batch::ActiveModel {
        id: Set(id),
        state: Set(PayoutState::Exported),
        exported_at: Set(Some(tx.now())),
        file: Set(Some(file.name.clone())),
        version: Set(batch.version + 1),
        ..Default::default()
    })
    .exec(tx.db())
    .await?;
    set_payouts(tx, id, PayoutState::Exported).await?;
    tx.audit("payout_batch", id.0, "exported", json!({ "payouts": payouts.len(), "file": file.name }));
    Ok(file)
}

/// What a payout is called in the bank file and in the bank statement: 16 letters and digits of its id.
pub fn reference(id: PayoutId) -> String {
    let text = id.0.simple().to_string();
    format!("MG{}", text.get(18..).unwrap_or(&text).to_ascii_uppercase())
}

/// Confirms an exported payout on somebody's word: the bank statement shows it. `false` where it was confirmed before.
///
/// Refuses 409 `confirmed_in_future`.
pub async fn confirm_as_told(tx: &mut UnitOfWork, id: PayoutId, on: chrono::NaiveDate) -> Result<bool> {
    if on > tx.today() {
        return Err(SettlementError::ConfirmedInFuture { today: tx.today() }.at("/confirmed_on"));
    }
    confirm(tx, id, on).await
}

/// Confirms an exported payout: the bank statement shows it. `false` where it was confirmed before.
pub async fn confirm(tx: &mut UnitOfWork, id: PayoutId, on: chrono::NaiveDate) -> Result<bool> {
    let payout = exported(tx, id).await?;
    if payout.state == PayoutState::Confirmed {
        return Ok(false);
    }
    let step = PayoutMove { date: on, ..moved(tx, &payout).await? };
    ledger::post(tx, postings::payout_moved(PayoutStep::Confirmed, &step)).await?;
    payout::Entity::update(payout::ActiveModel {
        id: Set(id),
        state: Set(PayoutState::Confirmed),
        confirmed_on: Set(Some(on)),
        ..Default::default()
    })
    .exec(tx.db())
    .await?;
    tx.audit("payout", id.0, "confirmed", json!({ "on": on.to_string(), "amount": payout.amount.0 }));
    tx.emit(Event::PayoutConfirmed { payout_id: id });
    close_batch(tx, payout.batch_id).await?;
    Ok(true)
}

/// Records that an exported payout came back: its statement may be paid again, in another batch.
pub async fn fail(tx: &mut UnitOfWork, id: PayoutId, reason: &str) -> Result<bool> {
    let payout = exported(tx, id).await?;
    if payout.state == PayoutState::Failed {
        return Ok(false);
    }
    if payout.state == PayoutState::Confirmed {
        return Err(SettlementError::PayoutConfirmed.into());
    }
    let step = moved(tx, &payout).await?;
    ledger::post(tx, postings::payout_moved(PayoutStep::Failed, &step)).await?;
    payout::Entity::update(payout::ActiveModel {
        id: Set(id),
        state: Set(PayoutState::Failed),
        live_statement: Set(None),
        failure: Set(Some(reason.to_owned())),
        ..Default::default()
    })
    .exec(tx.db())
    .await?;
    tx.audit("payout", id.0, "failed", json!({ "reason": reason, "amount": payout.amount.0 }));
    close_batch(tx, payout.batch_id).await?;
    Ok(true)
}

/// Confirms the payout that a line of the bank statement names; `false` where it names none of ours, or where the
/// amount is another: a person decides then.
pub async fn seen_in_bank(tx: &mut UnitOfWork, text: &str, amount: Amount, on: chrono::NaiveDate) -> Result<bool> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| w.len() == 16 && w.starts_with("MG"));
    for word in words {
        let waiting = payout::Entity::find().filter(payout::Column::State.eq(PayoutState::Exported)).all(tx.db());
        let named = waiting.await?.into_iter().find(|p| reference(p.id) == word && p.amount == -amount);
        if let Some(payout) = named {
            return confirm(tx, payout.id, on).await;
        }
    }
    Ok(false)
}

async fn exported(tx: &UnitOfWork, id: PayoutId) -> Result<payout::Model> {
    let batch = rows::payout(tx, id).await?.batch_id;
    rows::lock_batch(tx, batch).await?;
    let payout = rows::payout(tx, id).await?;
    match payout.state {
        PayoutState::Prepared | PayoutState::Approved => Err(SettlementError::PayoutNotExported.into()),
        _ => Ok(payout),
    }
}

async fn moved(tx: &UnitOfWork, payout: &payout::Model) -> Result<PayoutMove> {
    let workshops = members::workshops(tx, &[payout.workshop_id]).await?;
    let code = workshops.get(&payout.workshop_id).map(|u| u.code.clone()).unwrap_or_default();
    Ok(PayoutMove { id: payout.id, workshop: (payout.workshop_id, code), amount: payout.amount, date: tx.today() })
}

async fn set_payouts(tx: &UnitOfWork, batch: PayoutBatchId, state: PayoutState) -> Result<()> {
    payout::Entity::update_many()
        .col_expr(payout::Column::State, Expr::value(state))
        .filter(payout::Column::BatchId.eq(batch))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// A batch is confirmed when none of its payouts waits, and failed when all of them came back.
async fn close_batch(tx: &UnitOfWork, id: PayoutBatchId) -> Result<()> {
    let payouts = rows::payouts(tx, id).await?;
    if payouts.iter().any(|p| p.state == PayoutState::Exported) {
        return Ok(());
    }
    let failed = payouts.iter().all(|p| p.state == PayoutState::Failed);
    let state = if failed { PayoutState::Failed } else { PayoutState::Confirmed };
    payout_batch::Entity::update(payout_batch::ActiveModel {
        id: Set(id),
        state: Set(state),
        confirmed_at: Set((!failed).then_some(tx.now())),
        failed_at: Set(failed.then_some(tx.now())),
        ..Default::default()
    })
    .exec(tx.db())
    .await?;
    Ok(())
}

/// The account that payouts are charged to.
#[derive(Clone, Debug)]
pub struct NewPayoutAccount {
    /// Code of the bank in the transfer system.
    pub bank_code: String,
    /// Its number.
    pub account_number: String,
    /// Its holder.
    pub holder_name: String,
    /// The holder's RUT.
    pub holder_tax_id: String,
}

/// Says which account payouts are charged to, in place of the one before.
///
/// # Errors
/// 400 where the holder's RUT is none.
pub async fn put_payout_account(tx: &mut UnitOfWork, new: NewPayoutAccount) -> Result<payout_account::Model> {
    let tax_id = parse_rut(&new.holder_tax_id).ok_or_else(|| {
        Problem::from(RequestError::Malformed).field("/holder_tax_id", SettlementError::InvalidHolderTaxId)
    })?;
    let row = payout_account::ActiveModel {
        id: Set(1),
        bank_code: Set(new.bank_code),
        account_number: Set(new.account_number),
        holder_name: Set(new.holder_name),
        holder_tax_id: Set(tax_id),
        version: Set(1),
    };
    let row = rows::put_payout_account(tx, row).await?;
    tx.audit("payout_account", uuid::Uuid::nil(), "changed", json!({ "bank": row.bank_code }));
    Ok(row)
}
