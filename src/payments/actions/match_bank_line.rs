//! Matches a bank line with a buyer: the line becomes a payment.

use entities::{
    payments::payment,
    values::{Amount, BankLineId, BankLineState, BuyerId, PaymentMethod},
};
use serde_json::json;

use super::receive_payment::{InvoiceAllocation, NewPayment, receive_payment};
use crate::{
    payments::{errors::PaymentError, store::bank_lines},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Creates the payment of a bank line and allocates it to invoices of the buyer.
///
/// # Errors
/// 404; `BankLineNotReceived` for outgoing money; `BankLineTaken`; those of `receive_payment`.
pub async fn match_bank_line(
    tx: &mut UnitOfWork,
    id: BankLineId,
    buyer_id: BuyerId,
    allocations: Vec<InvoiceAllocation>,
) -> Result<payment::Model> {
    let line = bank_lines::get_bank_line(tx, id).await?;
    if line.amount <= Amount::ZERO {
        return Err(PaymentError::BankLineNotReceived.into());
    }
    if !bank_lines::update_state(tx, id, BankLineState::Unmatched, BankLineState::Matched).await? {
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
    receive_payment(tx, new, Some(id)).await
}
