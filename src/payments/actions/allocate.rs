//! What was left of a payment goes to invoices later.

use entities::{
    payments::payment,
    values::{Amount, PaymentId},
};

use super::receive::{self, Allocation};
use crate::{
    payments::{errors::PaymentError, store},
    platform::{
        http::{api_error::ApiError, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// Puts more of a payment to invoices of its buyer.
///
/// Refuses 409 `more_than_received` above what is not allocated yet, and what an allocation refuses.
pub async fn allocate(tx: &mut UnitOfWork, id: PaymentId, parts: &[Allocation]) -> Result<payment::Model> {
    let before = store::payments::payment(tx, id).await?;
    let sum: Amount = parts.iter().map(|p| p.amount).sum();
    if !store::payments::take(tx, id, sum).await? {
        // Read again: another person may have taken some of it meanwhile.
        let now = store::payments::payment(tx, id).await?;
        return Err(PaymentError::MoreThanReceived { available: now.unallocated.of(now.currency) }.at("/allocations"));
    }
    receive::put_to_invoices(tx, id, before.buyer_id, parts).await?;
    store::payments::payment(tx, id).await
}
