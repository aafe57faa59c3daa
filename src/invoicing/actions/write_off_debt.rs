//! Writes off what a buyer will never pay of an invoice: requested by one person with a decision of the assembly, approved
//! by another. The pools of its lines bear the loss; a later payment of it is a recovery, which flows back to them.

use entities::{
    invoicing::{debt_recovery, invoice, write_off},
    values::{Amount, DebtRecoveryId, DecisionId, InvoiceId, InvoiceKind, PersonId, WriteOffId, WriteOffState},
};
use serde_json::json;

use super::lock_document::lock_document;
use crate::{
    buyers,
    invoicing::{
        Event, InvoicingError,
        rules::{InvoiceBalance, invoice_state, open_amount},
        store::{self, write_offs},
    },
    members,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// A write-off to request.
#[derive(Clone, Debug)]
pub struct NewWriteOff {
    /// The invoice or debit note.
    pub invoice_id: InvoiceId,
    /// The decision of the assembly.
    pub decision_id: DecisionId,
    /// The reason, in words.
    pub reason: String,
    /// Who requests it.
    pub requested_by: PersonId,
}

/// Requests the write-off of what is open of an invoice. Nothing changes until another person approves it.
///
/// # Errors
/// 404; `NothingToWriteOff`; `WriteOffRequested` where another one waits.
pub async fn request_write_off(tx: &mut UnitOfWork, new: NewWriteOff) -> Result<write_off::Model> {
    members::get_decision(tx, new.decision_id).await?;
    let (_, invoice) = lock_document(tx, new.invoice_id).await?;
    let open = open_amount(&invoice);
    if invoice.kind == InvoiceKind::CreditNote || invoice.issued_at.is_none() || open <= Amount::ZERO {
        return Err(InvoicingError::NothingToWriteOff.into());
    }
    let row = write_off::Model {
        id: tx.new_id(),
        invoice_id: invoice.id,
        decision_id: new.decision_id,
        reason: new.reason,
        amount: open,
        currency: invoice.currency,
        state: WriteOffState::Requested,
        requested_by: Some(new.requested_by),
        requested_at: tx.now(),
        approved_by: None,
        approved_at: None,
        cancelled_by: None,
        cancelled_at: None,
        cancellation: None,
        version: 1,
    };
    if !write_offs::insert_write_off(tx, row.clone()).await? {
        return Err(InvoicingError::WriteOffRequested.into());
    }
    tx.audit("write_off", row.id, "requested", json!({ "invoice": invoice.id.to_string(), "amount": open.0 }));
    Ok(row)
}

/// Approves a write-off that another person requested: the invoice is written off, and the buyer owes it no more.
///
/// # Errors
/// 404; `WriteOffDecided`; `WriteOffSamePerson`; `WriteOffAmountChanged` where something was paid or credited since.
pub async fn approve_write_off(tx: &mut UnitOfWork, id: WriteOffId, by: PersonId) -> Result<write_off::Model> {
    let invoice_id = write_offs::load_invoice_of_write_off(tx, id).await?;
    let (_, invoice) = lock_document(tx, invoice_id).await?;
    let requested = lock_requested(tx, id).await?;
    if requested.requested_by == Some(by) {
        return Err(InvoicingError::WriteOffSamePerson.into());
    }
    let open = open_amount(&invoice);
    if open != requested.amount {
        return Err(InvoicingError::WriteOffAmountChanged { open: open.of(invoice.currency) }.into());
    }
    let (buyer_id, written_off) = (invoice.buyer_id, invoice.written_off + open);
    update_balance(tx, invoice::Model { written_off, ..invoice }, "written_off", open).await?;
    buyers::move_exposure(tx, buyer_id, format!("write_off:{id}"), -open, false).await?;
    let approved = write_off::Model {
        state: WriteOffState::Approved,
        approved_by: Some(by),
        approved_at: Some(tx.now()),
        version: requested.version + 1,
        ..requested
    };
    write_offs::update_write_off(tx, approved.clone()).await?;
    tx.audit("write_off", id, "approved", json!({ "amount": open.0 }));
    tx.emit(Event::DebtWrittenOff { write_off_id: id, invoice_id, amount: open });
    Ok(approved)
}

/// Cancels a requested write-off: it is withdrawn, or not approved.
///
/// # Errors
/// 404; `WriteOffDecided`.
pub async fn cancel_write_off(
    tx: &mut UnitOfWork,
    id: WriteOffId,
    by: PersonId,
    reason: String,
) -> Result<write_off::Model> {
    let requested = lock_requested(tx, id).await?;
    tx.audit("write_off", id, "cancelled", json!({ "reason": reason }));
    let cancelled = write_off::Model {
        state: WriteOffState::Cancelled,
        cancelled_by: Some(by),
        cancelled_at: Some(tx.now()),
        cancellation: Some(reason),
        version: requested.version + 1,
        ..requested
    };
    write_offs::update_write_off(tx, cancelled.clone()).await?;
    Ok(cancelled)
}

/// Records that a payment recovers `amount`, above zero, of what was written off of a locked invoice: it is owed again, and
/// so is paid next.
pub(super) async fn recover_debt(
    tx: &mut UnitOfWork,
    invoice: invoice::Model,
    amount: Amount,
) -> Result<invoice::Model> {
    let (id, invoice_id, buyer_id): (DebtRecoveryId, _, _) = (tx.new_id(), invoice.id, invoice.buyer_id);
    let row = debt_recovery::Model { id, invoice_id, amount, created_at: tx.now() };
    write_offs::insert_recovery(tx, row).await?;
    let written_off = invoice.written_off - amount;
    let owed = update_balance(tx, invoice::Model { written_off, ..invoice }, "recovered", amount).await?;
    buyers::move_exposure(tx, buyer_id, format!("recovery:{id}"), amount, false).await?;
    tx.emit(Event::DebtRecovered { recovery_id: id, invoice_id, amount });
    Ok(owed)
}

/// Stores the balance of a locked invoice with the state that follows from it.
async fn update_balance(
    tx: &mut UnitOfWork,
    invoice: invoice::Model,
    action: &'static str,
    amount: Amount,
) -> Result<invoice::Model> {
    let state = invoice_state(InvoiceBalance::from(&invoice), tx.today());
    let changed = invoice::Model { state, ..invoice };
    store::invoices::update_balance(tx, &changed).await?;
    tx.audit("invoice", changed.id, action, json!({ "amount": amount.0, "state": state.word() }));
    Ok(invoice::Model { version: changed.version + 1, ..changed })
}

/// A write-off that waits for a second person, locked for update.
async fn lock_requested(tx: &UnitOfWork, id: WriteOffId) -> Result<write_off::Model> {
    let row = write_offs::lock_write_off(tx, id).await?;
    if row.state == WriteOffState::Requested { Ok(row) } else { Err(InvoicingError::WriteOffDecided.into()) }
}
