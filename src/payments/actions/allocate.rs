//! What was left of a payment goes to invoices later.

use entities::{
    payments::payment,
    values::{Amount, PaymentId},
};

use super::receive::{self, Allocation};
use crate::{
    payments::store,
    platform::{http::problem::Answer, work::Work},
};

/// Puts more of a payment to invoices of its buyer.
///
/// Refuses 409 `more_than_received` above what is not allocated yet, and what an allocation refuses.
pub async fn allocate(work: &mut Work, id: PaymentId, parts: &[Allocation]) -> Answer<payment::Model> {
    let before = store::payments::payment(work, id).await?;
    let sum: Amount = parts.iter().map(|p| p.amount).sum();
    if !store::payments::take(work, id, sum).await? {
        // Read again: another person may have taken some of it meanwhile.
        let now = store::payments::payment(work, id).await?;
        return Err(receive::too_much(now.unallocated));
    }
    receive::put_to_invoices(work, id, before.buyer_id, parts).await?;
    store::payments::payment(work, id).await
}
