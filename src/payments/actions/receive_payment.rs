//! What every way of receiving a payment has in common: the payment is stored, lowers the buyer's exposure, and is
//! allocated to invoices.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use entities::{
    payments::{payment, payment_allocation},
    values::{Amount, BankLineId, BuyerId, InvoiceId, PaymentId, PaymentMethod},
};
use serde_json::json;

use crate::{
    buyers, invoicing,
    payments::{Event, errors::PaymentError, store::payments},
    platform::{
        http::{api_error::ApiError, problem::Result},
        repeated::repeated,
        unit_of_work::UnitOfWork,
    },
};

/// The part of a payment that pays one invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvoiceAllocation {
    /// The invoice.
    pub invoice_id: InvoiceId,
    /// More than zero.
    pub amount: Amount,
}

/// A payment to store.
#[derive(Clone, Debug)]
pub struct NewPayment {
    /// The buyer who paid.
    pub buyer_id: BuyerId,
    /// How it was paid.
    pub method: PaymentMethod,
    /// The day on which it was received.
    pub received_on: NaiveDate,
    /// More than zero.
    pub amount: Amount,
    /// A remark.
    pub note: Option<String>,
    /// The invoices that it pays; the rest stays unallocated.
    pub allocations: Vec<InvoiceAllocation>,
}

/// Stores a payment, with its bank line where it has one, and allocates it to invoices.
///
/// # Errors
/// 404 for an unknown buyer; `MoreThanReceived` where the allocations exceed the payment; those of
/// [`allocate_to_invoices`].
pub(super) async fn receive_payment(
    tx: &mut UnitOfWork,
    new: NewPayment,
    bank_line_id: Option<BankLineId>,
) -> Result<payment::Model> {
    buyers::lock_buyer(tx, new.buyer_id).await?;
    lock_invoices_to_pay(tx, &new.allocations).await?;
    let allocated: Amount = new.allocations.iter().map(|allocation| allocation.amount).sum();
    if allocated > new.amount {
        let available = new.amount.of(tx.currency());
        return Err(PaymentError::MoreThanReceived { available }.at("/allocations"));
    }
    let payment = payment::Model {
        id: tx.new_id(),
        buyer_id: new.buyer_id,
        bank_line_id,
        method: new.method,
        received_on: new.received_on,
        amount: new.amount,
        unallocated: new.amount - allocated,
        currency: tx.currency(),
        note: new.note,
        recorded_by: tx.actor().person(),
        created_at: tx.now(),
        reversed_at: None,
        reversed_by: None,
        reversal_reason: None,
        version: 1,
    };
    payments::insert_payment(tx, payment.clone()).await?;
    tx.audit("payment", payment.id, "received", json!({ "amount": payment.amount.0 }));
    let cause = format!("payment:{}", payment.id);
    buyers::move_exposure(tx, payment.buyer_id, cause, -payment.amount, false).await?;
    tx.emit(Event::PaymentReceived { payment_id: payment.id });
    allocate_to_invoices(tx, payment.id, payment.buyer_id, &new.allocations).await?;
    Ok(payment)
}

/// Locks the invoices that are to be paid, in the order of their ids. Those that do not exist are refused later.
pub(super) async fn lock_invoices_to_pay(tx: &UnitOfWork, allocations: &[InvoiceAllocation]) -> Result<()> {
    let ids: BTreeSet<InvoiceId> = allocations.iter().map(|allocation| allocation.invoice_id).collect();
    invoicing::lock_invoices(tx, ids).await
}

/// Allocates parts of a payment to invoices of its buyer, which are locked. The unallocated part of the payment does not
/// change here.
///
/// # Errors
/// `InvoiceAllocatedTwice`; `NotInvoiceOfBuyer`; those of `invoicing::record_invoice_payment`.
pub(super) async fn allocate_to_invoices(
    tx: &mut UnitOfWork,
    payment_id: PaymentId,
    buyer_id: BuyerId,
    allocations: &[InvoiceAllocation],
) -> Result<()> {
    let pointer = |index: usize| format!("/allocations/{index}/invoice_id");
    let twice = repeated(allocations.iter().map(|allocation| allocation.invoice_id)).next();
    if let Some((index, allocation)) = twice.and_then(|index| Some((index, allocations.get(index)?))) {
        return Err(PaymentError::InvoiceAllocatedTwice { invoice_id: allocation.invoice_id }.at(pointer(index)));
    }
    let of_invoice =
        |(index, allocation): (usize, &InvoiceAllocation)| (allocation.invoice_id, (index, allocation.amount));
    let index_by_invoice: BTreeMap<InvoiceId, (usize, Amount)> =
        allocations.iter().enumerate().map(of_invoice).collect();
    let ids: Vec<InvoiceId> = index_by_invoice.keys().copied().collect();
    let invoices = invoicing::list_invoices_by_id(tx, &ids).await?;
    for (invoice_id, (index, amount)) in index_by_invoice {
        if invoices.get(&invoice_id).is_none_or(|invoice| invoice.buyer_id != buyer_id) {
            return Err(PaymentError::NotInvoiceOfBuyer { invoice_id }.at(pointer(index)));
        }
        invoicing::record_invoice_payment(tx, invoice_id, amount).await?;
        let allocation_id = tx.new_id();
        let row = payment_allocation::Model { id: allocation_id, payment_id, invoice_id, amount, created_at: tx.now() };
        payments::insert_allocation(tx, row).await?;
        tx.audit("payment", payment_id, "applied", json!({ "invoice": invoice_id.to_string(), "amount": amount.0 }));
        tx.emit(Event::PaymentAllocated { payment_id, allocation_id, invoice_id, amount });
    }
    Ok(())
}
