//! Money of a buyer is recognised: in a bank line, or told by a person. Its parts go to invoices; the rest waits.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entities::{
    payments::{payment, payment_allocation},
    values::{Amount, BankLineId, BankLineState, BuyerId, InvoiceId, PaymentId, PaymentMethod},
};
use serde_json::json;

use crate::{
    buyers, invoicing,
    payments::{Event, errors::PaymentError, store},
    platform::{
        http::{
            api_error::ApiError,
            problem::{Problem, Result},
        },
        unit_of_work::UnitOfWork,
    },
};

/// The part of a payment that goes to one invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allocation {
    /// The invoice.
    pub invoice_id: InvoiceId,
    /// How much, more than zero.
    pub amount: Amount,
}

/// A payment as a person tells it.
#[derive(Clone, Debug)]
pub struct NewPayment {
    /// Who paid.
    pub buyer_id: BuyerId,
    /// How.
    pub method: PaymentMethod,
    /// The day.
    pub received_on: NaiveDate,
    /// How much, more than zero.
    pub amount: Amount,
    /// What was said of it.
    pub note: Option<String>,
    /// What it pays; the rest stays unallocated.
    pub allocations: Vec<Allocation>,
}

/// Confirms that a bank line is a payment of this buyer, and what it pays.
///
/// Refuses 409 `line_taken` where somebody was faster, `not_received` for money going out, and what an allocation
/// refuses.
pub async fn match_line(
    tx: &mut UnitOfWork,
    id: BankLineId,
    buyer_id: BuyerId,
    allocations: Vec<Allocation>,
) -> Result<payment::Model> {
    let line = store::lines::line(tx, id).await?;
    if line.amount <= Amount::ZERO {
        return Err(PaymentError::BankLineNotReceived.into());
    }
    if !store::lines::step(tx, id, BankLineState::Unmatched, BankLineState::Matched).await? {
        return Err(PaymentError::BankLineTaken.into());
    }
    tx.audit("bank_line", id, "matched", json!({ "buyer": buyer_id.to_string() }));
    let new = NewPayment {
        buyer_id,
        method: PaymentMethod::Transfer,
        received_on: line.booked_on,
        amount: line.amount,
        note: None,
        allocations,
    };
    take_in(tx, new, Some(id)).await
}

/// Records a payment that no bank line tells yet.
///
/// Refuses 409 `received_in_future`, and what an allocation refuses.
pub async fn record(tx: &mut UnitOfWork, new: NewPayment) -> Result<payment::Model> {
    if new.received_on > tx.today() {
        return Err(PaymentError::ReceivedInFuture { today: tx.today() }.at("/received_on"));
    }
    take_in(tx, new, None).await
}

/// Takes a payment in, with the bank line that tells it where there is one; what it pays goes to the invoices.
pub async fn take_in(tx: &mut UnitOfWork, new: NewPayment, bank_line_id: Option<BankLineId>) -> Result<payment::Model> {
    if !buyers::buyers(tx, &[new.buyer_id]).await?.contains_key(&new.buyer_id) {
        return Err(Problem::not_found("buyer"));
    }
    let parts: Amount = new.allocations.iter().map(|a| a.amount).sum();
    if parts > new.amount {
        return Err(PaymentError::MoreThanReceived { available: new.amount.of(tx.currency()) }.at("/allocations"));
    }
    let payment = payment::Model {
        id: tx.new_id(),
        buyer_id: new.buyer_id,
        bank_line_id,
        method: new.method,
        received_on: new.received_on,
        amount: new.amount,
        unallocated: new.amount - parts,
        currency: tx.currency(),
        note: new.note,
        recorded_by: tx.actor().person(),
        created_at: tx.now(),
        version: 1,
    };
    store::payments::insert(tx, payment.clone()).await?;
    tx.audit("payment", payment.id, "received", json!({ "amount": payment.amount.0 }));
    let cause = format!("payment:{}", payment.id);
    buyers::move_exposure(tx, payment.buyer_id, cause, -payment.amount, false).await?;
    tx.emit(Event::PaymentReceived { payment_id: payment.id });
    put_to_invoices(tx, payment.id, payment.buyer_id, &new.allocations).await?;
    Ok(payment)
}

/// Puts parts of a payment to invoices of its buyer; the invoices are locked in one order, so that two payments of a
/// buyer never wait for each other in a circle.
pub async fn put_to_invoices(
    tx: &mut UnitOfWork,
    payment_id: PaymentId,
    buyer_id: BuyerId,
    parts: &[Allocation],
) -> Result<()> {
    let mut ordered: BTreeMap<InvoiceId, (usize, Amount)> = BTreeMap::new();
    for (place, part) in parts.iter().enumerate() {
        if ordered.insert(part.invoice_id, (place, part.amount)).is_some() {
            let pointer = format!("/allocations/{place}/invoice_id");
            return Err(PaymentError::InvoiceAllocatedTwice { invoice_id: part.invoice_id }.at(pointer));
        }
    }
    let ids: Vec<InvoiceId> = ordered.keys().copied().collect();
    let invoices = invoicing::invoices(tx, &ids).await?;
    for (invoice_id, (place, amount)) in ordered {
        if invoices.get(&invoice_id).is_none_or(|i| i.buyer_id != buyer_id) {
            let pointer = format!("/allocations/{place}/invoice_id");
            return Err(PaymentError::NotInvoiceOfBuyer { invoice_id }.at(pointer));
        }
        invoicing::paid(tx, invoice_id, amount).await?;
        let part = payment_allocation::Model { id: tx.new_id(), payment_id, invoice_id, amount, created_at: tx.now() };
        let allocation_id = part.id;
        store::payments::insert_allocation(tx, part).await?;
        tx.audit("payment", payment_id, "applied", json!({ "invoice": invoice_id.to_string(), "amount": amount.0 }));
        tx.emit(Event::PaymentApplied { payment_id, allocation_id, invoice_id, amount });
    }
    Ok(())
}
