//! Allocates what is left of a payment to invoices.

use entities::{
    payments::payment,
    values::{Amount, PaymentId},
};

use super::receive_payment::{InvoiceAllocation, allocate_to_invoices, lock_invoices_to_pay};
use crate::{
    buyers,
    payments::{errors::PaymentError, store::payments},
    platform::{
        http::{api_error::ApiError, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// Allocates more of a payment to invoices of its buyer.
///
/// # Errors
/// 404; `MoreThanReceived` above the unallocated part; those of `allocate_to_invoices`.
pub async fn allocate_payment(
    tx: &mut UnitOfWork,
    id: PaymentId,
    allocations: &[InvoiceAllocation],
) -> Result<payment::Model> {
    let buyer_id = payments::load_buyer(tx, id).await?;
    buyers::lock_buyer(tx, buyer_id).await?;
    lock_invoices_to_pay(tx, allocations).await?;
    let payment = payments::lock_payment(tx, id).await?;
    let total: Amount = allocations.iter().map(|allocation| allocation.amount).sum();
    if total > payment.unallocated {
        let available = payment.unallocated.of(payment.currency);
        return Err(PaymentError::MoreThanReceived { available }.at("/allocations"));
    }
    payments::add_unallocated(tx, id, -total).await?;
    allocate_to_invoices(tx, id, buyer_id, allocations).await?;
    payments::get_payment(tx, id).await
}
