//! Posts payments of buyers, and passes what is allocated to an invoice on to the makers.

use entities::values::{Amount, BuyerId, EntryKind, InvoiceId, PaymentId, RefundId};
use uuid::Uuid;

use super::{distribute_payment::distribute_payment, post_entry::post_entry};
use crate::{
    buyers, invoicing, payments,
    platform::{
        http::problem::{Problem, Result},
        locale::{Localizer, localize},
        unit_of_work::UnitOfWork,
    },
    settlement::rules::{
        ledger::{LedgerEntry, LedgerParty},
        postings::{
            AllocatedPart, ReleasedPart, card_refund_entry, payment_allocation_entry, payment_entry,
            payment_release_entry, refund_entry,
        },
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

/// Posts that a reversed payment no longer pays an invoice, and takes its part back from the pools and makers. Returns
/// `false` where that was done before.
pub async fn post_payment_release(
    tx: &mut UnitOfWork,
    release_id: Uuid,
    invoice_id: InvoiceId,
    amount: Amount,
) -> Result<bool> {
    if !post_release(tx, invoice_id, release_id, amount).await? {
        return Ok(false);
    }
    distribute_payment(tx, invoice_id, -amount, &format!("payment_release:{release_id}")).await?;
    Ok(true)
}

/// Posts in reverse a payment that was reversed. Returns `false` where that was posted before.
pub async fn post_payment_reversal(tx: &mut UnitOfWork, id: PaymentId) -> Result<bool> {
    let payment = payments::get_payment(tx, id).await?;
    let buyer = ledger_party(tx, payment.buyer_id).await?;
    let description = localize!(Localizer::SHARED, "entry-payment-reversed", buyer = &buyer.code);
    let posted = LedgerEntry { date: tx.today(), ..payment_entry(&payment, &buyer) };
    let key = format!("payment_reversed:{id}");
    post_entry(tx, posted.reversed(EntryKind::PaymentReversed, key, description)).await
}

/// Posts a requested refund. Returns `false` where it was posted before.
pub async fn post_refund(tx: &mut UnitOfWork, id: RefundId) -> Result<bool> {
    let entry = load_refund_entry(tx, id).await?;
    post_entry(tx, entry).await
}

/// Posts in reverse a refund that was cancelled. Returns `false` where that was posted before.
pub async fn post_refund_cancelled(tx: &mut UnitOfWork, id: RefundId) -> Result<bool> {
    let posted = load_refund_entry(tx, id).await?;
    let description = localize!(Localizer::SHARED, "entry-refund-cancelled");
    let key = format!("refund_cancelled:{id}");
    post_entry(tx, posted.reversed(EntryKind::RefundCancelled, key, description)).await
}

/// Posts that the card processor returned money to a card. Returns `false` where it was posted before.
pub async fn post_card_refund(tx: &mut UnitOfWork, id: RefundId) -> Result<bool> {
    let refund = payments::get_refund(tx, id).await?;
    post_entry(tx, card_refund_entry(&refund, tx.today())).await
}

/// Posts in reverse a refund to a card that failed after all. Returns `false` where that was posted before.
pub async fn post_card_refund_reversal(tx: &mut UnitOfWork, id: RefundId) -> Result<bool> {
    let posted = card_refund_entry(&payments::get_refund(tx, id).await?, tx.today());
    let description = localize!(Localizer::SHARED, "entry-card-refund-reversed");
    let key = format!("card_refund_reversed:{id}");
    post_entry(tx, posted.reversed(EntryKind::CardRefundReversed, key, description)).await
}

async fn load_refund_entry(tx: &UnitOfWork, id: RefundId) -> Result<LedgerEntry> {
    let refund = payments::get_refund(tx, id).await?;
    let buyer = ledger_party(tx, refund.buyer_id).await?;
    Ok(refund_entry(&refund, &buyer, tx.today()))
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
