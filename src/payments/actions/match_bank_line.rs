//! Matches a bank line with a buyer: the line becomes a payment.

use entities::{
    payments::payment,
    values::{Amount, BankLineId, BankLineKind, BuyerId, PaymentMethod},
};

use super::{
    receive_payment::{InvoiceAllocation, NewPayment, receive_payment},
    take_bank_line::{NewMatch, lock_unmatched_line, record_match},
};
use crate::{
    payments::errors::PaymentError,
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
    let line = lock_unmatched_line(tx, id).await?;
    if line.amount <= Amount::ZERO {
        return Err(PaymentError::BankLineNotReceived.into());
    }
    let new = NewPayment {
        buyer_id,
        method: PaymentMethod::Transfer,
        received_on: line.booked_on,
        amount: line.amount,
        note: None,
        allocations,
    };
    let payment = receive_payment(tx, new, Some(id)).await?;
    let created =
        NewMatch { payment_id: Some(payment.id), creates_payment: true, ..NewMatch::of(BankLineKind::Payment) };
    record_match(tx, id, created).await?;
    Ok(payment)
}
