//! Posts payments of buyers, and passes what is allocated to an invoice on to the makers.

use entities::values::{Amount, BuyerId, InvoiceId, PaymentId};
use uuid::Uuid;

use super::{distribute_payment::distribute_payment, post_entry::post_entry};
use crate::{
    buyers, invoicing, payments,
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
    settlement::rules::{
        ledger::LedgerParty,
        postings::{AllocatedPart, ReleasedPart, payment_allocation_entry, payment_entry, payment_release_entry},
    },
};

/// Posts a received payment. Returns `false` where it was posted before.
pub async fn post_payment(tx: &mut UnitOfWork, id: PaymentId) -> Result<bool> {
    let payment = payments::get_payment(tx, id).await?;
    let buyer = ledger_party(tx, payment.buyer_id).await?;
    post_entry(tx, payment_entry(&payment, &buyer)).await
}

/// Posts the part of a payment that was allocated to an invoice, and distributes it to the pools and makers. Returns
/// `false` where that was done before.
pub async fn post_payment_allocation(
    tx: &mut UnitOfWork,
    allocation_id: Uuid,
    invoice_id: InvoiceId,
    amount: Amount,
) -> Result<bool> {
    let invoice = invoicing::get_invoice(tx, invoice_id).await?;
    let buyer = ledger_party(tx, invoice.buyer_id).await?;
    let part = AllocatedPart { allocation_id, buyer, invoice: invoicing::document_name(&invoice), amount };
    if !post_entry(tx, payment_allocation_entry(&part, tx.today())).await? {
        return Ok(false);
    }
    distribute_payment(tx, invoice_id, amount, &format!("payment:{allocation_id}")).await?;
    Ok(true)
}

/// Posts that a part of a payment was released from an invoice. Returns `false` where it was posted before.
pub(super) async fn post_release(
    tx: &UnitOfWork,
    invoice_id: InvoiceId,
    release_id: Uuid,
    amount: Amount,
) -> Result<bool> {
    let invoice = invoicing::get_invoice(tx, invoice_id).await?;
    let buyer = ledger_party(tx, invoice.buyer_id).await?;
    let part = ReleasedPart { release_id, buyer, invoice: invoicing::document_name(&invoice), amount };
    post_entry(tx, payment_release_entry(&part, tx.today())).await
}

/// A buyer as the ledger names it.
pub(super) async fn ledger_party(tx: &UnitOfWork, id: BuyerId) -> Result<LedgerParty> {
    let mut buyers = buyers::list_buyers_by_id(tx, &[id]).await?;
    let buyer = buyers.remove(&id).ok_or_else(|| Problem::missing_reference("buyer", id))?;
    Ok(LedgerParty::new(id.0, buyer.code))
}
