//! A buyer's payment enters the ledger, and what is put to an invoice goes on its way to the makers.

use chrono::NaiveDate;
use entities::values::{Amount, CardPayoutId, InvoiceId, PaymentId};
use uuid::Uuid;

use super::{documents, payables};
use crate::{
    buyers, invoicing, payments,
    platform::{http::problem::Answer, work::Work},
    settlement::{ledger, postings},
};

/// Books a received payment; `false` where it was booked before.
pub async fn payment_received(work: &mut Work, id: PaymentId) -> Answer<bool> {
    let payment = payments::payment(work, id).await?;
    let buyers = buyers::buyers(work, &[payment.buyer_id]).await?;
    let code = buyers.get(&payment.buyer_id).map_or("", |b| b.code.as_str());
    ledger::post(work, postings::payment_received(&payment, code)).await
}

/// Books what the card processor paid into the bank; `false` where it was booked before.
pub async fn cards_settled(
    work: &mut Work,
    id: CardPayoutId,
    amount: Amount,
    fee: Amount,
    booked_on: NaiveDate,
) -> Answer<bool> {
    ledger::post(work, postings::cards_settled(id, booked_on, amount, fee)).await
}

/// Books the part of a payment that was put to an invoice; `false` where it was booked before.
pub async fn payment_applied(work: &mut Work, allocation: Uuid, invoice: InvoiceId, amount: Amount) -> Answer<bool> {
    let document = invoicing::invoice(work, invoice).await?;
    let code = documents::buyer_code(work, &document).await?;
    let name = invoicing::name_of(&document);
    let entry = postings::payment_applied(allocation, work.today(), (document.buyer_id, &code), &name, amount);
    if !ledger::post(work, entry).await? {
        return Ok(false);
    }
    payables::spread(work, invoice, amount, &format!("payment:{allocation}")).await?;
    Ok(true)
}
