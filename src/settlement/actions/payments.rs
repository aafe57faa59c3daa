//! A buyer's payment enters the ledger, and what is put to an invoice goes on its way to the makers.

use chrono::NaiveDate;
use entities::values::{Amount, CardPayoutId, InvoiceId, PaymentId};
use uuid::Uuid;

use super::{documents, payables};
use crate::{
    buyers, invoicing, payments,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
    settlement::{ledger, postings},
};

/// Books a received payment; `false` where it was booked before.
pub async fn payment_received(tx: &mut UnitOfWork, id: PaymentId) -> Result<bool> {
    let payment = payments::get_payment(tx, id).await?;
    let buyers = buyers::buyers(tx, &[payment.buyer_id]).await?;
    let code = buyers.get(&payment.buyer_id).map_or("", |b| b.code.as_str());
    ledger::post(tx, postings::payment_received(&payment, code)).await
}

/// Books what the card processor paid into the bank; `false` where it was booked before.
pub async fn cards_settled(
    tx: &mut UnitOfWork,
    id: CardPayoutId,
    amount: Amount,
    fee: Amount,
    booked_on: NaiveDate,
) -> Result<bool> {
    ledger::post(tx, postings::cards_settled(id, booked_on, amount, fee)).await
}

/// Books the part of a payment that was put to an invoice; `false` where it was booked before.
pub async fn payment_applied(
    tx: &mut UnitOfWork,
    allocation: Uuid,
    invoice: InvoiceId,
    amount: Amount,
) -> Result<bool> {
    let document = invoicing::invoice(tx, invoice).await?;
    let code = documents::buyer_code(tx, &document).await?;
    let name = invoicing::name_of(&document);
    let entry = postings::payment_applied(allocation, tx.today(), (document.buyer_id, &code), &name, amount);
    if !ledger::post(tx, entry).await? {
        return Ok(false);
    }
    payables::spread(tx, invoice, amount, &format!("payment:{allocation}")).await?;
    Ok(true)
}
