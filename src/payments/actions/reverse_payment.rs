//! Reverses a payment that was recorded wrongly, or that was taken back.

use std::collections::BTreeMap;

use entities::{
    payments::{payment, payment_release},
    values::{Amount, BankLineId, InvoiceId, PaymentId, ReleaseReason},
};
use serde_json::json;

use super::take_bank_line::free_line;
use crate::{
    buyers, invoicing,
    payments::{
        Event,
        errors::PaymentError,
        store::{bank_line_matches, bank_lines, payments, refunds},
    },
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Reverses a payment, once: its invoices are open again, the buyer's exposure rises, its bank line waits for a person.
/// The makers give back what it made payable, on their next statements.
///
/// # Errors
/// 404; `PaymentReversed` where it was reversed before; `PaymentRefunded` while a part of it is or will be refunded;
/// `BankLineTaken` where its bank line changed meanwhile.
pub async fn reverse_payment(tx: &mut UnitOfWork, id: PaymentId, reason: &str) -> Result<payment::Model> {
    let line = payments::load_bank_line(tx, id).await?;
    if let Some(line) = line {
        bank_lines::lock_bank_line(tx, line).await?;
    }
    reverse_payment_of_line(tx, id, line, reason).await?;
    if let Some(line) = line {
        payments::update_bank_line(tx, id, None).await?;
        free_bank_line(tx, line, reason).await?;
    }
    payments::get_payment(tx, id).await
}

/// Reverses a payment, whose locked bank line goes on showing it.
///
/// # Errors
/// 404; `PaymentReversed`; `PaymentRefunded`; `BankLineTaken` where another line than `line` shows the payment now.
pub(super) async fn reverse_payment_of_line(
    tx: &mut UnitOfWork,
    id: PaymentId,
    line: Option<BankLineId>,
    reason: &str,
) -> Result<()> {
    let buyer_id = payments::load_buyer(tx, id).await?;
    buyers::lock_buyer(tx, buyer_id).await?;
    // The buyer's lock protects what the payment covers.
    let covered = payments::load_covered_invoices(tx, id).await?;
    invoicing::lock_invoices(tx, covered.keys().copied()).await?;
    let payment = payments::lock_payment(tx, id).await?;
    if payment.reversed_at.is_some() {
        return Err(PaymentError::PaymentReversed.into());
    }
    if payment.bank_line_id != line {
        return Err(PaymentError::BankLineTaken.into());
    }
    if !refunds::sum_refunded(tx, &[id]).await?.is_empty() {
        return Err(PaymentError::PaymentRefunded.into());
    }
    release_invoices(tx, id, covered).await?;
    payments::update_reversed(tx, id, reason).await?;
    buyers::move_exposure(tx, buyer_id, format!("payment:{id}:reversed"), payment.amount, false).await?;
    tx.audit("payment", id, "reversed", json!({ "amount": payment.amount.0, "reason": reason }));
    tx.emit(Event::PaymentReversed { payment_id: id });
    Ok(())
}

/// Releases a locked payment from all its locked invoices.
async fn release_invoices(tx: &mut UnitOfWork, id: PaymentId, covered: BTreeMap<InvoiceId, Amount>) -> Result<()> {
    for (invoice_id, amount) in covered.into_iter().filter(|(_, amount)| *amount > Amount::ZERO) {
        let covering = payments::load_covering_payments(tx, invoice_id).await?;
        let paid: Amount = covering.iter().map(|covering| covering.amount).sum();
        let release_id = tx.new_id();
        let reason = ReleaseReason::Reversal;
        let row =
            payment_release::Model { id: release_id, payment_id: id, invoice_id, amount, reason, created_at: tx.now() };
        payments::insert_release(tx, row).await?;
        invoicing::update_payments_of_invoice(tx, invoice_id, paid - amount).await?;
        tx.emit(Event::PaymentReleased { release_id, invoice_id, amount });
    }
    Ok(())
}

/// Frees the locked bank line of a payment.
pub(super) async fn free_bank_line(tx: &mut UnitOfWork, line: BankLineId, reason: &str) -> Result<()> {
    match bank_line_matches::find_live_match(tx, line).await? {
        Some(row) => free_line(tx, &row, reason).await,
        None => Ok(()),
    }
}
