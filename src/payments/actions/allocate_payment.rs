//! Allocates what is left of a payment to invoices.

use entities::{
    payments::payment,
    values::{Amount, PaymentId},
};

use super::receive_payment::{InvoiceAllocation, allocate_to_invoices};
use crate::{
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
    let payment = payments::get_payment(tx, id).await?;
    let total: Amount = allocations.iter().map(|allocation| allocation.amount).sum();
    if !payments::update_unallocated(tx, id, total).await? {
        // Read again, because another person may have allocated some of it meanwhile.
        let current = payments::get_payment(tx, id).await?;
        let available = current.unallocated.of(current.currency);
        return Err(PaymentError::MoreThanReceived { available }.at("/allocations"));
    }
    allocate_to_invoices(tx, id, payment.buyer_id, allocations).await?;
    payments::get_payment(tx, id).await
}
