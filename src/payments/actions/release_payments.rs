//! Releases what payments cover of an invoice, so that the buyer has it unallocated again.

use entities::{
    payments::payment_release,
    values::{Amount, InvoiceId, PaymentId, ReleaseReason},
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    invoicing,
    payments::store::payments,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// The part of one payment that was released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReleasedPayment {
    /// The release.
    pub release_id: Uuid,
    /// More than zero.
    pub amount: Amount,
}

/// Releases `amount` of what payments cover of an invoice, from the newest payments first. Nothing is released where
/// `amount` is zero.
///
/// # Errors
/// 404; 500 where payments cover less than `amount`, which is a fault of the program.
pub async fn release_payments(
    tx: &mut UnitOfWork,
    invoice_id: InvoiceId,
    amount: Amount,
    reason: ReleaseReason,
) -> Result<Vec<ReleasedPayment>> {
    if amount == Amount::ZERO {
        return Ok(Vec::new());
    }
    invoicing::lock_invoice(tx, invoice_id).await?;
    let covering = payments::load_covering_payments(tx, invoice_id).await?;
    payments::lock_payments(tx, covering.iter().map(|covering| covering.payment_id)).await?;
    let mut remaining = amount;
    let mut released = Vec::new();
    for covering in covering.iter().rev() {
        let part = covering.amount.min(remaining);
        if part > Amount::ZERO {
            remaining -= part;
            released.push(release_payment(tx, covering.payment_id, invoice_id, part, reason).await?);
        }
    }
    if remaining != Amount::ZERO {
        return Err(anyhow::anyhow!("payments cover {remaining:?} too little of the invoice {invoice_id}").into());
    }
    let covered: Amount = covering.iter().map(|covering| covering.amount).sum();
    invoicing::update_payments_of_invoice(tx, invoice_id, covered - amount).await?;
    Ok(released)
}

/// Releases a part of a locked payment from an invoice.
async fn release_payment(
    tx: &mut UnitOfWork,
    payment_id: PaymentId,
    invoice_id: InvoiceId,
    amount: Amount,
    reason: ReleaseReason,
) -> Result<ReleasedPayment> {
    let release_id = tx.new_id();
    let row = payment_release::Model { id: release_id, payment_id, invoice_id, amount, reason, created_at: tx.now() };
    payments::insert_release(tx, row).await?;
    payments::add_unallocated(tx, payment_id, amount).await?;
    let detail = json!({ "invoice": invoice_id.to_string(), "amount": amount.0, "reason": reason.word() });
    tx.audit("payment", payment_id, "released", detail);
    Ok(ReleasedPayment { release_id, amount })
}
